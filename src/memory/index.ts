/** The memory subsystem: bytes that grow, frames in one buffer, what they cost. @module */
export { type AllocatorConfig, EvmAllocator } from './allocator.ts'
export { ArenaBacking, ArrayBufferBacking } from './backing.ts'
export { type BufferConfig, type BufferFrame, SharedMemoryBuffer } from './buffer.ts'
export {
  expandSize,
  GAS_MEMORY_WORD,
  GAS_QUADRATIC_DIVISOR,
  GAS_TABLE_WORDS,
  GETH_MAX_MEMORY_SIZE,
  INITIAL_CAPACITY,
  isWordAligned,
  MAX_EXACT_WORDS,
  MAX_MEMORY_SIZE,
  PAGE_SIZE,
  POOL_MAX_CAPACITY,
  WORD_SIZE,
  wordCount,
} from './constants.ts'
export type { MemoryBacking, MemoryContext, MemoryFrame } from './context.ts'
export { MemoryError, type MemoryErrorCode } from './errors.ts'
export {
  expansionGasCost,
  GAS_TABLE,
  type GasMeter,
  type MemoryRegion,
  maxWordsForGas,
  memoryCost,
  memoryCostNumber,
  requiredSize,
} from './gas.ts'
export { type GrowthStrategy, nextCapacity } from './growth.ts'
export { Memory, type MemoryOptions } from './memory.ts'
export { freeMemory, MemoryPool, newMemory, type PoolOptions, type PoolStats } from './pool.ts'
export { getSlice, getZeroPaddedSlice, validateBounds, validateReturnDataBounds } from './slice.ts'
