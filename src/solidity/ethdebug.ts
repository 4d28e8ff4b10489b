/**
 * The typed map in the ethdebug format, for other debuggers: the objects of a moment as variables, each with its type and
 * a pointer into memory. The moment is known, so every offset and length is a number.
 *
 *   { variables: [{ identifier: "b", type: { kind: "array", … }, pointer: { group: [{ location: "memory", … }] } }] }
 *
 * Source: ethdebug/format, schemas program/context/variables, pointer, type.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/index.ts'
import type { CompiledContract } from './compilation.ts'
import type { MapObject, MemoryMap } from './memoryMap.ts'
import type { Member, Type } from './type.ts'
import { typeName } from './type.ts'

/** Bytes of memory, as ethdebug/format says them (schema `pointer/region`). */
export interface EthdebugRegion {
  /** What it is in its group: a member, an element. */
  readonly name?: string
  /** Always memory. */
  readonly location: 'memory'
  /** The first byte. */
  readonly offset: ByteOffset
  /** How many bytes. */
  readonly length: ByteCount
}

/** A variable of ethdebug/format (schema `program/context/variables`). */
export interface EthdebugVariable {
  /** The way to the object: `b`, `x[4]`. */
  readonly identifier: string
  /** Absent where the type is unknown or was only inferred. */
  readonly type?: EthdebugType
  /** Where its bytes are in memory: one region, or a group of the length, the data, members or elements. */
  readonly pointer: EthdebugRegion | { readonly group: readonly EthdebugRegion[] }
}

/** A type of ethdebug/format (schema `type`), or the id of one. */
export type EthdebugType = ({ readonly kind: string } & Readonly<Record<string, unknown>>) | { readonly id: string }

const WORD = 32
/** Elements with a region each; of more there is one region for all. */
const MOST_ELEMENTS = 256
/** Structs that hold arrays of themselves end somewhere. */
const MOST_DEPTH = 8

/** Objects that have a name, in the order of memory; `undefined` where there are none, as the format wants one at least. */
export function ethdebugVariables(
  contract: CompiledContract,
  { objects }: MemoryMap,
): { readonly variables: readonly EthdebugVariable[] } | undefined {
  const variables = objects.flatMap((object) => variableOf(object, contract))
  return variables.length === 0 ? undefined : { variables }
}

function variableOf(object: MapObject, contract: CompiledContract): EthdebugVariable[] {
  const { path, shape, known } = object
  if (path === undefined) return []
  // A guess is no type.
  const type = shape === undefined || known === 'inferred' ? {} : { type: typeOf(shape, contract, 0) }
  return [{ identifier: path, ...type, pointer: pointerTo(object, contract) }]
}

function pointerTo({ offset, size, shape, value }: MapObject, contract: CompiledContract): EthdebugVariable['pointer'] {
  const region = (from: ByteCount, length: ByteCount, name?: string): EthdebugRegion => ({
    ...(name === undefined ? {} : { name }),
    location: 'memory',
    offset: offset + from,
    length,
  })
  if (shape?.kind === 'struct') {
    const members = contract.compilation.definitions.members(shape.id)
    if (members !== undefined) return { group: members.map(({ name }, index) => region(index * WORD, WORD, name)) }
  }
  if (value?.kind === 'string' || value?.kind === 'bytes')
    return { group: [region(0, WORD, 'length'), region(WORD, value.length, 'data')] }
  if (shape?.kind === 'array' && value?.kind === 'array') {
    const start = shape.length === undefined ? WORD : 0
    const head = shape.length === undefined ? [region(0, WORD, 'length')] : []
    const elements =
      value.length > MOST_ELEMENTS
        ? [region(start, value.length * WORD, 'elements')]
        : Array.from({ length: value.length }, (_, index) => region(start + index * WORD, WORD))
    return { group: [...head, ...elements] }
  }
  return region(0, size)
}

function typeOf(type: Type, contract: CompiledContract, depth: number): EthdebugType {
  const { definitions } = contract.compilation
  const wrapped = (inner: Type) => ({ type: typeOf(inner, contract, depth + 1) })
  const fields = (members: readonly Member[]) => members.map(({ name, type: inner }) => ({ name, ...wrapped(inner) }))
  if (depth > MOST_DEPTH) return { id: typeName(type) }
  switch (type.kind) {
    case 'uint':
    case 'int':
      return { kind: type.kind, bits: type.bits }
    case 'bool':
    case 'address':
    case 'string':
    case 'bytes':
    case 'contract':
      return { kind: type.kind }
    case 'fixedBytes':
      return { kind: 'bytes', size: type.size }
    case 'enum':
      return { kind: 'enum', values: definitions.enumMembers(type.id) ?? [] }
    case 'alias': {
      const underlying = definitions.underlying(type.id)
      return underlying === undefined ? { id: type.name } : { kind: 'alias', contains: wrapped(underlying) }
    }
    case 'array':
      return { kind: 'array', contains: wrapped(type.element) }
    case 'struct': {
      const members = definitions.members(type.id)
      return members === undefined ? { id: type.name } : { kind: 'struct', contains: fields(members) }
    }
    case 'mapping':
      return { kind: 'mapping', contains: { key: wrapped(type.key), value: wrapped(type.value) } }
    case 'tuple':
      return { kind: 'tuple', contains: fields(type.components) }
    default:
      return { id: typeName(type) }
  }
}
