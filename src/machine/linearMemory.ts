/**
 * The machine's WebAssembly memory, seen from JavaScript. Growing detaches every view, so views are asked for
 * each time and made anew when the buffer changed.
 * @module
 */
import type { ByteCount, ByteOffset, Word } from '../base/units.ts'
import { wordFromLimbs, wordToLimbs } from '../base/word.ts'
import { WASM_PAGE_BYTES } from './layout.ts'

/** A position in linear memory. */
export type LinearAddress = ByteOffset

/** What is used of a `WebAssembly.Memory`. Spelled out, so that users' compilers need not know that type. */
interface GrowableMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

export class LinearMemory {
  readonly memory: GrowableMemory
  #bytes: Uint8Array<ArrayBuffer>
  #u32: Uint32Array
  #limbs: BigUint64Array

  constructor(initialBytes: ByteCount) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(initialBytes / WASM_PAGE_BYTES), maximum: 65536 })
    this.#bytes = new Uint8Array(this.memory.buffer)
    this.#u32 = new Uint32Array(this.memory.buffer)
    this.#limbs = new BigUint64Array(this.memory.buffer)
  }

  /** Makes the views follow a growth. Called after whatever may have grown the memory. */
  refresh(): void {
    if (this.#bytes.buffer === this.memory.buffer) return
    this.#bytes = new Uint8Array(this.memory.buffer)
    this.#u32 = new Uint32Array(this.memory.buffer)
    this.#limbs = new BigUint64Array(this.memory.buffer)
  }

  /** All bytes; valid until the memory grows. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes
  }

  /** Makes every byte below `end` exist. */
  reserve(end: LinearAddress): void {
    const missing = Math.ceil(end / WASM_PAGE_BYTES) - this.#bytes.length / WASM_PAGE_BYTES
    if (missing > 0) this.memory.grow(missing)
    this.refresh()
  }

  u8(address: LinearAddress): number {
    return this.#bytes[address]!
  }

  u16(address: LinearAddress): number {
    return this.#bytes[address]! | (this.#bytes[address + 1]! << 8)
  }

  u32(address: LinearAddress): number {
    return this.#u32[address >>> 2]!
  }

  setU32(address: LinearAddress, value: number): void {
    this.#u32[address >>> 2] = value
  }

  /** A signed 64-bit number. */
  i64(address: LinearAddress): bigint {
    return BigInt.asIntN(64, this.#limbs[address >>> 3]!)
  }

  setI64(address: LinearAddress, value: bigint): void {
    this.#limbs[address >>> 3] = value
  }

  /** A word of four limbs, as on the operand stack. */
  word(address: LinearAddress): Word {
    const half = address >>> 2
    const u32 = this.#u32
    // Most words are small, and each shift makes a bigint.
    for (let i = 2; i < 8; i++) if (u32[half + i] !== 0) return wordFromLimbs(this.#limbs, address >>> 3)
    return this.#limbs[address >>> 3]!
  }

  setWord(address: LinearAddress, word: Word): void {
    wordToLimbs(this.#limbs, address >>> 3, word)
  }

  /** A copy of `[address, address + length)`. */
  copyOut(address: LinearAddress, length: ByteCount): Uint8Array<ArrayBuffer> {
    // Slicing nothing takes as long as slicing a kilobyte.
    if (length === 0) return new Uint8Array(0)
    return this.#bytes.slice(address, address + length)
  }

  copyIn(address: LinearAddress, bytes: Uint8Array): void {
    this.#bytes.set(bytes, address)
  }

  copyWithin(to: LinearAddress, from: LinearAddress, length: ByteCount): void {
    this.#bytes.copyWithin(to, from, from + length)
  }
}
