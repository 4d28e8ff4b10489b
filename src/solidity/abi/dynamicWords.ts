/**
 * Where in ABI data the words stand that lead to values of dynamic types:
 *
 *   f(uint256, bytes)      7 │ 0x40 │ 3 │ "abc"
 *                              │      └ length
 *                              └ offset
 * @module
 */
import { type ByteCount, type ByteOffset, WORD_BYTES, wordAt } from '../../base/index.ts'
import type { Member, Type } from '../type.ts'
import { headBytes, isDynamic } from './type.ts'

/** A word that says where a value of a dynamic type is, or how much of it there is. */
export interface DynamicWord {
  readonly kind: 'offset' | 'length'
  /** In the data. */
  readonly at: ByteOffset
  /** Where what it tells of begins: distances count from here, and a length's content stands here. */
  readonly from: ByteOffset
}

/** Those of data that `encodeAbi` made, in the order in which a decoder comes to them. */
export function dynamicWords(parameters: readonly Member[], data: Uint8Array): DynamicWord[] {
  const found: DynamicWord[] = []
  const types = parameters.map(({ type }) => type)
  visitTuple(types, data, 0, found)
  return found
}

function visitTuple(types: readonly Type[], data: Uint8Array, start: ByteOffset, found: DynamicWord[]): void {
  let head = start
  for (const type of types) {
    if (isDynamic(type)) {
      found.push({ kind: 'offset', at: head, from: start })
      visitContent(type, data, start + numberAt(data, head), found)
    }
    head += headBytes(type)
  }
}

function visitContent(type: Type, data: Uint8Array, at: ByteOffset, found: DynamicWord[]): void {
  if (type.kind === 'tuple') {
    const types = type.components.map((component) => component.type)
    visitTuple(types, data, at, found)
    return
  }
  const counted = type.kind !== 'array' || type.length === undefined
  const from = counted ? at + WORD_BYTES : at
  if (counted) found.push({ kind: 'length', at, from })
  if (type.kind !== 'array' || !isDynamic(type.element)) return
  const { element, length = numberAt(data, at) } = type
  const elements = Array.from({ length }, () => element)
  visitTuple(elements, data, from, found)
}

function numberAt(data: Uint8Array, at: ByteOffset): ByteCount {
  return Number(wordAt(data, at))
}
