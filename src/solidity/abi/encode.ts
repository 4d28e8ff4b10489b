/**
 * Encodes values as ABI data.
 * @module
 */
import { BugError, hexToBytes, MAX_WORD, WORD_BYTES, wordToBytes } from '../../base/index.ts'
import type { Member, Type } from '../type.ts'
import type { Value } from '../value.ts'
import { abiTypeName, headBytes, isDynamic } from './type.ts'

/** The values of a list of parameters, in their order. */
export function encodeAbi(parameters: readonly Member[], values: readonly Value[]): Uint8Array<ArrayBuffer> {
  return encodeTuple(
    parameters.map(({ type }) => type),
    values,
  )
}

/** Heads first, then the tails that the heads of dynamic values point to. */
function encodeTuple(types: readonly Type[], values: readonly Value[]): Uint8Array<ArrayBuffer> {
  if (types.length !== values.length) throw new BugError(`${values.length} values for ${types.length} types`)
  const heads: Uint8Array[] = []
  const tails: Uint8Array[] = []
  let tail = types.reduce((sum, type) => sum + headBytes(type), 0)
  for (const [index, type] of types.entries()) {
    const content = encodeContent(type, values[index]!)
    if (!isDynamic(type)) {
      heads.push(content)
      continue
    }
    heads.push(wordToBytes(BigInt(tail)))
    tails.push(content)
    tail += content.length
  }
  return concat([...heads, ...tails])
}

function encodeContent(type: Type, value: Value): Uint8Array {
  switch (value.kind) {
    case 'number':
    case 'enum':
      return wordToBytes(value.value & MAX_WORD)
    case 'bool':
      return wordToBytes(value.value ? 1n : 0n)
    case 'address':
      return wordToBytes(BigInt(value.value))
    case 'fixedBytes':
    case 'function':
      return padded(hexToBytes(value.value))
    case 'bytes':
      return counted(value.length, padded(hexToBytes(value.value)))
    case 'string': {
      const bytes = new TextEncoder().encode(value.text)
      return counted(bytes.length, padded(bytes))
    }
    case 'array': {
      if (type.kind !== 'array') break
      const { element, length } = type
      const elements = encodeTuple(
        value.elements.map(() => element),
        value.elements,
      )
      return length === undefined ? counted(value.length, elements) : elements
    }
    case 'struct':
      if (type.kind !== 'tuple') break
      return encodeTuple(
        type.components.map((component) => component.type),
        value.members.map((member) => member.value),
      )
  }
  throw new BugError(`a ${value.kind} cannot be encoded as ${abiTypeName(type)}`)
}

function counted(length: number, content: Uint8Array): Uint8Array {
  return concat([wordToBytes(BigInt(length)), content])
}

/** Zeros behind the bytes up to a whole word; values shorter than a word stand at its beginning. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / WORD_BYTES) * WORD_BYTES)
  whole.set(bytes)
  return whole
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
