/**
 * The arguments of a cheatcode, read from its calldata where it needs them.
 *
 *   selector │ word 0 │ word 1 │ … │ tails        a dynamic argument's word says where its tail begins
 * @module
 */
import { type Address, bytesToBigint, formatAddress, signed, WORD_BYTES, type Word } from '../../base/index.ts'
import { CheatcodeError } from './cheatError.ts'

const ADDRESS_BITS = 160

export class CheatArguments {
  readonly #data: Uint8Array
  /** Where the heads begin. */
  readonly #base: number

  constructor(data: Uint8Array, base = 4) {
    this.#data = data
    this.#base = base
  }

  /** The word itself: `uint256`, `bytes32`. */
  word(index: number): Word {
    return bytesToBigint(this.bytes32(index))
  }

  /** A copy of the word. */
  bytes32(index: number): Uint8Array<ArrayBuffer> {
    return this.#slice(this.#base + index * WORD_BYTES, WORD_BYTES)
  }

  /** The first four bytes of a word. */
  bytes4(index: number): Uint8Array<ArrayBuffer> {
    return this.bytes32(index).slice(0, 4)
  }

  signed(index: number): bigint {
    return signed(this.word(index))
  }

  address(index: number): Address {
    return formatAddress(BigInt.asUintN(ADDRESS_BITS, this.word(index)))
  }

  flag(index: number): boolean {
    return this.word(index) !== 0n
  }

  /** A number that counts something: it has to fit. */
  count(index: number): number {
    const value = this.word(index)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new CheatcodeError('number is too large')
    return Number(value)
  }

  bytes(index: number): Uint8Array<ArrayBuffer> {
    const at = this.#tailAt(index)
    return this.#slice(at + WORD_BYTES, this.#lengthAt(at))
  }

  text(index: number): string {
    return new TextDecoder().decode(this.bytes(index))
  }

  /** The words of `T[]`, where `T` takes one. */
  words(index: number): Uint8Array<ArrayBuffer>[] {
    const at = this.#tailAt(index)
    const count = this.#lengthAt(at)
    const all = this.#slice(at + WORD_BYTES, count * WORD_BYTES)
    return Array.from({ length: count }, (_, i) => all.slice(i * WORD_BYTES, (i + 1) * WORD_BYTES))
  }

  /** The items of `bytes[]` or `string[]`. */
  items(index: number): Uint8Array<ArrayBuffer>[] {
    const at = this.#tailAt(index)
    const count = this.#lengthAt(at)
    this.#slice(at + WORD_BYTES, count * WORD_BYTES)
    const inner = new CheatArguments(this.#data, at + WORD_BYTES)
    return Array.from({ length: count }, (_, i) => inner.bytes(i))
  }

  #tailAt(index: number): number {
    const distance = this.word(index)
    if (distance > BigInt(this.#data.length)) throw short()
    return this.#base + Number(distance)
  }

  #lengthAt(at: number): number {
    const length = bytesToBigint(this.#slice(at, WORD_BYTES))
    if (length > BigInt(this.#data.length)) throw short()
    return Number(length)
  }

  #slice(at: number, length: number): Uint8Array<ArrayBuffer> {
    if (at + length > this.#data.length) throw short()
    return this.#data.slice(at, at + length)
  }
}

function short(): CheatcodeError {
  return new CheatcodeError('ABI decoding failed: the data is shorter than what it says')
}
