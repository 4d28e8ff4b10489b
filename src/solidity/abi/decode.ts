/**
 * Decodes ABI data. It may come from a hostile contract: what is wrong becomes a reason inside the value.
 * @module
 */
import { type ByteCount, type ByteOffset, WORD_BYTES, wordAt } from '../../base/index.ts'
import { type Budget, bytesValue } from '../decode.ts'
import { NO_DEFINITIONS } from '../definitions.ts'
import { lengthExceedsData, noLayout, outsideData } from '../layout.ts'
import { type Member, type Type, typeName } from '../type.ts'
import { type NamedValue, unreadable, type Value } from '../value.ts'
import { decodeWord } from '../word.ts'
import { abiTypeName, headBytes, isDynamic } from './type.ts'

const MAX_DEPTH = 32

/** A value with its type and name, as declared: an argument, or something returned. */
export interface TypedValue {
  /** As in a declaration, without a location: `uint256`, `Point[]`. */
  readonly type: string
  /** Empty for a value without a name. */
  readonly name: string
  /** What the data holds there; an `unreadable` value where it holds none of that type. */
  readonly value: Value
}

/** What one decode takes at most, also of a larger budget. */
const ITEMS_PER_DECODE = 10_000
const BYTES_PER_DECODE: ByteCount = 1024 * 1024

/**
 * The values of a list of parameters in `data`, as the members of a struct. Bytes behind them are ignored. A budget
 * that serves many decodes bounds the work of all.
 */
export function decodeAbi(parameters: readonly Member[], data: Uint8Array, budget?: Budget): Value {
  return { kind: 'struct', members: decodeMembers(parameters, data, budget) }
}

/** The same values as a list with their types. */
export function decodeTyped(parameters: readonly Member[], data: Uint8Array, budget?: Budget): readonly TypedValue[] {
  const values = decodeMembers(parameters, data, budget)
  return parameters.map(({ name, type }, index) => ({ type: typeName(type), name, value: values[index]!.value }))
}

function decodeMembers(
  parameters: readonly Member[],
  data: Uint8Array,
  budget: Budget = { items: ITEMS_PER_DECODE, bytes: BYTES_PER_DECODE },
): readonly NamedValue[] {
  const most = { items: Math.min(budget.items, ITEMS_PER_DECODE), bytes: Math.min(budget.bytes, BYTES_PER_DECODE) }
  const left = { ...most }
  const members = new AbiDecoder(data, left).members(parameters, 0, 0)
  budget.items -= most.items - left.items
  budget.bytes -= most.bytes - left.bytes
  return members
}

class AbiDecoder {
  readonly #data: Uint8Array
  readonly #budget: Budget

  constructor(data: Uint8Array, budget: Budget) {
    this.#data = data
    this.#budget = budget
  }

  members(components: readonly Member[], start: ByteOffset, depth: number): readonly NamedValue[] {
    let head = start
    return components.map(({ name, type }) => {
      const value = this.#member(type, head, start, depth)
      head += headBytes(type)
      return { name, value }
    })
  }

  /** The value whose head is at `head`, in a tuple or array that starts at `start`. */
  #member(type: Type, head: ByteOffset, start: ByteOffset, depth: number): Value {
    if (this.#budget.items-- <= 0) return unreadable('tooMuch', 'more than can be shown')
    if (depth >= MAX_DEPTH) return unreadable('tooDeep', `nested deeper than ${MAX_DEPTH} values`)
    if (!isDynamic(type)) return this.#content(type, head, depth)
    const distance = this.#word(head)
    if (typeof distance !== 'bigint') return distance
    const tail = BigInt(start) + distance
    return tail > this.#data.length ? outsideData(tail, this.#data.length) : this.#content(type, Number(tail), depth)
  }

  #content(type: Type, at: ByteOffset, depth: number): Value {
    switch (type.kind) {
      case 'tuple':
        return { kind: 'struct', members: this.members(type.components, at, depth + 1) }
      case 'array':
        if (type.length !== undefined) return this.#elements(type.element, at, type.length, depth + 1)
        return this.#counted(at, (length, start) => this.#array(type.element, start, length, depth + 1))
      case 'bytes':
      case 'string':
        return this.#counted(at, (length, start) => this.#bytes(type.kind, start, length))
      case 'struct':
      case 'mapping':
      case 'literal':
      case 'unknown':
        return noLayout(abiTypeName(type))
      default: {
        const word = this.#word(at)
        return typeof word === 'bigint' ? decodeWord(type, word, NO_DEFINITIONS) : word
      }
    }
  }

  /** Content behind a length word. */
  #counted(at: ByteOffset, content: (length: number, start: ByteOffset) => Value): Value {
    const length = this.#word(at)
    if (typeof length !== 'bigint') return length
    return length > this.#data.length ? lengthExceedsData(length) : content(Number(length), at + WORD_BYTES)
  }

  #array(element: Type, start: ByteOffset, length: number, depth: number): Value {
    const isThere = start + length * headBytes(element) <= this.#data.length
    return isThere ? this.#elements(element, start, length, depth) : lengthExceedsData(BigInt(length))
  }

  #elements(element: Type, start: ByteOffset, length: number, depth: number): Value {
    const elements: Value[] = []
    const size = headBytes(element)
    for (let index = 0; index < length && this.#budget.items > 0; index++) {
      elements.push(this.#member(element, start + index * size, start, depth))
    }
    return { kind: 'array', elements, length }
  }

  #bytes(kind: 'bytes' | 'string', start: ByteOffset, length: ByteCount): Value {
    if (start + length > this.#data.length) return lengthExceedsData(BigInt(length))
    const taken = Math.min(length, this.#budget.bytes)
    this.#budget.bytes -= taken
    return bytesValue(kind, this.#data.subarray(start, start + taken), length)
  }

  #word(at: ByteOffset): bigint | (Value & { kind: 'unreadable' }) {
    const end = at + WORD_BYTES
    return end <= this.#data.length ? wordAt(this.#data, at) : outsideData(end, this.#data.length)
  }
}
