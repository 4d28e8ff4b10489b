/**
 * One buffer for the memories of all frames, one behind the other. A frame is a checkpoint, where its parent
 * ended when it started, and a size; ending it forgets two numbers and touches no byte.
 *
 *   0          checkpoint of child     length        dirtyEnd              capacity
 *   │ parent   │ child                 │ bytes of    │ zeros, never       │
 *   │ (frozen) │ (the only one to grow)│ frames gone │ handed out         │
 *
 * Growing zeroes what it adds below `dirtyEnd`, the longest that the stack of frames has been, and nothing
 * above: a fresh buffer is never filled, and a reused one shows no byte of the frame before.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import type { AllocatorConfig } from './allocator.ts'
import { ArrayBufferBacking } from './backing.ts'
import type { MemoryBacking, MemoryFrame } from './context.ts'
import { memoryError } from './errors.ts'

/**
 * Settings of a buffer. Those of `AllocatorConfig` are for the buffer's own backing: with `backing`, they have no
 * effect.
 */
export interface BufferConfig extends AllocatorConfig {
  /** Where the bytes are. Default: an array buffer of its own, with the other settings. */
  readonly backing?: MemoryBacking
}

/**
 * Changes a frame's size; `undefined` closes it. Known to this file only: frames change through their buffer. (A static
 * block that hands the setter out would stay in every bundle, whatever it takes of this room.)
 */
const SET_SIZE = Symbol('set size')

/** A frame of a `SharedMemoryBuffer`, from `open` to `close`. */
export class BufferFrame implements MemoryFrame {
  /** The buffer that it is a part of. */
  readonly buffer: SharedMemoryBuffer
  /** The frame that is frozen while this one is open. */
  readonly parent: BufferFrame | undefined
  readonly base: ByteOffset
  #size: ByteCount | undefined = 0

  /**
   * An empty frame at the end of `parent`. `SharedMemoryBuffer.open` calls this: a frame made otherwise can never grow.
   */
  constructor(buffer: SharedMemoryBuffer, parent: BufferFrame | undefined) {
    this.buffer = buffer
    this.parent = parent
    this.base = parent === undefined ? 0 : parent.base + parent.size
  }

  /** False once the buffer has closed it. */
  get isOpen(): boolean {
    return this.#size !== undefined
  }

  /** @throws {MemoryError} `memory.useAfterFree` once closed. */
  get size(): ByteCount {
    if (this.#size === undefined) throw memoryError('memory.useAfterFree', { what: 'memory' })
    return this.#size
  }

  bytes(): Uint8Array {
    return this.buffer.bytes
  }

  [SET_SIZE](size: ByteCount | undefined): void {
    this.#size = size
  }
}

/**
 * One buffer for the memories of a whole call stack: a frame starts where its parent ended, only the innermost grows,
 * and closing one forgets two numbers. No byte of a frame that has ended shows in a later one.
 */
export class SharedMemoryBuffer {
  readonly #backing: MemoryBacking
  #innermost: BufferFrame | undefined
  #dirtyEnd: ByteOffset = 0

  /**
   * Without a backing, allocates an array buffer.
   * @throws {MemoryError} `memory.allocationError` when the host refuses.
   */
  constructor(config: BufferConfig = {}) {
    this.#backing = config.backing ?? new ArrayBufferBacking(config)
  }

  /** All bytes, in use or not: a view until `generation` changes. */
  get bytes(): Uint8Array {
    return this.#backing.bytes
  }

  /** Bytes of all open frames together. */
  get length(): ByteCount {
    const frame = this.#innermost
    return frame === undefined ? 0 : frame.base + frame.size
  }

  /** Bytes that the open frames can have together before `bytes` is replaced. */
  get capacity(): ByteCount {
    return this.#backing.bytes.length
  }

  /** Counts the replacements of `bytes`: a view from an earlier count shows old bytes. */
  get generation(): number {
    return this.#backing.generation
  }

  /** The one frame that may change; `undefined` when none is open. */
  get innermost(): BufferFrame | undefined {
    return this.#innermost
  }

  /** Opens an empty frame at the end of the innermost one, which is frozen until `close`. */
  open(): BufferFrame {
    return (this.#innermost = new BufferFrame(this, this.#innermost))
  }

  /**
   * Makes sure that `frame` can grow to `size` bytes. Nothing that a frame shows changes.
   * @throws {MemoryError} `memory.outOfMemory` or `memory.allocationError`, from the backing.
   */
  reserve(frame: BufferFrame, size: ByteCount): void {
    this.#backing.reserve(frame.base + size)
  }

  /**
   * Grows `frame` to `size` bytes; the new ones are zero. Errors as `reserve`, and
   * @throws {MemoryError} `memory.staleContext` or `memory.useAfterFree` when it is not the innermost.
   */
  grow(frame: BufferFrame, size: ByteCount): void {
    this.requireInnermost(frame)
    this.reserve(frame, size)
    const start = frame.base + frame.size
    const end = frame.base + size
    if (start < this.#dirtyEnd) this.bytes.fill(0, start, Math.min(end, this.#dirtyEnd))
    this.#dirtyEnd = Math.max(this.#dirtyEnd, end)
    frame[SET_SIZE](size)
  }

  /**
   * Ends the innermost frame: the buffer is truncated to its checkpoint, and its parent may change again.
   * @throws {MemoryError} `memory.staleContext` or `memory.useAfterFree` when it is not the innermost.
   */
  close(frame: BufferFrame): void {
    this.requireInnermost(frame)
    this.#innermost = frame.parent
    frame[SET_SIZE](undefined)
  }

  /** @throws {MemoryError} `memory.staleContext` when a child stands on it, `memory.useAfterFree` when it is closed. */
  requireInnermost(frame: BufferFrame): void {
    if (frame === this.#innermost) return
    throw frame.isOpen
      ? memoryError('memory.staleContext', { checkpoint: frame.base })
      : memoryError('memory.useAfterFree', { what: 'memory' })
  }
}
