/**
 * Walks over code: instructions, and the jump targets and basic blocks they make.
 *
 * Code is bytes; what they mean depends on where one starts, because the bytes behind PUSHn are data:
 *
 *   60 5b 5b       PUSH1 0x5b, JUMPDEST:   position 2 is a jump target, position 1 is not
 * @module
 */
import type { ByteOffset, Pc } from '../base/units.ts'
import { JUMP, JUMPDEST, JUMPI, PUSH1, PUSH32 } from './codes.ts'
import type { Fork } from './forks.ts'
import type { Opcode } from './table.ts'

/** An opcode and its immediate, where they stand in code. */
export interface Instruction {
  /** Where the opcode stands. */
  readonly pc: Pc
  /** The opcode byte. */
  readonly code: number
  /** `undefined` where the fork has no such opcode: executing it halts. */
  readonly opcode: Opcode | undefined
  /** A view of the immediate bytes that are there; a PUSH at the end may have fewer than it names (the rest read as 0). */
  readonly immediate: Uint8Array
  /** Where the next instruction starts; past the code's end for a cut PUSH. */
  readonly next: Pc
}

/** Bytes of immediate data behind the opcode byte `code`. The same in every fork: the walk must not depend on it. */
export function immediateBytes(code: number): number {
  return code >= PUSH1 && code <= PUSH32 ? code - PUSH1 + 1 : 0
}

/** The instructions of `code` from its start, as a fork reads them. */
export function* instructions(code: Uint8Array, fork: Fork): Generator<Instruction> {
  for (let pc = 0; pc < code.length; ) {
    const byte = code[pc]!
    const next = pc + 1 + immediateBytes(byte)
    yield { pc, code: byte, opcode: fork.opcodes[byte], immediate: code.subarray(pc + 1, next), next }
    pc = next
  }
}

/** One byte per position of `code`: 1 where a jump may land. */
export function jumpTargets(code: Uint8Array): Uint8Array {
  const targets = new Uint8Array(code.length)
  for (let pc = 0; pc < code.length; pc += 1 + immediateBytes(code[pc]!)) if (code[pc] === JUMPDEST) targets[pc] = 1
  return targets
}

/** Straight-line code: entered at `start` only, left at its last instruction only. `end` is exclusive. */
export interface BasicBlock {
  /** Its first byte in the code. */
  readonly start: ByteOffset
  /** Behind its last byte. */
  readonly end: ByteOffset
}

/** The basic blocks of `code` in order: they cover it without gaps. */
export function basicBlocks(code: Uint8Array, fork: Fork): BasicBlock[] {
  const blocks: BasicBlock[] = []
  let start = 0
  for (const { pc, code: byte, opcode, next } of instructions(code, fork)) {
    if (byte === JUMPDEST && pc > start) {
      blocks.push({ start, end: pc })
      start = pc
    }
    if (byte === JUMPI || endsExecution(opcode)) {
      // None of these has an immediate, so `next` is never past the end.
      blocks.push({ start, end: next })
      start = next
    }
  }
  if (start < code.length) blocks.push({ start, end: code.length })
  return blocks
}

/** Whether the next instruction is never the one behind this: JUMP, the ends of a frame, and unknown opcodes. */
export function endsExecution(opcode: Opcode | undefined): boolean {
  return opcode === undefined || opcode.ends !== undefined || opcode.code === JUMP
}
