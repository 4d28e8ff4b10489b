/**
 * A recording of a run: every step of every frame, and enough beside it to tell stack and memory at each.
 *
 *   steps   pc, opcode, gas, memory size, frame, place in the side table: 32 bytes a step
 *   side    operands of steps that touch more than the stack, bytes that writes replaced, results
 *   frames  what was called, with what, and how it ended
 *   world   accounts and slots that the run looked at, before and after
 *
 * It is data: whoever reads it needs no engine.
 * @module
 */
import type { ByteCount, ByteOffset, Gas, Hex, StepIndex, Word } from '../base/units.ts'
import { REFUND_BYTES, REFUND_FLAG } from '../evm/events.ts'
import type { Brutalized, WorldTouched } from '../evm/index.ts'
import { fillWithJunk } from '../memory/junk.ts'
import type { ForkName } from '../opcodes/index.ts'
import { withPointerShifted } from '../opcodes/pointerStart.ts'
import { FrameCursor, returndataOf, type StepState } from './frameCursor.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { SideTable } from './sideTable.ts'
import type { StepTable } from './stepTable.ts'

/** What a recording is a recording of. */
export interface RecordedRun {
  /** Who executed it: this EVM, or another that wrote a trace in one of these formats. */
  readonly from: 'memlane' | 'eip3155' | 'structLogs'
  /** The rules that it ran by. */
  readonly fork: ForkName
  /** What memory and the free pointer started with, in a run that was brutalized. */
  readonly brutalized?: Brutalized
  /** Of a transaction; a call has none of it. */
  readonly transaction?: {
    readonly hash?: Hex
    readonly gasLimit: Gas
    /** What the sender pays for: with the intrinsic gas, after refunds. */
    readonly gasUsed: Gas
    readonly gasRefund: Gas
  }
}

/** What a recording is made of, as plain data and tables. */
export interface RecordingParts {
  /** Who executed it, and by which rules. */
  readonly run: RecordedRun
  /** A record for each step. */
  readonly steps: StepTable
  /** Operands, results and replaced bytes that the records point to. */
  readonly side: SideTable
  /** By id: in the order in which they started. */
  readonly frames: readonly RecordedFrame[]
  /** Bytes that a step wrote to memory, where code, calldata and operands do not tell them: of EXTCODECOPY. By step. */
  readonly written: ReadonlyMap<StepIndex, Uint8Array>
  /** Steps that wrote bytes which nobody knows: a trace of others left them out. */
  readonly unknown: ReadonlySet<StepIndex>
  /** `undefined` where nobody noted it. */
  readonly world: WorldTouched | undefined
}

/**
 * Every step of a run, to be looked at in any order.
 * @example
 * import { createEvm } from 'memlane/evm'
 * import { record, Timeline } from 'memlane/trace'
 *
 * const { recording } = record(createEvm(), { code: '0x602a60005260206000f3' })
 * const timeline = new Timeline(recording)
 * timeline.seek(3) // behind PUSH1 0x2a, PUSH1 0, MSTORE
 * console.log(recording.stepCount, timeline.current.memory(31, 1)[0]) // 6 42
 */
export class Recording implements RecordingParts {
  readonly run: RecordedRun
  readonly steps: StepTable
  readonly side: SideTable
  readonly frames: readonly RecordedFrame[]
  readonly written: ReadonlyMap<StepIndex, Uint8Array>
  readonly unknown: ReadonlySet<StepIndex>
  readonly world: WorldTouched | undefined
  /** The frame that a step started, by step. */
  readonly startedAt: ReadonlyMap<StepIndex, RecordedFrame>
  /** Code that ran otherwise than it stands, by the code. */
  readonly #executed = new Map<Uint8Array, Uint8Array>()

  /** Believes its parts: `decodeRecording` checks what comes from a file. */
  constructor(parts: RecordingParts) {
    this.run = parts.run
    this.steps = parts.steps
    this.side = parts.side
    this.frames = parts.frames
    this.written = parts.written
    this.unknown = parts.unknown
    this.world = parts.world
    this.startedAt = new Map(
      parts.frames.flatMap((frame) => (frame.startedBy === undefined ? [] : [[frame.startedBy, frame] as const])),
    )
  }

  /** Steps of all frames together. */
  get stepCount(): number {
    return this.steps.count
  }

  /** What memory `[offset, offset + length)` of a frame holds where nobody wrote: zeros, or a brutalized run's junk. */
  freshMemory(offset: ByteOffset, length: ByteCount): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length)
    const seed = this.run.brutalized?.junkSeed
    if (seed !== undefined) fillWithJunk(bytes, seed, offset)
    return bytes
  }

  /** The code that a frame ran: its own, but for the free pointer's start in a run that was brutalized so. */
  executedCode({ code }: RecordedFrame): Uint8Array {
    const shift = this.run.brutalized?.pointerShift ?? 0
    if (shift === 0) return code
    let executed = this.#executed.get(code)
    if (executed === undefined) this.#executed.set(code, (executed = withPointerShifted(code, shift)))
    return executed
  }

  /** The frame that executes a step. */
  frameAt(step: StepIndex): RecordedFrame {
    return this.frames[this.steps.frame(step)]!
  }

  /** The next step of the same frame, behind those of a frame that this step started; `undefined` for the last one. */
  nextOwn(step: StepIndex): StepIndex | undefined {
    const next = this.startedAt.get(step)?.endStep ?? step + 1
    return next < this.frameAt(step).endStep ? next : undefined
  }

  /** The step before of the same frame; `undefined` for its first one. */
  previousOwn(step: StepIndex): StepIndex | undefined {
    const { id, firstStep } = this.frameAt(step)
    if (step === firstStep) return undefined
    let before = this.frameAt(step - 1)
    if (before.id === id) return step - 1
    while (before.parent !== id) before = this.frames[before.parent!]!
    return before.startedBy
  }

  /** Whether the step is the last of a frame that halted: it had no effect. */
  failed(step: StepIndex): boolean {
    return this.frameAt(step).status === 'halt' && this.nextOwn(step) === undefined
  }

  /** How many of the bytes that a call asked for were written to its caller's memory. */
  outputLength(step: StepIndex, asked: ByteCount): ByteCount {
    const told = this.written.get(step)
    if (told !== undefined) return Math.min(asked, told.length)
    if (this.unknown.has(step)) return asked
    const child = this.startedAt.get(step)
    return child === undefined ? 0 : Math.min(asked, returndataOf(child).length)
  }

  /** Where the operands of a step stand in the side table, as many as `recordedOperands` says. */
  operandsAt(step: StepIndex): number {
    return this.steps.side(step) + (this.steps.flags(step) & REFUND_FLAG ? REFUND_BYTES : 0)
  }

  /** A recorded operand, 0 from the top of the stack. */
  operand(step: StepIndex, index: number): Word {
    return this.side.readBigint(this.operandsAt(step) + index * 32)
  }

  /** The same as a number, infinite from 2^53 on. */
  operandNumber(step: StepIndex, index: number): number {
    return this.side.readNumber(this.operandsAt(step) + index * 32)
  }

  /** Steps at which the refund counter is another than at the step before, with what it is then, in order. */
  *refunds(): Generator<{ readonly step: StepIndex; readonly refund: bigint }> {
    for (let step = 0; step < this.stepCount; step++) {
      if (!(this.steps.flags(step) & REFUND_FLAG)) continue
      const bytes = this.side.read(this.steps.side(step), REFUND_BYTES)
      yield { step, refund: new DataView(bytes.buffer).getBigInt64(0, true) }
    }
  }

  /** A cursor at the frame's first step. */
  cursor(frame: number): FrameCursor {
    return new FrameCursor(this, this.frames[frame]!)
  }

  /**
   * Visits the frame's own steps in order, not those of frames that it started, until `visit` returns false. The
   * state is the one before the step executes, and one object serves all steps: keep values, never it.
   */
  walk(frame: number, visit: (state: StepState) => boolean): void {
    const cursor = this.cursor(frame)
    while (!cursor.atEnd) {
      if (!visit(cursor)) return
      cursor.next()
    }
  }
}
