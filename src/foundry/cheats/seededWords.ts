/**
 * `vm.random*`: the same words for the same seed.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToBigint, type Word } from '../../base/index.ts'

export class SeededWords {
  #last: Uint8Array

  constructor(seed: string) {
    this.#last = keccak_256(new TextEncoder().encode(seed))
  }

  next(): Word {
    this.#last = keccak_256(this.#last)
    return bytesToBigint(this.#last)
  }

  /** From one number to another, both included. */
  between(least: Word, most: Word): Word {
    return least + (this.next() % (most - least + 1n))
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at += 32) {
      this.next()
      bytes.set(this.#last.subarray(0, Math.min(32, length - at)), at)
    }
    return bytes
  }
}
