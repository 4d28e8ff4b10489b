/**
 * Writes steps as a recording keeps them: a record each, and beside it operands, replaced bytes and results.
 * @module
 */
import type { ByteCount, StepIndex, Word } from '../../base/units.ts'
import { EVENT_LAYOUT, REFUND_FLAG, recordedOperands } from '../../evm/events.ts'
import type { Opcode } from '../../opcodes/index.ts'
import { SideTable } from '../sideTable.ts'
import { StepTable } from '../stepTable.ts'
import { type RebuiltMemory, rangeIn } from './rebuiltMemory.ts'
import { bad, type TraceStep } from './traceStep.ts'

/** Of all that is recorded: a trace is from outside. */
const MOST_BYTES: ByteCount = 2 ** 30

export class StepWriter {
  readonly steps = new StepTable()
  readonly side = new SideTable()
  readonly #record = new DataView(new ArrayBuffer(EVENT_LAYOUT.bytes))
  #refund = 0n
  #bytes: ByteCount = 0

  get count(): StepIndex {
    return this.steps.count
  }

  /** Adds a step of a frame that has this memory. */
  step(step: TraceStep, row: Opcode | undefined, frame: number, depth: number, memory: RebuiltMemory): void {
    const record = this.#record
    const refund = step.refund === undefined ? this.#refund : BigInt.asIntN(64, step.refund)
    record.setUint32(EVENT_LAYOUT.pc, step.pc, true)
    record.setUint8(EVENT_LAYOUT.opcode, step.op)
    record.setUint8(EVENT_LAYOUT.flags, refund === this.#refund ? 0 : REFUND_FLAG)
    record.setUint16(EVENT_LAYOUT.depth, depth, true)
    record.setBigUint64(EVENT_LAYOUT.gas, step.gas, true)
    record.setUint32(EVENT_LAYOUT.memoryWords, memory.size / 32, true)
    record.setUint32(EVENT_LAYOUT.frame, frame, true)
    record.setBigUint64(EVENT_LAYOUT.side, BigInt(this.side.length), true)
    this.take(EVENT_LAYOUT.bytes)
    this.steps.append(new Uint8Array(record.buffer))
    if (refund !== this.#refund) {
      const bytes = new DataView(new ArrayBuffer(8))
      bytes.setBigInt64(0, refund, true)
      this.#append(new Uint8Array(bytes.buffer))
      this.#refund = refund
    }
    if (row === undefined) return
    const operands = recordedOperands(row)
    if (operands === 0 || operands > step.stack.length) return
    for (let operand = 0; operand < operands; operand++) this.word(step.stack.word(operand))
    if (row.writes === undefined) return
    const { offset, length } = rangeIn(step.stack, row.writes)
    this.#append(memory.within(offset, length))
  }

  /** Adds a word to what belongs to the last step. */
  word(word: Word): void {
    const bytes = new DataView(new ArrayBuffer(32))
    for (let limb = 0; limb < 4; limb++)
      bytes.setBigUint64(limb * 8, (word >> BigInt(limb * 64)) & 0xffffffffffffffffn, true)
    this.#append(new Uint8Array(bytes.buffer))
  }

  /** Counts bytes that the recording keeps. @throws {MemlaneError} `trace.badTrace` when they are too many. */
  take(bytes: ByteCount): void {
    this.#bytes += bytes
    if (this.#bytes > MOST_BYTES) throw bad('the trace', `is more than a recording of ${MOST_BYTES} bytes holds`)
  }

  #append(bytes: Uint8Array): void {
    this.take(bytes.length)
    this.side.append(bytes)
  }
}
