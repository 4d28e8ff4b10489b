/**
 * Copies, `let x := y` and `x := y`, which make no code: when they take place.
 *
 * A copy binds once, when control passes it: what `y` gets later, `x` does not have. As no instruction tells of it, the
 * instructions before and behind it do: what runs in a function moves from statement to statement, and the copies on the
 * way have taken place.
 *
 *   let expr := allocate()      ← point                  from block to block inwards and outwards; a point that lies
 *   x := expr                   } passed                 before the last one is another round of a loop
 *   switch f
 *   case 0 { y := x }             not on the way
 *   default { pop(z) y := z }   ← point, in a block
 * @module
 */
import type { YulNode } from './node.ts'

/** Where a function has come to: just before a statement, in a block. */
export interface Point {
  /** In characters of the text. */
  readonly at: number
  /** The innermost one; `undefined` where the function begins. */
  readonly block: YulNode | undefined
}

/** One statement `to := from`. */
export interface Copy {
  readonly from: string
  readonly to: string
  readonly isDeclaration: boolean
  readonly at: number
  readonly block: YulNode | undefined
}

/** What one function passes, in the order of the text. */
interface Course {
  readonly copies: Copy[]
  /** Where `break`, `continue` and `leave` stand. */
  readonly exits: number[]
}

const EXITS: ReadonlySet<string> = new Set(['break', 'continue', 'leave'])

export class Copies {
  readonly #courses = new Map<YulNode | undefined, Course>()

  constructor(nodes: readonly YulNode[]) {
    for (const node of nodes) {
      if (node.kind === 'statement' && EXITS.has(node.name)) this.#of(node.function).exits.push(node.start)
      if (node.kind !== 'declaration' && node.kind !== 'assignment') continue
      const { value, variables, start, block } = node
      if (value?.kind !== 'identifier') continue
      const isDeclaration = node.kind === 'declaration'
      this.#of(node.function).copies.push({ from: value.name, to: variables[0]!, isDeclaration, at: start, block })
    }
  }

  /** Those that take place while a function goes from one point to another, in order. */
  between(owner: YulNode | undefined, from: Point, to: Point): readonly Copy[] {
    const { copies, exits } = this.#of(owner)
    if (copies.length === 0) return NONE
    const inner = chain(from.block)
    const outer = chain(to.block)
    if (to.at >= from.at) {
      // Out of a loop's body forwards: by `break`.
      const broken = new Set(upTo(inner, (block) => block.name === 'body' && !outer.has(block)))
      return part(copies, from.at, to.at).filter(
        ({ block }) => !block || outer.has(block) || (inner.has(block) && !broken.has(block)),
      )
    }
    const isRound = (block: YulNode | undefined) => block?.name === 'body' && inner.has(block) && outer.has(block)
    const rest = part(copies, from.at, exitBehind(exits, from.at)).filter(
      ({ block }) => block && inner.has(block) && (!outer.has(block) || isRound(block)),
    )
    const again = part(copies, 0, to.at).filter(
      ({ block }) => block && outer.has(block) && (!inner.has(block) || isRound(block)),
    )
    return [...rest, ...again]
  }

  /** Those between a point and the function's end. */
  rest(owner: YulNode | undefined, from: Point): readonly Copy[] {
    const { copies, exits } = this.#of(owner)
    if (copies.length === 0) return NONE
    const inner = chain(from.block)
    return part(copies, from.at, exitBehind(exits, from.at)).filter(({ block }) => !block || inner.has(block))
  }

  #of(owner: YulNode | undefined): Course {
    let course = this.#courses.get(owner)
    if (!course) this.#courses.set(owner, (course = { copies: [], exits: [] }))
    return course
  }
}

const NONE: readonly Copy[] = []

/** A block and those around it, the innermost first. */
function chain(innermost: YulNode | undefined): ReadonlySet<YulNode> {
  const blocks = new Set<YulNode>()
  for (let block = innermost; block; block = block.block) blocks.add(block)
  return blocks
}

/** From the innermost block to the outermost for which `isEnd` holds; none if it holds for none. */
function upTo(blocks: ReadonlySet<YulNode>, isEnd: (block: YulNode) => boolean): readonly YulNode[] {
  const list = [...blocks]
  return list.slice(0, list.findLastIndex(isEnd) + 1)
}

/** Where the function may have gone elsewhere. */
function exitBehind(exits: readonly number[], at: number): number {
  return exits.find((exit) => exit >= at) ?? Number.POSITIVE_INFINITY
}

/** The copies in `[start, end)` of the text. */
function part(copies: readonly Copy[], start: number, end: number): readonly Copy[] {
  const first = lowest(copies, start)
  return copies.slice(first, lowest(copies, end))
}

function lowest(copies: readonly Copy[], at: number): number {
  let low = 0
  for (let high = copies.length; low < high; ) {
    const middle = (low + high) >> 1
    if (copies[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}
