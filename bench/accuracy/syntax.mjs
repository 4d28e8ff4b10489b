// solc's syntax tree as it prints it: walking it, and where its nodes stand. Reads nothing of memlane's.

/**
 * A node as solc wrote it; which fields it has depends on `nodeType` and the compiler.
 * @typedef {{ nodeType: string, id: number, src: string, [field: string]: any }} Node
 */

/** @param {unknown} value @returns {value is Node} */
function isNode(value) {
  return typeof value === 'object' && value !== null && 'nodeType' in value
}

/**
 * Calls `visit` for `node` and all below it, parents first; `parents` lists those above, the nearest last.
 * @param {Node} node
 * @param {(node: Node, parents: readonly Node[]) => void} visit
 * @param {Node[]} [parents]
 */
export function visitNodes(node, visit, parents = []) {
  visit(node, parents)
  parents.push(node)
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visitNodes(child, visit, parents)
  parents.pop()
}

/** `[start, end)` in bytes of its file. @param {Node} node @returns {{ start: number, end: number }} */
export function rangeOf({ src }) {
  const [start, length] = src.split(':').map(Number)
  return { start: start ?? 0, end: (start ?? 0) + (length ?? 0) }
}

/** What solc says of an expression's or a variable's type: `t_array$_t_uint256_$dyn_memory_ptr`. @param {Node | null | undefined} node @returns {string} */
export function typeIdentifier(node) {
  return node?.typeDescriptions?.typeIdentifier ?? ''
}

/** Without the parentheses around it. @param {Node} expression @returns {Node} */
export function bare(expression) {
  const isWrapped =
    expression.nodeType === 'TupleExpression' && !expression.isInlineArray && expression.components.length === 1
  return isWrapped ? bare(expression.components[0]) : expression
}
