/**
 * Backings that this room has: an array buffer of its own, or a block of an `EvmAllocator`'s arena.
 * Growing replaces the bytes, because a plain array buffer keeps its size: resizable ones grow in place, but
 * a DataView on one takes 65 ns for a word instead of 7.
 * @module
 */
import type { ByteCount } from '../base/units.ts'
import { type AllocatorConfig, allocateBytes, type EvmAllocator } from './allocator.ts'
import { INITIAL_CAPACITY, MAX_MEMORY_SIZE, WORD_SIZE } from './constants.ts'
import type { MemoryBacking } from './context.ts'
import { memoryError } from './errors.ts'
import { type GrowthStrategy, nextCapacity } from './growth.ts'

/**
 * Bytes in an array buffer, which is replaced by a longer one when it is too small: what a `SharedMemoryBuffer` takes
 * by default.
 */
export class ArrayBufferBacking implements MemoryBacking {
  readonly #strategy: GrowthStrategy
  readonly #maxCapacity: ByteCount
  #bytes: Uint8Array
  #generation = 0

  /** @throws {MemoryError} `memory.allocationError` when the host refuses the first buffer. */
  constructor(config: AllocatorConfig = {}) {
    const { strategy = 'doubling', maxCapacity = MAX_MEMORY_SIZE, initialCapacity = INITIAL_CAPACITY } = config
    this.#strategy = strategy
    this.#maxCapacity = maxCapacity
    this.#bytes = allocateBytes(Math.min(initialCapacity, maxCapacity))
  }

  get bytes(): Uint8Array {
    return this.#bytes
  }

  get generation(): number {
    return this.#generation
  }

  reserve(capacity: ByteCount): void {
    if (capacity <= this.#bytes.length) return
    const bytes = allocateBytes(nextCapacity(this.#strategy, this.#bytes.length, capacity, this.#maxCapacity))
    bytes.set(this.#bytes)
    this.#bytes = bytes
    this.#generation++
  }
}

/** A block of an arena, doubled when it is too small. Ends with the arena's next `reset`. */
export class ArenaBacking implements MemoryBacking {
  readonly #arena: EvmAllocator
  readonly #arenaGeneration: number
  #block: Uint8Array
  #generation = 0

  /** Allocates 4,096 bytes in the arena, aligned to words. Errors as `EvmAllocator.alloc`. */
  constructor(arena: EvmAllocator) {
    this.#arena = arena
    this.#arenaGeneration = arena.generation
    this.#block = arena.alloc(INITIAL_CAPACITY, WORD_SIZE)
  }

  /** @throws {MemoryError} `memory.useAfterFree` once the arena has been reset: others own the bytes now. */
  get bytes(): Uint8Array {
    if (this.#arena.generation !== this.#arenaGeneration)
      throw memoryError('memory.useAfterFree', { what: 'arena block' })
    return this.#block
  }

  get generation(): number {
    return this.#generation
  }

  reserve(capacity: ByteCount): void {
    const { length } = this.bytes
    if (capacity <= length) return
    this.#block = this.#arena.resize(this.#block, nextCapacity('doubling', length, capacity, MAX_MEMORY_SIZE))
    this.#generation++
  }
}
