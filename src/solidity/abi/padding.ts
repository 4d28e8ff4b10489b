/**
 * Bytes of ABI data that are to be zero and are not: behind the content of a string, above the bits of a number.
 * Source: https://docs.soliditylang.org/en/v0.8.37/abi-spec.html
 * @module
 */
import { type ByteCount, type ByteOffset, WORD_BYTES } from '../../base/index.ts'
import type { Member, Type } from '../type.ts'
import { headBytes, isDynamic } from './type.ts'

/** Padding that is not what it should be. */
export interface DirtyPadding {
  /** Its first byte. */
  readonly from: ByteOffset
  /** Behind its last byte. */
  readonly to: ByteOffset
  /** Bytes of the value that it belongs to. */
  readonly content: ByteCount
}

/** Values that are looked at: data of others may claim any number. */
const MOST_VALUES = 10_000
const MAX_DEPTH = 32
/** Lengths and offsets from here on lie outside of all data. */
const OUTSIDE = 2 ** 40

/** The first padding in `data` that is not what the ABI asks for; `undefined` when all that can be read is clean. */
export function dirtyPadding(members: readonly Member[], data: Uint8Array): DirtyPadding | undefined {
  return new PaddingReader(data).tuple(members, 0, 0)
}

class PaddingReader {
  readonly #data: Uint8Array
  #left = MOST_VALUES

  constructor(data: Uint8Array) {
    this.#data = data
  }

  tuple(members: readonly Member[], start: ByteOffset, depth: number): DirtyPadding | undefined {
    let head = start
    for (const { type } of members) {
      const found = this.#member(type, head, start, depth)
      if (found !== undefined) return found
      head += headBytes(type)
    }
    return undefined
  }

  #member(type: Type, head: ByteOffset, start: ByteOffset, depth: number): DirtyPadding | undefined {
    if (this.#left-- <= 0 || depth > MAX_DEPTH || head + WORD_BYTES > this.#data.length) return undefined
    return this.#content(type, isDynamic(type) ? start + this.#number(head) : head, depth)
  }

  #content(type: Type, at: ByteOffset, depth: number): DirtyPadding | undefined {
    switch (type.kind) {
      case 'bytes':
      case 'string':
        return this.#bytes(at)
      case 'tuple':
        return this.tuple(type.components, at, depth + 1)
      case 'array': {
        const first = type.length === undefined ? at + WORD_BYTES : at
        const count = type.length ?? (at + WORD_BYTES <= this.#data.length ? this.#number(at) : 0)
        const size = headBytes(type.element)
        for (let index = 0; index < count && this.#left > 0 && first + index * size < this.#data.length; index++) {
          const found = this.#member(type.element, first + index * size, first, depth + 1)
          if (found !== undefined) return found
        }
        return undefined
      }
      default:
        return this.#word(type, at)
    }
  }

  #bytes(at: ByteOffset): DirtyPadding | undefined {
    if (at + WORD_BYTES > this.#data.length) return undefined
    const content = this.#number(at)
    const from = at + WORD_BYTES + content
    const to = at + WORD_BYTES + Math.ceil(content / WORD_BYTES) * WORD_BYTES
    return this.#isFilled(from, to, 0) ? undefined : { from, to, content }
  }

  #word(type: Type, at: ByteOffset): DirtyPadding | undefined {
    if (at + WORD_BYTES > this.#data.length) return undefined
    const end = at + WORD_BYTES
    switch (type.kind) {
      case 'uint':
        return this.#before(at, end - type.bits / 8, 0)
      // Negative ones are extended by ones.
      case 'int':
        return this.#before(at, end - type.bits / 8, this.#data[end - type.bits / 8]! >= 0x80 ? 0xff : 0)
      case 'bool':
        return this.#before(at, end - 1, 0)
      case 'address':
      case 'contract':
        return this.#before(at, end - 20, 0)
      case 'fixedBytes': {
        const from = at + type.size
        return this.#isFilled(from, end, 0) ? undefined : { from, to: end, content: type.size }
      }
      default:
        return undefined
    }
  }

  /** Padding in front of a value. */
  #before(from: ByteOffset, to: ByteOffset, filler: number): DirtyPadding | undefined {
    return this.#isFilled(from, to, filler) ? undefined : { from, to, content: from + WORD_BYTES - to }
  }

  /** Of what there is of a range, whether every byte is `filler`. */
  #isFilled(from: ByteOffset, to: ByteOffset, filler: number): boolean {
    return this.#data.subarray(from, to).every((byte) => byte === filler)
  }

  #number(at: ByteOffset): number {
    let value = 0
    for (let i = 0; i < WORD_BYTES; i++) value = Math.min(value * 256 + this.#data[at + i]!, OUTSIDE)
    return value
  }
}
