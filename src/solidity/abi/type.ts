/**
 * Types of ABI data, read from a contract's ABI, and how each lies in calldata, return data and logs.
 *
 *   static     the value itself in the head: one word, or its parts one after the other
 *   dynamic    the head holds the distance from the start of its tuple to the tail, where the value is
 *
 * Source: https://docs.soliditylang.org/en/v0.8.37/abi-spec.html#formal-specification-of-the-encoding
 * @module
 */
import { type ByteCount, WORD_BYTES } from '../../base/index.ts'
import type { AbiParameter } from '../compiler.ts'
import type { EnumNames, Member, Type } from '../type.ts'

/** The enum that solc calls so: `Market.Side`. */
export type EnumLookup = (name: string) => EnumNames | undefined

/** The types of a list of parameters, with their names. */
export function abiMembers(parameters: readonly AbiParameter[] = [], enums?: EnumLookup): Member[] {
  return parameters.map((parameter) => ({ name: parameter.name, type: abiType(parameter, enums) }))
}

/** The type of a parameter; of kind `unknown` for one that the ABI does not define. */
export function abiType(parameter: AbiParameter, enums?: EnumLookup): Type {
  const array = /^(.*)\[(\d*)\]$/.exec(parameter.type)
  if (array) {
    const internalType = parameter.internalType?.replace(/\[\d*\]$/, '')
    const element = { ...parameter, type: array[1]!, ...(internalType === undefined ? {} : { internalType }) }
    return { kind: 'array', element: abiType(element, enums), length: array[2] === '' ? undefined : Number(array[2]) }
  }
  if (parameter.type === 'tuple') {
    const name = parameter.internalType?.split(/[ .]/).at(-1)
    return { kind: 'tuple', ...(name ? { name } : {}), components: abiMembers(parameter.components, enums) }
  }
  const named = /^enum (.+)$/.exec(parameter.internalType ?? '')?.[1]
  const names = named === undefined ? undefined : enums?.(named)
  return names ? { kind: 'uint', bits: 8, enum: names } : elementaryType(parameter.type)
}

function elementaryType(name: string): Type {
  switch (name) {
    case 'bool':
    case 'address':
    case 'bytes':
    case 'string':
      return { kind: name }
    case 'function':
      return { kind: 'function', external: true }
  }
  const sized = /^(uint|int|bytes)(\d*)$/.exec(name)
  const size = Number(sized?.[2] || 256)
  if (sized?.[1] === 'bytes') return { kind: 'fixedBytes', size }
  if (sized?.[1] === 'uint' || sized?.[1] === 'int') return { kind: sized[1], bits: size }
  return { kind: 'unknown', identifier: name, reason: 'the ABI has no such type' }
}

/** As in a signature: `uint256`, `(uint256,uint32)[]`. */
export function abiTypeName(type: Type): string {
  switch (type.kind) {
    case 'uint':
    case 'int':
      return `${type.kind}${type.bits}`
    case 'fixedBytes':
      return `bytes${type.size}`
    case 'array':
      return `${abiTypeName(type.element)}[${type.length ?? ''}]`
    case 'tuple':
      return `(${type.components.map((component) => abiTypeName(component.type)).join(',')})`
    case 'unknown':
      return type.identifier
    default:
      return type.kind
  }
}

/** `take((uint256,uint32),string)`: what a selector is the hash of. */
export function abiSignature(name: string, members: readonly Member[]): string {
  return `${name}(${members.map(({ type }) => abiTypeName(type)).join(',')})`
}

export function isDynamic(type: Type): boolean {
  switch (type.kind) {
    case 'bytes':
    case 'string':
      return true
    case 'array':
      return type.length === undefined || isDynamic(type.element)
    case 'tuple':
      return type.components.some((component) => isDynamic(component.type))
    default:
      return false
  }
}

/** Bytes that a value takes in the head of its tuple. */
export function headBytes(type: Type): ByteCount {
  if (isDynamic(type)) return WORD_BYTES
  if (type.kind === 'array') return (type.length ?? 0) * headBytes(type.element)
  if (type.kind === 'tuple') return type.components.reduce((sum, component) => sum + headBytes(component.type), 0)
  return WORD_BYTES
}
