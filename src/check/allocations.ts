/**
 * Allocations of a frame, as its free memory pointer shows them.
 *
 *   pointer   0x80 ─▶ 0x100 ─▶ 0x140 ─▶ 0x100
 *   epoch     1       2        3        4               one for each value
 *   memory    ├ 1st ──┤ 2nd ───┤ (released)             an epoch's pointers lead into what its end allocates
 * @module
 */
import type { ByteOffset, StepIndex } from '../base/units.ts'
import type { StepPlace } from './finding.ts'
import type { Tag } from './pointers.ts'

/** Memory between two values of the free memory pointer. */
export interface Allocation {
  /** Its first byte. */
  readonly start: ByteOffset
  /** Behind its last byte. */
  end: ByteOffset
  /** What moved the pointer. */
  readonly made: StepPlace
  /** The pointer that the new value was computed from. */
  readonly tag: Tag
  /** The epoch that it ended. */
  readonly epoch: Epoch
  /** The new value is wrapped: see `OVERFLOW`. */
  readonly overflowed: boolean
  /** The pointer went back to where it starts, or before. */
  released: Release | undefined
  /** Something was stored at its first word since. */
  hasFirstWord: boolean
}

/** A move of the free memory pointer downwards. */
export interface Release {
  /** What moved it. */
  readonly at: StepPlace
  /** Its value before. */
  readonly from: ByteOffset
  /** Its value afterwards. */
  readonly to: ByteOffset
}

/** The time from one value of the free memory pointer to the next. */
export interface Epoch {
  readonly id: number
  /** The value. */
  readonly base: ByteOffset
  /** When it got it. */
  readonly step: StepIndex
  /** What its end allocated. */
  allocation: Allocation | undefined
}

export class Allocations {
  /** Live ones, ascending and disjoint. */
  readonly live: Allocation[] = []
  /** How many there were. */
  count = 0
  /** The free memory pointer's first value; below it the compiler keeps what is its own. */
  first: ByteOffset | undefined
  /** Its value. */
  pointer: ByteOffset | undefined
  /** Made by the last move. */
  latest: Allocation | undefined
  readonly #epochs: Epoch[] = []
  #found: Allocation | undefined

  /** The epoch that is now. */
  get epoch(): Epoch {
    return this.#epochs.at(-1)!
  }

  /** The epoch with that id. */
  epochOf(id: number): Epoch {
    return this.#epochs[id]!
  }

  /** The pointer has its first value. */
  start(first: ByteOffset, step: StepIndex): void {
    this.first = first
    this.pointer = first
    this.#begin(first, step)
  }

  /** Goes up: all between is allocated. A pointer of the allocation just below lets that one grow. */
  raise(to: ByteOffset, made: StepPlace, tag: Tag, own: Epoch | undefined, overflowed: boolean): void {
    const from = this.pointer!
    const grown = own === undefined || own === this.epoch ? undefined : own.allocation
    if (grown !== undefined && grown.released === undefined && grown.end === from) grown.end = to
    else {
      const allocation: Allocation = {
        ...{ start: from, end: to, made, tag, epoch: this.epoch, overflowed },
        ...{ released: undefined, hasFirstWord: false },
      }
      this.epoch.allocation = allocation
      this.live.push(allocation)
      this.latest = allocation
      this.count++
    }
    this.pointer = to
    this.#begin(to, made.step)
  }

  /** Goes back: what lies behind is released. */
  lower(to: ByteOffset, at: StepPlace): void {
    const release = { at, from: this.pointer!, to }
    for (let top = this.live.at(-1); top !== undefined && top.end > to; top = this.live.at(-1)) {
      if (top.start < to) {
        top.end = to
        break
      }
      top.released = release
      this.live.pop()
    }
    this.#found = undefined
    this.pointer = to
    this.#begin(to, at.step)
  }

  #begin(base: ByteOffset, step: StepIndex): void {
    this.#epochs.push({ id: this.#epochs.length, base, step, allocation: undefined })
  }

  /** The live one that a byte belongs to. */
  at(offset: ByteOffset): Allocation | undefined {
    const found = this.#found
    if (found !== undefined && offset >= found.start && offset < found.end) return found
    const index = this.#indexBehind(offset) - 1
    const candidate = this.live[index]
    return candidate !== undefined && offset < candidate.end ? (this.#found = candidate) : undefined
  }

  /** Live ones with a byte in `[start, end)`, ascending. */
  *within(start: ByteOffset, end: ByteOffset): Generator<Allocation> {
    for (let index = Math.max(0, this.#indexBehind(start) - 1); index < this.live.length; index++) {
      const allocation = this.live[index]!
      if (allocation.start >= end) return
      if (allocation.end > start) yield allocation
    }
  }

  /** Index of the first that starts behind `offset`. */
  #indexBehind(offset: ByteOffset): number {
    let low = 0
    for (let high = this.live.length; low < high; ) {
      const middle = (low + high) >> 1
      if (this.live[middle]!.start <= offset) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The live allocation that starts at a byte. */
export function blockStartingAt(allocations: Allocations, offset: ByteOffset): Allocation | undefined {
  const found = allocations.at(offset)
  return found?.start === offset ? found : undefined
}
