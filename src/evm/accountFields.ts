/**
 * An account's fields as callers and sources give them.
 * @module
 */
import { isHexWord } from '../base/hex.ts'
import type { Address, Hex, Word } from '../base/units.ts'
import { MAX_WORD } from '../base/word.ts'
import { type Basics, codeOf } from './account.ts'
import { parseAddress } from './address.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import { type Given, quantity } from './quantity.ts'

/**
 * What `setAccount` takes: whatever is left out stays as it is, here or at the source; for an account that is nowhere
 * it is zero and empty.
 */
export interface AccountFields {
  /** In wei, below 2^256. */
  readonly balance?: bigint
  /** Below 2^64. */
  readonly nonce?: bigint
  /** A delegation of EIP-7702 is code too: 0xef0100 and the address. */
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

/** A change of an account, checked. */
export interface AccountChange {
  readonly address: bigint
  readonly basics: Partial<Basics>
  /** All storage there is to be. */
  readonly storage: Map<Word, Word> | undefined
  /** Slots that change while all others stay. */
  readonly slots: ReadonlyMap<Word, Word> | undefined
}

/**
 * What a caller wants of an account, checked before anything changes.
 * @throws {MemlaneError} as `State.setAccount`.
 */
export function accountChange(address: Address, fields: Given<AccountFields>): AccountChange {
  refuseUnknown('An account', fields, ACCOUNT_FIELDS)
  const parsed = parseAddress(address)
  const { storage = fields.state, stateDiff } = fields
  if ([fields.storage, fields.state, stateDiff].filter((given) => given !== undefined).length > 1)
    throw evmError('evm.storageTwice', { address })
  const basics = basicsOf(address, fields)
  const whole = storage && parseStorage(address, storage)
  for (const [slot, value] of whole ?? []) if (value === 0n) whole?.delete(slot)
  return { address: parsed, basics, storage: whole, slots: stateDiff && parseStorage(address, stateDiff) }
}

/** The fields as they are kept; what is left out stays out. */
export function basicsOf(address: Address, { balance, nonce, code }: SourceAccount): Partial<Basics> {
  return {
    ...(balance === undefined ? {} : { balance: inRange(address, 'balance', balance, MAX_WORD) }),
    ...(nonce === undefined ? {} : { nonce: inRange(address, 'nonce', nonce, (1n << 64n) - 1n) }),
    ...(code === undefined ? {} : { code: codeOf(code) }),
  }
}

function inRange(address: Address, field: string, given: bigint | number, max: bigint): bigint {
  const value = quantity(field, given)
  if (value >= 0n && value <= max) return value
  throw evmError('evm.invalidAccount', {
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
  throw evmError('evm.invalidStorage', { address, hex })
}
