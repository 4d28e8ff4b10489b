/**
 * A fork's opcode table in the form in which the engine reads it.
 *
 * What a recording keeps of a step follows from the same rows: see `recordedOperands` and `hasResult`.
 * @module
 */
import * as op from '../opcodes/codes.ts'
import { endsExecution, type Fork, type Opcode, prices } from '../opcodes/index.ts'
import {
  CLEAR_REFUND,
  COLD_SLOT_LOAD_GAS,
  COLD_SLOT_STORE_GAS,
  DIRTY_STORE_GAS,
  EXP_BYTE_GAS,
  NET_STORAGE,
  NO_OPERAND,
  OPCODE_BYTES,
  OPCODE_DEFINED,
  OPCODE_ENDS_BLOCK,
  OPCODE_FLAGS,
  OPCODE_GAS,
  OPCODE_HAS_RESULT,
  OPCODE_HOST,
  OPCODE_POPS,
  OPCODE_PUSHES,
  OPCODE_RECORDED,
  OPCODE_TABLE,
  OPCODE_WATCHED,
  OPCODE_WRITE_BYTES,
  OPCODE_WRITE_LENGTH,
  OPCODE_WRITE_OFFSET,
  RESET_STORE_GAS,
  SENTRY_GAS,
} from './layout.ts'
import type { LinearMemory } from './linearMemory.ts'

/** Opcodes that the driver executes: they touch other frames, other accounts or the chain. */
export const HOST_OPCODES: ReadonlySet<number> = new Set([
  ...[op.BALANCE, op.EXTCODESIZE, op.EXTCODECOPY, op.EXTCODEHASH, op.BLOCKHASH, op.SELFBALANCE],
  ...[op.CREATE, op.CALL, op.CALLCODE, op.DELEGATECALL, op.CREATE2, op.STATICCALL, op.SELFDESTRUCT],
])

/** They see the exact gas that is left, so a block must not have paid for what comes behind them. */
const SEES_GAS: ReadonlySet<number> = new Set([op.GAS, op.SSTORE])

/** Opcodes whose effect is more than words on the stack and reads or writes no memory range. */
const OTHER_EFFECTS: ReadonlySet<number> = new Set([
  ...[op.SLOAD, op.SSTORE, op.TLOAD, op.TSTORE, op.JUMP, op.JUMPI, op.CALLDATALOAD, op.SELFDESTRUCT],
  ...[op.BALANCE, op.EXTCODESIZE, op.EXTCODEHASH, op.BLOCKHASH, op.BLOBHASH],
])

function isPush(code: number): boolean {
  return code >= op.PUSH0 && code <= op.PUSH32
}

function isStackShuffle(code: number): boolean {
  return code === op.POP || (code >= op.DUP1 && code <= op.SWAP16)
}

/** Operands that a recording keeps of a step: all of those that touch anything beside the stack, none of the others. */
export function recordedOperands(opcode: Opcode): number {
  return opcode.ranges.length > 0 || OTHER_EFFECTS.has(opcode.code) ? opcode.pops : 0
}

/** Whether the step pushes a word that code and stack alone do not tell: a recording keeps it. */
export function hasResult(opcode: Opcode): boolean {
  return opcode.pushes === 1 && !isPush(opcode.code) && !isStackShuffle(opcode.code) && opcode.code !== op.PC
}

/** Writes the fork's table and prices to linear memory. */
export function writeOpcodeTable(memory: LinearMemory, { opcodes, rules }: Fork): void {
  const bytes = memory.bytes
  for (const [code, opcode] of opcodes.entries()) {
    const row = OPCODE_TABLE + code * OPCODE_BYTES
    bytes.fill(0, row, row + OPCODE_BYTES)
    bytes[row + OPCODE_WRITE_OFFSET] = NO_OPERAND
    bytes[row + OPCODE_WRITE_LENGTH] = NO_OPERAND
    if (opcode === undefined || code === op.INVALID) continue
    const host = HOST_OPCODES.has(code)
    const endsBlock = host || SEES_GAS.has(code) || code === op.JUMPI || endsExecution(opcode)
    memory.setU32(row + OPCODE_GAS, opcode.gas)
    bytes[row + OPCODE_POPS] = opcode.pops
    bytes[row + OPCODE_PUSHES] = opcode.pushes
    bytes[row + OPCODE_FLAGS] =
      OPCODE_DEFINED |
      (endsBlock ? OPCODE_ENDS_BLOCK : 0) |
      (host ? OPCODE_HOST : 0) |
      (hasResult(opcode) ? OPCODE_HAS_RESULT : 0)
    bytes[row + OPCODE_RECORDED] = recordedOperands(opcode)
    const write = opcode.writes
    if (write === undefined) continue
    bytes[row + OPCODE_WRITE_OFFSET] = write.offset
    if ('length' in write) bytes[row + OPCODE_WRITE_LENGTH] = write.length
    else bytes[row + OPCODE_WRITE_BYTES] = write.bytes
  }
  const net = rules.storagePricing === 'net'
  memory.setI64(EXP_BYTE_GAS, BigInt(rules.expByteGas))
  memory.setI64(SENTRY_GAS, BigInt(net && rules.storageSentryGas > 0 ? rules.storageSentryGas : -1))
  memory.setI64(DIRTY_STORE_GAS, BigInt(rules.storageDirtyGas))
  memory.setI64(COLD_SLOT_LOAD_GAS, BigInt(rules.coldAccess ? prices.COLD_SLOT_SURCHARGE : 0))
  memory.setI64(COLD_SLOT_STORE_GAS, BigInt(rules.coldAccess ? prices.COLD_SLOT_GAS : 0))
  // EIP-2929 takes the cold price of the slot out of the 5,000 for a change.
  memory.setI64(RESET_STORE_GAS, BigInt(rules.coldAccess ? 5000 - prices.COLD_SLOT_GAS : 5000))
  memory.setI64(CLEAR_REFUND, BigInt(rules.storageClearRefund))
  memory.setU32(NET_STORAGE, net ? 1 : 0)
}

/** Marks the opcodes that a hook is told of; the debug variant leaves before each. */
export function watchOpcodes(memory: LinearMemory, watched: ReadonlySet<number> | undefined): void {
  const bytes = memory.bytes
  for (let code = 0; code < 256; code++) {
    const at = OPCODE_TABLE + code * OPCODE_BYTES + OPCODE_FLAGS
    bytes[at] = watched?.has(code) ? bytes[at]! | OPCODE_WATCHED : bytes[at]! & ~OPCODE_WATCHED
  }
}
