/**
 * Values of ABI types: those at the edges of a type first, then any.
 *
 *   uint8      0, 1, 255, 254, powers of two, constants of the code
 *   address    accounts that are there, precompiles, zero
 *   bytes      of 0, 1, 31, 32, 33, 63, 64, 65 bytes, and long
 *   uint8[]    of 0, 1, 2, 3, 33 elements
 *
 * What is made is bounded: lists are short, and shorter the deeper they are nested.
 * @module
 */
import { type Address, BugError, type ByteCount, bytesToHex, type Word } from '../../base/index.ts'
import type { Type, Value } from '../../solidity/index.ts'
import type { Dictionary } from './dictionary.ts'
import type { Random } from './random.ts'

/** Bytes of `bytes` and `string`. */
const BYTE_LENGTHS: readonly ByteCount[] = [0, 1, 31, 32, 33, 4, 63, 64, 65, 96, 160, 256, 300]
const LIST_LENGTHS: readonly number[] = [0, 1, 2, 3, 5, 33]
/** Of lists inside lists, and of those inside them. */
const INNER_LENGTHS: readonly number[] = [1, 0, 2, 3]
const INNERMOST_LENGTHS: readonly number[] = [1, 0, 2]
/** Lists nested deeper are empty. */
const MOST_DEPTH = 5
/** Values that a call's arguments may have at least: a type that needs more cannot be made. */
const MOST_LEAVES = 2048
/** With the bytes that they have in UTF-8. */
const CHARACTERS: readonly (readonly [text: string, bytes: ByteCount])[] = [
  ['a', 1],
  ['é', 2],
  ['漢', 3],
  ['🙂', 4],
  ['"', 1],
  ['\n', 1],
  ['\0', 1],
]

/** Why no value of a type can be made; `undefined` for all others. */
export function unmakeable(type: Type): 'unknown' | 'tooLarge' | undefined {
  if (hasUnknown(type)) return 'unknown'
  return leaves(type) > MOST_LEAVES ? 'tooLarge' : undefined
}

function hasUnknown(type: Type): boolean {
  if (type.kind === 'array') return hasUnknown(type.element)
  if (type.kind === 'tuple') return type.components.some((component) => hasUnknown(component.type))
  return !['uint', 'int', 'bool', 'address', 'fixedBytes', 'bytes', 'string', 'function'].includes(type.kind)
}

/** How many values without parts a value of the type has at least. */
function leaves(type: Type): number {
  if (type.kind === 'array') return type.length === undefined ? 1 : type.length * leaves(type.element)
  if (type.kind === 'tuple') return type.components.reduce((sum, component) => sum + leaves(component.type), 0)
  return 1
}

/** Makes values, out of what is known of a contract and its world. */
export class ValueMaker {
  readonly #random: Random
  readonly #dictionary: Dictionary
  readonly #addresses: readonly Address[]
  /** Numbers and words at the edges, by type: a campaign makes thousands of values of a few types. */
  readonly #edges = new Map<string, readonly bigint[]>()

  /** @param addresses that mean something in the world; there is at least one */
  constructor(random: Random, dictionary: Dictionary, addresses: readonly Address[]) {
    this.#random = random
    this.#dictionary = dictionary
    this.#addresses = addresses
  }

  /** The value at an edge of the type: other ones as `index` goes up from 0, until they begin anew. */
  edge(type: Type, index: number, depth = 0): Value {
    switch (type.kind) {
      case 'uint':
      case 'int':
        return numberValue(type, at(this.#numbers(type), index))
      case 'bool':
        return { kind: 'bool', value: index % 2 === 1 }
      case 'address':
        return { kind: 'address', value: at(this.#addresses, index) }
      case 'fixedBytes':
        return { kind: 'fixedBytes', value: fixed(at(this.#fixedWords(type.size), index), type.size) }
      case 'function':
        return { kind: 'function', value: `${at(this.#addresses, index)}${this.#random.hex(4).slice(2)}` }
      case 'bytes':
        return this.#bytes(at(BYTE_LENGTHS, index))
      case 'string':
        return this.#string(at(BYTE_LENGTHS, index))
      case 'array': {
        const length = type.length ?? lengthAt(index, depth)
        return list(length, (element) => this.edge(type.element, index + element, depth + 1))
      }
      case 'tuple':
        return {
          kind: 'struct',
          members: type.components.map(({ name, type }) => ({ name, value: this.edge(type, index, depth + 1) })),
        }
      default:
        throw new BugError(`no value of a ${type.kind} can be made`)
    }
  }

  /** Any value; one at an edge, of the dictionary, or near one of them, much more often than chance would have it. */
  any(type: Type, depth = 0): Value {
    const random = this.#random
    switch (type.kind) {
      case 'uint':
      case 'int':
        return numberValue(type, this.#number(type))
      case 'bool':
        return { kind: 'bool', value: random.chance(1, 2) }
      case 'address':
        return random.chance(1, 8) ? { kind: 'address', value: random.hex(20) } : this.edge(type, random.below(64))
      case 'fixedBytes': {
        const { size } = type
        const word = random.chance(1, 2) ? random.word(8 * size) : random.pick(this.#fixedWords(size))
        return { kind: 'fixedBytes', value: fixed(word, size) }
      }
      case 'bytes':
        return this.#bytes(this.#length())
      case 'string':
        return this.#string(this.#length())
      case 'array': {
        const length = type.length ?? lengthAt(random.below(64), depth)
        return list(length, () => this.any(type.element, depth + 1))
      }
      case 'tuple':
        return {
          kind: 'struct',
          members: type.components.map(({ name, type }) => ({ name, value: this.any(type, depth + 1) })),
        }
      default:
        return this.edge(type, random.below(64), depth)
    }
  }

  /** A value that is much like this one. */
  changed(type: Type, value: Value, depth = 0): Value {
    const random = this.#random
    if (random.chance(1, 6)) return this.any(type, depth)
    if (value.kind === 'number' && (type.kind === 'uint' || type.kind === 'int'))
      return numberValue(type, this.#nearby(value.value, type.bits))
    if (value.kind === 'bytes') return this.#changedBytes(value)
    if (value.kind === 'struct' && type.kind === 'tuple' && value.members.length > 0) {
      const chosen = random.below(value.members.length)
      const members = value.members.map((member, index) =>
        index === chosen
          ? { ...member, value: this.changed(type.components[index]!.type, member.value, depth + 1) }
          : member,
      )
      return { kind: 'struct', members }
    }
    if (value.kind === 'array' && type.kind === 'array') return this.#changedList(type, value, depth)
    return this.any(type, depth)
  }

  #changedList(type: Type & { kind: 'array' }, value: Value & { kind: 'array' }, depth: number): Value {
    const random = this.#random
    const elements = [...value.elements]
    const chosen = random.below(elements.length + 1)
    const isFree = type.length === undefined && depth < MOST_DEPTH
    const way = isFree ? random.below(3) : 2
    if (way === 0) elements.splice(chosen, 0, this.any(type.element, depth + 1))
    else if (way === 1) elements.splice(chosen, 1)
    else if (chosen < elements.length) elements[chosen] = this.changed(type.element, elements[chosen]!, depth + 1)
    return { kind: 'array', elements, length: elements.length }
  }

  #changedBytes(value: Value & { kind: 'bytes' }): Value {
    const random = this.#random
    if (value.length === 0 || random.chance(1, 3)) return this.#bytes(this.#length())
    const digits = value.value.slice(2)
    const chosen = 2 * random.below(value.length)
    const middle = random.pick(['', '00', 'ff', random.hex(1).slice(2), random.hex(32).slice(2)])
    return bytesOf(`0x${digits.slice(0, chosen)}${middle}${digits.slice(chosen + 2)}`)
  }

  /** As they stand in a word: negative ones below zero. */
  #numbers(type: Type & { kind: 'uint' | 'int' }): readonly bigint[] {
    if (type.enum) return type.enum.members.map((_, index) => BigInt(index))
    return this.#known(`${type.kind}${type.bits}`, () => this.#numbersOf(type))
  }

  #known(type: string, make: () => readonly bigint[]): readonly bigint[] {
    let edges = this.#edges.get(type)
    if (edges === undefined) this.#edges.set(type, (edges = make()))
    return edges
  }

  #numbersOf(type: Type & { kind: 'uint' | 'int' }): readonly bigint[] {
    const { bits } = type
    const top = 1n << BigInt(type.kind === 'uint' ? bits : bits - 1)
    const edges = [0n, 1n, top - 1n, top - 2n, 2n, ...(type.kind === 'int' ? [-1n, -top, 1n - top, -2n] : [])]
    const powers = [31n, 32n, 33n, 64n, 255n, 256n, 1n << 32n, 1n << 64n, top >> 1n, (top >> 1n) - 1n]
    const constants = this.#dictionary.constants(top)
    return [...new Set([...edges, ...powers.filter((power) => power < top), ...constants])]
  }

  #number(type: Type & { kind: 'uint' | 'int' }): bigint {
    const random = this.#random
    if (type.enum) return BigInt(random.below(type.enum.members.length))
    switch (random.below(5)) {
      case 0:
        return random.word(type.bits)
      case 1:
        return random.word(1 + random.below(type.bits))
      case 2:
        return random.word(8)
      case 3:
        return random.pick(this.#numbers(type))
      default:
        return this.#nearby(this.#dictionary.pick(random) ?? random.pick(this.#numbers(type)), type.bits)
    }
  }

  /** The number itself, or what is one step of arithmetic away from it. */
  #nearby(value: bigint, bits: number): bigint {
    const random = this.#random
    switch (random.below(8)) {
      case 0:
        return value + 1n
      case 1:
        return value - 1n
      case 2:
        return -value
      case 3:
        return value * 2n
      case 4:
        return value / 2n
      case 5:
        return value ^ (1n << BigInt(random.below(bits)))
      default:
        return value
    }
  }

  /** As words of that many bytes, big-endian: text stands at the left, numbers at the right. */
  #fixedWords(size: ByteCount): readonly Word[] {
    return this.#known(`bytes${size}`, () => {
      const top = 1n << BigInt(8 * size)
      return [0n, top - 1n, 1n, top >> 8n, top >> 1n, ...this.#dictionary.constants(top)]
    })
  }

  #length(): ByteCount {
    const random = this.#random
    return random.chance(1, 2) ? random.pick(BYTE_LENGTHS) : random.below(random.chance(1, 8) ? 1024 : 100)
  }

  #bytes(length: ByteCount): Value {
    const random = this.#random
    switch (random.below(4)) {
      case 0:
        return bytesOf(bytesToHex(new Uint8Array(length).fill(0xff)))
      case 1:
        return bytesOf(bytesToHex(new Uint8Array(length)))
      default:
        return bytesOf(random.hex(length))
    }
  }

  /** Of exactly that many bytes in UTF-8, often of characters that have more than one. */
  #string(length: ByteCount): Value {
    const random = this.#random
    if (random.chance(1, 2)) return stringOf('a'.repeat(length))
    let text = ''
    for (let left = length; left > 0; ) {
      const [character, bytes] = random.pick(CHARACTERS)
      text += bytes <= left ? character : 'a'
      left -= bytes <= left ? bytes : 1
    }
    return stringOf(text)
  }
}

function utf8Length(text: string): ByteCount {
  return new TextEncoder().encode(text).length
}

export function stringOf(text: string): Value {
  return { kind: 'string', text, length: utf8Length(text), isCut: false }
}

export function bytesOf(value: `0x${string}`): Value {
  return { kind: 'bytes', value, length: value.length / 2 - 1 }
}

/** The number as the type holds it, whatever it was. */
export function numberValue(type: Type & { kind: 'uint' | 'int' }, value: bigint): Value {
  const { bits } = type
  const names = type.enum
  if (names) return { kind: 'enum', name: `${names.name}.${names.members[Number(value)]}`, value }
  return { kind: 'number', value: type.kind === 'int' ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value) }
}

function fixed(word: Word, size: ByteCount): `0x${string}` {
  return `0x${word.toString(16).padStart(2 * size, '0')}`
}

function list(length: number, element: (index: number) => Value): Value {
  return { kind: 'array', elements: Array.from({ length }, (_, index) => element(index)), length }
}

function lengthAt(index: number, depth: number): number {
  if (depth >= MOST_DEPTH) return 0
  return at([LIST_LENGTHS, INNER_LENGTHS][depth] ?? INNERMOST_LENGTHS, index)
}

function at<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length]!
}
