/**
 * One frame's memory: bytes that only grow, a whole 32-byte word at a time, and start as zero. Three layers:
 *
 *   metered    load, writeWord, copyFromMemory, …   what opcodes do: price, pay, grow, then touch
 *   geth       resize, set32, getCopy, copy, …      after somebody has paid: never grows by itself
 *   pure       readByte, readWord, readBytes        for tracers: zeros past the end, nothing changes
 *
 * `size()` is what the contract sees (MSIZE); the capacity behind it may be larger and never shows. Offsets
 * of the metered layer are words of the stack, any bigint; past the price they are plain numbers.
 *
 * A memory stands over a frame: of a `SharedMemoryBuffer`, its own by default, or of an engine that keeps
 * frames elsewhere. Over an engine's frame everything works but growing, `child` and `release`.
 * @module
 */
import type { ByteCount, ByteOffset, Gas, Word } from '../base/units.ts'
import { type BufferConfig, BufferFrame, SharedMemoryBuffer } from './buffer.ts'
import { expandSize, GETH_MAX_MEMORY_SIZE, isWordAligned, MAX_MEMORY_SIZE, WORD_SIZE } from './constants.ts'
import type { MemoryContext, MemoryFrame } from './context.ts'
import { memoryError } from './errors.ts'
import { expansionGasCost, type GasMeter, type MemoryRegion, memoryCost, requiredSize } from './gas.ts'
import { availableSlice, getZeroPaddedSlice, isInside } from './slice.ts'
import { getWord, setWord } from './word.ts'

/**
 * Where a memory's bytes are, and how many they may become. With `buffer` or `frame`, the settings of a new buffer have
 * no effect.
 */
export interface MemoryOptions extends BufferConfig {
  /** A buffer shared with other memories: this one starts at its end. */
  readonly buffer?: SharedMemoryBuffer
  /** An open frame to stand over, in place of a new one. */
  readonly frame?: MemoryFrame
  /** Never more bytes than this, in whole words; at most and by default 2^32. Children inherit it. */
  readonly maxSize?: ByteCount
}

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0)
const NO_VIEW = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(0))

/**
 * The memory of one call frame, in three layers: metered ones do what opcodes do and pay; those with go-ethereum's
 * names work after somebody has paid; pure reads change nothing.
 *
 * Ended by `release`, children before parents. Methods throw `MemoryError`; whatever is thrown,
 * memory and gas are as before.
 * @example
 * import { Memory } from 'memlane/memory'
 *
 * const memory = new Memory()
 * const gas = { remaining: 20n }
 * memory.writeByte(0x1fn, 0xffn, gas) // MSTORE8: pays for one word
 * console.log(memory.size(), gas.remaining, memory.readByte(0x1f)) // 32 17n 255
 * const callee = memory.child()
 * console.log(callee.size(), callee.checkpoint) // 0 32
 * callee.release()
 */
export class Memory implements MemoryContext {
  /** The most bytes that it may have, a multiple of 32. */
  readonly maxSize: ByteCount
  readonly #frame: MemoryFrame
  /** The same frame, when a buffer of this room holds it. */
  readonly #own: BufferFrame | undefined
  // A DataView of the frame's bytes, made again when they are others than last time.
  #viewed: Uint8Array = NO_BYTES
  #view: DataView = NO_VIEW

  /**
   * Opens an empty frame: in a buffer of its own, at the end of `buffer`, or over `frame`.
   * @throws {MemoryError} `memory.overflow` for a `maxSize` that is no whole number from 0 to 2^53 − 1;
   * `memory.allocationError`.
   */
  constructor(options: MemoryOptions = {}) {
    const { maxSize = MAX_MEMORY_SIZE } = options
    if (!(Number.isSafeInteger(maxSize) && maxSize >= 0)) throw memoryError('memory.overflow', { bytes: maxSize })
    this.maxSize = Math.min(maxSize - (maxSize % WORD_SIZE), MAX_MEMORY_SIZE)
    this.#frame = options.frame ?? (options.buffer ?? new SharedMemoryBuffer(options)).open()
    this.#own = this.#frame instanceof BufferFrame ? this.#frame : undefined
  }

  // Identity and size

  /** Where this memory starts in its buffer. */
  get checkpoint(): ByteOffset {
    return this.#frame.base
  }

  /** The buffer that it shares with its parents and children; none over an engine's frame. */
  get buffer(): SharedMemoryBuffer | undefined {
    return this.#own?.buffer
  }

  /** Addressable bytes (MSIZE): a multiple of 32 that never falls while the frame lives. */
  size(): ByteCount {
    return this.#frame.size
  }

  /** `size()` under go-ethereum's name. */
  get length(): ByteCount {
    return this.#frame.size
  }

  /** Bytes that it can have before its buffer is replaced by a longer one. */
  get capacity(): ByteCount {
    return this.#frame.bytes().length - this.#frame.base
  }

  /** The price of all that is there: what go-ethereum keeps beside the bytes follows from their number. */
  get lastGasCost(): Gas {
    return memoryCost(BigInt(this.size() / WORD_SIZE))
  }

  // Lifecycle

  /**
   * The empty memory of a call from this frame. This one is frozen until the child is released: it can be read,
   * and everything else throws `memory.staleContext`.
   */
  child(): Memory {
    const own = this.#ownFrame()
    own.buffer.requireInnermost(own)
    const child = new Memory({ frame: own.buffer.open(), maxSize: this.maxSize })
    child.#viewed = this.#viewed
    child.#view = this.#view
    return child
  }

  /**
   * Ends this memory: its buffer is truncated to the checkpoint, and every later use throws `memory.useAfterFree`.
   * Again is nothing.
   * @throws {MemoryError} `memory.staleContext` while a child lives: children first.
   */
  release(): void {
    const own = this.#ownFrame()
    if (own.isOpen) own.buffer.close(own)
  }

  /** `release` for when a run is given up: ends the children that still live, too. */
  deinit(): void {
    const own = this.#ownFrame()
    while (own.isOpen) own.buffer.close(own.buffer.innermost!)
  }

  // The geth layer: no gas. Ranges must lie inside `[0, size())`, else `memory.outOfBounds`.

  /**
   * Grows to `size` bytes, new ones zero; a smaller size changes nothing.
   * @throws {MemoryError} `memory.unalignedSize` unless `size` is whole words, `memory.overflow`,
   * `memory.outOfMemory` over `maxSize`, `memory.allocationError`.
   */
  resize(size: ByteCount): void {
    const aligned = expandSize(size)
    if (!isWordAligned(size)) throw memoryError('memory.unalignedSize', { size, aligned })
    this.expand(size)
  }

  /** Grows to hold `size` bytes, in whole words. Errors as `resize`, but for the first. */
  expand(size: ByteCount): void {
    const own = this.#ownFrame()
    own.buffer.requireInnermost(own)
    const aligned = expandSize(size)
    if (aligned <= own.size) return
    if (aligned > this.maxSize) throw memoryError('memory.outOfMemory', { required: aligned, available: this.maxSize })
    own.buffer.grow(own, aligned)
  }

  /** Copies the first `size` bytes of `value`, or all when it has fewer. No bytes at any offset are fine. */
  set(offset: ByteOffset, size: ByteCount, value: Uint8Array): void {
    const position = this.#writable(offset, size)
    this.#frame.bytes().set(size < value.length ? value.subarray(0, size) : value, position)
  }

  /** Writes the low 256 bits of `value`, big-endian, to 32 bytes. */
  set32(offset: ByteOffset, value: Word): void {
    const position = this.#writable(offset, WORD_SIZE)
    setWord(this.#words(), position, value)
  }

  /** Writes the low 8 bits of `value` to one byte. */
  set8(offset: ByteOffset, value: number): void {
    const position = this.#writable(offset, 1)
    this.#frame.bytes()[position] = value
  }

  /** A copy that stays as it is. No bytes at any offset are fine. */
  getCopy(offset: ByteOffset, size: ByteCount): Uint8Array<ArrayBuffer> {
    const position = this.#readable(offset, size)
    return this.#frame.bytes().slice(position, position + size)
  }

  /** A live view, until the next growth, `child` or `release`. No bytes at any offset are fine. */
  getPtr(offset: ByteOffset, size: ByteCount): Uint8Array {
    const position = this.#readable(offset, size)
    return this.#frame.bytes().subarray(position, position + size)
  }

  /** Copies `length` bytes from `src` to `dst` as if through a buffer: the ranges may overlap. */
  copy(dst: ByteOffset, src: ByteOffset, length: ByteCount): void {
    const target = this.#writable(dst, length)
    const source = this.#readable(src, length)
    this.#frame.bytes().copyWithin(target, source, source + length)
  }

  /** A live view of all bytes, until the next growth, `child` or `release`. */
  data(): Uint8Array {
    const { base, size } = this.#frame
    return this.#frame.bytes().subarray(base, base + size)
  }

  /** `data()` under the name of `MemoryContext`. */
  slice(): Uint8Array {
    return this.data()
  }

  // Pure reads: any offset, zeros past the end; `memory.overflow` for one that is negative or not whole.

  /**
   * The byte at `offset`, from 0 to 255; 0 past the end. Pays nothing and changes nothing.
   * @throws {MemoryError} `memory.overflow` for an offset that is negative or not whole.
   */
  readByte(offset: ByteOffset | bigint): number {
    const { base, size } = this.#frame
    const start = wholeOffset(offset)
    return start < size ? this.#frame.bytes()[base + start]! : 0
  }

  /**
   * The big-endian word at `[offset, offset + 32)`, with zeros past the end. Pays nothing and changes nothing.
   * @throws {MemoryError} `memory.overflow` for an offset that is negative or not whole.
   */
  readWord(offset: ByteOffset | bigint): Word {
    const { base, size } = this.#frame
    const start = wholeOffset(offset)
    if (start + WORD_SIZE <= size) return getWord(this.#words(), base + start)
    if (start >= size) return 0n
    // The bytes that are there are the last of the last word.
    const last = size - WORD_SIZE
    return BigInt.asUintN(256, getWord(this.#words(), base + last) << BigInt(8 * (start - last)))
  }

  /**
   * A copy of `[offset, offset + length)`, with zeros past the end. Pays nothing and changes nothing.
   * @throws {MemoryError} `memory.overflow` for an offset or length that is negative or not whole.
   */
  readBytes(offset: ByteOffset | bigint, length: ByteCount): Uint8Array<ArrayBuffer> {
    return getZeroPaddedSlice(this.data(), offset, length)
  }

  // The metered layer: priced, paid, grown and touched as one step. Whatever it throws, `gas` and memory are as before:
  // `memory.outOfGas`; `memory.outOfMemory` when the gas suffices and `maxSize` does not; `memory.allocationError`.

  /** The price of growing to hold `newSize` bytes, with nothing paid or changed. */
  expansionGasCost(newSize: bigint): Gas {
    return expansionGasCost(this.size(), newSize)
  }

  /** Pays for the highest of the regions and grows to it. */
  charge(gas: GasMeter, ...regions: readonly MemoryRegion[]): void {
    this.#pay(requiredSize(...regions), gas)
  }

  /** MLOAD: the word at `offset`. Reading grows memory like writing. */
  load(offset: bigint, gas: GasMeter): Word {
    const position = this.#reach(offset, WORD_SIZE, gas)
    return getWord(this.#words(), position)
  }

  /** What KECCAK256, LOG, RETURN, REVERT, CREATE and CALL take from memory: a copy. */
  loadBytes(offset: bigint, length: bigint, gas: GasMeter): Uint8Array<ArrayBuffer> {
    this.charge(gas, [offset, length])
    return this.getCopy(Number(offset), Number(length))
  }

  /** MSTORE8: the low 8 bits of `value`. */
  writeByte(offset: bigint, value: Word, gas: GasMeter): void {
    const position = this.#reach(offset, 1, gas)
    this.#frame.bytes()[position] = Number(BigInt.asUintN(8, value))
  }

  /** MSTORE: the low 256 bits of `value`, big-endian. */
  writeWord(offset: bigint, value: Word, gas: GasMeter): void {
    const position = this.#reach(offset, WORD_SIZE, gas)
    setWord(this.#words(), position, value)
  }

  /**
   * All of `data`, at `offset`. Pays for growth, as every write of this layer.
   * @throws {MemoryError} `memory.outOfGas`, `memory.outOfMemory`, `memory.allocationError`, `memory.staleContext`
   * while a child lives.
   */
  writeBytes(offset: bigint, data: Uint8Array, gas: GasMeter): void {
    this.writePadded(offset, data, 0n, BigInt(data.length), gas)
  }

  /**
   * CALLDATACOPY, CODECOPY, EXTCODECOPY: `length` bytes of `source`, zeros where it has ended. RETURNDATACOPY halts
   * there instead: ask `validateReturnDataBounds` first.
   */
  writePadded(offset: bigint, source: Uint8Array, sourceOffset: bigint, length: bigint, gas: GasMeter): void {
    if (sourceOffset < 0n) throw memoryError('memory.overflow', { bytes: sourceOffset })
    this.charge(gas, [offset, length])
    if (length === 0n) return
    const start = this.#frame.base + Number(offset)
    const end = start + Number(length)
    const available = availableSlice(source, sourceOffset, end - start)
    const bytes = this.#frame.bytes()
    bytes.set(available, start)
    bytes.fill(0, start + available.length, end)
  }

  /** MCOPY: `length` bytes from `src` to `dst`, which may overlap. Pays for the higher of the two ranges. */
  copyFromMemory(dst: bigint, src: bigint, length: bigint, gas: GasMeter): void {
    this.charge(gas, [dst, length], [src, length])
    this.copy(Number(dst), Number(src), Number(length))
  }

  /** The position in the frame's bytes of a range inside the memory; some position for no bytes. */
  #readable(offset: ByteOffset, length: ByteCount): ByteOffset {
    const { base, size } = this.#frame
    if (length === 0) return base
    if (!isInside(offset, length, size)) throw memoryError('memory.outOfBounds', { offset, length, size })
    return base + offset
  }

  #writable(offset: ByteOffset, length: ByteCount): ByteOffset {
    this.#own?.buffer.requireInnermost(this.#own)
    return this.#readable(offset, length)
  }

  /** The position in the frame's bytes of a range that is paid for and there afterwards. */
  #reach(offset: bigint, length: ByteCount, gas: GasMeter): ByteOffset {
    this.#own?.buffer.requireInnermost(this.#own)
    const { base, size } = this.#frame
    const start = wholeOffset(offset)
    if (start + length > size) this.#pay(offset + BigInt(length), gas)
    return base + start
  }

  #pay(required: bigint, gas: GasMeter): void {
    this.#own?.buffer.requireInnermost(this.#own)
    const size = Number(required) // Rounds past 2^53, but never across a bound below it.
    if (size <= this.#frame.size) return
    const cost = this.expansionGasCost(required)
    if (size > GETH_MAX_MEMORY_SIZE || cost > gas.remaining)
      throw memoryError('memory.outOfGas', { required: cost, available: gas.remaining })
    if (size > this.maxSize) throw memoryError('memory.outOfMemory', { required, available: this.maxSize })
    const own = this.#ownFrame()
    const aligned = expandSize(size)
    own.buffer.reserve(own, aligned)
    gas.remaining -= cost
    own.buffer.grow(own, aligned)
  }

  /** The frame when it can be changed from here. */
  #ownFrame(): BufferFrame {
    if (this.#own === undefined) throw memoryError('memory.foreignFrame', { size: this.size() })
    return this.#own
  }

  /** The bytes to read and write words in. */
  #words(): DataView {
    const bytes = this.#frame.bytes()
    if (bytes !== this.#viewed) {
      this.#viewed = bytes
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    return this.#view
  }
}

/** An offset as a number: exact to 2^53, and past that beyond the end of any memory. */
function wholeOffset(offset: ByteOffset | bigint): ByteOffset {
  const start = Number(offset)
  if (!(start >= 0 && (typeof offset === 'bigint' || Number.isInteger(offset))))
    throw memoryError('memory.overflow', { bytes: offset })
  return start
}
