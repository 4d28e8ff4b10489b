/**
 * What a tracer is handed of the steps since it was told last: up to 4,096 at once, read where the machine wrote them.
 * Nothing is made for a step, so a tracer of millions costs no garbage.
 * @module
 */
import type { ByteCount, Gas, Pc, Word } from '../base/units.ts'
import type { Fork } from '../opcodes/index.ts'
import { EVENT_LAYOUT, REFUND_BYTES, REFUND_FLAG, recordedOperands } from './events.ts'

const LIMBS = 4
const LIMB_BYTES = 8

/**
 * Steps in the order in which they ran, each as it was just before its instruction. Valid while the tracer is told of
 * them, and no longer: what is kept must be read out. `index` lies in `[0, count)`.
 */
export class StepRecords {
  readonly #fork: Fork
  #steps: DataView = new DataView(new ArrayBuffer(0))
  #side: DataView = this.#steps
  /** Bytes of the side table before those that are here. */
  #before = 0
  /** How many steps there are. */
  count = 0
  /**
   * The records as the machine wrote them.
   * @internal
   */
  bytes: Uint8Array = new Uint8Array(0)
  /**
   * The side entries that belong to them.
   * @internal
   */
  sideBytes: Uint8Array = new Uint8Array(0)

  /** @internal */
  constructor(fork: Fork) {
    this.#fork = fork
  }

  /**
   * The next ones.
   * @internal
   */
  next(bytes: Uint8Array, side: Uint8Array): this {
    this.#before += this.sideBytes.length
    this.bytes = bytes
    this.sideBytes = side
    this.#steps = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#side = new DataView(side.buffer, side.byteOffset, side.length)
    this.count = bytes.length / EVENT_LAYOUT.bytes
    return this
  }

  /** Of the instruction, in the code of its frame. */
  pc(index: number): Pc {
    return this.#steps.getUint32(index * EVENT_LAYOUT.bytes + EVENT_LAYOUT.pc, true)
  }

  /** The opcode byte. */
  opcode(index: number): number {
    return this.#steps.getUint8(index * EVENT_LAYOUT.bytes + EVENT_LAYOUT.opcode)
  }

  /** Gas left before the instruction. */
  gas(index: number): Gas {
    return this.#steps.getBigUint64(index * EVENT_LAYOUT.bytes + EVENT_LAYOUT.gas, true)
  }

  /** Of the frame: 0 for the outermost. */
  depth(index: number): number {
    return this.#steps.getUint16(index * EVENT_LAYOUT.bytes + EVENT_LAYOUT.depth, true)
  }

  /** The `id` of the frame that runs it. */
  frame(index: number): number {
    return this.#steps.getUint32(index * EVENT_LAYOUT.bytes + EVENT_LAYOUT.frame, true)
  }

  /** MSIZE before the instruction. */
  memorySize(index: number): ByteCount {
    return this.#steps.getUint32(index * EVENT_LAYOUT.bytes + EVENT_LAYOUT.memoryWords, true) * 32
  }

  /**
   * The words that it takes off the stack, the top one first: of instructions that touch memory, storage, logs, calls or
   * the end of their frame. Empty for all others.
   */
  operands(index: number): readonly Word[] {
    const opcode = this.#fork.opcodes[this.opcode(index)]
    const count = opcode === undefined ? 0 : recordedOperands(opcode)
    if (count === 0) return []
    const at = index * EVENT_LAYOUT.bytes
    const flags = this.#steps.getUint8(at + EVENT_LAYOUT.flags)
    const start =
      Number(this.#steps.getBigUint64(at + EVENT_LAYOUT.side, true)) -
      this.#before +
      ((flags & REFUND_FLAG) === 0 ? 0 : REFUND_BYTES)
    return Array.from({ length: count }, (_, operand) => this.#word(start + operand * LIMBS * LIMB_BYTES))
  }

  #word(at: number): Word {
    const limb = (index: number) => this.#side.getBigUint64(at + index * LIMB_BYTES, true)
    return (limb(3) << 192n) | (limb(2) << 128n) | (limb(1) << 64n) | limb(0)
  }
}
