/**
 * How many bytes each `PUSH @label` needs.
 *
 * The width of a push depends on its label's address, and addresses depend on widths. Every push starts
 * as narrow as can be and is widened only when its label has moved out of its reach, so the end is the
 * smallest layout there is. Widening only moves labels up:
 *
 *   labels in source order     a    b    c    d
 *   address                    3   90  255  260        reach of one byte: [0, 256)
 *                                     ▲    └ 256 or more: pushes of d take two bytes,
 *                                     └ … which may move c, and only c, over the edge next
 *
 * Addresses ascend in source order, so behind each edge is a suffix of the labels, and one cursor per
 * edge says where it begins. Cursors only go down: the whole takes O((labels + pushes) · log pushes),
 * where the usual "repeat until nothing changes" takes hours on a source made for it.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'

/** A label, as a layout sees it. Labels are given in source order. */
export interface LaidLabel {
  /** Its address while all pushes have the least width. */
  readonly address: ByteOffset
  /** Pushes of free width that stand before it. */
  readonly pushesBefore: number
}

/** The least address that `width` bytes cannot hold; no byte (PUSH0) holds 0. */
export function addressLimit(width: ByteCount): number {
  return 256 ** width
}

/**
 * The width of each push of free width, in source order; at most 4, since no string holds 4 GiB of code.
 * @param targets for each push the index of its label in `labels`
 * @param leastWidth 0 where PUSH0 exists, else 1
 */
export function pushWidths(
  labels: readonly LaidLabel[],
  targets: readonly number[],
  leastWidth: ByteCount,
): Uint8Array<ArrayBuffer> {
  const widths = new Uint8Array(targets.length).fill(leastWidth)
  const added = new PrefixSums(targets.length)
  const pushesOf: number[][] = labels.map(() => [])
  for (const [push, label] of targets.entries()) pushesOf[label].push(push)

  const edges = [0, 1, 2, 3]
    .filter((width) => width >= leastWidth)
    .map((width) => ({ limit: addressLimit(width), cursor: labels.length }))
  for (let moved = true; moved; ) {
    moved = false
    for (const edge of edges) {
      while (edge.cursor > 0) {
        const label = edge.cursor - 1
        if (labels[label].address + added.before(labels[label].pushesBefore) < edge.limit) break
        for (const push of pushesOf[label]) {
          widths[push]++
          added.increment(push)
        }
        edge.cursor = label
        moved = true
      }
    }
  }
  return widths
}

/** Counters in a row, with the sum of any first n of them in O(log n): a Fenwick tree. */
class PrefixSums {
  readonly #tree: Uint32Array<ArrayBuffer>

  constructor(length: number) {
    this.#tree = new Uint32Array(length + 1)
  }

  increment(index: number): void {
    for (let node = index + 1; node < this.#tree.length; node += node & -node) this.#tree[node]++
  }

  /** The sum of counters `[0, end)`. */
  before(end: number): number {
    let sum = 0
    for (let node = end; node > 0; node -= node & -node) sum += this.#tree[node]
    return sum
  }
}
