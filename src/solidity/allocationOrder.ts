/**
 * How often a part of the sources has allocated while it is being executed: an array's elements come behind the array, an
 * encoding behind the arrays that are its arguments.
 * @module
 */
import type { AstNode } from './ast.ts'

interface Allocating {
  readonly node: AstNode
  /** The call it runs in. */
  readonly activation: object
  count: number
}

/** Parts inside parts that are kept. */
const MAX_DEPTH = 64

export class AllocationOrder {
  /** Those that are being executed and have allocated, the innermost last. */
  readonly #open: Allocating[] = []

  /** The call has come to `node`: what does not cover it has ended. */
  reach(node: AstNode, activation: object): void {
    for (let last = this.#open.at(-1); last?.activation === activation; last = this.#open.at(-1)) {
      if (last.node.covers(node)) return
      this.#open.pop()
    }
  }

  /** Counts an allocation of `node`, and says how many came before it. */
  next(node: AstNode, activation: object): number {
    const known = this.#open.findLast((one) => one.node === node && one.activation === activation)
    if (known) return known.count++
    if (this.#open.length >= MAX_DEPTH) this.#open.shift()
    this.#open.push({ node, activation, count: 1 })
    return 0
  }
}

/**
 * Arrays such as `[1, 2]` that code without the IR pipeline allocates in the name of the expression around them, in the
 * order in which it does: outer ones before inner ones.
 */
export function inlineArrays(node: AstNode): readonly AstNode[] {
  const arrays: AstNode[] = []
  const open = [...childrenInOrder(node)].reverse()
  for (let child = open.pop(); child; child = open.pop()) {
    if (child.kind !== 'TupleExpression') continue
    if (child.flag('isInlineArray')) arrays.push(child)
    open.push(...childrenInOrder(child).reverse())
  }
  return arrays
}

function childrenInOrder({ children }: AstNode): AstNode[] {
  return [...children].sort((a, b) => a.start - b.start)
}
