/**
 * What the sources define: the members of a struct, the names of an enum, what stands behind an alias.
 *
 * Types name definitions by AST id, which keeps recursive structs finite. An id that is not there (a foreign
 * or damaged tree) answers `undefined`.
 * @module
 */
import type { Word } from '../base/index.ts'
import type { Ast, AstNode } from './ast.ts'
import type { EnumNames, Member, Type } from './type.ts'
import { parseTypeIdentifier } from './typeIdentifier.ts'

export interface Definitions {
  /** Those that take a word in memory, in order: up to solc 0.6 mappings, and arrays of them, take none. */
  members(structId: number): readonly Member[] | undefined
  enumMembers(enumId: number): readonly string[] | undefined
  /** The type that a user-defined value type (`type Price is uint128`) stands for. */
  underlying(aliasId: number): Type | undefined
  /** `C.f`: the function that a function pointer leads to; `undefined` where that is not known. */
  functionName?(type: Type & { kind: 'function' }, word: Word): string | undefined
}

/** For types that name no definitions, such as those of ABI data. */
export const NO_DEFINITIONS: Definitions = {
  members: () => undefined,
  enumMembers: () => undefined,
  underlying: () => undefined,
}

export class AstDefinitions implements Definitions {
  readonly #ast: Ast
  readonly #members = new Map<number, readonly Member[] | undefined>()
  readonly #types = new Map<string, Type>()
  #assigned: ReadonlySet<number> | undefined
  #enums: ReadonlyMap<string, EnumNames> | undefined

  constructor(ast: Ast) {
    this.#ast = ast
  }

  members(structId: number): readonly Member[] | undefined {
    if (this.#members.has(structId)) return this.#members.get(structId)
    const members = this.#definition(structId, 'StructDefinition')
      ?.many('members')
      .filter((member) => member !== undefined)
      .map((member) => ({ name: member.name, type: this.typeOf(member) ?? UNTYPED }))
      .filter(({ type }) => !isStorageOnly(type))
    this.#members.set(structId, members)
    return members
  }

  enumMembers(enumId: number): readonly string[] | undefined {
    return this.#definition(enumId, 'EnumDefinition')
      ?.many('members')
      .map((member) => member?.name ?? '')
  }

  underlying(aliasId: number): Type | undefined {
    const type = this.#definition(aliasId, 'UserDefinedValueTypeDefinition')?.one('underlyingType')
    return type && this.typeOf(type)
  }

  /** The enum that solc calls so, as in `enum Market.Side`: with its contract in front, if it is declared in one. */
  enumNamed(name: string): EnumNames | undefined {
    this.#enums ??= enumsIn(this.#ast)
    return this.#enums.get(name)
  }

  /** The type of a declaration or expression; `undefined` for a node that has none. */
  typeOf(node: AstNode): Type | undefined {
    const identifier = node.typeIdentifier
    if (identifier === undefined) return undefined
    let type = this.#types.get(identifier)
    if (!type) this.#types.set(identifier, (type = parseTypeIdentifier(identifier)))
    return type
  }

  /** Whether the sources assign to the variable anywhere but in its declaration. */
  isAssigned(declaration: AstNode): boolean {
    this.#assigned ??= assignedIn(this.#ast.nodes())
    return this.#assigned.has(declaration.id)
  }

  #definition(id: number, kind: string): AstNode | undefined {
    const node = this.#ast.byId(id)
    return node?.kind === kind ? node : undefined
  }
}

/** From solc 0.7 on, a struct with such a member has no copy in memory at all. */
function isStorageOnly(type: Type): boolean {
  return type.kind === 'mapping' || (type.kind === 'array' && isStorageOnly(type.element))
}

const UNTYPED: Type = { kind: 'unknown', identifier: '', reason: 'the syntax tree gives no type' }

/** The ids of variables that stand on the left of an assignment, or that inline assembly mentions and may assign to. */
export function assignedIn(nodes: Iterable<AstNode>): ReadonlySet<number> {
  const assigned = new Set<number>()
  for (const node of nodes) {
    const open = node.kind === 'Assignment' ? [node.one('leftHandSide')] : []
    // The list grows while it is walked.
    for (const target of open) {
      if (target?.kind === 'TupleExpression') open.push(...target.many('components'))
      const id = target?.kind === 'Identifier' ? target.number('referencedDeclaration') : undefined
      if (id !== undefined) assigned.add(id)
    }
    if (node.kind !== 'InlineAssembly') continue
    for (const id of node.references) assigned.add(id)
  }
  return assigned
}

function enumsIn(ast: Ast): ReadonlyMap<string, EnumNames> {
  const enums = new Map<string, EnumNames>()
  for (const node of ast.nodes()) {
    if (node.kind !== 'EnumDefinition') continue
    const { parent, name } = node
    const full = parent?.kind === 'ContractDefinition' ? `${parent.name}.${name}` : name
    enums.set(full, { name, members: node.many('members').map((member) => member?.name ?? '') })
  }
  return enums
}
