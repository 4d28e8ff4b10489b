/**
 * Buffers of ended memories, kept for the next: allocating 4 KiB takes as long as 13 fills of it.
 *
 * What is kept is the buffer. Every `acquire` makes a new `Memory` over it, so that a handle of before stays
 * released for ever and cannot see the memory of somebody else. One thread, one pool: there is nothing to lock.
 * @module
 */
import type { ByteCount } from '../base/units.ts'
import { SharedMemoryBuffer } from './buffer.ts'
import { POOL_MAX_CAPACITY } from './constants.ts'
import { Memory } from './memory.ts'

/** What a pool keeps. */
export interface PoolOptions {
  /** Keep at most so many buffers. Default 1024, one for each depth of calls. */
  readonly maxEntries?: number
  /** Keep no buffer with a larger capacity, in bytes. Default 16,384. */
  readonly maxCapacity?: ByteCount
}

/** What a pool did since it was made, and what it holds now. */
export interface PoolStats {
  /** Memories that got a kept buffer. */
  readonly hits: number
  /** Memories that got a new one. */
  readonly misses: number
  /** Buffers given back and not kept: too large, or one too many. */
  readonly dropped: number
  /** Buffers waiting. */
  readonly idle: number
  /** The capacity of the buffers waiting, together. */
  readonly idleBytes: ByteCount
}

/**
 * Buffers of ended memories, kept for the next ones. What `acquire` gives is always a new `Memory`: a released handle
 * stays released.
 */
export class MemoryPool {
  readonly #maxEntries: number
  readonly #maxCapacity: ByteCount
  readonly #idle: SharedMemoryBuffer[] = []
  readonly #lent = new WeakSet<SharedMemoryBuffer>()
  #hits = 0
  #misses = 0
  #dropped = 0

  /** An empty pool: it allocates nothing before `acquire`. */
  constructor(options: PoolOptions = {}) {
    const { maxEntries = 1024, maxCapacity = POOL_MAX_CAPACITY } = options
    this.#maxEntries = maxEntries
    this.#maxCapacity = maxCapacity
  }

  /** Counted anew at each access. */
  get stats(): PoolStats {
    return {
      hits: this.#hits,
      misses: this.#misses,
      dropped: this.#dropped,
      idle: this.#idle.length,
      idleBytes: this.#idle.reduce((sum, buffer) => sum + buffer.capacity, 0),
    }
  }

  /** An empty memory, all zeros whatever its buffer was used for before. */
  acquire(): Memory {
    let buffer = this.#idle.pop()
    if (buffer === undefined) {
      buffer = new SharedMemoryBuffer()
      this.#misses++
    } else this.#hits++
    this.#lent.add(buffer)
    return new Memory({ buffer })
  }

  /**
   * Ends `memory` and its children, and keeps the buffer when it is this pool's, no larger than `maxCapacity` and
   * not one too many. Tells whether it was kept; ending a memory twice keeps nothing.
   */
  release(memory: Memory): boolean {
    const { buffer } = memory
    memory.deinit()
    // A child ends here like any memory, but its buffer stays with the parent.
    if (buffer === undefined || buffer.innermost !== undefined || !this.#lent.delete(buffer)) return false
    if (this.accepts(buffer.capacity) && this.#idle.length < this.#maxEntries) return this.#idle.push(buffer) > 0
    this.#dropped++
    return false
  }

  /** Whether a buffer of that capacity, in bytes, would be kept. */
  accepts(capacity: ByteCount): boolean {
    return capacity <= this.#maxCapacity
  }

  /** Lets all waiting buffers go. */
  clear(): void {
    this.#idle.length = 0
  }
}

const pool = /* @__PURE__ */ new MemoryPool()

/** An empty memory of the common pool. (go-ethereum `NewMemory`) */
export function newMemory(): Memory {
  return pool.acquire()
}

/** Ends `memory` and gives its buffer to the common pool. Every later use throws. (go-ethereum `Memory.Free`) */
export function freeMemory(memory: Memory): void {
  pool.release(memory)
}
