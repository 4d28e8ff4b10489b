/**
 * What the variables and functions of a Yul program are in the sources: `var_ps_40_mpos` is the variable with AST id 40,
 * `expr_46_mpos` the value of the expression with id 46. `_mpos` marks an address in memory.
 *
 * The optimizer shortens names, so that several things may go by one. Then the place where the variable gets its value
 * decides; where it does not, nothing is claimed.
 * @module
 */
import type { AstNode } from '../ast.ts'
import type { Compilation } from '../compilation.ts'
import { isReference, type ReferenceType, type Type, typeName } from '../type.ts'
import { parseTypeIdentifier } from '../typeIdentifier.ts'
import type { YulCode } from './front.ts'
import { madeBy, takenBy } from './generated.ts'
import type { YulNode } from './node.ts'

/** What the value of a Yul variable points to. */
export interface Meaning {
  readonly type: ReferenceType
  /** The variable of the sources; `undefined` for the value of an expression that goes into none. */
  readonly declaration: AstNode | undefined
  /** Whether the variable had another value before. */
  readonly isAssigned: boolean
}

/** What a word below the first free byte receives. */
export interface Spilled {
  /** The variable of the sources, of any type; `undefined` for the value of an expression. */
  readonly variable: AstNode | undefined
  readonly meaning: Meaning | undefined
}

/** What one Yul function does to its variables. */
interface Variables {
  /** By name: what gives it values. */
  readonly given: Map<string, YulNode[]>
  readonly meanings: Map<string, Meaning | undefined>
}

export class YulMeanings {
  readonly #code: YulCode
  readonly #build: Compilation
  readonly #variables = new Map<YulNode | undefined, Variables>()
  readonly #names = new Map<YulNode, readonly string[]>()

  constructor(code: YulCode, build: Compilation) {
    this.#code = code
    this.#build = build
    for (const node of code.nodes) {
      if (node.kind !== 'declaration' && node.kind !== 'assignment') continue
      const variables = this.#of(node.function)
      for (const name of node.variables) push(variables.given, name, node)
    }
  }

  /** What the variable `name` of a function (`undefined`: an object's own code) points to. */
  variable(owner: YulNode | undefined, name: string): Meaning | undefined {
    const { meanings, given } = this.#of(owner)
    if (!meanings.has(name)) meanings.set(name, this.#find(owner, name, given.get(name) ?? []))
    return meanings.get(name)
  }

  /**
   * What `mstore(0x80, …)` stores below the first free byte, where solc keeps variables for which the stack has no room. Their
   * names are gone; what is left is the expression whose value they are.
   */
  spilled({ kind, name, arguments: [place], parent, source }: YulNode): Spilled | undefined {
    if (kind !== 'call' || name !== 'mstore' || place?.kind !== 'literal' || parent) return undefined
    const node = source && this.#build.ast.nodeAt(source)
    if (!node || !isSameRange(node, source)) return { variable: undefined, meaning: undefined }
    const isInitial = node.parent?.one('initialValue') === node
    const variable = onlyDeclaration(node) ?? (isInitial && node.parent ? onlyDeclaration(node.parent) : undefined)
    const meaning = variable && this.#ofDeclaration(variable, false)
    return { variable, meaning: meaning ?? this.#ofValue(node, undefined) }
  }

  /**
   * What the value is that `pop(…)` drops: that of a variable which nobody reads, or of an expression; or what a variable of
   * the code generator gets for a clause of `catch`.
   */
  dropped({ kind, name, source }: YulNode): Meaning | undefined {
    const node = source && this.#build.ast.nodeAt(source)
    if (!node || !source || !isSameRange(node, source)) return undefined
    const isPop = kind === 'call' && name === 'pop'
    if (node.kind === 'TryCatchClause' && (isPop || kind === 'declaration')) return this.#ofClause(node)
    if (!isPop) return undefined
    if (node.kind === 'TryStatement') return this.#ofClause(node.many('clauses')[0])
    const declaration = onlyDeclaration(node)
    if (declaration) return this.#ofDeclaration(declaration, false)
    return node.kind === 'Assignment' ? this.#ofTarget(node) : this.#ofValue(node, undefined)
  }

  /** Whether something other than its declaration gives the variable a value. */
  isAssigned(owner: YulNode | undefined, name: string): boolean {
    return (
      this.#of(owner)
        .given.get(name)
        ?.some(({ kind }) => kind === 'assignment') ?? false
    )
  }

  /** The names that the code generator may have given a generated function; empty for one of the sources. */
  generatedNames(definition: YulNode): readonly string[] {
    let names = this.#names.get(definition)
    if (!names) {
      const isUsers = definition.astId !== undefined || USERS.test(definition.name)
      this.#names.set(definition, (names = isUsers ? NONE : this.#code.names.full(definition.name)))
    }
    return names
  }

  /** The function of the sources, the constructor or the public variable whose arguments a generated function decodes. */
  standsFor(definition: YulNode): AstNode | undefined {
    if (!WRAPPERS.test(definition.name)) return undefined
    const ids = this.#code.names.full(definition.name).map((name) => WRAPPED.exec(name)?.[1])
    return ids.length === 1 && ids[0] !== undefined ? this.#build.ast.byId(Number(ids[0])) : undefined
  }

  /** The object that a generated function returns first. */
  made(definition: YulNode): ReferenceType | undefined {
    return agreed(this.generatedNames(definition).map(madeBy))
  }

  /** The object that a generated function takes first. */
  taken(definition: YulNode): ReferenceType | undefined {
    return agreed(this.generatedNames(definition).map(takenBy))
  }

  #of(owner: YulNode | undefined): Variables {
    let variables = this.#variables.get(owner)
    if (!variables) {
      variables = { given: new Map(), meanings: new Map() }
      this.#variables.set(owner, variables)
    }
    return variables
  }

  #find(owner: YulNode | undefined, name: string, given: readonly YulNode[]): Meaning | undefined {
    if (!name.includes('_mpos')) return undefined
    const full = this.#code.names.full(name)
    if (name.startsWith('var_')) return this.#ofVariable(full, owner, given)
    if (name.startsWith('zero_')) return typed(agreed(full.map(zeroType)))
    return this.#ofExpression(name, full, given)
  }

  #ofVariable(full: readonly string[], owner: YulNode | undefined, given: readonly YulNode[]): Meaning | undefined {
    const candidates = full.flatMap((name) => {
      const declaration = this.#build.ast.byId(Number(/_(\d+)_mpos$/.exec(name)?.[1] ?? -1))
      const meaning = declaration?.kind === 'VariableDeclaration' && this.#ofDeclaration(declaration, false)
      return meaning ? [meaning] : []
    })
    const near = candidates.filter(({ declaration }) => declaration && isDeclaredBy(declaration, owner, given))
    const left = near.length > 0 ? near : candidates
    if (left.length === 1) return left[0]
    return typed(agreed(left.map(({ type }) => type)))
  }

  #ofExpression(name: string, full: readonly string[], given: readonly YulNode[]): Meaning | undefined {
    const nodes = full.flatMap((name) => {
      const [, id, component] = /^expr_(\d+)(?:_component_(\d+))?_mpos$/.exec(name) ?? []
      const node = id === undefined ? undefined : this.#build.ast.byId(Number(id))
      return node ? [{ node, component: component === undefined ? undefined : Number(component) }] : []
    })
    const near = nodes.filter(({ node }) => given.some(({ source }) => source && isSameRange(node, source)))
    const left = near.length > 0 ? near : nodes.length === 1 ? nodes : []
    if (left.length > 0) {
      return sameMeaning(left.map(({ node, component }) => this.#ofValue(node, component)))
    }
    if (name.includes('component')) return undefined
    return sameMeaning(
      given.map(({ source }) => {
        const node = source && this.#build.ast.nodeAt(source)
        if (!node || !isSameRange(node, source)) return undefined
        // `_4_mpos` is what is read there, or an argument that was converted on the way to a call.
        return name.startsWith('expr_')
          ? this.#ofValue(node, undefined)
          : READS.has(node.kind)
            ? typed(this.#memoryType(node))
            : undefined
      }),
    )
  }

  /** The value of an expression, which may be all that a variable gets. */
  #ofValue(node: AstNode, component: number | undefined): Meaning | undefined {
    if (component !== undefined) {
      const type = this.#build.definitions.typeOf(node)
      return type?.kind === 'tuple' ? typed(inMemoryOnly(type.components[component - 1]?.type)) : undefined
    }
    const type = this.#memoryType(node)
    const target = type && this.#targetOf(node)
    // Another type means a conversion in between.
    return target && typeName(target.type) === typeName(type) ? target : typed(type)
  }

  /** The variable that is declared with this expression's value, or that the value is assigned to. */
  #targetOf(node: AstNode): Meaning | undefined {
    const { parent } = node
    if (parent?.kind === 'VariableDeclarationStatement' && parent.one('initialValue') === node) {
      const declaration = onlyDeclaration(parent)
      return declaration && this.#ofDeclaration(declaration, false)
    }
    if (parent?.kind === 'TryStatement' && parent.one('externalCall') === node)
      return this.#ofClause(parent.many('clauses')[0])
    return parent?.kind === 'Assignment' && parent.one('rightHandSide') === node ? this.#ofTarget(parent) : undefined
  }

  /** The only parameter of a clause of `try` or `catch`. */
  #ofClause(clause: AstNode | undefined): Meaning | undefined {
    const parameters = clause?.parameters('parameters') ?? []
    return parameters.length === 1 ? this.#ofDeclaration(parameters[0]!, false) : undefined
  }

  /** The variable that an assignment gives a value. */
  #ofTarget(assignment: AstNode): Meaning | undefined {
    const target = assignment.one('leftHandSide')
    const id = target?.kind === 'Identifier' ? target.number('referencedDeclaration') : undefined
    const declaration = id === undefined ? undefined : this.#build.ast.byId(id)
    return declaration?.kind === 'VariableDeclaration' ? this.#ofDeclaration(declaration, true) : undefined
  }

  #ofDeclaration(declaration: AstNode, isAssigned: boolean): Meaning | undefined {
    const type = this.#memoryType(declaration)
    return type && { type, declaration, isAssigned }
  }

  #memoryType(node: AstNode): ReferenceType | undefined {
    return inMemoryOnly(this.#build.definitions.typeOf(node))
  }
}

/** Functions that stand for something in the sources, or for all of a contract. */
const USERS = /^(?:fun_|constructor_|modifier_|external_|getter_fun_|usr\$)/

const WRAPPERS = /^(?:external_fun_|copy_arguments_for_constructor)/
/** In their full names, the AST id of what they stand for. */
const WRAPPED = /_(\d+)(?:_object_.*)?$/

const READS: ReadonlySet<string> = new Set(['Identifier', 'IndexAccess', 'MemberAccess'])

const NONE: readonly never[] = []

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function typed(type: ReferenceType | undefined): Meaning | undefined {
  return type && { type, declaration: undefined, isAssigned: false }
}

function inMemoryOnly(type: Type | undefined): ReferenceType | undefined {
  return type && isReference(type) && type.location === 'memory' ? type : undefined
}

/** `zero_t_struct$_P_$7_memory_ptr_1_mpos`: the zero value of a type. */
function zeroType(name: string): ReferenceType | undefined {
  const identifier = /^zero_(t_.*)_\d+_mpos$/.exec(name)?.[1]
  return identifier === undefined ? undefined : inMemoryOnly(parseTypeIdentifier(identifier))
}

/** The type that all of them name, if it is one. */
function agreed(types: readonly (ReferenceType | undefined)[]): ReferenceType | undefined {
  const [first] = types
  return first && types.every((type) => type && typeName(type) === typeName(first)) ? first : undefined
}

/** The one meaning of all, or at least the one type. */
function sameMeaning(meanings: readonly (Meaning | undefined)[]): Meaning | undefined {
  const [first] = meanings
  const declaration = first?.declaration
  if (declaration && meanings.every((meaning) => meaning?.declaration === declaration)) return first
  return typed(agreed(meanings.map((meaning) => meaning?.type)))
}

function onlyDeclaration(statement: AstNode): AstNode | undefined {
  const declarations = statement.many('declarations')
  return declarations.length === 1 ? declarations[0] : undefined
}

/** A parameter by its function, a local variable by the statement that declares it. */
function isDeclaredBy(declaration: AstNode, owner: YulNode | undefined, given: readonly YulNode[]): boolean {
  if (given.some(({ source }) => source && contains(source, declaration))) return true
  const definition = declaration.closest(({ kind }) => kind === 'FunctionDefinition' || kind === 'ModifierDefinition')
  return owner?.astId !== undefined && definition?.id === owner.astId
}

function contains(outer: Range, inner: Range): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end
}

function isSameRange(a: Range, b: Range): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end
}

type Range = { readonly file: number; readonly start: number; readonly end: number }
