/**
 * solc's syntax tree, indexed: nodes by id, by source range, and upwards to what encloses them.
 *
 * The tree arrives as JSON of unknown shape. A node keeps its JSON and answers by field name, so that the
 * rest of the room needs no type per node kind and a foreign or cut tree yields `undefined`, not a crash.
 * Yul nodes inside inline assembly are left out: they have no ids and no types.
 * @module
 */
import { type ByteOffset, isObject, type JsonObject } from '../base/index.ts'

/** A stretch of a source file, in bytes; `end` is exclusive. */
export interface SourceRange {
  /** solc's number of the file; -1 for none. */
  readonly file: number
  /** The first byte. */
  readonly start: ByteOffset
  /** Exclusive. */
  readonly end: ByteOffset
}

export class AstNode implements SourceRange {
  /** solc's number of the node, the same in every build of the same sources; -1 for a node without one. */
  readonly id: number
  /** solc's `nodeType`, such as `FunctionDefinition`. */
  readonly kind: string
  readonly file: number
  readonly start: ByteOffset
  readonly end: ByteOffset
  readonly parent: AstNode | undefined
  readonly children: AstNode[] = []
  readonly #json: JsonObject
  readonly #fields = new Map<string, AstNode | (AstNode | undefined)[]>()

  constructor(json: JsonObject, range: SourceRange, parent: AstNode | undefined) {
    this.#json = json
    this.id = typeof json.id === 'number' ? json.id : -1
    this.kind = String(json.nodeType)
    this.file = range.file
    this.start = range.start
    this.end = range.end
    this.parent = parent
    parent?.children.push(this)
  }

  /** The identifier the node declares; empty for nodes without one. */
  get name(): string {
    return this.text('name') ?? ''
  }

  /** solc's identifier of the type of an expression or declaration; see `parseTypeIdentifier`. */
  get typeIdentifier(): string | undefined {
    const descriptions = this.#json.typeDescriptions
    const identifier = isObject(descriptions) ? descriptions.typeIdentifier : undefined
    return typeof identifier === 'string' ? identifier : undefined
  }

  text(field: string): string | undefined {
    const value = this.#json[field]
    return typeof value === 'string' ? value : undefined
  }

  /** A list of texts, such as the flags of a block of inline assembly. */
  texts(field: string): readonly string[] {
    const value = this.#json[field]
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
  }

  /** A list of numbers, such as the ids of other nodes. */
  numbers(field: string): readonly number[] {
    const value = this.#json[field]
    return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : []
  }

  /** Ids of the declarations that a block of inline assembly mentions. */
  get references(): readonly number[] {
    const references = this.#json.externalReferences
    if (!Array.isArray(references)) return []
    return references.flatMap((reference) => {
      const id = isObject(reference) ? reference.declaration : undefined
      return typeof id === 'number' ? [id] : []
    })
  }

  /** An object of numbers by AST id; `undefined` where there is none. */
  numbersById(field: string): readonly (readonly [number, number])[] | undefined {
    const value = this.#json[field]
    if (!isObject(value)) return undefined
    return Object.entries(value).flatMap(([id, number]) => (typeof number === 'number' ? [[Number(id), number]] : []))
  }

  number(field: string): number | undefined {
    const value = this.#json[field]
    return typeof value === 'number' ? value : undefined
  }

  flag(field: string): boolean {
    return this.#json[field] === true
  }

  one(field: string): AstNode | undefined {
    const value = this.#fields.get(field)
    return Array.isArray(value) ? undefined : value
  }

  /** The nodes in a list; `undefined` where solc writes null, as in `(, bytes memory b) = …`. */
  many(field: string): readonly (AstNode | undefined)[] {
    const value = this.#fields.get(field)
    return Array.isArray(value) ? value : []
  }

  /** The variables in a `ParameterList` field, such as `parameters` or `returnParameters`. */
  parameters(field: string): readonly AstNode[] {
    return (
      this.one(field)
        ?.many('parameters')
        .filter((node) => node !== undefined) ?? []
    )
  }

  /** This node or the nearest one around it for which `accepts` holds. */
  closest(accepts: (node: AstNode) => boolean): AstNode | undefined {
    for (let node: AstNode | undefined = this; node; node = node.parent) if (accepts(node)) return node
    return undefined
  }

  covers(range: SourceRange): boolean {
    return this.file === range.file && this.start <= range.start && range.end <= this.end
  }

  /** The nodes and node lists found directly below this node's JSON; called once, while the tree is built. */
  *unfold(): Generator<{ json: JsonObject; attach: (node: AstNode) => void }> {
    for (const [field, value] of Object.entries(this.#json)) {
      if (Array.isArray(value)) {
        const list: (AstNode | undefined)[] = value.map(() => undefined)
        this.#fields.set(field, list)
        for (const [index, item] of value.entries()) {
          if (isObject(item)) yield { json: item, attach: (node) => void (list[index] = node) }
        }
      } else if (isObject(value)) {
        yield { json: value, attach: (node) => void this.#fields.set(field, node) }
      }
    }
  }
}

export class Ast {
  readonly #byId = new Map<number, AstNode>()
  readonly #roots = new Map<number, AstNode>()

  /** @param units the `ast` of each source, as solc gave it */
  constructor(units: Iterable<unknown>) {
    for (const unit of units) {
      const root = isObject(unit) ? this.#node(unit, undefined) : undefined
      if (!root) continue
      this.#roots.set(root.file, root)
      // A list of work instead of recursion: a long chain of operators nests as deep as it is long.
      const open = [root]
      for (let node = open.pop(); node; node = open.pop()) {
        for (const { json, attach } of node.unfold()) {
          const child = this.#node(json, node)
          if (!child) continue
          attach(child)
          open.push(child)
        }
      }
    }
  }

  byId(id: number): AstNode | undefined {
    return this.#byId.get(id)
  }

  nodes(): Iterable<AstNode> {
    return this.#byId.values()
  }

  /** All nodes of a kind that declare a name. */
  named(kind: string, name: string): AstNode[] {
    return [...this.#byId.values()].filter((node) => node.kind === kind && node.name === name)
  }

  /**
   * The outermost node with exactly this range, else the smallest one around it. An expression that is a whole
   * statement has the range of its `ExpressionStatement`, which says less: then the expression.
   */
  nodeAt(range: SourceRange): AstNode | undefined {
    let node = this.#roots.get(range.file)
    if (!node?.covers(range)) return undefined
    while (node.start !== range.start || node.end !== range.end || node.kind === 'ExpressionStatement') {
      const inner: AstNode | undefined = node.children.find((child) => child.covers(range))
      if (!inner) break
      node = inner
    }
    return node
  }

  #node(json: JsonObject, parent: AstNode | undefined): AstNode | undefined {
    const { nodeType, src } = json
    if (typeof nodeType !== 'string' || typeof src !== 'string' || nodeType.startsWith('Yul')) return undefined
    const range = parseRange(src)
    if (!range) return undefined
    const node = new AstNode(json, range, parent)
    if (node.id >= 0) this.#byId.set(node.id, node)
    return node
  }
}

/** `start:length:file`, as in the AST. */
function parseRange(src: string): SourceRange | undefined {
  const match = /^(\d+):(\d+):(-?\d+)$/.exec(src)
  if (!match) return undefined
  const start = Number(match[1])
  return { start, end: start + Number(match[2]), file: Number(match[3]) }
}
