/**
 * The world in the middle of a run, as hooks see and change it: storage through the machine's cache, accounts through
 * `World`, both journaled.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import { wordToHex } from '../base/hex.ts'
import type { Address, Hex, Word } from '../base/units.ts'
import type { LinearAddress } from '../machine/index.ts'
import { SCRATCH, SLOT_BYTES } from '../machine/layout.ts'
import { type Account, codeOf } from './account.ts'
import { basicsOf } from './accountFields.ts'
import { parseAddress } from './address.ts'
import { changedEnvironment, environmentOf } from './environment.ts'
import { evmError } from './errors.ts'
import type { FrameHost } from './frameHost.ts'
import type { RunWorld, WorldCheckpoint } from './hooks.ts'
import { NotLoadedError } from './precompiles/notLoaded.ts'
import { type Given, quantity, word } from './quantity.ts'
import type { Environment } from './result.ts'

export class HostWorld implements RunWorld {
  readonly #host: FrameHost

  constructor(host: FrameHost) {
    this.#host = host
  }

  load(address: Address, slot: bigint | number): Word {
    const account = this.#find(address)
    const key = word('slot', slot)
    if (account === undefined) return 0n
    const { storage } = this.#host.machine
    const entry = storage.find(account.number, this.#scratch(key))
    return entry === 0 ? storedAt(account, key) : storage.value(entry)
  }

  store(address: Address, slot: bigint | number, value: bigint | number): void {
    const account = this.#touch(address)
    const key = word('slot', slot)
    const stored = word('value', value)
    const entry = this.#entryOf(account, key)
    this.#host.machine.storage.store(entry, this.#scratch(stored))
  }

  balance(address: Address): bigint {
    return this.#find(address)?.balance ?? 0n
  }

  setBalance(address: Address, wei: bigint | number): void {
    const { balance } = basicsOf(address, { balance: wei })
    if (balance !== undefined) this.#host.world.setBalance(this.#touch(address), balance)
  }

  nonce(address: Address): bigint {
    return this.#find(address)?.nonce ?? 0n
  }

  setNonce(address: Address, nonce: bigint | number): void {
    const { nonce: set } = basicsOf(address, { nonce })
    if (set !== undefined) this.#host.world.setNonce(this.#touch(address), set)
  }

  code(address: Address): Uint8Array {
    return this.#find(address)?.code.bytes.slice() ?? new Uint8Array(0)
  }

  setCode(address: Address, code: Uint8Array | Hex): void {
    const { world } = this.#host
    world.setCode(this.#touch(address), codeOf(code))
    // What the engine calls by itself is the code from before, and then what it was.
    this.#host.forgetEngineAccounts()
    world.onUndo(() => this.#host.forgetEngineAccounts())
  }

  warm(address: Address, slot?: bigint | number): void {
    this.#refuseOutside()
    const parsed = parseAddress(address)
    if (!this.#host.isWarm(parsed)) this.#host.substate.warm(parsed)
    if (slot === undefined) return
    this.#host.machine.storage.warm(this.#entryOf(this.#touch(address), word('slot', slot)))
  }

  get refund(): bigint {
    this.#refuseOutside()
    return this.#host.machine.refund
  }

  setRefund(gas: bigint | number): void {
    this.#refuseOutside()
    this.#host.machine.refund = quantity('refund', gas)
  }

  checkpoint(): WorldCheckpoint {
    this.#refuseOutside()
    const { world, storage } = this.#host.checkpoint()
    return { world, storage }
  }

  revertTo(checkpoint: WorldCheckpoint): void {
    this.#refuseOutside()
    this.#host.revertWorldTo(checkpoint)
  }

  get environment(): Required<Environment> {
    this.#refuseOutside()
    return environmentOf(this.#host.environment)
  }

  setEnvironment(fields: Given<Environment>): void {
    this.#refuseOutside()
    this.#host.setEnvironment(changedEnvironment(this.#host.environment, fields))
  }

  #refuseOutside(): void {
    if (this.#host.world.isRunning) return
    throw evmError('evm.notRunning', {})
  }

  #knows(address: Address): bigint {
    this.#refuseOutside()
    const parsed = parseAddress(address)
    if (!this.#host.world.knows(parsed)) throw NotLoadedError.account(formatAddress(parsed))
    return parsed
  }

  #find(address: Address): Account | undefined {
    return this.#host.world.find(this.#knows(address))
  }

  #touch(address: Address): Account {
    return this.#host.world.touch(this.#knows(address))
  }

  /** The slot's entry in the machine's cache. */
  #entryOf(account: Account, key: Word): LinearAddress {
    const { storage } = this.#host.machine
    const at = this.#scratch(key)
    const known = storage.find(account.number, at)
    if (known !== 0) return known
    const value = storedAt(account, key)
    storage.insert(account.number, at, value, this.#host.substate.hasSlot(account.address, key))
    return storage.find(account.number, this.#scratch(key))
  }

  /** Puts a word where the engine can read it: its scratch space is free while it does not run. */
  #scratch(value: Word): LinearAddress {
    this.#host.machine.memory.setWord(SCRATCH + SLOT_BYTES, value)
    return SCRATCH + SLOT_BYTES
  }
}

/** A slot from before the run. */
function storedAt(account: Account, key: Word): Word {
  if (!account.knowsSlot(key)) throw NotLoadedError.slot(formatAddress(account.address), wordToHex(key))
  return account.storage.get(key) ?? 0n
}
