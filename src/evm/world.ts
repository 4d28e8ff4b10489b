/**
 * The world as a run works on it: accounts, and one journal that can undo what happened to them. `State` is what callers
 * see of it between two runs, `RunWorld` what hooks see in the middle of one.
 *
 * During a run, storage lives in the machine's cache; `Runner.commit` brings changed slots here when it succeeded.
 *
 * With a source, an account may be set before the source has given it. Then the fields that were set stand, and the
 * source gives the others when a run needs the account, as `eth_call` overrides do:
 *
 *   setAccount({ balance: 5n })  ─►  balance 5, nonce and code awaited  ─►  admit  ─►  nonce and code as the source has them
 *
 * What the source gives is no change, so no journal undoes it; undoing what was set gives the source's value back.
 * @module
 */
import type { Word } from '../base/units.ts'
import { Code } from '../machine/index.ts'
import { Account, type Basic, type Basics, NOTHING } from './account.ts'
import type { AccountChange } from './accountFields.ts'
import { evmError } from './errors.ts'
import type { AccountState } from './tracer.ts'

/** A point in the journal that `restore` can go back to. */
interface Mark {
  /** What its owners know it by. */
  readonly snapshot: Snapshot
  readonly journalLength: number
  /** How many asked for it and have not released it. */
  owners: number
}

/** A point that `State.restore` can go back to. */
export interface Snapshot {
  /** Counted from 1 in the order in which an EVM's snapshots are taken. */
  readonly number: number
}

const RIPEMD160 = 3n

export class World {
  readonly #accounts = new Map<bigint, Account>()
  /** By number. Accounts that were undone or removed stay here until nothing can bring them back. */
  readonly #numbered: Account[] = []
  readonly #touched = new Set<bigint>()
  /** Addresses whose account, or its absence, is here; `undefined` without a source, when all are. */
  readonly #known: Set<bigint> | undefined
  /** Accounts as they were when they were first looked at, while somebody watches. */
  #watched: Map<bigint, AccountState | undefined> | undefined
  #undo: (() => void)[] = []
  /** Accounts that are not there any more and that the journal can bring back. */
  readonly #held = new Set<Account>()
  /** Those that can still be restored, oldest first: each with a longer journal than the one before. */
  #marks: Mark[] = []
  #snapshotCount = 0
  #isRunning = false

  constructor(hasSource = false) {
    this.#known = hasSource ? new Set() : undefined
  }

  /** Whether accounts and slots may be absent until a source gives them. */
  get hasSource(): boolean {
    return this.#known !== undefined
  }

  /** Whether `find` can tell the account at an address. */
  knows(address: bigint): boolean {
    return this.#known === undefined || this.#known.has(address)
  }

  /**
   * Takes an account from the source, `undefined` when there is none; fields that were set meanwhile stand. Not a change:
   * no journal undoes it.
   */
  admit(address: bigint, given: Partial<Basics> | undefined): void {
    if (this.knows(address)) return
    this.#known?.add(address)
    const awaiting = this.#accounts.get(address)
    if (awaiting === undefined && given === undefined) return
    const account = awaiting ?? this.#add(address, true)
    account.admit(given && { ...NOTHING, ...given })
  }

  /** Puts a new account at an address. */
  #add(address: bigint, isElsewhere: boolean): Account {
    const account = new Account(address, this.#numbered.length, isElsewhere)
    this.#numbered.push(account)
    this.#accounts.set(address, account)
    return account
  }

  /** The account at an address, `undefined` when there is none. */
  find(address: bigint): Account | undefined {
    this.#note(address)
    return this.#accounts.get(address)
  }

  /** From now on notes which accounts are looked at, and what they are before anything changes them. */
  watch(): void {
    this.#watched = new Map()
  }

  /** Accounts looked at since `watch`, as they were then; ends the watch. */
  endWatch(): ReadonlyMap<bigint, AccountState | undefined> {
    const watched = this.#watched ?? new Map()
    this.#watched = undefined
    return watched
  }

  /** An account as it is now, apart from its storage. */
  accountState(address: bigint): AccountState | undefined {
    const account = this.#accounts.get(address)
    return account && { balance: account.balance, nonce: account.nonce, code: account.code.bytes }
  }

  #note(address: bigint): void {
    if (this.#watched === undefined || this.#watched.has(address)) return
    this.#watched.set(address, this.accountState(address))
  }

  /** The account at an address, created empty when there is none. */
  touch(address: bigint): Account {
    this.#note(address)
    const found = this.#accounts.get(address)
    if (found !== undefined) return found
    const account = this.#add(address, !this.knows(address))
    this.#undo.push(() => {
      // What came from the source meanwhile stays.
      if (!account.isAtSource) this.#accounts.delete(address)
    })
    return account
  }

  /** The account at an address where a contract is about to be created: its balance stays, its storage starts empty. */
  beginCreation(address: bigint): Account {
    this.#note(address)
    const before = this.#accounts.get(address)
    const account = this.#add(address, false)
    if (before === undefined) this.#undo.push(() => this.#accounts.delete(address))
    else {
      account.balance = before.balance
      this.#holdBack(before)
    }
    this.markTouched(account)
    return account
  }

  /** Whether no contract can be created at the address: it has code or storage, or sent a transaction. (EIP-684, EIP-7610) */
  isTaken(address: bigint): boolean {
    const account = this.#accounts.get(address)
    return account !== undefined && (account.nonce > 0n || account.code.bytes.length > 0 || account.storage.size > 0)
  }

  /** Removes an account with all it has. */
  remove(account: Account): void {
    const { address } = account
    const before = this.#accounts.get(address)
    if (before === undefined) return
    this.#accounts.delete(address)
    this.#holdBack(before)
  }

  /** Notes that the account is gone, or another in its place, until the journal brings it back. */
  #holdBack(account: Account): void {
    this.#held.add(account)
    this.#undo.push(() => {
      this.#held.delete(account)
      this.#accounts.set(account.address, account)
    })
  }

  /** Notes that a call, a transfer or a creation reached the account: an empty one does not outlive the transaction. (EIP-161) */
  markTouched(account: Account): void {
    const { address } = account
    if (this.#touched.has(address)) return
    this.#touched.add(address)
    // Mainnet's one exception: the precompile RIPEMD-160 stays touched when its call fails. (EIP-161, block 2,675,119)
    if (address !== RIPEMD160) this.#undo.push(() => this.#touched.delete(address))
  }

  /**
   * Removes the empty ones of the accounts that were touched, and forgets which were. One that ran code which it does
   * not have keeps what that code stored.
   */
  removeTouchedEmpty(ranCode: bigint | undefined): void {
    for (const address of this.#touched) {
      const account = this.#accounts.get(address)
      if (!account?.isEmpty || (address === ranCode && account.storage.size > 0)) continue
      this.remove(account)
    }
    this.#touched.clear()
  }

  /** The code at an address. */
  codeAt(address: bigint): Code {
    this.#note(address)
    return this.#accounts.get(address)?.code ?? Code.EMPTY
  }

  setBalance(account: Account, balance: bigint): void {
    if (account.awaited !== undefined) this.#noteSet(account, 'balance')
    const before = account.balance
    this.#undo.push(() => {
      account.balance = before
    })
    account.balance = balance
  }

  setNonce(account: Account, nonce: bigint): void {
    if (account.awaited !== undefined) this.#noteSet(account, 'nonce')
    const before = account.nonce
    this.#undo.push(() => {
      account.nonce = before
    })
    account.nonce = nonce
  }

  setCode(account: Account, code: Code): void {
    if (account.awaited !== undefined) this.#noteSet(account, 'code')
    const before = account.code
    this.#undo.push(() => {
      account.code = before
    })
    account.code = code
  }

  /** Notes that a field is about to be set that the source was to give. With all of them set, nobody asks the source. */
  #noteSet(account: Account, field: Basic): void {
    const { address, awaited } = account
    if (!awaited?.delete(field)) return
    if (awaited.size === 0) this.#known?.add(address)
    this.#undo.push(() => {
      if (account.unset(field)) this.#known?.delete(address)
    })
  }

  /** Sets a slot, as a run left it or a caller wants it. */
  keepSlot(account: Account, slot: Word, value: Word): void {
    const wasKnown = account.knowsSlot(slot)
    const before = account.storage.get(slot) ?? 0n
    this.#undo.push(() => account.setSlot(slot, before, wasKnown))
    account.setSlot(slot, value, true)
  }

  /** Replaces all storage. */
  setStorage(account: Account, storage: Map<Word, Word>): void {
    const before = account.takeStorage(storage)
    this.#undo.push(() => account.putStorageBack(before))
  }

  /** The account with that number. */
  numbered(number: number): Account {
    return this.#numbered[number]!
  }

  /** Runs `undo` when the journal goes back before this moment. */
  onUndo(undo: () => void): void {
    this.#undo.push(undo)
  }

  /** The journal's length: a checkpoint for `revert`. */
  get journalLength(): number {
    return this.#undo.length
  }

  /** Undoes everything since the journal had that length. */
  revert(journalLength: number): void {
    while (this.#undo.length > journalLength) this.#undo.pop()!()
  }

  /** Whether a run is going on. */
  get isRunning(): boolean {
    return this.#isRunning
  }

  /** Begins a run; gives the journal's length, to go back to when the run throws. */
  beginRun(): number {
    this.#isRunning = true
    return this.#undo.length
  }

  /** Ends a run. */
  endRun(): void {
    this.#isRunning = false
    this.#touched.clear()
    this.settle()
  }

  /** Forgets undo records that nobody can ask for, and accounts that nothing can bring back. Not in a run. */
  settle(): void {
    if (this.#marks.length === 0) {
      this.#undo = []
      this.#held.clear()
    }
    // Their numbers are free again.
    for (let last = this.#numbered.at(-1); last !== undefined; last = this.#numbered.at(-1)) {
      if (this.#accounts.get(last.address) === last || this.#held.has(last)) return
      this.#numbered.pop()
    }
  }

  /**
   * Refuses what stands outside of runs.
   * @throws {MemlaneError} `evm.midRun`.
   */
  refuseMidRun(what: string): void {
    if (!this.#isRunning) return
    throw evmError('evm.midRun', { what })
  }

  /** Creates or changes an account. */
  change({ address, basics, storage, slots }: AccountChange): void {
    const account = this.touch(address)
    if (basics.balance !== undefined) this.setBalance(account, basics.balance)
    if (basics.nonce !== undefined) this.setNonce(account, basics.nonce)
    if (basics.code !== undefined) this.setCode(account, basics.code)
    if (storage !== undefined) this.setStorage(account, storage)
    if (slots !== undefined) for (const [slot, value] of slots) this.keepSlot(account, slot, value)
  }

  /** A world with the same accounts, and nothing to undo. Not in a run. */
  clone(): World {
    const copy = new World(this.hasSource)
    for (const address of this.#known ?? []) copy.#known?.add(address)
    for (const account of this.#accounts.values()) {
      const twin = account.clone(copy.#numbered.length)
      copy.#numbered.push(twin)
      copy.#accounts.set(twin.address, twin)
    }
    return copy
  }

  /** All accounts. */
  accounts(): Iterable<Account> {
    return this.#accounts.values()
  }

  /** Removes all accounts; snapshots are gone. */
  clear(): void {
    this.#accounts.clear()
    this.#known?.clear()
    this.#touched.clear()
    this.#numbered.length = 0
    this.#undo = []
    this.#held.clear()
    this.#marks = []
  }

  /** A point to go back to. Where nothing has changed since the last one, that one. */
  snapshot(): Snapshot {
    const journalLength = this.#undo.length
    const last = this.#marks.at(-1)
    if (last?.journalLength === journalLength) {
      last.owners++
      return last.snapshot
    }
    const snapshot = { number: ++this.#snapshotCount }
    this.#marks.push({ snapshot, journalLength, owners: 1 })
    return snapshot
  }

  /** Undoes every change since the snapshot; whether it was there to go back to. */
  restore(snapshot: Snapshot): boolean {
    const index = this.#marks.findIndex((mark) => mark.snapshot === snapshot)
    if (index < 0) return false
    this.#marks.length = index + 1
    this.revert(this.#marks[index]!.journalLength)
    this.settle()
    return true
  }

  /** Forgets a snapshot, once all who took it have released it; whether it was there. */
  release(snapshot: Snapshot): boolean {
    const index = this.#marks.findIndex((mark) => mark.snapshot === snapshot)
    if (index < 0) return false
    const mark = this.#marks[index]!
    mark.owners--
    if (mark.owners === 0) this.#marks.splice(index, 1)
    this.settle()
    return true
  }
}
