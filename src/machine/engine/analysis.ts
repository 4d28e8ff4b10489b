// Prepares code for the fast variant: what each basic block costs and needs, and bytes to execute instead of
// the deployed ones. See "Code blocks" in layout.ts.

import * as op from '../../opcodes/codes.ts'
import {
  BLOCK_BYTES,
  CODE_BLOCKS,
  CODE_BYTES,
  CODE_FAST,
  CODE_LENGTH,
  MAX_STACK_BYTES,
  OPCODE_BYTES,
  OPCODE_DEFINED,
  OPCODE_ENDS_BLOCK,
  OPCODE_FLAGS,
  OPCODE_GAS,
  OPCODE_POPS,
  OPCODE_PUSHES,
  OPCODE_TABLE,
  SLOT_BYTES,
} from '../layout.ts'

/** Where a block record keeps its parts: gas (u32), need with the jump target bit (u16), headroom (u16). */
export const BLOCK_GAS: usize = 0
export const BLOCK_NEED: usize = 4
export const BLOCK_SPAN: usize = 6
/** In BLOCK_NEED: the block starts with JUMPDEST. Needs are multiples of 32, so the bit is free. */
export const BLOCK_JUMP_TARGET: u32 = 1

/** Fused instructions, in opcode bytes that the protocol leaves undefined (those are INVALID in fast code). */
export const PUSH_JUMP = 0xb0
export const PUSH_JUMPI = 0xb1
export const PUSH2_JUMP = 0xb2
export const PUSH2_JUMPI = 0xb3
export const SWAP1_POP = 0xb4
export const PUSH1_ADD = 0xb5
export const ISZERO_PUSH2_JUMPI = 0xb6
export const PUSH1_MLOAD = 0xb7
export const PUSH1_SHL = 0xb8
export const PUSH1_SHR = 0xb9
export const POP_POP = 0xba
export const DUP2_ADD = 0xbb
export const DUP2_MSTORE = 0xbc
export const SWAP2_SWAP1 = 0xbd
export const PUSH1_DUP2 = 0xbe

// @ts-ignore: decorator
@inline function tableOf(byte: i32): usize {
  return OPCODE_TABLE + <usize>byte * OPCODE_BYTES
}

// @ts-ignore: decorator
@inline function immediate(byte: i32): u32 {
  return byte >= op.PUSH1 && byte <= op.PUSH32 ? <u32>(byte - op.PUSH1 + 1) : 0
}

function closeBlock(blocks: usize, start: u32, gas: u64, need: i32, grow: i32, isTarget: u32): void {
  const record = blocks + <usize>start * BLOCK_BYTES
  const span = MAX_STACK_BYTES - grow * SLOT_BYTES - need * SLOT_BYTES
  if (gas > 0xffffffff || span < 0) {
    // Nothing can run this block to its end: a need that no stack has sends it to the debug variant.
    store<u32>(record, 0xffffffff, BLOCK_GAS)
    store<u16>(record, <u16>(0xfffe | isTarget), BLOCK_NEED)
    store<u16>(record, 0, BLOCK_SPAN)
    return
  }
  store<u32>(record, <u32>gas, BLOCK_GAS)
  store<u16>(record, <u16>(<u32>(need * SLOT_BYTES) | isTarget), BLOCK_NEED)
  // One more than the span: the stack's height is compared with its lowest bit set, see `enterBlock`.
  store<u16>(record, <u16>(span + 1), BLOCK_SPAN)
}

/** Fills the fast code and the block table of a code block whose header and code stand; all else is zero. */
export function analyse(codeBlock: usize): void {
  const length = load<u32>(codeBlock, CODE_LENGTH)
  const code = codeBlock + CODE_BYTES, fast = <usize>load<u32>(codeBlock, CODE_FAST)
  const blocks = <usize>load<u32>(codeBlock, CODE_BLOCKS)
  memory.copy(fast, code, length)
  let start: u32 = 0, gas: u64 = 0, height = 0, need = 0, grow = 0, isTarget: u32 = 0
  for (let pc: u32 = 0; pc < length; ) {
    const byte = <i32>load<u8>(code + pc), row = tableOf(byte), flags = <u32>load<u8>(row, OPCODE_FLAGS)
    if (byte == op.JUMPDEST) {
      if (pc != start) {
        closeBlock(blocks, start, gas, need, grow, isTarget)
        start = pc
        gas = 0
        height = need = grow = 0
      }
      isTarget = BLOCK_JUMP_TARGET
    }
    const next = pc + 1 + immediate(byte)
    if (flags & OPCODE_DEFINED) {
      const pops = <i32>load<u8>(row, OPCODE_POPS), pushes = <i32>load<u8>(row, OPCODE_PUSHES)
      gas += load<u32>(row, OPCODE_GAS)
      need = max(need, pops - height)
      height += pushes - pops
      grow = max(grow, height)
    } else store<u8>(fast + pc, <u8>op.INVALID)
    pc = next
    if (!(flags & OPCODE_DEFINED) || flags & OPCODE_ENDS_BLOCK) {
      closeBlock(blocks, start, gas, need, grow, isTarget)
      start = pc
      gas = 0
      height = need = grow = 0
      isTarget = 0
    }
  }
  if (start <= length) closeBlock(blocks, start, gas, need, grow, isTarget)
  fuse(code, fast, blocks, length)
}

// @ts-ignore: decorator
@inline function isTarget(blocks: usize, length: u32, pc: u32): bool {
  return pc < length && (load<u16>(blocks + <usize>pc * BLOCK_BYTES, BLOCK_NEED) & BLOCK_JUMP_TARGET) != 0
}

/**
 * Replaces the first byte of frequent sequences; the bytes behind it stay, so positions mean the same in both
 * codes. No jump lands inside a sequence, because a jump target begins a block.
 */
function fuse(code: usize, fast: usize, blocks: usize, length: u32): void {
  for (let pc: u32 = 0; pc < length; ) {
    const byte = <i32>load<u8>(code + pc), size = 1 + immediate(byte), next = pc + size
    const second = next < length ? <i32>load<u8>(code + next) : op.STOP
    let fused = 0, end = next + 1
    if (byte == op.PUSH1) {
      const value = <u32>load<u8>(code + pc + 1)
      if (second == op.JUMP && isTarget(blocks, length, value)) fused = PUSH_JUMP
      else if (second == op.JUMPI && isTarget(blocks, length, value)) fused = PUSH_JUMPI
      else if (second == op.ADD) fused = PUSH1_ADD
      else if (second == op.MLOAD) fused = PUSH1_MLOAD
      else if (second == op.SHL && defined(op.SHL)) fused = PUSH1_SHL
      else if (second == op.SHR && defined(op.SHR)) fused = PUSH1_SHR
      else if (second == op.DUP1 + 1) fused = PUSH1_DUP2
    } else if (byte == op.PUSH2) {
      const value = <u32>bswap<u16>(load<u16>(code + pc + 1))
      if (second == op.JUMP && isTarget(blocks, length, value)) fused = PUSH2_JUMP
      else if (second == op.JUMPI && isTarget(blocks, length, value)) fused = PUSH2_JUMPI
    } else if (byte == op.ISZERO) {
      if (
        second == op.PUSH2 &&
        next + 3 < length &&
        <i32>load<u8>(code + next + 3) == op.JUMPI &&
        isTarget(blocks, length, <u32>bswap<u16>(load<u16>(code + next + 1)))
      ) {
        fused = ISZERO_PUSH2_JUMPI
        end = next + 4
      }
    } else if (byte == op.SWAP1) {
      if (second == op.POP) fused = SWAP1_POP
    } else if (byte == op.POP) {
      if (second == op.POP) fused = POP_POP
    } else if (byte == op.DUP1 + 1) {
      if (second == op.ADD) fused = DUP2_ADD
      else if (second == op.MSTORE) fused = DUP2_MSTORE
    } else if (byte == op.SWAP1 + 1) {
      if (second == op.SWAP1) fused = SWAP2_SWAP1
    }
    if (fused) {
      store<u8>(fast + pc, <u8>fused)
      pc = end
    } else pc = next
  }
}

// @ts-ignore: decorator
@inline function defined(byte: i32): bool {
  return (load<u8>(tableOf(byte), OPCODE_FLAGS) & OPCODE_DEFINED) != 0
}

/** Static gas of the instructions from `pc` to the end of its block: what the block paid and has not used yet. */
export function unusedBlockGas(codeBlock: usize, pc: u32): i64 {
  const length = load<u32>(codeBlock, CODE_LENGTH), code = codeBlock + CODE_BYTES
  let gas: i64 = 0
  for (let first = true; pc < length; first = false) {
    const byte = <i32>load<u8>(code + pc), row = tableOf(byte), flags = <u32>load<u8>(row, OPCODE_FLAGS)
    if (!(flags & OPCODE_DEFINED) || (byte == op.JUMPDEST && !first)) break
    gas += load<u32>(row, OPCODE_GAS)
    if (flags & OPCODE_ENDS_BLOCK) break
    pc += 1 + immediate(byte)
  }
  return gas
}
