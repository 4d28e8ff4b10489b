/**
 * The step records of a recording: 32 bytes each, in pages, so that millions of them need no single buffer.
 * Their layout is `evm`'s.
 * @module
 */
import type { ByteCount, Pc, StepIndex } from '../base/units.ts'
import { EVENT_LAYOUT } from '../evm/events.ts'

const PAGE_BITS = 15
const PAGE_STEPS = 1 << PAGE_BITS
const PAGE_BYTES = PAGE_STEPS * EVENT_LAYOUT.bytes

/** The step records of a recording. Steps are not checked: they must lie in `[0, count)`. */
export class StepTable {
  readonly #pages: DataView[] = []
  #count = 0

  /** How many there are. */
  get count(): number {
    return this.#count
  }

  /** Adds whole records; the bytes are copied. */
  append(records: Uint8Array): void {
    for (let from = 0; from < records.length; ) {
      const at = (this.#count % PAGE_STEPS) * EVENT_LAYOUT.bytes
      if (at === 0) this.#pages.push(new DataView(new ArrayBuffer(PAGE_BYTES)))
      const page = this.#pages.at(-1)!
      const length = Math.min(records.length - from, PAGE_BYTES - at)
      new Uint8Array(page.buffer).set(records.subarray(from, from + length), at)
      this.#count += length / EVENT_LAYOUT.bytes
      from += length
    }
  }

  #page(step: StepIndex): DataView {
    return this.#pages[step >> PAGE_BITS]!
  }

  /** Position in the code of the step's frame. */
  pc(step: StepIndex): Pc {
    return this.#page(step).getUint32(offsetOf(step) + EVENT_LAYOUT.pc, true)
  }

  /** The opcode byte. */
  opcode(step: StepIndex): number {
    return this.#page(step).getUint8(offsetOf(step) + EVENT_LAYOUT.opcode)
  }

  /** See `REFUND_FLAG`. */
  flags(step: StepIndex): number {
    return this.#page(step).getUint8(offsetOf(step) + EVENT_LAYOUT.flags)
  }

  /** Of the step's frame: 0 for the outermost. */
  depth(step: StepIndex): number {
    return this.#page(step).getUint16(offsetOf(step) + EVENT_LAYOUT.depth, true)
  }

  /** Gas left before the step. */
  gas(step: StepIndex): bigint {
    return this.#page(step).getBigUint64(offsetOf(step) + EVENT_LAYOUT.gas, true)
  }

  /** The same for gas below 2^53, and the nearest number above. */
  gasNumber(step: StepIndex): number {
    const at = offsetOf(step) + EVENT_LAYOUT.gas
    const page = this.#page(step)
    return page.getUint32(at + 4, true) * 2 ** 32 + page.getUint32(at, true)
  }

  /** MSIZE before the step. */
  memorySize(step: StepIndex): ByteCount {
    return this.#page(step).getUint32(offsetOf(step) + EVENT_LAYOUT.memoryWords, true) * 32
  }

  /** The id of the step's frame. */
  frame(step: StepIndex): number {
    return this.#page(step).getUint32(offsetOf(step) + EVENT_LAYOUT.frame, true)
  }

  /** Where the step's entry in the side table starts. A recording is far smaller than 2^53 bytes. */
  side(step: StepIndex): number {
    const at = offsetOf(step) + EVENT_LAYOUT.side
    const page = this.#page(step)
    return page.getUint32(at + 4, true) * 2 ** 32 + page.getUint32(at, true)
  }
}

function offsetOf(step: StepIndex): number {
  return (step & (PAGE_STEPS - 1)) * EVENT_LAYOUT.bytes
}
