// Makes programs tell where their variables point. Behind every declaration and assignment of a local variable that holds
// an address in memory, and at the start of functions for parameters, goes
//
//   assembly { if eq(0xc0ffee5eed000001, v) { invalid() } }
//
// with a number of its own. It is never true, allocates nothing, touches no memory and survives the optimizer; whoever
// watches the run sees an EQ, or what the optimizer makes of it, with that number and the address. Names and types come
// from solc's syntax tree. `invalid` and not `revert`, since solc takes inline assembly that reads memory for one that may
// not be moved away from memory, and then compiles via-IR code otherwise.
import { bare, rangeOf, typeIdentifier, visitNodes } from './syntax.mjs'

/** @typedef {import('./syntax.mjs').Node} Node */

/** @typedef {'enters' | 'begins' | 'goes on'} Life a parameter's life begins when its function is entered, before that of return variables */

/**
 * One place where a variable tells its address.
 * @typedef {{
 *   variable: Node,
 *   life: Life,
 *   fresh: 'no' | 'itself' | 'whole' | 'raw',
 *   place: { file: string, first: number, last: number },
 *   owner: string,
 * }} Marker
 *   fresh: whether this statement surely allocated the object, and all that it leads to; raw: inline assembly gave the variable
 *     its value, which need not be the address of an object
 *   place: the lines, counted from 1, of the statement, or of the function's header
 *   owner: the lines of the function, `file:first-last`
 */

/** @typedef {{ sources: Record<string, { content: string }>, markers: Marker[], blind: Set<number>, owners: Map<number, string> }} Instrumented owners: by nodes inside of functions */

const FIRST_MARK = 0xc0ffee5eed000001n
/** The optimizer turns `C == v - 32` into `C + 32 == v`: numbers so far apart that it stays clear which one was meant. */
const APART = 0x10000n

/** @param {number} index of the marker */
function markOf(index) {
  return FIRST_MARK + BigInt(index) * APART
}

/**
 * Which marker compares two words, and with which address.
 * @param {bigint} a @param {bigint} b @param {readonly Marker[]} markers
 * @returns {{ marker: Marker, address: number } | undefined}
 */
export function sightingOf(a, b, markers) {
  for (const [mark, word] of [
    [a, b],
    [b, a],
  ]) {
    if (mark === undefined || word === undefined || mark < FIRST_MARK - APART) continue
    const index = Number((mark - FIRST_MARK + APART / 2n) / APART)
    const marker = markers[index]
    const address = word - (mark - markOf(index))
    if (marker && address >= 0n && address < 0x1_0000_0000n) return { marker, address: Number(address) }
  }
  return undefined
}

/** Names of Yul, which inline assembly takes for itself. */
const YUL_NAMES = new Set(
  `address addmod add and balance basefee blobbasefee blobhash blockhash byte callcode calldatacopy calldataload calldatasize call
caller callvalue chainid codecopy codesize coinbase create create2 delegatecall difficulty div eq exp extcodecopy extcodehash
extcodesize gas gaslimit gasprice gt invalid iszero keccak256 log0 log1 log2 log3 log4 lt mcopy mload mod msize mstore mstore8 mul
mulmod not number or origin pc pop prevrandao return returndatacopy returndatasize revert sar sdiv selfbalance selfdestruct sgt shl
shr signextend slt smod sload sstore staticcall stop sub timestamp tload tstore xor byte clz let leave hex`.split(
    /\s+/,
  ),
)

/**
 * @param {Record<string, { content: string }>} sources
 * @param {Record<string, { ast?: unknown }>} trees by file, as solc printed them for just these sources
 * @param {ReadonlySet<string>} [without] owners whose markers do not fit onto the stack
 * @returns {Instrumented} `blind`: variables that also change where no marker can stand
 */
export function instrument(sources, trees, without = new Set()) {
  const calledInside = namesCalledInside(trees)
  /** @type {Marker[]} */
  const markers = []
  /** @type {Set<number>} */
  const blind = new Set()
  /** @type {Map<number, string>} */
  const owners = new Map()
  const instrumented = Object.entries(sources).map(([file, { content }]) => {
    const tree = /** @type {Node | undefined} */ (trees[file]?.ast)
    if (!tree) return [file, { content }]
    const text = Buffer.from(content)
    const into = new Insertions(file, text, markers, without)
    new Marking(into, blind, owners, calledInside).markAll(tree)
    return [file, { content: into.apply() }]
  })
  return { sources: Object.fromEntries(instrumented), markers, blind, owners }
}

/** Functions that are called, or taken the address of, inside the contract: their parameters come from anywhere. @param {Record<string, { ast?: unknown }>} trees */
function namesCalledInside(trees) {
  /** @type {Set<string>} */
  const names = new Set()
  for (const { ast } of Object.values(trees))
    visitNodes(/** @type {Node} */ (ast), (node) => {
      if (typeIdentifier(node).startsWith('t_function_internal')) names.add(node.name ?? node.memberName)
    })
  return names
}

/** Text that goes into one file. */
class Insertions {
  /** @type {{ at: number, text: string }[]} */
  #list = []
  #lines
  /** @param {string} file @param {Buffer} text @param {Marker[]} markers @param {ReadonlySet<string>} without */
  constructor(file, text, markers, without) {
    this.file = file
    this.text = text
    this.markers = markers
    this.without = without
    this.#lines = [0]
    for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) this.#lines.push(at + 1)
  }

  /** @param {number} at */
  line(at) {
    let line = 0
    while (line < this.#lines.length && (this.#lines[line] ?? 0) <= at) line++
    return line
  }

  /** @param {number} at @param {string} text */
  put(at, text) {
    this.#list.push({ at, text })
  }

  /** Of equal places, in the order in which they were put. */
  apply() {
    const parts = []
    let end = 0
    for (const { at, text } of this.#list.sort((a, b) => a.at - b.at)) {
      parts.push(this.text.subarray(end, at), Buffer.from(text))
      end = at
    }
    return Buffer.concat([...parts, this.text.subarray(end)]).toString()
  }
}

/** Puts markers into one file. */
class Marking {
  #into
  #blind
  #owners
  #calledInside
  #owner = ''
  /** @type {Map<number, Node>} */
  #variables = new Map()

  /** @param {Insertions} into @param {Set<number>} blind @param {Map<number, string>} owners @param {ReadonlySet<string>} calledInside */
  constructor(into, blind, owners, calledInside) {
    this.#into = into
    this.#blind = blind
    this.#owners = owners
    this.#calledInside = calledInside
  }

  /** @param {Node} tree */
  markAll(tree) {
    visitNodes(tree, (node) => {
      if (node.nodeType === 'VariableDeclaration' && isHolder(node)) this.#variables.set(node.id, node)
    })
    visitNodes(tree, (node, parents) => this.#visit(node, parents))
  }

  /** @param {Node} node @param {readonly Node[]} parents */
  #visit(node, parents) {
    const parent = parents.at(-1)
    if (node.nodeType === 'FunctionDefinition' || node.nodeType === 'ModifierDefinition') {
      const { start, end } = rangeOf(node)
      this.#owner = `${this.#into.file}:${this.#into.line(start)}-${this.#into.line(end - 1)}`
      this.#enter(node)
    }
    if (this.#owner !== '') this.#owners.set(node.id, this.#owner)
    if (node.nodeType === 'TryCatchClause' && node.parameters && parent) {
      const { start } = rangeOf(node.block)
      const header = { start: rangeOf(parent).start, end: start }
      this.#mark(start + 1, node.parameters.parameters, 'begins', 'whole', header)
    }
    if (node.nodeType === 'VariableDeclarationStatement') this.#declaration(node, parent)
    if (node.nodeType === 'InlineAssembly') this.#assembly(node, parent)
    if (node.nodeType === 'Assignment') this.#assignment(node, targets(node.leftHandSide), node.rightHandSide, parents)
    if (node.nodeType === 'UnaryOperation' && node.operator === 'delete')
      this.#assignment(node, targets(node.subExpression), undefined, parents)
    // `return x` gives a named return variable a value behind which nothing can stand.
    if (node.nodeType === 'Return' && node.expression)
      for (const { id } of parents.findLast(({ nodeType }) => nodeType === 'FunctionDefinition')?.returnParameters
        .parameters ?? [])
        this.#blind.add(id)
  }

  /** Parameters and return variables. @param {Node} callable */
  #enter(callable) {
    if (!callable.body) return
    const { start } = rangeOf(callable.body)
    const header = { start: rangeOf(callable).start, end: start }
    const isEntry =
      callable.nodeType === 'FunctionDefinition' &&
      callable.kind === 'function' &&
      (callable.visibility === 'external' ||
        (callable.visibility === 'public' && !this.#calledInside.has(callable.name)))
    this.#mark(start + 1, callable.parameters?.parameters ?? [], 'enters', isEntry ? 'whole' : 'no', header)
    this.#mark(start + 1, callable.returnParameters?.parameters ?? [], 'begins', 'whole', header)
  }

  /** @param {Node} statement @param {Node | undefined} parent */
  #declaration(statement, parent) {
    const declared = statement.declarations.filter(Boolean)
    const fresh = statement.initialValue ? freshness(statement.initialValue) : 'whole'
    if (isBlock(parent)) return this.#mark(this.#behind(statement), declared, 'begins', fresh, statement)
    // Of a loop's head: told at the start of each round, where the declaration is one of its own.
    if (parent?.nodeType === 'ForStatement' && isBlock(parent.body))
      this.#mark(rangeOf(parent.body).start + 1, declared, 'goes on', 'no', statement)
    else for (const { id } of declared) this.#blind.add(id)
  }

  /** @param {Node} node @param {Node[]} left @param {Node | undefined} right @param {readonly Node[]} parents */
  #assignment(node, left, right, parents) {
    const variables = left.map(({ referencedDeclaration }) => this.#variables.get(referencedDeclaration))
    const assigned = variables.filter((variable) => variable !== undefined)
    if (assigned.length === 0) return
    const [outer, statement] = [parents.at(-2), parents.at(-1)]
    const fresh = right === undefined ? 'whole' : freshness(right)
    if (
      statement?.nodeType !== 'ExpressionStatement' ||
      (outer?.nodeType === 'ForStatement' && outer.body !== statement)
    )
      for (const { id } of assigned) this.#blind.add(id)
    else this.#markInside(statement, outer, this.#behind(statement), assigned, fresh, node)
  }

  /** @param {Node} node @param {Node | undefined} parent */
  #assembly(node, parent) {
    if (!node.AST) return this.#blindAll(node)
    /** @type {Set<string>} */
    const assigned = new Set()
    visitNodes(node.AST, ({ nodeType, variableNames }) => {
      if (nodeType === 'YulAssignment') for (const { src } of variableNames) assigned.add(place(src))
    })
    const ids = new Set(
      node.externalReferences
        .filter((/** @type {Node} */ { src }) => assigned.has(place(src)))
        .map((/** @type {Node} */ { declaration }) => declaration),
    )
    const variables = [...ids].map((id) => this.#variables.get(id)).filter((variable) => variable !== undefined)
    if (variables.length > 0) this.#markInside(node, parent, rangeOf(node).end, variables, 'raw', node)
  }

  /** @param {Node} node */
  #blindAll(node) {
    for (const { declaration } of node.externalReferences ?? []) this.#blind.add(declaration)
  }

  /** A statement that has no block around it gets one. @param {Node} statement @param {Node | undefined} parent @param {number} end @param {Node[]} variables @param {Marker['fresh']} fresh @param {Node} place */
  #markInside(statement, parent, end, variables, fresh, place) {
    if (!isBlock(parent)) this.#into.put(rangeOf(statement).start, '{ ')
    this.#mark(end, variables, 'goes on', fresh, place)
    if (!isBlock(parent)) this.#into.put(end, ' }')
  }

  /** @param {number} at @param {Node[]} variables @param {Life} life @param {Marker['fresh']} fresh @param {Node | { start: number, end: number }} place */
  #mark(at, variables, life, fresh, place) {
    const range = 'src' in place ? rangeOf(place) : place
    const lines = { first: this.#into.line(range.start), last: this.#into.line(range.end - 1) }
    for (const variable of variables) {
      if (!this.#variables.has(variable.id)) continue
      if (this.#into.without.has(this.#owner)) {
        this.#blind.add(variable.id)
        continue
      }
      const { markers, file } = this.#into
      const mark = markOf(markers.length)
      markers.push({ variable, life, fresh, place: { file, ...lines }, owner: this.#owner })
      this.#into.put(at, ` assembly { if eq(0x${mark.toString(16)}, ${variable.name}) { invalid() } } `)
    }
  }

  /** Behind the semicolon, which solc does not count to a statement. @param {Node} statement */
  #behind(statement) {
    return this.#into.text.indexOf(';', rangeOf(statement).end) + 1
  }
}

/** A local variable that holds an address in memory and can be named in inline assembly. @param {Node} variable */
function isHolder(variable) {
  return (
    !variable.stateVariable &&
    variable.name !== '' &&
    !YUL_NAMES.has(variable.name) &&
    /_memory_ptr$/.test(typeIdentifier(variable))
  )
}

/** @param {Node | undefined} node */
function isBlock(node) {
  return node?.nodeType === 'Block' || node?.nodeType === 'UncheckedBlock'
}

/** Without the file's number. @param {string} src */
function place(src) {
  return src.split(':').slice(0, 2).join(':')
}

/** Variables that an assignment gives a value. @param {Node | null} left @returns {Node[]} */
function targets(left) {
  if (left?.nodeType === 'TupleExpression') return left.components.flatMap(targets)
  return left?.nodeType === 'Identifier' ? [left] : []
}

/** What surely makes a new object, by the language's rules. @param {Node} expression @returns {Marker['fresh']} */
function freshness(expression) {
  const value = bare(expression)
  const type = typeIdentifier(value)
  if (value.nodeType === 'TupleExpression') return value.isInlineArray ? 'itself' : 'no'
  // Copies, with all that they lead to.
  if (/_(storage|storage_ptr|calldata|calldata_ptr)$/.test(type)) return 'whole'
  if (type.startsWith('t_stringliteral')) return 'itself'
  if (value.nodeType !== 'FunctionCall') return 'no'
  if (value.kind === 'structConstructorCall') return 'itself'
  if (value.kind !== 'functionCall') return 'no'
  const called = bare(value.expression)
  if (called.nodeType === 'NewExpression') return 'whole'
  const callee = typeIdentifier(called)
  if (/^t_function_(abiencode|bytesconcat|stringconcat)/.test(callee)) return 'itself'
  return /^t_function_(abidecode|external|delegatecall|bare)/.test(callee) ? 'whole' : 'no'
}
