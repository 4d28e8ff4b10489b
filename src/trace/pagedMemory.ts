/**
 * Bytes in pages that states share: taking a state copies no byte, and a page is copied when one of those who share
 * it writes. What was never written has no page: it is zero, or what whoever made it says.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import { WORD_PARTS } from './sideTable.ts'

const PAGE_BITS = 12
const PAGE_BYTES = 1 << PAGE_BITS
const OFFSET_MASK = PAGE_BYTES - 1

/** Pages as they were when they were shared: never write to them. */
export type SharedPages = readonly (DataView<ArrayBuffer> | undefined)[]

/** What `[offset, offset + length)` holds before anybody writes there. */
export type FreshBytes = (offset: ByteOffset, length: ByteCount) => Uint8Array<ArrayBuffer>

export class PagedMemory {
  #pages: (DataView<ArrayBuffer> | undefined)[]
  /** Pages that nobody else has. */
  #own: Uint8Array

  /** Bytes that nobody wrote; `undefined` where they are zero. */
  readonly #fresh: FreshBytes | undefined

  constructor(pages: SharedPages = [], fresh?: FreshBytes) {
    this.#fresh = fresh
    this.#pages = pages.slice()
    this.#own = new Uint8Array(Math.max(pages.length, 4))
  }

  /** The pages as they are now. */
  share(): SharedPages {
    this.#own.fill(0)
    return this.#pages.slice()
  }

  /** A copy of `[offset, offset + length)`. */
  read(offset: ByteOffset, length: ByteCount): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length)
    for (let done = 0; done < length; ) {
      const at = (offset + done) & OFFSET_MASK
      const part = Math.min(length - done, PAGE_BYTES - at)
      const page = this.#pages[pageOf(offset + done)]
      if (page !== undefined) bytes.set(new Uint8Array(page.buffer, at, part), done)
      else if (this.#fresh !== undefined) bytes.set(this.#fresh(offset + done, part), done)
      done += part
    }
    return bytes
  }

  /** Writes `bytes`, and zeros behind them up to `length`. */
  write(offset: ByteOffset, bytes: Uint8Array, length: ByteCount = bytes.length): void {
    for (let done = 0; done < length; ) {
      const at = (offset + done) & OFFSET_MASK
      const part = Math.min(length - done, PAGE_BYTES - at)
      const page = new Uint8Array(this.#ownPage(pageOf(offset + done)).buffer, at, part)
      const present = bytes.subarray(Math.min(done, bytes.length), Math.min(done + part, bytes.length))
      page.set(present)
      if (present.length < part) page.fill(0, present.length)
      done += part
    }
  }

  /** Writes the word `words[index … index + 8)`, least significant part first. */
  writeWord(offset: ByteOffset, words: Uint32Array, index: number): void {
    const at = offset & OFFSET_MASK
    if (at + 32 <= PAGE_BYTES) {
      const page = this.#ownPage(pageOf(offset))
      for (let part = 0; part < WORD_PARTS; part++) page.setUint32(at + 28 - part * 4, words[index + part]!)
      return
    }
    const bytes = new DataView(new ArrayBuffer(32))
    for (let part = 0; part < WORD_PARTS; part++) bytes.setUint32(28 - part * 4, words[index + part]!)
    this.write(offset, new Uint8Array(bytes.buffer))
  }

  writeByte(offset: ByteOffset, byte: number): void {
    this.#ownPage(pageOf(offset)).setUint8(offset & OFFSET_MASK, byte)
  }

  /** Fills `[offset, offset + length)` with one byte. */
  fill(byte: number, offset: ByteOffset, length: ByteCount): void {
    for (let done = 0; done < length; ) {
      const at = (offset + done) & OFFSET_MASK
      const part = Math.min(length - done, PAGE_BYTES - at)
      new Uint8Array(this.#ownPage(pageOf(offset + done)).buffer, at, part).fill(byte)
      done += part
    }
  }

  #freshPage(number: number): ArrayBuffer {
    return this.#fresh?.(number * PAGE_BYTES, PAGE_BYTES).buffer ?? new ArrayBuffer(PAGE_BYTES)
  }

  #ownPage(number: number): DataView<ArrayBuffer> {
    if (this.#own[number] === 1) return this.#pages[number]!
    const shared = this.#pages[number]
    const page = new DataView(shared === undefined ? this.#freshPage(number) : shared.buffer.slice(0))
    if (number >= this.#own.length) {
      const grown = new Uint8Array(Math.max(number + 1, this.#own.length * 2))
      grown.set(this.#own)
      this.#own = grown
    }
    // No holes: an array with holes is slow to read.
    while (this.#pages.length < number) this.#pages.push(undefined)
    this.#pages[number] = page
    this.#own[number] = 1
    return page
  }
}

/** Offsets reach 2^32, past what a shift of 32-bit numbers keeps as positive. */
function pageOf(offset: ByteOffset): number {
  return offset >>> PAGE_BITS
}
