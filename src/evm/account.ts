/**
 * One account as the EVM works on it, and the code that it has.
 *
 * Of an account from a source, some fields may be set before the source has told the others: those are `awaited`.
 * @module
 */
import { hexToBytes } from '../base/hex.ts'
import type { Hex, Word } from '../base/units.ts'
import { bytesToBigint } from '../base/word.ts'
import { Code } from '../machine/index.ts'
import { type Fork, isAtLeast } from '../opcodes/index.ts'
import { inputBytes } from './result.ts'

/** An account apart from its storage. */
export interface Basics {
  balance: bigint
  nonce: bigint
  code: Code
}

export type Basic = keyof Basics

export const NOTHING: Readonly<Basics> = { balance: 0n, nonce: 0n, code: Code.EMPTY }
const BASICS: readonly Basic[] = ['balance', 'nonce', 'code']

/** All of an account's storage, and what of it is known when a source has more. */
interface AccountStorage {
  readonly storage: Map<Word, Word>
  readonly knownSlots: Set<Word> | undefined
}

/** One account as the EVM works on it. Changes go through `World`, which journals them. */
export class Account implements Basics {
  readonly address: bigint
  /** The number under which the machine keeps this account's storage. */
  readonly number: number
  balance = 0n
  nonce = 0n
  code: Code = Code.EMPTY
  #storage: Map<Word, Word> = new Map()
  /** Slots that the state's source has given, or somebody set; `undefined` when all of the storage is here. */
  #knownSlots: Set<Word> | undefined
  /** Whether a clone has the same storage: it is copied before it is written. */
  #isShared = false
  /** What the source is still to tell; `undefined` when it is not asked, or has told. */
  awaited: Set<Basic> | undefined
  /** What the source told. */
  told: Readonly<Basics> | undefined
  /** Whether the source has the account. */
  isAtSource = false

  constructor(address: bigint, number: number, isElsewhere = false) {
    this.address = address
    this.number = number
    this.#knownSlots = isElsewhere ? new Set() : undefined
    this.awaited = isElsewhere ? new Set(BASICS) : undefined
  }

  /** Slots that are not zero, as far as they are known. */
  get storage(): ReadonlyMap<Word, Word> {
    return this.#storage
  }

  /** Whether `storage` can tell the slot's value. */
  knowsSlot(slot: Word): boolean {
    return this.#knownSlots === undefined || this.#knownSlots.has(slot)
  }

  /** Sets a slot; whether it is known then, when a source has others. */
  setSlot(slot: Word, value: Word, isKnown: boolean): void {
    this.#own()
    if (value === 0n) this.#storage.delete(slot)
    else this.#storage.set(slot, value)
    if (isKnown) this.#knownSlots?.add(slot)
    else this.#knownSlots?.delete(slot)
  }

  /** Replaces all storage; gives what was there, for `putStorageBack`. */
  takeStorage(storage: Map<Word, Word>): AccountStorage {
    // What is put back is this account's alone.
    this.#own()
    const before = { storage: this.#storage, knownSlots: this.#knownSlots }
    this.#storage = storage
    this.#knownSlots = undefined
    return before
  }

  putStorageBack({ storage, knownSlots }: AccountStorage): void {
    this.#storage = storage
    this.#knownSlots = knownSlots
    this.#isShared = false
  }

  /** Takes a slot's value from the state's source, unless it came or was set meanwhile. */
  admitSlot(slot: Word, value: Word): void {
    if (!this.knowsSlot(slot)) this.setSlot(slot, value, true)
  }

  /** Makes the storage this account's alone. */
  #own(): void {
    if (!this.#isShared) return
    this.#isShared = false
    this.#storage = new Map(this.#storage)
    this.#knownSlots = this.#knownSlots && new Set(this.#knownSlots)
  }

  /** The same account for another world. Storage is copied when one of both writes it. */
  clone(number: number): Account {
    const twin = new Account(this.address, number)
    twin.balance = this.balance
    twin.nonce = this.nonce
    twin.code = this.code
    twin.awaited = this.awaited && new Set(this.awaited)
    twin.told = this.told
    twin.isAtSource = this.isAtSource
    twin.#storage = this.#storage
    twin.#knownSlots = this.#knownSlots
    twin.#isShared = this.#isShared = true
    return twin
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

/** Code in the form that the machine loads; the caller's bytes are copied, so that later changes do not reach it. */
export function codeOf(code: Hex | Uint8Array): Code {
  return new Code(typeof code === 'string' ? hexToBytes(code) : inputBytes(code, 'code').slice())
}

/** The address that the account's code delegates to: 0xef0100 and 20 bytes. (EIP-7702) */
export function delegationTarget({ code: { bytes } }: Account): bigint | undefined {
  if (bytes.length !== 23 || bytes[0] !== 0xef || bytes[1] !== 0x01 || bytes[2] !== 0x00) return undefined
  return bytesToBigint(bytes.subarray(3))
}

/** The same where the fork knows delegations. */
export function delegateOf(fork: Fork, account: Account): bigint | undefined {
  const delegate = delegationTarget(account)
  return delegate !== undefined && isAtLeast(fork.name, 'prague') ? delegate : undefined
}
