/**
 * Whole numbers as callers write them: bigints, and numbers that are exact. Inside there are bigints only.
 * @module
 */
import { spelled } from '../base/template.ts'
import type { Word } from '../base/units.ts'
import { MAX_WORD } from '../base/word.ts'
import { evmError } from './errors.ts'

/** A `T` as a caller gives it: where it has a bigint, a number does too, up to 2^53 - 1. */
export type Given<T> = T extends bigint
  ? bigint | number
  : T extends Uint8Array
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Given<Item>[]
      : T extends object
        ? { [Key in keyof T]: Given<T[Key]> }
        : T

/** @throws {MemlaneError} `evm.invalidQuantity` for what is neither a bigint nor a safe integer. */
export function quantity(field: string, value: bigint | number): bigint {
  if (typeof value === 'bigint') return value
  if (Number.isSafeInteger(value)) return BigInt(value)
  throw evmError('evm.invalidQuantity', { field, value: spelled(value) })
}

/** @throws {MemlaneError} `evm.invalidQuantity`, or `evm.invalidWord` for a number outside 256 bits. */
export function word(field: string, given: bigint | number): Word {
  const value = quantity(field, given)
  if (value >= 0n && value <= MAX_WORD) return value
  throw evmError('evm.invalidWord', { field, value })
}
