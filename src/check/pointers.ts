/**
 * Pointers: every load of the free memory pointer makes an instance, and what is computed from it belongs to it.
 *
 *   p := mload(0x40)     instance 1, base 0x80
 *   q := add(p, 0x20)    instance 1
 *   d := sub(q, p)       no pointer: both are of one instance
 *   d := sub(r, p)       the way from instance 1 to that of r: adding it to 1 gives r's
 *
 * A tag is a number: an instance, the way between two (below zero), or 0 for what is no pointer.
 * @module
 */
import type { ByteOffset, StepIndex } from '../base/units.ts'

/** 0: no pointer. Above: an instance. Below: the way from one to another. */
export type Tag = number

/** What one load of the free memory pointer gave. */
export interface Instance {
  /** When it was loaded. */
  readonly step: StepIndex
  /** The pointer. */
  readonly base: ByteOffset
  /** Which epoch it is of: from one move of the free memory pointer to the next. */
  readonly epoch: number
  /** Something was written through it. */
  wrote: boolean
  /** The pointer whose object ends here, where this one was computed from that: it may as well mean what follows a length word. */
  readonly from: Tag
}

interface Way {
  readonly from: Tag
  readonly to: Tag
}

export class Pointers {
  readonly #instances: (Instance | undefined)[] = [undefined]
  readonly #ways: (Way | undefined)[] = [undefined]
  /** By `from` and `to`: loops take the same way again and again. */
  readonly #wayTags = new Map<number, Tag>()

  /** A new instance. */
  add(step: StepIndex, base: ByteOffset, epoch: number, from: Tag = 0): Tag {
    this.#instances.push({ step, base, epoch, wrote: false, from })
    return this.#instances.length - 1
  }

  /** The instance of a tag. */
  of(tag: Tag): Instance | undefined {
    return tag > 0 ? this.#instances[tag] : undefined
  }

  /** Whether two pointers are of one epoch: of the same allocation, or both temporary. */
  #areKin(a: Tag, b: Tag): boolean {
    return a === b || this.#instances[a]!.epoch === this.#instances[b]!.epoch
  }

  /** Of `a + b`. */
  sum(a: Tag, b: Tag): Tag {
    if (a === 0 || b === 0) return a + b
    if (a > 0 === b > 0) return 0
    const [pointer, way] = a > 0 ? [a, this.#ways[-b]!] : [b, this.#ways[-a]!]
    return this.#areKin(pointer, way.from) ? way.to : pointer
  }

  /** Of `a − b`. */
  difference(a: Tag, b: Tag): Tag {
    if (b === 0) return a
    if (a <= 0 || b < 0 || this.#areKin(a, b)) return 0
    const key = b * 2 ** 26 + a
    let tag = this.#wayTags.get(key)
    if (tag === undefined) {
      tag = -this.#ways.length
      this.#ways.push({ from: b, to: a })
      this.#wayTags.set(key, tag)
    }
    return tag
  }

  /** Of AND, OR and XOR: masks keep a pointer. */
  masked(a: Tag, b: Tag): Tag {
    return a === 0 || b === 0 ? a + b : 0
  }
}
