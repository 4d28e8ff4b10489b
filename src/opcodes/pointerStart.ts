/**
 * Where code starts its free memory pointer, as compilers for Solidity and Yul do first of all: in a straight line from
 * its first instruction, a constant is pushed and stored at 0x40.
 *
 *   60 80 · 60 40 · 52            PUSH1 0x80 PUSH1 0x40 MSTORE
 *   60 80 · 80 · 60 40 · 52       PUSH1 0x80 DUP1 PUSH1 0x40 MSTORE
 *   60 40 · 61 01 60 · 81 · 52    PUSH1 0x40 PUSH2 0x0160 DUP2 MSTORE
 *
 * The constant is followed from its PUSH over the stack: what looks like it among the bytes of another is none.
 * @module
 */
import type { ByteCount, ByteOffset, Pc } from '../base/units.ts'
import { endsExecution, immediateBytes } from './code.ts'
import { DUP1, DUP16, JUMPDEST, JUMPI, MSTORE, PUSH0, PUSH32, SWAP1, SWAP16 } from './codes.ts'
import { opcodeOfByte } from './table.ts'

/** Where Solidity keeps the pointer, and the first byte that it can point to. */
const POINTER: ByteOffset = 0x40
const RESERVED_END: ByteOffset = 0x80
const WORD_BYTES: ByteCount = 32
/** No compiler starts further away. */
const MOST_BYTES = 4
/** Instructions that are looked at: the pointer is started before anything else. */
const MOST_INSTRUCTIONS = 64

/** The PUSH that says where the free memory pointer starts. */
export interface PointerStart {
  /** Where the PUSH stands. */
  readonly pc: Pc
  /** Bytes of its constant. */
  readonly length: ByteCount
  /** The constant: the first free byte of memory. */
  readonly value: ByteOffset
}

/** The start of the free memory pointer; `undefined` for code that has none, or no plain one. */
export function pointerStart(code: Uint8Array): PointerStart | undefined {
  /** What the straight line put on the stack; `undefined` for what is no small constant. */
  const stack: (PointerStart | undefined)[] = []
  for (let pc = 0, left = MOST_INSTRUCTIONS; pc < code.length && left > 0; left--) {
    const byte = code[pc]!
    const next = pc + 1 + immediateBytes(byte)
    const opcode = opcodeOfByte(byte)
    if (opcode === undefined || endsExecution(opcode) || byte === JUMPI || byte === JUMPDEST) return undefined
    if (byte >= PUSH0 && byte <= PUSH32) stack.push(constantAt(code, pc, byte - PUSH0))
    else if (byte >= DUP1 && byte <= DUP16) stack.push(stack.at(DUP1 - 1 - byte))
    else if (byte >= SWAP1 && byte <= SWAP16) {
      const below = stack.length - 2 - (byte - SWAP1)
      if (below < 0) return undefined
      ;[stack[below], stack[stack.length - 1]] = [stack.at(-1), stack[below]]
    } else {
      if (byte === MSTORE && stack.at(-1)?.value === POINTER) {
        const start = stack.at(-2)
        return start !== undefined && start.value >= RESERVED_END && start.value % WORD_BYTES === 0 ? start : undefined
      }
      stack.length = Math.max(0, stack.length - opcode.pops)
      for (let pushed = 0; pushed < opcode.pushes; pushed++) stack.push(undefined)
    }
    pc = next
  }
  return undefined
}

function constantAt(code: Uint8Array, pc: Pc, length: ByteCount): PointerStart | undefined {
  const bytes = code.subarray(pc + 1, pc + 1 + length)
  if (length > MOST_BYTES || bytes.length < length) return undefined
  return { pc, length, value: bytes.reduce((value, byte) => value * 256 + byte, 0) }
}

/**
 * The code with its free memory pointer started `shift` bytes later; `code` itself where it starts none, or where the sum
 * does not fit into the PUSH.
 */
export function withPointerShifted(code: Uint8Array, shift: ByteCount): Uint8Array {
  const start = pointerStart(code)
  if (start === undefined || shift === 0 || start.value + shift >= 256 ** start.length) return code
  const shifted = code.slice()
  for (let value = start.value + shift, at = start.pc + start.length; at > start.pc; at--) {
    shifted[at] = value % 256
    value = Math.floor(value / 256)
  }
  return shifted
}
