/**
 * Decodes objects in memory. Memory may be hostile: addresses form cycles, lengths are absurd, structures
 * share parts so that a small one unfolds without end. Every decode is bounded in depth and in work, and
 * what is wrong becomes a reason inside the value.
 * @module
 */
import { type ByteCount, type ByteOffset, bytesToHex, WORD_BYTES, wordAt } from '../base/index.ts'
import type { Definitions } from './definitions.ts'
import { extentOf, lengthAt, noLayout, outsideData } from './layout.ts'
import { isReference, isValueType, type ReferenceType, type Type, typeName } from './type.ts'
import { type Unreadable, unreadable, type Value } from './value.ts'
import { decodeWord } from './word.ts'

/** Work that a decode may still do. One budget can serve many decodes. */
export interface Budget {
  /** Words, elements and members. */
  items: number
  /** Bytes of strings and byte arrays. */
  bytes: ByteCount
}

export function newBudget(): Budget {
  return { items: 1_000_000, bytes: 16 * 1024 * 1024 }
}

/** What one decode takes at most of its budget, so that the first of many leaves something for the rest. */
const ITEMS_PER_VALUE = 10_000
const BYTES_PER_VALUE: ByteCount = 65_536
const MAX_DEPTH = 32

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The object of `type` at `address`, with the objects it points to.
 * @param end of its allocation: elements and bytes behind it are not its own, and the value is cut there
 */
export function decodeObject(
  type: ReferenceType,
  address: ByteOffset,
  memory: Uint8Array,
  definitions: Definitions,
  budget: Budget = newBudget(),
  end: ByteOffset = memory.length,
): Value {
  const own = { items: Math.min(budget.items, ITEMS_PER_VALUE), bytes: Math.min(budget.bytes, BYTES_PER_VALUE) }
  const before = { ...own }
  const value = new Decoder(memory, definitions, own).object(type, address, end)
  budget.items -= before.items - own.items
  budget.bytes -= before.bytes - own.bytes
  return value
}

/** Words of an object that `isClean` looks at. */
const CHECKED_WORDS = 256

/**
 * Whether the words of the object at `address` are values of their types, and its pointers lead into memory. Nothing
 * is followed, and what is not inside memory does not count.
 */
export function isClean(
  type: ReferenceType,
  address: ByteOffset,
  memory: Uint8Array,
  definitions: Definitions,
): boolean {
  const isGood = (member: Type, at: ByteOffset): boolean => {
    if (at + WORD_BYTES > memory.length) return true
    const word = wordAt(memory, at)
    if (isReference(member)) return word < BigInt(memory.length)
    return !isValueType(member) || decodeWord(member, word, definitions).kind !== 'unreadable'
  }
  if (type.kind === 'struct') {
    const members = definitions.members(type.id) ?? []
    return members.slice(0, CHECKED_WORDS).every((member, index) => isGood(member.type, address + index * WORD_BYTES))
  }
  if (type.kind !== 'array') return true
  const length = type.length ?? lengthAt(address, memory)
  if (typeof length === 'object') return false
  const first = address + (type.length === undefined ? WORD_BYTES : 0)
  for (let index = 0; index < Math.min(length, CHECKED_WORDS); index++)
    if (!isGood(type.element, first + index * WORD_BYTES)) return false
  return true
}

class Decoder {
  readonly #memory: Uint8Array
  readonly #definitions: Definitions
  readonly #budget: Budget
  /** The objects around the one being decoded, outermost first. */
  readonly #path: { readonly address: ByteOffset; readonly type: string }[] = []

  constructor(memory: Uint8Array, definitions: Definitions, budget: Budget) {
    this.#memory = memory
    this.#definitions = definitions
    this.#budget = budget
  }

  object(type: ReferenceType, address: ByteOffset, end = this.#memory.length): Value {
    const name = typeName(type)
    // A struct and its first member share no address, so the same type at the same address is a cycle.
    if (this.#path.some((outer) => outer.address === address && outer.type === name)) {
      return unreadable('cycle', `cycle at 0x${address.toString(16)}`, { address })
    }
    if (this.#path.length >= MAX_DEPTH) return unreadable('tooDeep', `nested deeper than ${MAX_DEPTH} objects`)
    this.#path.push({ address, type: name })
    const value = this.#content(type, address, end)
    this.#path.pop()
    return value
  }

  #content(type: ReferenceType, address: ByteOffset, end: ByteOffset): Value {
    if (type.kind === 'struct') {
      const members = this.#definitions.members(type.id)
      if (!members) return noLayout(type.name)
      return {
        kind: 'struct',
        members: members.map((member, index) => ({
          name: member.name,
          value: this.#word(member.type, address + index * WORD_BYTES),
        })),
      }
    }
    const extent = extentOf(type, address, this.#memory, this.#definitions)
    if (extent.kind === 'unreadable') return extent
    if (type.kind === 'array' && type.length !== undefined)
      return this.#elements(type.element, address, type.length, end)
    const length = lengthAt(address, this.#memory)
    if (typeof length === 'object') return length
    if (type.kind === 'array') return this.#elements(type.element, address + WORD_BYTES, length, end)
    return this.#bytes(type.kind, address + WORD_BYTES, length, end)
  }

  #elements(element: Type, first: ByteOffset, length: number, end: ByteOffset): Value {
    const elements: Value[] = []
    const own = Math.min(length, Math.floor((end - first) / WORD_BYTES))
    for (let index = 0; index < own && this.#budget.items > 0; index++) {
      elements.push(this.#word(element, first + index * WORD_BYTES))
    }
    return { kind: 'array', elements, length }
  }

  #bytes(kind: 'bytes' | 'string', start: ByteOffset, length: ByteCount, end: ByteOffset): Value {
    const taken = Math.max(0, Math.min(length, this.#budget.bytes, end - start))
    this.#budget.bytes -= taken
    return bytesValue(kind, this.#memory.subarray(start, start + taken), length)
  }

  /** One member or element: a value, or the address of another object. */
  #word(type: Type, at: ByteOffset): Value {
    if (this.#budget.items <= 0) return TOO_MUCH
    this.#budget.items--
    if (at + WORD_BYTES > this.#memory.length) return outsideData(at + WORD_BYTES, this.#memory.length)
    const word = wordAt(this.#memory, at)
    if (isReference(type)) {
      if (word >= BigInt(this.#memory.length)) return outsideData(word, this.#memory.length)
      const to = Number(word)
      return { kind: 'pointer', to, target: this.object(type, to) }
    }
    return isValueType(type) ? decodeWord(type, word, this.#definitions) : noLayout(typeName(type))
  }
}

const TOO_MUCH: Unreadable = unreadable('tooMuch', 'more than can be shown')

/** The bytes that were read of a `bytes` or `string` of `length` bytes; a string that is no UTF-8 stays bytes. */
export function bytesValue(kind: 'bytes' | 'string', bytes: Uint8Array, length: ByteCount): Value {
  if (kind === 'string') {
    const text = decodeUtf8(bytes, length > bytes.length)
    if (text !== undefined) return { kind: 'string', text, length, isCut: bytes.length < length }
  }
  return { kind: 'bytes', value: bytesToHex(bytes), length }
}

function decodeUtf8(bytes: Uint8Array, isCut: boolean): string | undefined {
  // A cut may fall inside a character of up to four bytes.
  for (let end = bytes.length; end >= 0 && end >= bytes.length - (isCut ? 3 : 0); end--) {
    try {
      return utf8.decode(bytes.subarray(0, end))
    } catch {
      // Not UTF-8 up to here.
    }
  }
  return undefined
}
