/**
 * What is known of each item of a frame's operand stack, beside its value: pointer, flags, and the load that it comes
 * from unchanged.
 * @module
 */
import { MAX_STACK_ITEMS } from '../opcodes/index.ts'
import type { Tag } from './pointers.ts'

/** An operation may push before it is known that the stack is full. */
const SLOTS = MAX_STACK_ITEMS + 17

export class TagStack {
  readonly tags = new Int32Array(SLOTS)
  readonly flags = new Uint8Array(SLOTS)
  readonly loads = new Int32Array(SLOTS)

  /** Describes the item at a place, counted from the bottom. */
  set(place: number, tag: Tag, flags: number, load: number): void {
    this.tags[place] = tag
    this.flags[place] = flags
    this.loads[place] = load
  }

  copy(from: number, to: number): void {
    this.set(to, this.tags[from]!, this.flags[from]!, this.loads[from]!)
  }

  swap(a: number, b: number): void {
    const { tags, flags, loads } = this
    const [tag, flag, load] = [tags[a]!, flags[a]!, loads[a]!]
    this.copy(b, a)
    this.set(b, tag, flag, load)
  }
}
