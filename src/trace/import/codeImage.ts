/**
 * Code as far as a trace shows it: the bytes that ran, with zeros between them.
 * @module
 */
import type { ByteCount, Pc, Word } from '../../base/units.ts'

export class CodeImage {
  /** No chain has longer code. */
  static readonly MOST_BYTES: ByteCount = 1 << 18

  #bytes = new Uint8Array(256)
  #length = 0
  #whole = false

  /** Code of which every byte is known. */
  static of(bytes: Uint8Array): CodeImage {
    const image = new CodeImage()
    image.#bytes = bytes.slice()
    image.#length = bytes.length
    image.#whole = true
    return image
  }

  /** Whether every byte is known. */
  get isWhole(): boolean {
    return this.#whole
  }

  /** Up to the last byte that ran. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Notes `count` bytes, the last of which is the lowest of `word`. */
  put(pc: Pc, count: ByteCount, word: Word): void {
    let left = word
    for (let at = pc + count - 1; at >= pc; at--) {
      this.putByte(at, Number(left & 0xffn))
      left >>= 8n
    }
  }

  /** Notes a byte that ran. Code that was taken for another is known no longer. */
  putByte(pc: Pc, byte: number): void {
    // The STOP behind the end is no byte of the code, nor are zeros that PUSH takes from there.
    if (this.#whole && byte === (pc < this.#length ? this.#bytes[pc] : 0)) return
    this.#whole = false
    this.#reserve(pc + 1)
    this.#bytes[pc] = byte
    this.#length = Math.max(this.#length, pc + 1)
  }

  #reserve(end: ByteCount): void {
    if (end <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2))
    grown.set(this.#bytes)
    this.#bytes = grown
  }
}
