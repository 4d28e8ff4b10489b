/**
 * Who wrote each byte of a frame's memory. A write is a row of a table, and each byte has the number of the row of its
 * last one:
 *
 *   bytes   0 0 3 3 3 3 … 7 7            0: nobody
 *   rows    3: step, pointer, value's tag and flags, where it starts
 *
 * For words there is also which write of another pointer was before, and when they were read last.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex } from '../base/units.ts'
import type { Tag } from './pointers.ts'

/** A row's number. 0 is none. */
export type WriteId = number

/** Most frames are small, and a run can have thousands. */
const FIRST_ROWS = 64
const FIRST_BYTES = 1024

export class Writes {
  #rows = 1
  #steps = new Uint32Array(FIRST_ROWS)
  #offsets = new Float64Array(FIRST_ROWS)
  #tags = new Int32Array(FIRST_ROWS)
  #valueTags = new Int32Array(FIRST_ROWS)
  #flags = new Uint8Array(FIRST_ROWS)
  #bytes = new Uint32Array(FIRST_BYTES)
  /** By word: its last write through another pointer than that of its last one. */
  #before = new Uint32Array(FIRST_BYTES / 32)
  /** By word: the step of its last read, and 1. */
  #readAt = new Uint32Array(FIRST_BYTES / 32)

  /** How many there were. */
  get count(): number {
    return this.#rows - 1
  }

  /** Notes a write. `valueTag` is that of a whole word. */
  add(step: StepIndex, offset: ByteOffset, length: ByteCount, tag: Tag, valueTag: Tag, flags: number): WriteId {
    const end = offset + length
    if (end > this.#bytes.length) this.#growBytes(end)
    const id = this.#rows++
    if (id >= this.#steps.length) this.#growRows()
    this.#steps[id] = step
    this.#offsets[id] = offset
    this.#tags[id] = tag
    this.#valueTags[id] = valueTag
    this.#flags[id] = flags
    const bytes = this.#bytes
    const lastWord = (end - 1) >>> 5
    for (let word = offset >>> 5; word <= lastWord; word++) {
      const row = bytes[Math.max(word << 5, offset)]!
      const previous = this.#tags[row]!
      if (previous > 0 && previous !== tag) this.#before[word] = row
      else if (previous > 0) this.#before[word] = 0
    }
    bytes.fill(id, offset, end)
    return id
  }

  /** The target takes over which bytes of the source nobody ever wrote. */
  copyUnwritten(to: ByteOffset, unwritten: Uint8Array): void {
    for (let i = 0; i < unwritten.length; i++) if (unwritten[i] === 1) this.#bytes[to + i] = 0
  }

  /** One byte for each of `[offset, offset + length)`: 1 where nobody wrote; `undefined` where somebody wrote all. */
  unwritten(offset: ByteOffset, length: ByteCount): Uint8Array | undefined {
    if (offset + length <= this.#bytes.length) {
      const first = this.#bytes.indexOf(0, offset)
      if (first < 0 || first >= offset + length) return undefined
    }
    const found = new Uint8Array(length)
    for (let i = 0; i < length; i++) found[i] = (this.#bytes[offset + i] ?? 0) === 0 ? 1 : 0
    return found
  }

  /** The last write of a byte; 0 for none. */
  at(offset: ByteOffset): WriteId {
    return this.#bytes[offset] ?? 0
  }

  /** The one write that all of a word is of; 0 when there are several. Behind it, where it starts does not matter. */
  ofWord(offset: ByteOffset): WriteId {
    const bytes = this.#bytes
    const first = bytes[offset] ?? 0
    // Whole words are written at once: the ends tell, and the middle where another write fits between them.
    return first !== 0 && bytes[offset + 31] === first && bytes[offset + 15] === first ? first : 0
  }

  step(id: WriteId): StepIndex {
    return this.#steps[id]!
  }

  offset(id: WriteId): ByteOffset {
    return this.#offsets[id]!
  }

  /** The pointer that it went through. */
  tag(id: WriteId): Tag {
    return this.#tags[id]!
  }

  /** Of the word that it stored. */
  valueTag(id: WriteId): Tag {
    return this.#valueTags[id]!
  }

  flags(id: WriteId): number {
    return this.#flags[id]!
  }

  /** Whether anybody read the word of a byte since its last write. */
  wasRead(offset: ByteOffset): boolean {
    return this.#readAt[offset >>> 5]! > this.#steps[this.#bytes[offset]!]!
  }

  /** A step reads a range. */
  markRead(step: StepIndex, offset: ByteOffset, length: ByteCount): void {
    const last = (offset + length - 1) >>> 5
    // What nobody wrote needs no mark.
    if (last === offset >>> 5) this.#readAt[last] = step + 1
    else this.#readAt.fill(step + 1, offset >>> 5, last + 1)
  }

  /** The last write of a word through another pointer than its last one's; 0 for none. */
  before(offset: ByteOffset): WriteId {
    return this.#before[offset >>> 5] ?? 0
  }

  #growRows(): void {
    const size = this.#steps.length * 2
    this.#steps = grown(this.#steps, new Uint32Array(size))
    this.#offsets = grown(this.#offsets, new Float64Array(size))
    this.#tags = grown(this.#tags, new Int32Array(size))
    this.#valueTags = grown(this.#valueTags, new Int32Array(size))
    this.#flags = grown(this.#flags, new Uint8Array(size))
  }

  #growBytes(end: ByteOffset): void {
    let size = this.#bytes.length
    while (size < end) size *= 2
    this.#bytes = grown(this.#bytes, new Uint32Array(size))
    this.#before = grown(this.#before, new Uint32Array(size / 32))
    this.#readAt = grown(this.#readAt, new Uint32Array(size / 32))
  }
}

function grown<Table extends { set(from: Table): void }>(from: Table, to: Table): Table {
  to.set(from)
  return to
}
