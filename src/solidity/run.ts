/**
 * What this room reads of an execution. A recording, a live engine or another EVM can stand behind it:
 * whoever has one hands it in.
 *
 *   Run ── frames: what was called, with what, how it ended, memory then
 *      └── walk(frame): the frame's own instructions in order, each seen just before it executes
 * @module
 */
import type { ByteCount, ByteOffset, Pc, StepIndex, Word } from '../base/index.ts'
import type { FrameKind, FrameStatus } from '../opcodes/index.ts'

/** One call or creation: its own code, stack and memory. */
export interface Frame {
  /** Counted from 0 in the order in which frames start. */
  readonly id: number
  /** The frame that called this one; `undefined` for the outermost. */
  readonly parent: number | undefined
  /** The instruction that started it; `call` or `create` for the outermost. */
  readonly kind: FrameKind
  /** The code that ran: deployed code, or for a creation the creation code with the constructor's arguments. */
  readonly code: Uint8Array
  /** Calldata; empty for a creation, whose arguments stand in `code`. */
  readonly input: Uint8Array
  /** How it ended. Nothing that a `revert` or `halt` did remains. */
  readonly status: FrameStatus
  /** The reason, when `status` is `halt`. The last instruction of such a frame had no effect. */
  readonly halt: string | undefined
  /** What RETURN or REVERT gave; empty otherwise. */
  readonly output: Uint8Array
  /** All of memory when the frame ended; its length is MSIZE. */
  readonly memory: Uint8Array
  /** The frame's first step, which is the one behind that of the call; of a frame without steps, the one that would be. */
  readonly firstStep: StepIndex
}

/**
 * The state just before one instruction executes. A walk reuses one object: read what is needed and keep
 * the values, never the step itself.
 */
export interface Step {
  /** Counted over the whole run, all frames together. */
  readonly index: StepIndex
  /** The instruction's place in the frame's code. */
  readonly pc: Pc
  /** The opcode byte about to execute. */
  readonly op: number
  /** Items on the stack, up to 1,024. */
  readonly stackSize: number
  /** The stack item `depth` places below the top, which is `stack(0)`; `depth < stackSize`. */
  stack(depth: number): Word
  /** MSIZE. */
  readonly memorySize: ByteCount
  /** A copy of memory `[offset, offset + length)`; bytes past MSIZE are those of memory that nobody wrote. */
  memory(offset: ByteOffset, length: ByteCount): Uint8Array
}

/** An execution, as far as a map reads it. A `Recording` of `memlane/trace` is one. */
export interface Run {
  /** By id, in the order in which they started. */
  readonly frames: readonly Frame[]
  /** Visits the frame's own steps in order, not those of frames it calls, until `visit` returns false. */
  walk(frame: number, visit: (step: Step) => boolean): void
  /** What memory `[offset, offset + length)` of a frame holds where nobody wrote. Without it, zeros. */
  freshMemory?(offset: ByteOffset, length: ByteCount): Uint8Array
}
