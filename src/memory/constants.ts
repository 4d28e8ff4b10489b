/**
 * The numbers of EVM memory, and rounding to words.
 *
 * Offsets and sizes reach past 2^32, where JavaScript's bitwise operators cut and flip signs; so rounding
 * divides: `(2 ** 32 + 32) >>> 5` is 1, and `Math.ceil((2 ** 32 + 32) / 32)` is 134217729.
 * @module
 */
import type { ByteCount, WordCount } from '../base/units.ts'
import { WORD_BYTES } from '../base/word.ts'
import { memoryError } from './errors.ts'

/** Bytes in an EVM word, and the step in which memory grows. */
export const WORD_SIZE = WORD_BYTES
/** Bytes in a page, the step of the `page` and `evmone` growth strategies. */
export const PAGE_SIZE = 4096
/** The most bytes that one frame may have, 2^32: a host's cap, not the protocol's. They cost 35,184,774,742,016 gas. */
export const MAX_MEMORY_SIZE = 4_294_967_296
/** Gas for each word, the linear part of the price. (Yellow Paper, appendix H: G_memory) */
export const GAS_MEMORY_WORD = 3n
/** The quadratic part of the price is ⌊words² / 512⌋. (Yellow Paper, equation of C_mem) */
export const GAS_QUADRATIC_DIVISOR = 512n
/** Bytes that a new buffer holds: where evmone and revm start. */
export const INITIAL_CAPACITY = 4096
/** The price table holds 0 to 128 words, that is memory up to 4096 bytes. */
export const GAS_TABLE_WORDS = 128
/** A pool keeps buffers of at most this capacity, in bytes. (go-ethereum `Memory.Free`: `16 << 10`) */
export const POOL_MAX_CAPACITY = 16_384
/** Bytes of 2^32 − 1 words, the last count whose square fits 64 bits; more is out of gas. (go-ethereum) */
export const GETH_MAX_MEMORY_SIZE = 0x1f_ffff_ffe0
/** The most words that plain numbers price exactly: one more, and words² passes 2^53. */
export const MAX_EXACT_WORDS = 94_906_265

/**
 * Words that hold `bytes`, the last one perhaps in part.
 * @throws {MemoryError} `memory.overflow` for a number that is not a whole one from 0 to 2^53 − 1.
 */
export function wordCount(bytes: ByteCount): WordCount
export function wordCount(bytes: bigint): bigint
export function wordCount(bytes: ByteCount | bigint): WordCount | bigint {
  if (typeof bytes === 'bigint') return (bytes + 31n) / 32n
  if (!(Number.isSafeInteger(bytes) && bytes >= 0)) throw memoryError('memory.overflow', { bytes })
  return Math.ceil(bytes / WORD_SIZE)
}

/**
 * `bytes` rounded up to whole words.
 * @throws {MemoryError} `memory.overflow` as `wordCount` does.
 */
export function expandSize(bytes: ByteCount): ByteCount {
  return wordCount(bytes) * WORD_SIZE
}

/** Whether `bytes` is a multiple of 32; false for a number that is not whole. */
export function isWordAligned(bytes: ByteCount): boolean {
  return bytes % WORD_SIZE === 0
}
