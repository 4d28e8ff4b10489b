// What the debug variant writes of each step, before the step executes: a record in the ring, and in the side
// table the refund counter where it changed, the operands, the bytes that the step will replace in memory, and (when
// the next step begins) its result.

import {
  FRAME_DEPTH,
  FRAME_ID,
  FRAME_MEMORY,
  FRAME_MEMORY_SIZE,
  NEEDED_BYTES,
  NO_OPERAND,
  OPCODE_BYTES,
  OPCODE_FLAGS,
  OPCODE_HAS_RESULT,
  OPCODE_RECORDED,
  OPCODE_TABLE,
  OPCODE_WRITE_BYTES,
  OPCODE_WRITE_LENGTH,
  OPCODE_WRITE_OFFSET,
  RECORDED_REFUND,
  REFUND,
  RESULT_PENDING,
  RING_END,
  RING_NEXT,
  SIDE_BUFFER,
  SIDE_END,
  SIDE_NEXT,
  SIDE_ORIGIN,
  SLOT_BYTES,
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
  STEP_SIDE_RESERVE,
} from '../layout.ts'
import { copy, narrow } from './limbs.ts'

/** Records the step; false, with nothing written, when a buffer lacks room. */
export function recordStep(frame: usize, pc: u32, byte: i32, top: usize, stackBytes: u32, gas: i64): bool {
  const row = OPCODE_TABLE + <usize>byte * OPCODE_BYTES
  const record = <usize>load<u32>(RING_NEXT)
  let side = <usize>load<u32>(SIDE_NEXT)
  const size = load<u32>(frame, FRAME_MEMORY_SIZE)
  // A step that lacks operands halts: it has none to record.
  let operands = <u32>load<u8>(row, OPCODE_RECORDED)
  if (operands * SLOT_BYTES > stackBytes) operands = 0
  // Only bytes below the memory's size can differ from zero: the rest of the range grows with the write.
  let from: u64 = 0, replaced: u64 = 0
  const offsetOperand = <u32>load<u8>(row, OPCODE_WRITE_OFFSET)
  if (offsetOperand != NO_OPERAND && operands != 0) {
    from = narrow(top - <usize>offsetOperand * SLOT_BYTES)
    const lengthOperand = <u32>load<u8>(row, OPCODE_WRITE_LENGTH)
    const length = lengthOperand == NO_OPERAND
      ? <u64>load<u8>(row, OPCODE_WRITE_BYTES)
      : narrow(top - <usize>lengthOperand * SLOT_BYTES)
    if (from < <u64>size) replaced = min(length, <u64>size - from)
  }
  const room = STEP_SIDE_RESERVE + <usize>replaced
  if (record + STEP_BYTES > <usize>load<u32>(RING_END) || side + room > <usize>load<u32>(SIDE_END)) {
    store<u32>(NEEDED_BYTES, <u32>room)
    return false
  }
  if (load<u32>(RESULT_PENDING)) {
    copy(side, top)
    side += SLOT_BYTES
  }
  store<u32>(RESULT_PENDING, load<u8>(row, OPCODE_FLAGS) & OPCODE_HAS_RESULT)
  store<u32>(record, pc, STEP_PC)
  store<u8>(record, <u8>byte, STEP_OPCODE)
  store<u16>(record, <u16>load<u32>(frame, FRAME_DEPTH), STEP_DEPTH)
  store<i64>(record, gas, STEP_GAS)
  store<u32>(record, size >> 5, STEP_MEMORY_WORDS)
  store<u32>(record, load<u32>(frame, FRAME_ID), STEP_FRAME)
  store<i64>(record, load<i64>(SIDE_ORIGIN) + <i64>(side - <usize>load<u32>(SIDE_BUFFER)), STEP_SIDE)
  const refund = load<i64>(REFUND)
  const refundChanged = refund != load<i64>(RECORDED_REFUND)
  store<u8>(record, refundChanged ? STEP_REFUND : 0, STEP_FLAGS)
  if (refundChanged) {
    store<i64>(RECORDED_REFUND, refund)
    store<i64>(side, refund)
    side += STEP_REFUND_BYTES
  }
  for (let i: u32 = 0; i < operands; i++) {
    copy(side, top - <usize>i * SLOT_BYTES)
    side += SLOT_BYTES
  }
  if (replaced) {
    memory.copy(side, <usize>load<u32>(frame, FRAME_MEMORY) + <usize>from, <usize>replaced)
    side += <usize>replaced
  }
  store<u32>(SIDE_NEXT, <u32>side)
  store<u32>(RING_NEXT, <u32>record + STEP_BYTES)
  return true
}

/** Takes the newest record back: its step is going to be tried again. */
export function unrecordStep(): void {
  const record = <usize>load<u32>(RING_NEXT) - STEP_BYTES
  store<u32>(RING_NEXT, <u32>record)
  store<u32>(SIDE_NEXT, <u32>(load<i64>(record, STEP_SIDE) - load<i64>(SIDE_ORIGIN)) + load<u32>(SIDE_BUFFER))
  // No refund counter is this number: the next record has its own again.
  if (load<u8>(record, STEP_FLAGS) & STEP_REFUND) store<i64>(RECORDED_REFUND, i64.MIN_VALUE)
  // The result before it stands in the side table already.
  store<u32>(RESULT_PENDING, 0)
}
