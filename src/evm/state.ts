/**
 * The world: accounts, and one journal that can undo what happened to them.
 *
 * During a run, storage lives in the machine's cache; `commitStorage` brings changed slots here when it succeeded.
 * @module
 */
import { MemlaneError } from '../base/error.ts'
import { hexToBytes, wordToHex } from '../base/hex.ts'
import type { Address, Hex, Word } from '../base/units.ts'
import { bytesToBigint, MAX_WORD } from '../base/word.ts'
import { Code } from '../machine/index.ts'
import { formatAddress, parseAddress } from './address.ts'
import type { AccountState } from './tracer.ts'

/** What `setAccount` takes: whatever is left out stays as it was, or is zero and empty for a new account. */
export interface AccountFields {
  readonly balance?: bigint
  readonly nonce?: bigint
  readonly code?: Hex | Uint8Array
  /** Replaces all storage. Slots and values are hex quantities. */
  readonly storage?: Readonly<Record<Hex, Hex>>
}

/** What `account` gives. */
export interface AccountView {
  readonly balance: bigint
  readonly nonce: bigint
  readonly code: Uint8Array
  /** Non-zero slots: 32-byte slot to 32-byte value. */
  readonly storage: Readonly<Record<Hex, Hex>>
}

/** One account as the EVM works on it. Changes go through `State`, which journals them. */
export class Account {
  readonly address: bigint
  /** The number under which the machine keeps this account's storage. */
  readonly number: number
  balance = 0n
  nonce = 0n
  code: Code = Code.EMPTY
  storage: Map<Word, Word> = new Map()

  /** Slots that the state's source has given; `undefined` when all of the storage is here. */
  readonly #knownSlots: Set<Word> | undefined

  constructor(address: bigint, number: number, storageIsElsewhere = false) {
    this.address = address
    this.number = number
    this.#knownSlots = storageIsElsewhere ? new Set() : undefined
  }

  /** Whether `storage` can tell the slot's value. */
  knowsSlot(slot: Word): boolean {
    return this.#knownSlots === undefined || this.#knownSlots.has(slot)
  }

  /** Takes a slot's value from the state's source. */
  admitSlot(slot: Word, value: Word): void {
    this.#knownSlots?.add(slot)
    if (value !== 0n) this.storage.set(slot, value)
  }

  /** Without balance, nonce and code. (EIP-161) */
  get isEmpty(): boolean {
    return this.nonce === 0n && this.balance === 0n && this.code.bytes.length === 0
  }
}

/** A point that `restore` can go back to. */
export interface Snapshot {
  readonly journalLength: number
  /** How many accounts had a number. */
  readonly accountCount: number
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
  /** Those that can still be restored, oldest first. */
  #snapshots: Snapshot[] = []

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

  /** Takes an account from the source; `undefined` when there is none. Not a change: no journal undoes it. */
  admit(address: bigint, fields: Omit<AccountFields, 'storage'> | undefined): void {
    this.#known?.add(address)
    if (fields === undefined) return
    const account = new Account(address, this.#numbered.length, true)
    account.balance = fields.balance ?? 0n
    account.nonce = fields.nonce ?? 0n
    if (fields.code !== undefined) account.code = codeOf(fields.code)
    this.#numbered.push(account)
    this.#accounts.set(address, account)
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
    const account = new Account(address, this.#numbered.length)
    this.#numbered.push(account)
    this.#accounts.set(address, account)
    this.#undo.push(() => this.#accounts.delete(address))
    return account
  }

  /** The account at an address where a contract is about to be created: its balance stays, its storage starts empty. */
  beginCreation(address: bigint): Account {
    this.#note(address)
    const before = this.#accounts.get(address)
    const account = new Account(address, this.#numbered.length)
    this.#numbered.push(account)
    if (before !== undefined) account.balance = before.balance
    this.#accounts.set(address, account)
    this.#undo.push(() => {
      if (before === undefined) this.#accounts.delete(address)
      else this.#accounts.set(address, before)
    })
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
    this.#undo.push(() => this.#accounts.set(address, before))
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
    const before = account.balance
    this.#undo.push(() => {
      account.balance = before
    })
    account.balance = balance
  }

  setNonce(account: Account, nonce: bigint): void {
    const before = account.nonce
    this.#undo.push(() => {
      account.nonce = before
    })
    account.nonce = nonce
  }

  setCode(account: Account, code: Code): void {
    const before = account.code
    this.#undo.push(() => {
      account.code = before
    })
    account.code = code
  }

  /** Sets a slot outside a run, or at its end. */
  setSlot(account: Account, slot: Word, value: Word): void {
    const before = account.storage.get(slot) ?? 0n
    const storage = account.storage
    const put = (word: Word) => (word === 0n ? storage.delete(slot) : storage.set(slot, word))
    this.#undo.push(() => put(before))
    put(value)
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

  /** Ends a run: without a snapshot to go back to, its undo records are of no more use. */
  endRun(): void {
    this.#touched.clear()
    if (this.#snapshots.length > 0) return
    this.#undo = []
    this.#forgetFrom(0)
  }

  /** Forgets the last accounts with that number or more, as far as they are gone: their numbers are free again. */
  #forgetFrom(number: number): void {
    for (let last = this.#numbered.at(-1); last !== undefined && last.number >= number; last = this.#numbered.at(-1)) {
      if (this.#accounts.get(last.address) === last) return
      this.#numbered.pop()
    }
  }

  // ── For callers ──────────────────────────────────────────────────────────────────────────────────────

  /**
   * Creates or changes an account.
   * @throws {MemlaneError} `evm.invalidAddress`, `evm.invalidAccount` for numbers out of range, `base.invalidHex`.
   */
  setAccount(address: Address, fields: AccountFields): void {
    const parsed = parseAddress(address)
    const { balance, nonce } = fields
    checkRange(address, 'balance', balance, MAX_WORD)
    checkRange(address, 'nonce', nonce, (1n << 64n) - 1n)
    const code = fields.code === undefined ? undefined : codeOf(fields.code)
    const storage = fields.storage === undefined ? undefined : parseStorage(address, fields.storage)
    // What a caller sets, no source changes any more.
    this.#known?.add(parsed)
    const account = this.touch(parsed)
    if (balance !== undefined) this.setBalance(account, balance)
    if (nonce !== undefined) this.setNonce(account, nonce)
    if (code !== undefined) this.setCode(account, code)
    if (storage !== undefined) {
      const before = account.storage
      this.#undo.push(() => {
        account.storage = before
      })
      account.storage = storage
    }
    this.endRun()
  }

  /** The account at an address, `undefined` when there is none. A copy: it does not follow later changes. */
  account(address: Address): AccountView | undefined {
    const account = this.find(parseAddress(address))
    if (account === undefined) return undefined
    const storage: Record<Hex, Hex> = {}
    for (const [slot, value] of account.storage) storage[wordToHex(slot)] = wordToHex(value)
    return { balance: account.balance, nonce: account.nonce, code: account.code.bytes.slice(), storage }
  }

  /** One slot of an account; 0 when account or slot is not there. */
  storageAt(address: Address, slot: Word): Word {
    return this.find(parseAddress(address))?.storage.get(slot) ?? 0n
  }

  /** Removes all accounts. Snapshots are gone. */
  clear(): void {
    this.#accounts.clear()
    this.#known?.clear()
    this.#touched.clear()
    this.#numbered.length = 0
    this.#undo = []
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

  /** A point to go back to, as often as wanted, until an earlier one is restored. */
  snapshot(): Snapshot {
    const snapshot = { journalLength: this.#undo.length, accountCount: this.#numbered.length }
    this.#snapshots.push(snapshot)
    return snapshot
  }

  /**
   * Undoes every change since the snapshot.
   * @throws {MemlaneError} `evm.staleSnapshot` when an earlier one was restored meanwhile.
   */
  restore(snapshot: Snapshot): void {
    const index = this.#snapshots.indexOf(snapshot)
    if (index < 0)
      throw new MemlaneError(
        'evm.staleSnapshot',
        'This snapshot is gone: an earlier one was restored after it was taken.',
      )
    this.#snapshots.length = index + 1
    this.revert(snapshot.journalLength)
    this.#forgetFrom(snapshot.accountCount)
  }
}

/** Code in the form that the machine loads; the caller's bytes are copied, so that later changes do not reach it. */
export function codeOf(code: Hex | Uint8Array): Code {
  return new Code(typeof code === 'string' ? hexToBytes(code) : code.slice())
}

/** The address that the account's code delegates to: 0xef0100 and 20 bytes. (EIP-7702) */
export function delegationTarget({ code: { bytes } }: Account): bigint | undefined {
  if (bytes.length !== 23 || bytes[0] !== 0xef || bytes[1] !== 0x01 || bytes[2] !== 0x00) return undefined
  return bytesToBigint(bytes.subarray(3))
}

function checkRange(address: Address, field: string, value: bigint | undefined, max: bigint): void {
  if (value === undefined || (value >= 0n && value <= max)) return
  throw new MemlaneError('evm.invalidAccount', `The ${field} of ${address} is ${value}; it must be from 0 to ${max}.`, {
    address,
    field,
    value,
    max,
  })
}

function parseStorage(address: Address, storage: Readonly<Record<Hex, Hex>>): Map<Word, Word> {
  const slots = new Map<Word, Word>()
  for (const [slot, value] of Object.entries(storage)) {
    const key = parseWord(address, slot)
    const word = parseWord(address, value)
    if (word !== 0n) slots.set(key, word)
  }
  return slots
}

function parseWord(address: Address, hex: string): Word {
  if (/^0x[0-9a-fA-F]{1,64}$/.test(hex)) return BigInt(hex)
  throw new MemlaneError(
    'evm.invalidStorage',
    `${JSON.stringify(hex)} in the storage of ${address} is not a word: 0x and 1 to 64 hex digits.`,
    { address, hex },
  )
}
