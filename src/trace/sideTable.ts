/**
 * The side table of a recording: one long sequence of bytes, kept in pages. Words stand in it as the machine keeps
 * them: eight 32-bit parts, least significant first.
 * @module
 */
import type { ByteCount, Word } from '../base/units.ts'

const PAGE_BYTES = 1 << 20
/** 32-bit parts of a word. */
export const WORD_PARTS = 8

/** The bytes beside the step records: words as eight 32-bit parts, least significant first. */
export class SideTable {
  readonly #pages: Uint8Array<ArrayBuffer>[] = []
  readonly #views: DataView[] = []
  #length = 0

  /** In bytes. */
  get length(): number {
    return this.#length
  }

  /** Adds bytes; they are copied. */
  append(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      const at = this.#length % PAGE_BYTES
      if (at === 0) {
        const page = new Uint8Array(PAGE_BYTES)
        this.#pages.push(page)
        this.#views.push(new DataView(page.buffer))
      }
      const length = Math.min(bytes.length - from, PAGE_BYTES - at)
      this.#pages.at(-1)!.set(bytes.subarray(from, from + length), at)
      this.#length += length
      from += length
    }
  }

  /** The word at an offset into `words[index … index + 8)`. */
  readWord(offset: number, words: Uint32Array, index: number): void {
    const at = offset % PAGE_BYTES
    if (at + 32 <= PAGE_BYTES) {
      const view = this.#views[Math.floor(offset / PAGE_BYTES)]!
      for (let part = 0; part < WORD_PARTS; part++) words[index + part] = view.getUint32(at + part * 4, true)
    } else {
      const view = new DataView(this.read(offset, 32).buffer)
      for (let part = 0; part < WORD_PARTS; part++) words[index + part] = view.getUint32(part * 4, true)
    }
  }

  /** The word at an offset as a number; infinite from 2^53 on. */
  readNumber(offset: number): number {
    const at = offset % PAGE_BYTES
    let view = this.#views[Math.floor(offset / PAGE_BYTES)]!
    let from = at
    if (at + 32 > PAGE_BYTES) {
      view = new DataView(this.read(offset, 32).buffer)
      from = 0
    }
    const high = view.getUint32(from + 4, true)
    for (let part = 2; part < WORD_PARTS; part++)
      if (view.getUint32(from + part * 4, true) !== 0) return Number.POSITIVE_INFINITY
    return high >= 2 ** 21 ? Number.POSITIVE_INFINITY : high * 2 ** 32 + view.getUint32(from, true)
  }

  /** The word at an offset. */
  readBigint(offset: number): Word {
    const bytes = new DataView(this.read(offset, 32).buffer)
    let word = 0n
    for (let limb = 3; limb >= 0; limb--) word = (word << 64n) | bytes.getBigUint64(limb * 8, true)
    return word
  }

  /** A copy of `[offset, offset + length)`. */
  read(offset: number, length: ByteCount): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length)
    for (let done = 0; done < length; ) {
      const at = (offset + done) % PAGE_BYTES
      const page = this.#pages[Math.floor((offset + done) / PAGE_BYTES)]!
      const part = page.subarray(at, Math.min(PAGE_BYTES, at + length - done))
      bytes.set(part, done)
      done += part.length
    }
    return bytes
  }
}
