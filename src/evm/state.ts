/**
 * What callers see of an EVM's world: accounts and storage, between two runs. In the middle of one, nothing here changes
 * anything: hooks have `RunWorld`, whose changes are undone with the frame.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import type { MemlaneError } from '../base/error.ts'
import { wordToHex } from '../base/hex.ts'
import type { Address, Hex, Word } from '../base/units.ts'
import { type AccountFields, accountChange } from './accountFields.ts'
import { parseAddress } from './address.ts'
import { evmError } from './errors.ts'
import { NotLoadedError } from './precompiles/notLoaded.ts'
import { type Given, word } from './quantity.ts'
import type { Snapshot, World } from './world.ts'

/** What `account` gives. */
export interface AccountView {
  /** In wei. */
  readonly balance: bigint
  /** How many transactions it sent, or contracts it created. */
  readonly nonce: bigint
  /** A copy. */
  readonly code: Uint8Array
  /** Non-zero slots: 32-byte slot to 32-byte value. */
  readonly storage: Readonly<Record<Hex, Hex>>
}

/** Makes the state over a world. Not a public constructor, because nobody else has a world. */
export let stateOver: (world: World) => State

/** Accounts, storage and snapshots of an EVM: `evm.state`. */
export class State {
  static {
    stateOver = (world) => new State(world)
  }

  readonly #world: World

  private constructor(world: World) {
    this.#world = world
  }

  /**
   * Creates or changes an account.
   * @throws {MemlaneError} `evm.invalidAddress`, `evm.invalidAccount` for numbers out of range, `evm.invalidQuantity`,
   *   `evm.unknownField`, `evm.storageTwice`, `base.invalidHex`; `evm.midRun`.
   */
  setAccount(address: Address, fields: Given<AccountFields>): void {
    this.#world.refuseMidRun('state.setAccount')
    this.#world.change(accountChange(address, fields))
    this.#world.settle()
  }

  /**
   * The account at an address, `undefined` when there is none. A copy: it does not follow later changes. Of an account
   * from a source, `storage` has the slots that were fetched or set. In the middle of a run, `storage` is that of before.
   * @throws {NotLoadedError} when the source has not given it yet.
   */
  account(address: Address): AccountView | undefined {
    const parsed = parseAddress(address)
    if (!this.#world.knows(parsed)) throw NotLoadedError.account(formatAddress(parsed))
    const account = this.#world.find(parsed)
    if (account === undefined) return undefined
    const storage: Record<Hex, Hex> = {}
    for (const [slot, value] of account.storage) storage[wordToHex(slot)] = wordToHex(value)
    return { balance: account.balance, nonce: account.nonce, code: account.code.bytes.slice(), storage }
  }

  /**
   * One slot of an account; 0 when account or slot is not there. In the middle of a run, what it was before.
   * @throws {NotLoadedError} when the source has not given it yet.
   */
  storageAt(address: Address, slot: bigint | number): Word {
    const parsed = parseAddress(address)
    const key = word('slot', slot)
    const account = this.#world.find(parsed)
    if (account === undefined && !this.#world.knows(parsed)) throw NotLoadedError.account(formatAddress(parsed))
    if (account?.knowsSlot(key) === false) throw NotLoadedError.slot(formatAddress(parsed), wordToHex(key))
    return account?.storage.get(key) ?? 0n
  }

  /**
   * Removes all accounts. Snapshots are gone.
   * @throws {MemlaneError} `evm.midRun`.
   */
  clear(): void {
    this.#world.refuseMidRun('state.clear')
    this.#world.clear()
  }

  /** Addresses of all accounts. */
  addresses(): Address[] {
    return Array.from(this.#world.accounts(), ({ address }) => formatAddress(address))
  }

  /**
   * The state root: a commitment to all accounts. Asynchronous, because the trie library is loaded at first use.
   * @throws {MemlaneError} `evm.partialState` when accounts come from a source.
   */
  async root(): Promise<Hex> {
    if (this.#world.hasSource) throw evmError('evm.partialState', {})
    const { stateRoot } = await import('./stateRoot.ts')
    return stateRoot(this.#world.accounts())
  }

  /**
   * A point to go back to, as often as wanted, until an earlier one is restored. Where nothing has changed, the same one.
   * While there is one, all later changes are remembered: `release` it when it has served.
   * @throws {MemlaneError} `evm.midRun`.
   */
  snapshot(): Snapshot {
    this.#world.refuseMidRun('state.snapshot')
    return this.#world.snapshot()
  }

  /**
   * Undoes every change since the snapshot.
   * @throws {MemlaneError} `evm.staleSnapshot` when it was released, or an earlier one restored meanwhile; `evm.midRun`.
   */
  restore(snapshot: Snapshot): void {
    this.#world.refuseMidRun('state.restore')
    if (!this.#world.restore(snapshot)) throw staleSnapshot()
  }

  /**
   * Gives a snapshot up: what only it needed is forgotten. One that was taken twice is gone when it was released twice.
   * @throws {MemlaneError} `evm.staleSnapshot`, `evm.midRun`.
   */
  release(snapshot: Snapshot): void {
    this.#world.refuseMidRun('state.release')
    if (!this.#world.release(snapshot)) throw staleSnapshot()
  }
}

function staleSnapshot(): MemlaneError {
  return evmError('evm.staleSnapshot', {})
}
