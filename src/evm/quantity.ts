/**
 * Whole numbers as callers write them: bigints, and numbers that are exact. Inside there are bigints only.
 * @module
 */
import { MemlaneError } from '../base/error.ts'
import type { Word } from '../base/units.ts'
import { MAX_WORD } from '../base/word.ts'

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
  throw new MemlaneError(
    'evm.invalidQuantity',
    `${field} is ${spelled(value)}; it must be a bigint, or a whole number up to 2^53 - 1.`,
    { field, value: spelled(value) },
  )
}

/** @throws {MemlaneError} `evm.invalidQuantity`, or `evm.invalidWord` for a number outside 256 bits. */
export function word(field: string, given: bigint | number): Word {
  const value = quantity(field, given)
  if (value >= 0n && value <= MAX_WORD) return value
  throw new MemlaneError('evm.invalidWord', `${field} is ${value}; it must be from 0 to 2^256 - 1.`, { field, value })
}

/** Whatever a caller handed in, for a sentence that refuses it. */
export function spelled(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
