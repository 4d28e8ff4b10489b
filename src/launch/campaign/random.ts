/**
 * Numbers that look random and are the same for the same seed on every machine.
 * @module
 */
import { type ByteCount, bytesToHex, type Hex, type Word } from '../../base/index.ts'

/** Steps after seeding until the state has lost all likeness with the seed. */
const WARM_UP = 16

/** A generator with 128 bits of state (sfc32 of PractRand): integer arithmetic alone, so every host agrees. */
export class Random {
  #a: number
  #b: number
  #c: number
  #count = 1

  /** @param seed any text */
  constructor(seed: string) {
    const words = [1, 2, 3].map((salt) => hashed(seed, salt))
    ;[this.#a, this.#b, this.#c] = words as [number, number, number]
    for (let step = 0; step < WARM_UP; step++) this.#next()
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#count) | 0
    this.#count = (this.#count + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A whole number in `[0, limit)`; `limit` is from 1 to 2^32. */
  below(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit)
  }

  /** True `part` times of `whole`. */
  chance(part: number, whole: number): boolean {
    return this.below(whole) < part
  }

  /** One of them; there is at least one. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!
  }

  /** Any number of that many bits, all equally likely. */
  word(bits: number): Word {
    let word = 0n
    for (let done = 0; done < bits; done += 32) word = (word << 32n) | BigInt(this.#next())
    return BigInt.asUintN(bits, word)
  }

  /** That many bytes. */
  bytes(length: ByteCount): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let index = 0; index < length; index++) bytes[index] = this.#next() >>> 24
    return bytes
  }

  /** The same as hex. */
  hex(length: ByteCount): Hex {
    return bytesToHex(this.bytes(length))
  }
}

/** FNV-1a over the text's code units, begun at another place for each salt. */
function hashed(text: string, salt: number): number {
  let hash = Math.imul(0x811c9dc5 ^ salt, 0x01000193)
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash | 0
}
