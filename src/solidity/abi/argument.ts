/**
 * Values written on a command line, by the type that the ABI asks for:
 *
 *   uint8      255, 0xff, 1e2, 1_000      address    0x and 40 hex digits
 *   int8       -1                         bytes4     0x12345678, exactly as many bytes
 *   bool       true, false                bytes      0x and any even number of hex digits
 *   enum       Side.Sell, Sell or 1
 *   string     any text, as it is         T[]        [1, 2, 3]
 *   string[]   ["a, b", c]                struct     (1, 0xff, "text")
 *
 * A string inside brackets is quoted as in JSON, or bare when it has none of `,()[]"` in it.
 * @module
 */
import { bytesToHex, hexToBytes, MemlaneError } from '../../base/index.ts'
import { solidityError } from '../errors.ts'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'
import { abiTypeName } from './type.ts'

/** What the argument is, for errors: `Argument 2 (length)`. */
export interface ArgumentPlace {
  /** Counted from 1. */
  readonly number: number
  readonly name: string
}

/**
 * The value that `text` means as a `type`.
 * @throws {MemlaneError} `solidity.badArgument`, naming the argument, what was given and what is needed.
 */
export function parseArgument(type: Type, text: string, place: ArgumentPlace): Value {
  // A whole argument that is a string needs no quotes: the shell has taken them.
  if (type.kind === 'string') return stringValue(text)
  const reader = new ArgumentReader(text.trim(), place)
  const value = reader.value(type)
  reader.expectEnd(type)
  return value
}

const OPENING: Readonly<Record<string, string>> = { '[': ']', '(': ')' }

class ArgumentReader {
  readonly #text: string
  readonly #place: ArgumentPlace
  #position = 0

  constructor(text: string, place: ArgumentPlace) {
    this.#text = text
    this.#place = place
  }

  value(type: Type): Value {
    switch (type.kind) {
      case 'array': {
        const elements = this.#list(type, '[', () => type.element, type.length)
        return { kind: 'array', elements, length: elements.length }
      }
      case 'tuple': {
        const { components } = type
        const values = this.#list(type, '(', (index) => components[index]?.type, components.length)
        return {
          kind: 'struct',
          members: values.map((value, index) => ({ name: components[index]!.name, value })),
        }
      }
      case 'string':
        return stringValue(this.#string())
      default:
        return this.#word(type)
    }
  }

  expectEnd(type: Type): void {
    if (this.#position < this.#text.length) throw this.#bad(type, this.#text, 'a single value')
  }

  #list(type: Type, brackets: '[' | '(', typeAt: (index: number) => Type | undefined, length?: number): Value[] {
    const open = this.#text[this.#position] ?? ''
    const close = OPENING[open]
    const form = brackets === '[' ? 'a list in brackets, such as [1, 2]' : 'its members in parentheses, such as (1, 2)'
    // Structs are often written as lists; lists never as structs.
    if (close === undefined || (brackets === '[' && open !== '[')) throw this.#bad(type, this.#rest(), form)
    this.#position++
    const values: Value[] = []
    this.#skipSpace()
    while (this.#text[this.#position] !== close) {
      if (values.length > 0 && !this.#eat(',')) throw this.#bad(type, this.#text, form)
      this.#skipSpace()
      const expected = typeAt(values.length)
      if (!expected) throw this.#bad(type, this.#text, `${length} members`)
      values.push(this.value(expected))
      this.#skipSpace()
    }
    this.#position++
    if (length !== undefined && values.length !== length) {
      throw this.#bad(type, `a list of ${values.length}`, brackets === '[' ? `${length} elements` : `${length} members`)
    }
    return values
  }

  #string(): string {
    const quoted = /"(?:[^"\\]|\\.)*"/y
    quoted.lastIndex = this.#position
    const match = quoted.exec(this.#text)
    if (!match) return this.#bare()
    this.#position = quoted.lastIndex
    try {
      return JSON.parse(match[0])
    } catch {
      throw this.#bad({ kind: 'string' }, match[0], 'text quoted as in JSON')
    }
  }

  /** Text up to the next delimiter. */
  #bare(): string {
    const start = this.#position
    while (this.#position < this.#text.length && !',()[]"'.includes(this.#text[this.#position]!)) this.#position++
    return this.#text.slice(start, this.#position).trim()
  }

  #word(type: Type): Value {
    // Text in quotes is no such value: it is told as it was given.
    const text = this.#text[this.#position] === '"' ? JSON.stringify(this.#string()) : this.#bare()
    switch (type.kind) {
      case 'uint':
      case 'int':
        return this.#number(type, text)
      case 'bool':
        if (text === 'true' || text === 'false') return { kind: 'bool', value: text === 'true' }
        throw this.#bad(type, text, 'true or false')
      case 'address':
        return { kind: 'address', value: this.#hex(type, text, 20) }
      case 'fixedBytes':
        return { kind: 'fixedBytes', value: this.#hex(type, text, type.size) }
      case 'function':
        return { kind: 'function', value: this.#hex(type, text, 24) }
      case 'bytes': {
        const value = this.#hex(type, text, undefined)
        return { kind: 'bytes', value, length: value.length / 2 - 1 }
      }
      default:
        throw this.#bad(type, text, 'a type that the ABI knows')
    }
  }

  #number(type: Type & { kind: 'uint' | 'int' }, text: string): Value {
    const [min, max] =
      type.kind === 'uint'
        ? [0n, (1n << BigInt(type.bits)) - 1n]
        : [-(1n << BigInt(type.bits - 1)), (1n << BigInt(type.bits - 1)) - 1n]
    const names = type.enum
    if (names) {
      const index = names.members.findIndex((member) => text === member || text === `${names.name}.${member}`)
      const value = index < 0 ? wholeNumber(text) : BigInt(index)
      if (value === undefined || value < 0n || value >= BigInt(names.members.length))
        throw this.#bad(type, text, `one of ${names.members.join(', ')}`)
      return { kind: 'enum', name: `${names.name}.${names.members[Number(value)]}`, value }
    }
    const value = wholeNumber(text)
    if (value === undefined || value < min || value > max) {
      throw this.#bad(type, text, `a whole number from ${limitText(min)} to ${limitText(max)}`)
    }
    return { kind: 'number', value }
  }

  #hex(type: Type, text: string, size: number | undefined): `0x${string}` {
    const expected =
      size === undefined
        ? '0x and an even number of hex digits'
        : `0x and ${2 * size} hex digits${type.kind === 'fixedBytes' ? asHex(text, size) : ''}`
    try {
      const bytes = hexToBytes(text)
      if (size === undefined || bytes.length === size) return bytesToHex(bytes)
    } catch (error) {
      if (!(error instanceof MemlaneError)) throw error
    }
    throw this.#bad(type, text, expected)
  }

  #eat(character: string): boolean {
    if (this.#text[this.#position] !== character) return false
    this.#position++
    return true
  }

  #skipSpace(): void {
    while (this.#text[this.#position] === ' ') this.#position++
  }

  #rest(): string {
    return this.#text.slice(this.#position)
  }

  #bad(type: Type, given: string, expected: string): MemlaneError {
    const { number, name } = this.#place
    const wanted = (type.kind === 'uint' && type.enum?.name) || abiTypeName(type)
    const article = /^[aeio]/i.test(wanted) ? 'an' : 'a'
    const facts = { number, name, type: wanted, given, article, expected }
    return solidityError('solidity.badArgument', facts)
  }
}

function stringValue(text: string): Value {
  return { kind: 'string', text, length: new TextEncoder().encode(text).length, isCut: false }
}

/** Decimal with `_` between digits, hex, or with an exponent that leaves no fraction (`1.5e18`). */
function wholeNumber(text: string): bigint | undefined {
  if (/^-?\d+(_\d+)*$/.test(text)) return BigInt(text.replaceAll('_', ''))
  if (/^0x[0-9a-f]+$/i.test(text)) return BigInt(text)
  const scientific = /^(-?)(\d+)(?:\.(\d+))?e(\d{1,2})$/i.exec(text)
  if (!scientific) return undefined
  const [, sign, whole, fraction = '', exponent] = scientific
  const zeros = Number(exponent) - fraction.length
  if (zeros < 0) return undefined
  return BigInt(`${sign}${whole}${fraction}${'0'.repeat(zeros)}`)
}

/** Powers of two are how people know the limits of the wide types. */
function limitText(limit: bigint): string {
  if (limit > -(1n << 64n) && limit < 1n << 64n) return String(limit)
  const magnitude = limit < 0n ? -limit : limit + 1n
  const power = `2^${magnitude.toString(2).length - 1}`
  return limit < 0n ? `-${power}` : `${power} - 1`
}

/** `, as 0x616263`: text of the right length in hex. */
function asHex(text: string, size: number): string {
  const bare = /^"(.*)"$/.exec(text)?.[1] ?? text
  const bytes = new TextEncoder().encode(bare)
  return bytes.length > 0 && bytes.length <= size && !bare.startsWith('0x')
    ? `, as ${bytesToHex(bytes)}${'00'.repeat(size - bytes.length)}`
    : ''
}
