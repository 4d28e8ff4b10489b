/**
 * How capacity grows. From 4096, for needs of 4097, then 20,000 bytes:
 *
 *   page        8192   20,480    whole pages: least waste, but growing word by word copies quadratically
 *   doubling    8192   32,768    growing word by word to n bytes copies about n in all
 *   evmone      8192   20,480    doubles, or jumps to whole pages when that is more
 * @module
 */
import type { ByteCount } from '../base/units.ts'
import { PAGE_SIZE } from './constants.ts'
import { memoryError } from './errors.ts'

/**
 * `page` grows to whole pages of 4,096 bytes; `doubling` to powers of two of what is there; `evmone` doubles once, or
 * goes to whole pages when that is not enough.
 */
export type GrowthStrategy = 'page' | 'doubling' | 'evmone'

type Grow = (capacity: ByteCount, required: ByteCount) => ByteCount

const wholePages: Grow = (_, required) => Math.ceil(required / PAGE_SIZE) * PAGE_SIZE

const STRATEGIES: Readonly<Record<GrowthStrategy, Grow>> = {
  page: wholePages,
  doubling: (capacity, required) => {
    let doubled = Math.max(capacity, 1)
    while (doubled < required) doubled *= 2
    return doubled
  },
  evmone: (capacity, required) => (required <= capacity * 2 ? capacity * 2 : wholePages(capacity, required)),
}

/**
 * The capacity to have when `required` bytes are needed: `capacity` itself when it suffices, never over `max`.
 * @throws {MemoryError} `memory.outOfMemory` when `required` is over `max`.
 */
export function nextCapacity(
  strategy: GrowthStrategy,
  capacity: ByteCount,
  required: ByteCount,
  max: ByteCount,
): ByteCount {
  if (required <= capacity) return capacity
  if (required > max) throw memoryError('memory.outOfMemory', { required, available: max })
  return Math.min(STRATEGIES[strategy](capacity, required), max)
}
