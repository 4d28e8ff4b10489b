/**
 * Objects and the pointers between them: as a tree of text, or as DOT for Graphviz.
 *
 *    Line line  0xe0
 *    ├ .from  Point  0x120
 *    └ .to    Point p  0x80
 * @module
 */
import type { ByteOffset } from '../base/units.ts'
import type { MapObject, MemoryMap } from '../solidity/index.ts'
import { pointersIn } from './memoryWords.ts'
import type { Messages } from './messages/index.ts'
import { hexOffset } from './number.ts'
import { fitLine, type Line, type Screen, span } from './span.ts'
import { printable } from './width.ts'

/** An object of the map. */
export interface GraphNode {
  /** Its address, which is its name in the graph. */
  readonly offset: ByteOffset
  /** Type and way to it. */
  readonly label: string
}

/** A pointer in an object. */
export interface GraphEdge {
  /** The address of the object that holds it. */
  readonly from: ByteOffset
  /** `.to`, `[3]` */
  readonly way: string
  /** The address that it holds, which need not be an object's. */
  readonly to: ByteOffset
}

/** Which objects point to which. */
export interface ObjectGraph {
  /** By ascending offset. */
  readonly nodes: readonly GraphNode[]
  /** In the order of the nodes that they come from. */
  readonly edges: readonly GraphEdge[]
}

/** The graph of a map's objects: what is no object, but pointed to, has no node. */
export function objectGraph({ objects }: MemoryMap): ObjectGraph {
  return {
    nodes: objects.map((object) => ({ offset: object.offset, label: labelOf(object) })),
    edges: objects.flatMap(({ offset, value }) => pointersIn(value).map(({ way, to }) => ({ from: offset, way, to }))),
  }
}

function labelOf({ type, path }: MapObject): string {
  return [type ?? '?', path ?? ''].join(' ').trim()
}

/** Lines of a tree; an object that stands above itself is named and not entered again. */
const MOST_LINES = 500
const MOST_DEPTH = 32

/**
 * The graph as a tree from the objects that nothing points to; a circle ends where it closes.
 * @param width lines are cut to so many columns
 */
export function objectGraphScreen(graph: ObjectGraph, { map, memory }: Messages, width?: number): Screen {
  const byOffset = new Map(graph.nodes.map((node) => [node.offset, node]))
  const pointed = new Set(graph.edges.map(({ to }) => to))
  const roots = graph.nodes.filter(({ offset }) => !pointed.has(offset))
  const lines: Line[] = []
  const shown = new Set<ByteOffset>()
  const add = (offset: ByteOffset, own: string, below: string, way: string, above: readonly ByteOffset[]) => {
    if (lines.length >= MOST_LINES) return
    const node = byOffset.get(offset)
    const label = node?.label ?? (offset === 0x60 ? memory.zeroSlot : memory.unknown)
    const isAgain = above.includes(offset)
    lines.push([
      span(own, 'dim'),
      span(way === '' ? '' : `${printable(way)}  `),
      span(printable(label), 'strong'),
      span(`  ${hexOffset(offset)}${isAgain ? `  ${map.cycle}` : ''}`, 'dim'),
    ])
    shown.add(offset)
    if (isAgain || above.length >= MOST_DEPTH) return
    const edges = graph.edges.filter(({ from }) => from === offset)
    for (const [index, edge] of edges.entries()) {
      const isLast = index === edges.length - 1
      add(edge.to, `${below}${isLast ? '└ ' : '├ '}`, `${below}${isLast ? '  ' : '│ '}`, edge.way, [...above, offset])
    }
  }
  for (const { offset } of roots) add(offset, ' ', ' ', '', [])
  // Objects that only point at each other.
  for (const { offset } of graph.nodes) if (!shown.has(offset)) add(offset, ' ', ' ', '', [])
  if (lines.length >= MOST_LINES) lines.push([span(' …', 'dim')])
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}

/** A digraph that Graphviz reads. */
export function objectGraphDot({ nodes, edges }: ObjectGraph): string {
  const escaped = (text: string) => printable(text).replace(/["\\]/g, '\\$&')
  const quoted = (...lines: readonly string[]) => `"${lines.map(escaped).join('\\n')}"`
  const known = new Set(nodes.map(({ offset }) => offset))
  const others = [...new Set(edges.map(({ to }) => to))].filter((to) => !known.has(to))
  return [
    'digraph memory {',
    '  rankdir=LR',
    '  node [shape=box, fontname="monospace"]',
    ...nodes.map(({ offset, label }) => `  m${offset.toString(16)} [label=${quoted(label, hexOffset(offset))}]`),
    ...others.map((offset) => `  m${offset.toString(16)} [label=${quoted(hexOffset(offset))}, style=dashed]`),
    ...edges.map(({ from, way, to }) => `  m${from.toString(16)} -> m${to.toString(16)} [label=${quoted(way)}]`),
    '}',
    '',
  ].join('\n')
}
