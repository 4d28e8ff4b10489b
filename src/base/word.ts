/**
 * 256-bit words between three forms:
 *
 *   bytes   32 of them, big-endian, as in EVM memory, calldata and storage
 *   bigint  what callers and tests see
 *   limbs   four 64-bit limbs, least significant first, as on the engine's operand stack
 *
 *   bytes  │ 24…31 │ … │ 0…7 │   of the number's value
 *   limbs  │ 0 (low 64 bits) │ 1 │ 2 │ 3 (high) │
 * @module
 */
import type { ByteOffset, Word } from './units.ts'

/** Bytes in an EVM word. */
export const WORD_BYTES = 32
/** 2^256 − 1, the largest word. */
export const MAX_WORD: Word = (1n << 256n) - 1n

const MASK_64 = 0xffff_ffff_ffff_ffffn

/** The big-endian word at `[offset, offset + 32)`, which must lie inside `bytes`. */
export function wordAt(bytes: Uint8Array, offset: ByteOffset = 0): Word {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, WORD_BYTES)
  return (
    (view.getBigUint64(0) << 192n) |
    (view.getBigUint64(8) << 128n) |
    (view.getBigUint64(16) << 64n) |
    view.getBigUint64(24)
  )
}

/** Writes `word` big-endian to `[offset, offset + 32)`, which must lie inside `bytes`. */
export function putWord(bytes: Uint8Array, offset: ByteOffset, word: Word): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, WORD_BYTES)
  view.setBigUint64(0, word >> 192n)
  view.setBigUint64(8, (word >> 128n) & MASK_64)
  view.setBigUint64(16, (word >> 64n) & MASK_64)
  view.setBigUint64(24, word & MASK_64)
}

/** The 32 big-endian bytes of `word`. */
export function wordToBytes(word: Word): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(WORD_BYTES)
  putWord(bytes, 0, word)
  return bytes
}

/** The unsigned big-endian number in all of `bytes`, whatever their count; 0 for none. */
export function bytesToBigint(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}

/** The word in four limbs at `limbs[index … index + 4)`. */
export function wordFromLimbs(limbs: BigUint64Array, index: number): Word {
  return (limbs[index + 3]! << 192n) | (limbs[index + 2]! << 128n) | (limbs[index + 1]! << 64n) | limbs[index]!
}

/** Writes `word` to four limbs at `limbs[index … index + 4)`. */
export function wordToLimbs(limbs: BigUint64Array, index: number, word: Word): void {
  // A BigUint64Array keeps the low 64 bits of what is stored. Most words are small, and each shift makes a bigint.
  limbs[index] = word
  if (word <= MASK_64) {
    limbs.fill(0n, index + 1, index + 4)
    return
  }
  limbs[index + 1] = word >> 64n
  limbs[index + 2] = word >> 128n
  limbs[index + 3] = word >> 192n
}

/** The word read as a two's complement number. */
export function signed(word: Word): bigint {
  return BigInt.asIntN(256, word)
}
