/**
 * How rooms that need memory, or stand under one, see each other: interfaces without code, so that no import
 * goes in a circle.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'

/** What an operation needs of memory when it neither pays nor starts frames. */
export interface MemoryContext {
  /** Makes every byte below `size` addressable, rounding up to a word; new bytes read as zero. */
  expand(size: ByteCount): void
  /** A live view of all addressable bytes, until the next `expand`. */
  slice(): Uint8Array
  /** Addressable bytes (MSIZE): a multiple of 32. */
  size(): ByteCount
}

/**
 * Where one frame's memory stands. A `Memory` asks at every access and keeps none of the answers, so that an
 * engine may hold frames as records in its own linear memory. `size` throws `memory.staleContext` or
 * `memory.useAfterFree` once the frame has ended: every access asks it first.
 *
 *   bytes()  │ … │ base … base + size │ … │
 */
export interface MemoryFrame {
  /** Where the frame starts in `bytes()`. */
  readonly base: ByteOffset
  /** Addressable bytes, a multiple of 32. */
  readonly size: ByteCount
  /**
   * All bytes that the frames share: the same array as last time, unless the bytes moved, because a `Memory` keeps a
   * DataView of it.
   */
  bytes(): Uint8Array
}

/** The bytes behind a buffer: an array buffer, an arena's block, an engine's linear memory. */
export interface MemoryBacking {
  /** Its length is the capacity. Bytes never written are zero. Another array after `reserve` had to make one. */
  readonly bytes: Uint8Array
  /** Counts the replacements of `bytes`: a view from an earlier count shows old bytes or none. */
  readonly generation: number
  /**
   * Makes `bytes` at least `capacity` long and keeps its contents.
   * @throws {MemoryError} `memory.outOfMemory` over its limit, `memory.allocationError` when the host refuses.
   */
  reserve(capacity: ByteCount): void
}
