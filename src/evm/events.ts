/**
 * The layout of the step records that a `Tracer` receives, and which parts of a step they keep. The machine writes
 * them; rooms above read them through here.
 *
 *   step record  32 bytes, little-endian:
 *                pc u32 │ opcode u8 │ flags u8 │ depth u16 │ gas u64 │ memory words u32 │ frame u32 │ side offset u64
 *   side entry   refund i64, if the flag says so │ operands (4 limbs each, top of the stack first) │
 *                replaced memory bytes │ result (4 limbs)
 *
 * Replaced bytes are those of the written range that lie below the memory's size: all others were as memory starts. The result
 * is missing when the step started a frame or ended its own.
 * @module
 */
import {
  STEP_BYTES,
  STEP_DEPTH,
  STEP_FLAGS,
  STEP_FRAME,
  STEP_GAS,
  STEP_MEMORY_WORDS,
  STEP_OPCODE,
  STEP_PC,
  STEP_REFUND,
  STEP_REFUND_BYTES,
  STEP_SIDE,
} from '../machine/layout.ts'

/** Byte offsets in a step record, and its size. */
export const EVENT_LAYOUT = {
  bytes: STEP_BYTES,
  pc: STEP_PC,
  opcode: STEP_OPCODE,
  flags: STEP_FLAGS,
  depth: STEP_DEPTH,
  gas: STEP_GAS,
  memoryWords: STEP_MEMORY_WORDS,
  frame: STEP_FRAME,
  side: STEP_SIDE,
} as const

/** The flag of a step at which the refund counter is another than at the step before, and the bytes that tell it. */
export const REFUND_FLAG = STEP_REFUND
/** How many bytes that takes in the side entry. */
export const REFUND_BYTES = STEP_REFUND_BYTES

export { hasResult, recordedOperands } from '../machine/index.ts'
