/**
 * Values that are simpler than a given one, the simplest first: what a failing call is made small with.
 * @module
 */
import type { Address, ByteCount } from '../../base/index.ts'
import type { Type, Value } from '../../solidity/index.ts'
import { bytesOf, numberValue, stringOf } from './values.ts'

const ZERO_ADDRESS: Address = '0x0000000000000000000000000000000000000000'
/** Elements of a list that are tried one by one. */
const MOST_ELEMENTS = 16

/** Finite, and none of them twice in a row down: each is smaller in size or in value than what it came from. */
export function* simpler(type: Type, value: Value): Generator<Value> {
  switch (value.kind) {
    case 'number':
      if (type.kind !== 'uint' && type.kind !== 'int') return
      for (const number of simplerNumbers(value.value)) yield numberValue(type, number)
      return
    case 'enum':
      if (type.kind === 'uint' && value.value > 0n) yield numberValue(type, 0n)
      return
    case 'bool':
      if (value.value) yield { kind: 'bool', value: false }
      return
    case 'address':
      if (value.value !== ZERO_ADDRESS) yield { kind: 'address', value: ZERO_ADDRESS }
      return
    case 'fixedBytes':
    case 'function': {
      const zeros = `0x${'0'.repeat(value.value.length - 2)}` as const
      if (value.value !== zeros) yield { kind: value.kind, value: zeros }
      return
    }
    case 'bytes':
      yield* simplerBytes(value)
      return
    case 'string':
      for (const length of simplerLengths(value.text.length)) yield stringOf(withoutHalf(value.text.slice(0, length)))
      if (/[^a]/.test(value.text)) yield stringOf('a'.repeat(value.length))
      return
    case 'array':
      if (type.kind === 'array') yield* simplerLists(type, value)
      return
    case 'struct':
      if (type.kind !== 'tuple') return
      for (const [index, { type: member }] of type.components.entries())
        for (const small of simpler(member, value.members[index]!.value))
          yield { kind: 'struct', members: value.members.with(index, { ...value.members[index]!, value: small }) }
  }
}

/** Nearer to zero: zero, one, fewer bits, a part of the way, one less. */
export function* simplerNumbers(value: bigint): Generator<bigint> {
  const size = value < 0n ? -value : value
  if (size === 0n) return
  yield 0n
  if (size === 1n && value > 0n) return
  yield 1n
  if (size === 1n) return
  if (value < 0n) yield size
  const sign = value < 0n ? -1n : 1n
  for (let bits = size.toString(2).length >> 1; bits > 1; bits >>= 1) yield sign * (size >> BigInt(bits))
  for (let step = size / 2n; step > 1n; step /= 2n) yield sign * (size - step)
  yield sign * (size - 1n)
}

function* simplerLengths(length: number): Generator<number> {
  if (length === 0) return
  yield 0
  for (let step = length >> 1; step > 1; step >>= 1) yield length - step
  if (length > 1) yield length - 1
}

function* simplerBytes({ value, length }: Value & { kind: 'bytes' }): Generator<Value> {
  const prefix = (bytes: ByteCount) => bytesOf(`0x${value.slice(2, 2 + 2 * bytes)}`)
  for (const shorter of simplerLengths(length)) yield prefix(shorter)
  if (/[^0]/.test(value.slice(2))) yield bytesOf(`0x${'00'.repeat(length)}`)
}

function* simplerLists(type: Type & { kind: 'array' }, { elements }: Value & { kind: 'array' }): Generator<Value> {
  const listOf = (kept: readonly Value[]): Value => ({ kind: 'array', elements: kept, length: kept.length })
  if (type.length === undefined) {
    for (const length of simplerLengths(elements.length)) yield listOf(elements.slice(0, length))
    for (const index of elements.slice(0, MOST_ELEMENTS).keys()) yield listOf(elements.toSpliced(index, 1))
  }
  for (const [index, element] of elements.slice(0, MOST_ELEMENTS).entries())
    for (const small of simpler(type.element, element)) yield listOf(elements.with(index, small))
}

/** A character of two code units that was cut in half is gone. */
function withoutHalf(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '')
}
