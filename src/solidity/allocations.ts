/**
 * What one build allocated in a frame, as another build of the same sources can recognise it: by size, place in
 * the sources, address and content.
 *
 * Builds round differently (legacy code leaves the free pointer behind the last byte of `abi.encode`, via-IR at the
 * next word), reserve different amounts before the heap, and hold other addresses in pointers. So sizes are compared
 * rounded, addresses from the first free byte on, and content with pointers blanked out.
 * @module
 */
import { type ByteCount, type ByteOffset, WORD_BYTES, wordAt } from '../base/index.ts'
import type { Comparison } from './alignment.ts'
import type { Heap, Region } from './heap.ts'

/** Words of one allocation that are compared. */
const MAX_COMPARED_WORDS = 64
const NOT_READ = -2
/** Was given back: nobody knows what it held. */
const NO_CONTENT = -1

interface Range {
  readonly start: ByteOffset
  /** Exclusive. */
  readonly end: ByteOffset
}

/** Columns by allocation, because comparing two runs of 100,000 allocations looks at them 100 million times. */
export class Allocations {
  readonly regions: readonly Region[]
  /** Rounded up to words. */
  readonly sizes: Float64Array
  /** Bytes of all before it: rounded, and as they were allocated. The last entry is that of all. */
  readonly before: Float64Array
  readonly exactBefore: Float64Array
  /** From the first free byte on. */
  readonly distances: Float64Array
  /** Its place in the sources; of file -1 without one. */
  readonly files: Int32Array
  readonly placeStarts: Float64Array
  readonly placeEnds: Float64Array
  readonly #heap: Heap
  readonly #memory: Uint8Array
  readonly #contents: Int32Array
  /** Numbers of contents, the same for all that are compared with each other. */
  readonly #numbers: Map<string, number>

  constructor(heap: Heap, memory: Uint8Array, numbers: Map<string, number>) {
    const { allocations } = heap
    const count = allocations.length
    this.regions = allocations
    this.#heap = heap
    this.#memory = memory
    this.#numbers = numbers
    this.#contents = new Int32Array(count).fill(NOT_READ)
    this.sizes = new Float64Array(count)
    this.before = new Float64Array(count + 1)
    this.exactBefore = new Float64Array(count + 1)
    this.distances = new Float64Array(count)
    this.files = new Int32Array(count).fill(-1)
    this.placeStarts = new Float64Array(count)
    this.placeEnds = new Float64Array(count)
    for (const [index, { start, end, site }] of allocations.entries()) {
      const size = rounded(end - start)
      this.sizes[index] = size
      this.before[index + 1] = this.before[index]! + size
      this.exactBefore[index + 1] = this.exactBefore[index]! + end - start
      this.distances[index] = start - (heap.first ?? 0)
      if (!site.range) continue
      this.files[index] = site.range.file
      this.placeStarts[index] = site.range.start
      this.placeEnds[index] = site.range.end
    }
  }

  /** A number that stands for what is left of it, pointers to other regions blanked. */
  content(index: number): number {
    const known = this.#contents[index]!
    if (known !== NOT_READ) return known
    const region = this.regions[index]!
    const text = this.text(region, region)
    const content = text === undefined ? NO_CONTENT : this.#numberOf(text)
    this.#contents[index] = content
    return content
  }

  /** The content of a range of a region, word by word; `undefined` when it was given back. */
  text({ isLive }: Region, range: Range): string | undefined {
    if (!isLive) return undefined
    const words: string[] = []
    this.#read(range, words)
    return words.join(' ')
  }

  #numberOf(text: string): number {
    let number = this.#numbers.get(text)
    if (number === undefined) this.#numbers.set(text, (number = this.#numbers.size))
    return number
  }

  #read({ start, end }: Range, words: string[]): void {
    const last = Math.min(end, this.#memory.length - WORD_BYTES + 1)
    for (let at = start; at < last && words.length < MAX_COMPARED_WORDS; at += WORD_BYTES) {
      // The last word of an unaligned region shares its bytes with the next one.
      const unused = BigInt(8 * Math.max(0, at + WORD_BYTES - end))
      const word = (wordAt(this.#memory, at) >> unused) << unused
      words.push(this.#isPointer(word) ? '*' : word.toString(36))
    }
  }

  #isPointer(word: bigint): boolean {
    if (word < BigInt(this.#heap.first ?? 0) || word >= BigInt(this.#heap.last ?? 0)) return false
    return this.#heap.regionAt(Number(word))?.start === Number(word)
  }
}

function rounded(size: ByteCount): ByteCount {
  return Math.ceil(size / WORD_BYTES) * WORD_BYTES
}

/** What two allocations have in common beside their size makes a match surer. */
const SAME_SIZE = 1
const OTHER_SIZE = 0.3
const SAME_PLACE = 0.5
const NEAR_PLACE = 0.25
const SAME_DISTANCE = 0.3
const SAME_CONTENT = 0.5
/** Both are there still, and hold different things: rare, since both ran the same call from the same state. */
const OTHER_CONTENT = -0.7
/** For each of several that were merged. */
const MERGED_PART = 0.85

/** From this score on, two allocations that stand in another order are the same: their place or content agrees. */
export const SAME_OUT_OF_ORDER = SAME_SIZE + SAME_CONTENT

/** What was seen of a frame. */
interface Observed {
  readonly heap: Heap
  readonly memory: Uint8Array
}

/** Compares the allocations of a twin, on the left, with those of the build that is looked at. */
export class AllocationComparison implements Comparison {
  readonly leftCount: number
  readonly rightCount: number
  readonly #left: Allocations
  readonly #right: Allocations

  constructor(left: Observed, right: Observed) {
    const numbers = new Map<string, number>()
    this.#left = new Allocations(left.heap, left.memory, numbers)
    this.#right = new Allocations(right.heap, right.memory, numbers)
    this.leftCount = this.#left.regions.length
    this.rightCount = this.#right.regions.length
  }

  score(left: number, right: number): number {
    if (this.#left.sizes[left] !== this.#right.sizes[right]) return this.#scoreOfOtherSize(left, right)
    const place = this.#place(left, right) + this.#distance(left, right)
    const content = this.#content(left, right)
    return place > 0 || content > 0 ? SAME_SIZE + place + content : 0
  }

  isCertain(left: number, right: number): boolean {
    return (
      this.#left.sizes[left] === this.#right.sizes[right] &&
      this.#distance(left, right) > 0 &&
      this.#place(left, right) === SAME_PLACE &&
      this.#content(left, right) > 0
    )
  }

  mergedScore(left: number, count: number, right: number): number {
    if (this.#isMergedExactly(left, count, right) === undefined) return 0
    const place = this.#bestPlace(left, count, right) + this.#distance(left, right)
    const content = this.#content(left, right, count)
    return place > 0 || content > 0 ? MERGED_PART * count + place + content : 0
  }

  /** Whether at least two things other than the size say that these are the same. */
  isSure(left: number, count: number, right: number): boolean {
    const agreeing = [
      this.#bestPlace(left, count, right),
      this.#distance(left, right),
      this.#content(left, right, count),
    ].filter((score) => score > 0)
    return agreeing.length >= 2
  }

  /** Where `count` allocations of the twin lie in the one that they became, from its start. */
  offsets(left: number, count: number, right: number): ByteOffset[] {
    const isExact = count > 1 && this.#isMergedExactly(left, count, right) === true
    const before = isExact ? this.#left.exactBefore : this.#left.before
    return Array.from({ length: count }, (_, index) => before[left + index]! - before[left]!)
  }

  /** Whether the sizes add up as they are, or else rounded; `undefined` when they do not. */
  #isMergedExactly(left: number, count: number, right: number): boolean | undefined {
    const { before, exactBefore } = this.#left
    const exact = exactBefore[left + count]! - exactBefore[left]!
    if (exact === this.#right.exactBefore[right + 1]! - this.#right.exactBefore[right]!) return true
    const size = this.#right.sizes[right]!
    if (before[left + count]! - before[left]! === size) return false
    return rounded(exact) === size ? true : undefined
  }

  /** Content that depends on the build itself, such as code that is read into memory, makes another size. */
  #scoreOfOtherSize(left: number, right: number): number {
    if (this.#place(left, right) !== SAME_PLACE) return 0
    const isFirst = this.#left.regions[left]!.site.isFirst && this.#right.regions[right]!.site.isFirst
    return isFirst ? OTHER_SIZE : 0
  }

  #bestPlace(left: number, count: number, right: number): number {
    let best = 0
    for (let index = left; index < left + count; index++) best = Math.max(best, this.#place(index, right))
    return best
  }

  #place(left: number, right: number): number {
    const [a, b] = [this.#left, this.#right]
    if (a.files[left] !== b.files[right] || a.files[left] === -1) return 0
    const before = a.placeStarts[left]! - b.placeStarts[right]!
    const behind = b.placeEnds[right]! - a.placeEnds[left]!
    if (before === 0 && behind === 0) return SAME_PLACE
    // One lies inside the other.
    return before * behind >= 0 ? NEAR_PLACE : 0
  }

  #distance(left: number, right: number): number {
    return this.#left.distances[left] === this.#right.distances[right] ? SAME_DISTANCE : 0
  }

  /** 0 where one of them was given back. */
  #content(left: number, right: number, count = 1): number {
    if (count > 1) return this.#mergedContent(left, count, right)
    const [a, b] = [this.#left.content(left), this.#right.content(right)]
    if (a === NO_CONTENT || b === NO_CONTENT) return 0
    return a === b ? SAME_CONTENT : OTHER_CONTENT
  }

  #mergedContent(left: number, count: number, right: number): number {
    const whole = this.#right.regions[right]!
    const offsets = this.offsets(left, count, right)
    for (const [index, part] of this.#left.regions.slice(left, left + count).entries()) {
      const start = whole.start + offsets[index]!
      const text = this.#left.text(part, part)
      const here = this.#right.text(whole, { start, end: start + part.end - part.start })
      if (text === undefined || here === undefined) return 0
      if (text !== here) return OTHER_CONTENT
    }
    return SAME_CONTENT
  }
}
