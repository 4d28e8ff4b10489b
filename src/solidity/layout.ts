/**
 * How Solidity lays out objects in memory. Nothing is packed except the bytes of `bytes` and `string`.
 *
 *   struct, T[n]     │ word │ word │ …            one word per member or element
 *   T[]              │ length │ word │ …
 *   bytes, string    │ length │ bytes … padding │
 *
 * The word of a value type is the value; that of a reference type is the address of another object.
 * Source: https://docs.soliditylang.org/en/v0.8.37/internals/layout_in_memory.html
 * @module
 */
import { type ByteCount, type ByteOffset, WORD_BYTES, wordAt } from '../base/index.ts'
import type { Definitions } from './definitions.ts'
import { isReference, type ReferenceType } from './type.ts'
import { type Unreadable, unreadable } from './value.ts'

/** Bytes in use, or why they cannot be told. */
export type Extent = { readonly kind: 'extent'; readonly bytes: ByteCount } | Unreadable

/** Bytes that an object at `address` uses: its length word and content, without padding and without what it points to. */
export function extentOf(
  type: ReferenceType,
  address: ByteOffset,
  memory: Uint8Array,
  definitions: Definitions,
): Extent {
  if (type.kind === 'struct') {
    const members = definitions.members(type.id)
    return members ? fitting(members.length * WORD_BYTES, address, memory) : noLayout(type.name)
  }
  if (type.kind === 'array' && type.length !== undefined) return fitting(type.length * WORD_BYTES, address, memory)
  const length = lengthAt(address, memory)
  if (typeof length === 'object') return length
  const content = type.kind === 'array' ? length * WORD_BYTES : length
  const extent = fitting(WORD_BYTES + content, address, memory)
  return extent.kind === 'extent' ? extent : lengthExceedsData(BigInt(length))
}

/** The length word of a dynamic object, if memory can hold that many elements at all. */
export function lengthAt(address: ByteOffset, memory: Uint8Array): number | Unreadable {
  if (address + WORD_BYTES > memory.length) return outsideData(address, memory.length)
  const length = wordAt(memory, address)
  return length > memory.length ? lengthExceedsData(length) : Number(length)
}

/** The members of an object that are pointers, by their path from the object (`.name`, `[3]`) and their word's place. */
export function* pointersOf(
  type: ReferenceType,
  address: ByteOffset,
  elements: number,
  definitions: Definitions,
): Generator<{ readonly path: string; readonly at: ByteOffset; readonly type: ReferenceType }> {
  if (type.kind === 'struct') {
    for (const [index, member] of (definitions.members(type.id) ?? []).entries()) {
      if (isReference(member.type)) {
        yield { path: `.${member.name}`, at: address + index * WORD_BYTES, type: member.type }
      }
    }
  } else if (type.kind === 'array' && isReference(type.element)) {
    const first = address + (type.length === undefined ? WORD_BYTES : 0)
    for (let index = 0; index < elements; index++) {
      yield { path: `[${index}]`, at: first + index * WORD_BYTES, type: type.element }
    }
  }
}

function fitting(bytes: ByteCount, address: ByteOffset, memory: Uint8Array): Extent {
  return address + bytes <= memory.length ? { kind: 'extent', bytes } : outsideData(address + bytes, memory.length)
}

export function lengthExceedsData(length: bigint): Unreadable {
  return unreadable('lengthExceedsData', `length ${powerText(length)} exceeds the data`, { length })
}

export function outsideData(end: ByteOffset | bigint, size: ByteCount): Unreadable {
  const facts = { end: BigInt(end), size }
  return unreadable('outsideData', `0x${end.toString(16)} is outside of ${size} bytes of data`, facts)
}

export function noLayout(type: string): Unreadable {
  return unreadable('noLayout', `the layout of ${type} is not known`, { type })
}

/** `2^200` where a number is a large power of two, else its digits. */
function powerText(value: bigint): string {
  const bits = value.toString(2).length - 1
  return bits >= 32 && value === 1n << BigInt(bits) ? `2^${bits}` : String(value)
}
