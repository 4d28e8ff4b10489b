/**
 * Solidity's types as data, and their names as a programmer writes them.
 *
 * Value types fill one word. Reference types are what memory objects are made of; a variable or member of
 * such a type holds the object's address. What a struct, an enum or an alias consists of is not here but in
 * `definitions.ts`, so that recursive structs stay finite.
 * @module
 */
import { assertNever } from '../base/index.ts'

/** Where a value of a reference type lies. */
export type DataLocation = 'memory' | 'storage' | 'calldata' | 'transient'

/** A type of objects: a variable of it holds an object's address. */
export type ReferenceType =
  | { readonly kind: 'bytes' | 'string'; readonly location?: DataLocation }
  | {
      readonly kind: 'array'
      readonly element: Type
      /** `undefined` for a dynamic array. */
      readonly length: number | undefined
      readonly location?: DataLocation
    }
  | { readonly kind: 'struct'; readonly name: string; readonly id: number; readonly location?: DataLocation }

/** What an enum of the sources calls its values, which the ABI knows as `uint8`. */
export interface EnumNames {
  /** As in the source. */
  readonly name: string
  /** What its values are called, from 0 on. */
  readonly members: readonly string[]
}

/** A type whose values are one word. */
export type ValueType =
  | { readonly kind: 'uint' | 'int'; readonly bits: number; readonly enum?: EnumNames }
  | { readonly kind: 'bool' }
  | { readonly kind: 'address' }
  | { readonly kind: 'fixedBytes'; readonly size: number }
  | { readonly kind: 'contract' | 'enum' | 'alias'; readonly name: string; readonly id: number }
  | { readonly kind: 'function'; readonly external: boolean }

/** A part of several values side by side: a parameter, a member of a struct. */
export interface Member {
  /** Empty for an unnamed one. */
  readonly name: string
  /** What it holds. */
  readonly type: Type
}

/** A type of Solidity as data, told apart by `kind`. Structs, enums and aliases carry their id in the syntax tree. */
export type Type =
  | ReferenceType
  | ValueType
  | { readonly kind: 'mapping'; readonly key: Type; readonly value: Type }
  /** Several values side by side; in ABI data also a struct, then with its name. */
  | { readonly kind: 'tuple'; readonly name?: string; readonly components: readonly Member[] }
  /** A string literal before it becomes a `string` or `bytes`. */
  | { readonly kind: 'literal' }
  /** A type that has no place in memory or that we could not read; `reason` says which. */
  | { readonly kind: 'unknown'; readonly identifier: string; readonly reason: string }

export function isReference(type: Type): type is ReferenceType {
  return type.kind === 'array' || type.kind === 'struct' || type.kind === 'bytes' || type.kind === 'string'
}

/** Whether a value of the type is one word. */
export function isValueType(type: Type): type is ValueType {
  return !isReference(type) && !NO_WORDS.has(type.kind)
}

const NO_WORDS: ReadonlySet<Type['kind']> = new Set(['mapping', 'tuple', 'literal', 'unknown'])

/** The same type as a memory object: what a copy from storage or calldata makes. */
export function inMemory(type: ReferenceType): ReferenceType {
  return type.location === 'memory' ? type : { ...type, location: 'memory' }
}

/** Stack slots of a variable of this type: an address or value takes one, a pair such as (offset, length) two. */
export function stackSlots(type: Type): 1 | 2 {
  if (type.kind === 'function') return type.external ? 2 : 1
  const unbounded =
    type.kind === 'bytes' || type.kind === 'string' || (type.kind === 'array' && type.length === undefined)
  return unbounded && type.location === 'calldata' ? 2 : 1
}

/** As in a declaration, without the location: `bytes32[5]`, `Point[]`, `mapping(address => uint256)`. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'uint':
    case 'int':
      return `${type.kind}${type.bits}`
    case 'fixedBytes':
      return `bytes${type.size}`
    case 'bool':
    case 'address':
    case 'bytes':
    case 'string':
    case 'function':
      return type.kind
    case 'contract':
    case 'enum':
    case 'alias':
    case 'struct':
      return type.name
    case 'array':
      return `${typeName(type.element)}[${type.length ?? ''}]`
    case 'mapping':
      return `mapping(${typeName(type.key)} => ${typeName(type.value)})`
    case 'tuple':
      return type.name ?? `(${type.components.map((component) => typeName(component.type)).join(', ')})`
    case 'literal':
      return 'string literal'
    case 'unknown':
      return type.identifier
    default:
      return assertNever(type)
  }
}
