// Memory bugs put into the inline assembly of a library: its syntax tree says where.

/** @typedef {{ kind: string, file: string, start: number, end: number, text: string, blockStart: number, blockEnd: number }} Mutation bytes of a file, and what stands there instead */
/** @typedef {{ nodeType: string, src: string, name?: string, value?: string, kind?: string, functionName?: { name: string }, arguments?: Yul[], statements?: Yul[], body?: Yul, condition?: Yul, expression?: Yul }} Yul */

/** Lengths of copies, by their operand; the two before are target and source. @type {Readonly<Record<string, number>>} */
const COPIES = { mcopy: 2, calldatacopy: 2, returndatacopy: 2, codecopy: 2 }
const WORD = 0x20n

/** Where the assembly of a file stands, in bytes of it. @param {unknown} tree @returns {[start: number, end: number][]} */
export function blocksOf(tree) {
  return [...blocksIn(tree)].map(rangeOf)
}

/** All mutations of a file. @param {string} file @param {string} source @param {unknown} tree */
export function mutationsOf(file, source, tree) {
  const bytes = Buffer.from(source)
  /** @type {Mutation[]} */
  const all = []
  for (const block of blocksIn(tree)) {
    const [blockStart, blockEnd] = rangeOf(block)
    /** @type {(kind: string, node: Yul, text: string) => void} */
    const add = (kind, node, text) => {
      const [start, end] = rangeOf(node)
      all.push({ kind, file, start, end, text, blockStart, blockEnd })
    }
    const text = (/** @type {Yul} */ node) => bytes.subarray(...rangeOf(node)).toString()
    for (const node of yulIn(block)) mutate(node, text, add)
  }
  return all
}

/** @param {Yul} node @param {(node: Yul) => string} text @param {(kind: string, node: Yul, text: string) => void} add */
function mutate(node, text, add) {
  if (node.nodeType === 'YulForLoop' && node.condition) oneMore(node.condition, text, add)
  if (node.nodeType === 'YulIf' && node.condition && /\bbreak\b/.test(text(node)) && text(node).length < 60)
    oneMore(node.condition, text, add, true)
  if (node.nodeType !== 'YulExpressionStatement' || !node.expression) return
  const call = node.expression
  const [first, second, third] = call.arguments ?? []
  const name = call.functionName?.name ?? ''
  if (name in COPIES && first && second && third) {
    add('wrong length', third, `add(${text(third)}, 0x20)`)
    if (name === 'mcopy')
      add('source and target swapped', node, `mcopy(${text(second)}, ${text(first)}, ${text(third)})`)
  }
  if (name !== 'mstore' || !first || !second) return
  if (number(first) === 0x40n) {
    if (second.nodeType === 'YulFunctionCall') {
      add('free pointer not raised', node, 'pop(0)')
      add('free pointer raised too little', second, `sub(${text(second)}, 0x20)`)
    }
    return
  }
  // Scratch space is anybody's.
  if (number(first) !== undefined) return
  if (number(second) === 0n) add('missing cleanup', node, 'pop(0)')
  add('a word too far', first, `add(${text(first)}, 0x20)`)
  add('a word too early', first, `sub(${text(first)}, 0x20)`)
  if (second.functionName?.name === 'mload' && second.arguments?.[0])
    add('source and target swapped', node, `mstore(${text(second.arguments[0])}, mload(${text(first)}))`)
  if (
    first.nodeType === 'YulIdentifier' &&
    second.nodeType === 'YulFunctionCall' &&
    ['sub', 'shr'].includes(second.functionName?.name ?? '')
  )
    add('wrong length', second, `add(${text(second)}, 0x20)`)
}

/** @param {Yul} condition @param {(node: Yul) => string} text @param {(kind: string, node: Yul, text: string) => void} add */
function oneMore(condition, text, add, isEnd = false) {
  const inner = isEnd && condition.functionName?.name === 'iszero' ? condition.arguments?.[0] : condition
  const [a, b] = inner?.arguments ?? []
  if (!inner || !a || !b || (isEnd && inner === condition)) return
  if (inner.functionName?.name === 'lt') add('a loop one round too long', inner, `iszero(gt(${text(a)}, ${text(b)}))`)
  if (inner.functionName?.name === 'gt') add('a loop one round too long', inner, `iszero(lt(${text(a)}, ${text(b)}))`)
}

/** @param {Yul} node */
function number(node) {
  if (node.nodeType !== 'YulLiteral' || node.kind !== 'number') return undefined
  const value = BigInt(node.value ?? '0')
  return value > WORD ** 8n ? undefined : value
}

/** @param {{ src: string }} node @returns {[start: number, end: number]} */
function rangeOf({ src }) {
  const [start = 0, length = 0] = src.split(':').map(Number)
  return [start, start + length]
}

/** Roots of the assembly in a tree. @param {unknown} tree @returns {Generator<Yul>} */
function* blocksIn(tree) {
  if (typeof tree !== 'object' || tree === null) return
  if ('nodeType' in tree && tree.nodeType === 'InlineAssembly' && 'AST' in tree) yield/** @type {Yul} */ (tree.AST)
  else for (const value of Object.values(tree)) yield* blocksIn(value)
}

/** @param {unknown} tree @returns {Generator<Yul>} */
function* yulIn(tree) {
  if (typeof tree !== 'object' || tree === null) return
  if ('nodeType' in tree) yield/** @type {Yul} */ (tree)
  for (const value of Object.values(tree)) yield* yulIn(value)
}

/** A source with a mutation in it. @param {string} source @param {Mutation} mutation */
export function mutated(source, { start, end, text }) {
  const bytes = Buffer.from(source)
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(text), bytes.subarray(end)]).toString()
}
