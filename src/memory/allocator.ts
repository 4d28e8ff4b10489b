/**
 * An arena: blocks are handed out one behind the other from chunks that never move, and all of them end
 * together, at `reset`.
 *
 *   chunk 0   │ block │ block │pad│ block      │·····│
 *   chunk 1   │ block                 │··············│      · zero, not handed out
 *
 * A block stays where it is until `reset`, however much is allocated after it; so views of it stay valid.
 * That is why growing a block that is not the last of its chunk copies it and leaves the old bytes behind.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import { INITIAL_CAPACITY, MAX_MEMORY_SIZE, PAGE_SIZE } from './constants.ts'
import { memoryError } from './errors.ts'
import { type GrowthStrategy, nextCapacity } from './growth.ts'

/** How much a buffer or an arena holds at first, at most, and how it gets there. */
export interface AllocatorConfig {
  /** How capacity grows. Default `doubling`. */
  readonly strategy?: GrowthStrategy
  /** Bytes to start with. Default 4096. */
  readonly initialCapacity?: ByteCount
  /** Never more bytes than this. Default 2^32. */
  readonly maxCapacity?: ByteCount
}

interface Chunk {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** End of the last block in it; the bytes behind are zero. */
  used: ByteOffset
}

interface Placement {
  readonly chunk: Chunk
  readonly align: ByteCount
}

/**
 * New zeroed bytes.
 * @throws {MemoryError} `memory.overflow` for a broken count, `memory.allocationError` when the host refuses.
 */
export function allocateBytes(capacity: ByteCount): Uint8Array<ArrayBuffer> {
  if (!(Number.isSafeInteger(capacity) && capacity >= 0)) throw memoryError('memory.overflow', { bytes: capacity })
  try {
    return new Uint8Array(capacity)
  } catch {
    throw memoryError('memory.allocationError', { required: capacity }) // A RangeError is all that the constructor throws for a whole number.
  }
}

/**
 * An arena of zeroed blocks that stay where they are and end together, at `reset`: a view of a block is valid until
 * then, however much is allocated after it.
 */
export class EvmAllocator {
  readonly #strategy: GrowthStrategy
  readonly #maxCapacity: ByteCount
  #chunks: Chunk[]
  /** Index of the chunk that blocks come from; those behind it are empty. */
  #current = 0
  /** Where each live block stands, by its view: a view that is not here is no block, or one of before. */
  readonly #blocks = new Map<Uint8Array, Placement>()
  #generation = 0
  #ended = false

  /**
   * Allocates the first chunk.
   * @throws {MemoryError} `memory.allocationError` when the host refuses.
   */
  constructor(config: AllocatorConfig = {}) {
    const { strategy = 'doubling', maxCapacity = MAX_MEMORY_SIZE, initialCapacity = INITIAL_CAPACITY } = config
    this.#strategy = strategy
    this.#maxCapacity = maxCapacity
    this.#chunks = [{ bytes: allocateBytes(Math.min(initialCapacity, maxCapacity)), used: 0 }]
  }

  /** Bytes handed out since the last reset, with the padding between them and what resized blocks left behind. */
  get allocated(): ByteCount {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.used, 0)
  }

  /** Bytes in all chunks. */
  get capacity(): ByteCount {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0)
  }

  /** Counts the resets: a view from an earlier count shows bytes that others own. */
  get generation(): number {
    return this.#generation
  }

  /** One zeroed item, aligned so that any typed array can be made over it. Errors as `alloc`. */
  create(size: ByteCount, align: ByteCount = 8): Uint8Array {
    return this.alloc(size, align)
  }

  /**
   * `length` zeroed bytes whose `byteOffset` is a multiple of `align`, a power of two up to 4096.
   * @throws {MemoryError} `memory.outOfMemory` over `maxCapacity`, `memory.allocationError` when the host refuses,
   * `memory.invalidAlignment`, `memory.overflow` for a broken length, `memory.useAfterFree` after `deinit`.
   */
  alloc(length: ByteCount, align: ByteCount = 1): Uint8Array {
    if (this.#ended) throw memoryError('memory.useAfterFree', { what: 'allocator' })
    if (!(Number.isSafeInteger(length) && length >= 0)) throw memoryError('memory.overflow', { bytes: length })
    if (!isAlignment(align)) throw memoryError('memory.invalidAlignment', { align })
    const chunk = this.#chunkFor(length, align)
    const start = alignUp(chunk.used, align)
    chunk.used = start + length
    return this.#block({ chunk, align }, start, length)
  }

  /**
   * The block with `length` bytes, new ones zero: in place when it shrinks or is the last of its chunk and
   * fits there, else a copy. The old view still shows the old bytes, but only the returned one is a block.
   * @throws {MemoryError} `memory.useAfterFree` for a block of before the last reset, or no block; else as `alloc`.
   */
  resize(block: Uint8Array, length: ByteCount): Uint8Array {
    const placement = this.#blocks.get(block)
    if (placement === undefined) throw memoryError('memory.useAfterFree', { what: 'block' })
    if (!(Number.isSafeInteger(length) && length >= 0)) throw memoryError('memory.overflow', { bytes: length })
    const { chunk, align } = placement
    const start = block.byteOffset
    const isLast = start + block.length === chunk.used
    if (length > block.length && !(isLast && start + length <= chunk.bytes.length)) {
      const moved = this.alloc(length, align)
      moved.set(block)
      this.#blocks.delete(block)
      return moved
    }
    if (isLast) {
      chunk.bytes.fill(0, start + length, chunk.used)
      chunk.used = start + length
    }
    this.#blocks.delete(block)
    return this.#block(placement, start, length)
  }

  /** Does nothing: an arena gives all blocks back together. */
  free(_block: Uint8Array): void {}

  /** Ends all blocks. The chunks stay, zeroed where blocks were. */
  reset(): void {
    for (const chunk of this.#chunks) {
      chunk.bytes.fill(0, 0, chunk.used)
      chunk.used = 0
    }
    this.#blocks.clear()
    this.#current = 0
    this.#generation++
  }

  /** Ends all blocks and lets the chunks go. Nothing can be allocated afterwards. */
  deinit(): void {
    this.reset()
    this.#chunks = []
    this.#ended = true
  }

  #block(placement: Placement, start: ByteOffset, length: ByteCount): Uint8Array {
    const block = placement.chunk.bytes.subarray(start, start + length)
    this.#blocks.set(block, placement)
    return block
  }

  /** The current chunk or the next that has room; else a new one. */
  #chunkFor(length: ByteCount, align: ByteCount): Chunk {
    for (let index = this.#current; index < this.#chunks.length; index++) {
      const chunk = this.#chunks[index]!
      if (alignUp(chunk.used, align) + length > chunk.bytes.length) continue
      this.#current = index
      return chunk
    }
    const { capacity } = this
    const added = nextCapacity(this.#strategy, capacity, capacity + length, this.#maxCapacity) - capacity
    const chunk = { bytes: allocateBytes(added), used: 0 }
    this.#current = this.#chunks.push(chunk) - 1
    return chunk
  }
}

function isAlignment(value: ByteCount): boolean {
  return Number.isInteger(value) && value > 0 && value <= PAGE_SIZE && (value & (value - 1)) === 0
}

function alignUp(position: ByteOffset, align: ByteCount): ByteOffset {
  return Math.ceil(position / align) * align
}
