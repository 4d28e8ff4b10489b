/**
 * What memory costs.
 *
 *   C(words) = 3 · words + ⌊words² / 512⌋      paid for an access: C(after) − C(before)
 *
 * The floor is taken on each total, never on the difference. Everything here is a question: asking twice
 * gives the same answer, and no size becomes free by having been asked for.
 * @module
 */
import type { ByteCount, Gas, WordCount } from '../base/units.ts'
import {
  GAS_MEMORY_WORD,
  GAS_QUADRATIC_DIVISOR,
  GAS_TABLE_WORDS,
  MAX_EXACT_WORDS,
  WORD_SIZE,
  wordCount,
} from './constants.ts'
import { memoryError } from './errors.ts'

/** The gas that a frame has left. An object, so that a metered access can take its price from it. */
export interface GasMeter {
  /** Lowered by each metered access, and by nothing when the access throws. */
  remaining: Gas
}

/** The bytes `[offset, offset + size)` of an access, as a contract names them: any two words. */
export type MemoryRegion = readonly [offset: bigint, size: bigint]

/** The price of memory of `words` words, from nothing. Exact for any count. */
export function memoryCost(words: bigint): Gas {
  return GAS_MEMORY_WORD * words + (words * words) / GAS_QUADRATIC_DIVISOR
}

const LINEAR = /* @__PURE__ */ Number(GAS_MEMORY_WORD)
const DIVISOR = /* @__PURE__ */ Number(GAS_QUADRATIC_DIVISOR)

/** `GAS_TABLE[words]` is the price of 0 to 128 words, the memory that most frames stay within. */
export const GAS_TABLE: readonly number[] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Array.from({ length: GAS_TABLE_WORDS + 1 }, (_, words) => Number(memoryCost(BigInt(words)))),
)

/**
 * `memoryCost` on plain numbers.
 * @throws {MemoryError} `memory.overflow` unless `words` is a whole number from 0 to `MAX_EXACT_WORDS`.
 */
export function memoryCostNumber(words: WordCount): number {
  const listed = words <= GAS_TABLE_WORDS ? GAS_TABLE[words] : undefined
  if (listed !== undefined) return listed
  // Past MAX_EXACT_WORDS words² is over 2^53 and rounds; up to it the division by 512 is exact too.
  if (!(Number.isInteger(words) && words > 0 && words <= MAX_EXACT_WORDS))
    throw memoryError('memory.overflow', { bytes: words * WORD_SIZE })
  return LINEAR * words + Math.floor((words * words) / DIVISOR)
}

/** The price of growing from `currentSize` to hold `newSize` bytes; 0n when they are there already. */
export function expansionGasCost(currentSize: ByteCount, newSize: bigint): Gas {
  const size = Number(newSize) // Rounds past 2^53, but never across a bound below it.
  if (size <= currentSize) return 0n
  const current = wordCount(currentSize)
  if (size > MAX_EXACT_WORDS * WORD_SIZE) return memoryCost(wordCount(newSize)) - memoryCost(BigInt(current))
  return BigInt(memoryCostNumber(wordCount(size)) - memoryCostNumber(current))
}

/**
 * The end of the highest region that has bytes; 0n when none has. A region of no bytes asks for nothing,
 * whatever its offset. CALL passes two regions, its input and its output, and pays once for both.
 * @throws {MemoryError} `memory.overflow` for a negative offset or size, which no word can be.
 */
export function requiredSize(...regions: readonly MemoryRegion[]): bigint {
  let required = 0n
  for (const [offset, size] of regions) {
    if (offset < 0n || size < 0n) throw memoryError('memory.overflow', { bytes: offset < 0n ? offset : size })
    if (size > 0n && offset + size > required) required = offset + size
  }
  return required
}

/** The most words of memory that `gas` pays for, from nothing. Exact for any amount of gas that is not negative. */
export function maxWordsForGas(gas: Gas): bigint {
  // 3w + ⌊w²/512⌋ ≤ gas  ⟺  w² + 1536w < 512(gas + 1)  ⟺  (w + 768)² < 768² + 512(gas + 1)
  const half = (GAS_MEMORY_WORD * GAS_QUADRATIC_DIVISOR) / 2n
  return integerSquareRoot(half * half + GAS_QUADRATIC_DIVISOR * (gas + 1n) - 1n) - half
}

/** ⌊√value⌋ by Newton's method from above, for `value` of 1 or more. */
function integerSquareRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2))
  for (;;) {
    const next = (root + value / root) / 2n
    if (next >= root) return root
    root = next
  }
}
