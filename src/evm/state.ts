/**
 * The world: accounts, and one journal that can undo what happened to them.
 *
 * During a run, storage lives in the machine's cache; `Driver.commit` brings changed slots here when it succeeded.
 *
 * With a source, an account may be set before the source has given it. Then the fields that were set stand, and the
 * source gives the others when a run needs the account, as `eth_call` overrides do:
 *
 *   setAccount({ balance: 5n })  ─►  balance 5, nonce and code awaited  ─►  admit  ─►  nonce and code as the source has them
 *
 * What the source gives is no change, so no journal undoes it; undoing what was set gives the source's value back.
 * @module
 */
import { MemlaneError } from '../base/error.ts'
import { hexToBytes, isHexWord, wordToHex } from '../base/hex.ts'
import type { Address, Hex, Word } from '../base/units.ts'
import { bytesToBigint, MAX_WORD } from '../base/word.ts'
import { Code } from '../machine/index.ts'
import { formatAddress, parseAddress } from './address.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import { NotLoadedError } from './precompiles/notLoaded.ts'
import { type Given, quantity, spelled, word } from './quantity.ts'
import { inputBytes } from './result.ts'
import type { AccountState } from './tracer.ts'

/**
 * What `setAccount` takes: whatever is left out stays as it is, here or at the source; for an account that is nowhere
 * it is zero and empty.
 */
export interface AccountFields {
  readonly balance?: bigint
  readonly nonce?: bigint
  readonly code?: Hex | Uint8Array
  /** Replaces all storage: slots that it does not name are zero. Slots and values are hex quantities. */
  readonly storage?: Readonly<Record<Hex, Hex>>
  /** What `eth_call` calls `storage`. */
  readonly state?: Readonly<Record<Hex, Hex>>
  /** Slots to change, as in `eth_call`: all others stay. Not together with `storage`. */
  readonly stateDiff?: Readonly<Record<Hex, Hex>>
}

const ACCOUNT_FIELDS: FieldNames<AccountFields> = {
  balance: true,
  nonce: true,
  code: true,
  storage: true,
  state: true,
  stateDiff: true,
}

/** What a source tells of an account: what is left out is zero and empty. */
export type SourceAccount = Given<Pick<AccountFields, 'balance' | 'nonce' | 'code'>>

/** What `account` gives. */
export interface AccountView {
  readonly balance: bigint
  readonly nonce: bigint
  readonly code: Uint8Array
  /** Non-zero slots: 32-byte slot to 32-byte value. */
  readonly storage: Readonly<Record<Hex, Hex>>
}

/** An account apart from its storage. */
interface Basics {
  balance: bigint
  nonce: bigint
  code: Code
}

type Basic = keyof Basics

const NOTHING: Readonly<Basics> = { balance: 0n, nonce: 0n, code: Code.EMPTY }
const BASICS: readonly Basic[] = ['balance', 'nonce', 'code']

/** One account as the EVM works on it. Changes go through `State`, which journals them. */
export class Account implements Basics {
  readonly address: bigint
  /** The number under which the machine keeps this account's storage. */
  readonly number: number
  balance = 0n
  nonce = 0n
  code: Code = Code.EMPTY
  storage: Map<Word, Word> = new Map()
  /** Slots that the state's source has given, or somebody set; `undefined` when all of the storage is here. */
  knownSlots: Set<Word> | undefined
  /** What the source is still to tell; `undefined` when it is not asked, or has told. */
  awaited: Set<Basic> | undefined
  /** What the source told. */
  told: Readonly<Basics> | undefined
  /** Whether the source has the account. */
  isAtSource = false

  constructor(address: bigint, number: number, isElsewhere = false) {
    this.address = address
    this.number = number
    this.knownSlots = isElsewhere ? new Set() : undefined
    this.awaited = isElsewhere ? new Set(BASICS) : undefined
  }

  /** Whether `storage` can tell the slot's value. */
  knowsSlot(slot: Word): boolean {
    return this.knownSlots === undefined || this.knownSlots.has(slot)
  }

  /** Takes a slot's value from the state's source, unless it came or was set meanwhile. */
  admitSlot(slot: Word, value: Word): void {
    if (this.knowsSlot(slot)) return
    this.knownSlots?.add(slot)
    if (value !== 0n) this.storage.set(slot, value)
  }

  /** Takes from the state's source what nobody has set. */
  admit(told: Readonly<Basics> | undefined): void {
    this.isAtSource = told !== undefined
    this.told = told ?? NOTHING
    for (const field of this.awaited ?? []) this.#assign(field, this.told)
    this.awaited = undefined
  }

  /** Undoes the setting of a field that was awaited; whether it is awaited again. */
  unset(field: Basic): boolean {
    this.#assign(field, this.told ?? NOTHING)
    if (this.told !== undefined) return false
    this.awaited?.add(field)
    return true
  }

  #assign(field: Basic, from: Readonly<Basics>): void {
    Object.assign(this, { [field]: from[field] })
  }

  /** Without balance, nonce and code. (EIP-161) */
  get isEmpty(): boolean {
    return this.nonce === 0n && this.balance === 0n && this.code.bytes.length === 0
  }
}

/** A point that `restore` can go back to. */
export interface Snapshot {
  readonly journalLength: number
}

const RIPEMD160 = 3n

export class State {
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
  #snapshots: Snapshot[] = []
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
   * @throws {MemlaneError} as `setAccount`.
   */
  admit(address: bigint, given: SourceAccount | undefined): void {
    const told = given === undefined ? undefined : { ...NOTHING, ...basicsOf(formatAddress(address), given) }
    if (this.knows(address)) return
    this.#known?.add(address)
    const awaiting = this.#accounts.get(address)
    if (awaiting === undefined && told === undefined) return
    const account = awaiting ?? this.#add(address, true)
    account.admit(told)
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

  /**
   * Sets a slot, between two runs.
   * @throws {MemlaneError} `evm.midRun`, `evm.invalidWord`, `evm.invalidQuantity`.
   */
  setSlot(account: Account, slot: bigint | number, value: bigint | number): void {
    this.#refuseMidRun('state.setSlot')
    this.keepSlot(account, word('slot', slot), word('value', value))
  }

  /** Sets a slot to what a run left in it. */
  keepSlot(account: Account, slot: Word, value: Word): void {
    const { storage, knownSlots } = account
    const wasKnown = account.knowsSlot(slot)
    const before = storage.get(slot) ?? 0n
    const put = (word: Word) => (word === 0n ? storage.delete(slot) : storage.set(slot, word))
    this.#undo.push(() => {
      put(before)
      if (!wasKnown) knownSlots?.delete(slot)
    })
    knownSlots?.add(slot)
    put(value)
  }

  #setStorage(account: Account, storage: Map<Word, Word>): void {
    const { storage: before, knownSlots } = account
    this.#undo.push(() => {
      account.storage = before
      account.knownSlots = knownSlots
    })
    account.storage = storage
    account.knownSlots = undefined
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

  /** Begins a run; gives the journal's length, to go back to when the run throws. */
  beginRun(): number {
    this.#isRunning = true
    return this.#undo.length
  }

  /** Ends a run. */
  endRun(): void {
    this.#isRunning = false
    this.#touched.clear()
    this.#settle()
  }

  /** Forgets undo records that nobody can ask for, and accounts that nothing can bring back. */
  #settle(): void {
    if (this.#snapshots.length === 0) {
      this.#undo = []
      this.#held.clear()
    }
    // Their numbers are free again.
    for (let last = this.#numbered.at(-1); last !== undefined; last = this.#numbered.at(-1)) {
      if (this.#accounts.get(last.address) === last || this.#held.has(last)) return
      this.#numbered.pop()
    }
  }

  #refuseMidRun(what: string): void {
    if (!this.#isRunning) return
    throw new MemlaneError(
      'evm.midRun',
      `${what} is not possible in the middle of a run. Do it before the run or after it.`,
      { what },
    )
  }

  // ── For callers ──────────────────────────────────────────────────────────────────────────────────────

  /**
   * Creates or changes an account. In the middle of a run, from a tracer, balance and nonce may be changed: like all that
   * the run does, that is undone with the frame in which it happens.
   * @throws {MemlaneError} `evm.invalidAddress`, `evm.invalidAccount` for numbers out of range, `evm.invalidQuantity`,
   *   `evm.unknownField`, `evm.storageTwice`, `base.invalidHex`; `evm.midRun` for code and storage during a run.
   */
  setAccount(address: Address, fields: Given<AccountFields>): void {
    refuseUnknown('An account', fields, ACCOUNT_FIELDS)
    const parsed = parseAddress(address)
    const { balance, nonce, code } = basicsOf(address, fields)
    const { storage = fields.state, stateDiff } = fields
    if ([fields.storage, fields.state, stateDiff].filter((given) => given !== undefined).length > 1)
      throw new MemlaneError(
        'evm.storageTwice',
        `The storage of ${address} is given twice; give one of storage, state (the same) and stateDiff.`,
        { address },
      )
    const whole = storage && parseStorage(address, storage)
    const changed = stateDiff && parseStorage(address, stateDiff)
    if (code !== undefined) this.#refuseMidRun('state.setAccount with code')
    if (whole !== undefined || changed !== undefined) this.#refuseMidRun('state.setAccount with storage')
    const account = this.touch(parsed)
    if (balance !== undefined) this.setBalance(account, balance)
    if (nonce !== undefined) this.setNonce(account, nonce)
    if (code !== undefined) this.setCode(account, code)
    if (whole !== undefined) {
      for (const [slot, value] of whole) if (value === 0n) whole.delete(slot)
      this.#setStorage(account, whole)
    }
    for (const [slot, value] of changed ?? []) this.keepSlot(account, slot, value)
    if (!this.#isRunning) this.#settle()
  }

  /**
   * The account at an address, `undefined` when there is none. A copy: it does not follow later changes. Of an account
   * from a source, `storage` has the slots that were fetched or set.
   * @throws {NotLoadedError} when the source has not given it yet.
   */
  account(address: Address): AccountView | undefined {
    const parsed = parseAddress(address)
    if (!this.knows(parsed)) throw NotLoadedError.account(formatAddress(parsed))
    const account = this.find(parsed)
    if (account === undefined) return undefined
    const storage: Record<Hex, Hex> = {}
    for (const [slot, value] of account.storage) storage[wordToHex(slot)] = wordToHex(value)
    return { balance: account.balance, nonce: account.nonce, code: account.code.bytes.slice(), storage }
  }

  /**
   * One slot of an account; 0 when account or slot is not there.
   * @throws {NotLoadedError} when the source has not given it yet.
   */
  storageAt(address: Address, slot: bigint | number): Word {
    const parsed = parseAddress(address)
    const key = word('slot', slot)
    const account = this.find(parsed)
    if (account === undefined && !this.knows(parsed)) throw NotLoadedError.account(formatAddress(parsed))
    if (account?.knowsSlot(key) === false) throw NotLoadedError.slot(formatAddress(parsed), wordToHex(key))
    return account?.storage.get(key) ?? 0n
  }

  /** Removes all accounts. Snapshots are gone. */
  clear(): void {
    this.#refuseMidRun('state.clear')
    this.#accounts.clear()
    this.#known?.clear()
    this.#touched.clear()
    this.#numbered.length = 0
    this.#undo = []
    this.#held.clear()
    this.#snapshots = []
  }

  /** Addresses of all accounts. */
  addresses(): Address[] {
    return [...this.#accounts.keys()].map(formatAddress)
  }

  /**
   * The state root: a commitment to all accounts. Asynchronous, because the trie library is loaded at first use.
   * @throws {MemlaneError} `evm.partialState` when accounts come from a source.
   */
  async root(): Promise<Hex> {
    if (this.hasSource)
      throw new MemlaneError(
        'evm.partialState',
        'A state with a source knows only what was asked for; its root cannot be told.',
      )
    const { stateRoot } = await import('./stateRoot.ts')
    return stateRoot(this.#accounts.values())
  }

  /** A point to go back to, as often as wanted, until an earlier one is restored. Where nothing has changed, the same one. */
  snapshot(): Snapshot {
    this.#refuseMidRun('state.snapshot')
    const journalLength = this.#undo.length
    const last = this.#snapshots.at(-1)
    if (last?.journalLength === journalLength) return last
    const snapshot = { journalLength }
    this.#snapshots.push(snapshot)
    return snapshot
  }

  /**
   * Undoes every change since the snapshot.
   * @throws {MemlaneError} `evm.staleSnapshot` when an earlier one was restored meanwhile; `evm.midRun`.
   */
  restore(snapshot: Snapshot): void {
    this.#refuseMidRun('state.restore')
    const index = this.#snapshots.indexOf(snapshot)
    if (index < 0)
      throw new MemlaneError(
        'evm.staleSnapshot',
        'This snapshot is gone: an earlier one was restored after it was taken.',
      )
    this.#snapshots.length = index + 1
    this.revert(snapshot.journalLength)
    this.#settle()
  }
}

/** Code in the form that the machine loads; the caller's bytes are copied, so that later changes do not reach it. */
export function codeOf(code: Hex | Uint8Array): Code {
  return new Code(typeof code === 'string' ? hexToBytes(code) : inputBytes(code, 'code').slice())
}

/** The address that the account's code delegates to: 0xef0100 and 20 bytes. (EIP-7702) */
export function delegationTarget({ code: { bytes } }: Account): bigint | undefined {
  if (bytes.length !== 23 || bytes[0] !== 0xef || bytes[1] !== 0x01 || bytes[2] !== 0x00) return undefined
  return bytesToBigint(bytes.subarray(3))
}

/** The fields as they are kept; what is left out stays out. */
function basicsOf(address: Address, { balance, nonce, code }: SourceAccount): Partial<Basics> {
  return {
    ...(balance === undefined ? {} : { balance: inRange(address, 'balance', balance, MAX_WORD) }),
    ...(nonce === undefined ? {} : { nonce: inRange(address, 'nonce', nonce, (1n << 64n) - 1n) }),
    ...(code === undefined ? {} : { code: codeOf(code) }),
  }
}

function inRange(address: Address, field: string, given: bigint | number, max: bigint): bigint {
  const value = quantity(field, given)
  if (value >= 0n && value <= max) return value
  throw new MemlaneError('evm.invalidAccount', `The ${field} of ${address} is ${value}; it must be from 0 to ${max}.`, {
    address,
    field,
    value,
    max,
  })
}

function parseStorage(address: Address, storage: Readonly<Record<Hex, Hex>>): Map<Word, Word> {
  const slots = new Map<Word, Word>()
  for (const [slot, value] of Object.entries(storage)) slots.set(parseWord(address, slot), parseWord(address, value))
  return slots
}

function parseWord(address: Address, hex: string): Word {
  if (isHexWord(hex)) return BigInt(hex)
  throw new MemlaneError(
    'evm.invalidStorage',
    `${spelled(hex)} in the storage of ${address} is not a word: 0x and 1 to 64 hex digits.`,
    { address, hex },
  )
}
