/**
 * Numbers as people read them. The same in every language: hex and digits are not translated.
 * @module
 */
import { grouped } from '../base/template.ts'
import type { ByteCount, ByteOffset } from '../base/units.ts'

export { grouped }

/** Digits of hex that every offset has at least: memory of a contract is rarely beyond 4 KiB. */
const OFFSET_DIGITS = 3

/** Digits that the largest of some offsets needs, so that all of them can have the same number. */
export function offsetDigits(largest: ByteOffset): number {
  return Math.max(OFFSET_DIGITS, largest.toString(16).length)
}

/** `0x080`: an offset with leading zeros up to `digits`. */
export function hexOffset(offset: ByteOffset, digits: number = OFFSET_DIGITS): string {
  return `0x${offset.toString(16).padStart(digits, '0')}`
}

/** `352 B`, `1,048,576 B` */
export function byteCount(bytes: ByteCount | bigint): string {
  return `${grouped(bytes)} B`
}

/** The largest of some numbers, 0 for none. However many there are: `Math.max(...)` takes some 100,000 at most. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0)
}
