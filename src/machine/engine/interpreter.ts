// The interpreter. One generic source gives two variants:
//
//   run<u8>    fast: executes fast code; gas and stack are checked once per basic block
//   run<u16>   debug: executes the deployed code, checks every instruction, records steps when asked to
//
// `sizeof<V>() == 1` folds away, so neither pays for the other. An instruction reads its operands, pays, grows
// memory, acts, and only then moves the stack's top: whatever makes it leave finds the state before it.
//
// Registers of the loop: `pc` is the address of the next code byte, `top` of the topmost stack slot, `gas` what
// is left (in the fast variant, less what the running block has still to use).

import * as op from '../../opcodes/codes.ts'
import { COPY_WORD_GAS, HASH_WORD_GAS, LOG_BYTE_GAS } from '../../opcodes/prices.ts'
import {
  BLOB_HASHES,
  BLOB_HASH_COUNT,
  BLOCK_BYTES,
  CODE_BLOCKS,
  CODE_BYTES,
  CODE_FAST,
  CODE_LENGTH,
  CODE_SHOWN,
  ENVIRONMENT,
  EXIT_FULL_JOURNAL,
  EXIT_FULL_LOGS,
  EXIT_FULL_RING,
  EXIT_HOST,
  EXIT_INVALID_JUMP,
  EXIT_INVALID_OPCODE,
  EXIT_MEMORY_LIMIT,
  EXIT_NEED_SLOT,
  EXIT_OUT_OF_GAS,
  EXIT_RETURN,
  EXIT_RETURNDATA_OUT_OF_BOUNDS,
  EXIT_REVERT,
  EXIT_SLOW,
  EXIT_STACK_OVERFLOW,
  EXIT_STACK_UNDERFLOW,
  EXIT_STATIC_VIOLATION,
  EXIT_STEP,
  EXIT_STOP,
  EXP_BYTE_GAS,
  FRAME,
  FRAME_ACCOUNT,
  FRAME_ADDRESS,
  FRAME_CALLER,
  FRAME_CODE,
  FRAME_GAS,
  FRAME_INPUT,
  FRAME_INPUT_LENGTH,
  FRAME_MEMORY,
  FRAME_MEMORY_COST,
  FRAME_MEMORY_SIZE,
  FRAME_PC,
  FRAME_STACK_BASE,
  FRAME_STACK_TOP,
  FRAME_STATIC,
  FRAME_VALUE,
  JOURNAL_END,
  JOURNAL_LIMIT,
  JOURNAL_RECORD_BYTES,
  KECCAK_STATE,
  MAX_STACK_BYTES,
  OPCODE_BYTES,
  OPCODE_DEFINED,
  OPCODE_FLAGS,
  OPCODE_GAS,
  OPCODE_POPS,
  OPCODE_PUSHES,
  OPCODE_TABLE,
  OPCODE_WATCHED,
  OUTPUT,
  OUTPUT_LENGTH,
  RECORDING,
  RETURNDATA,
  RETURNDATA_LENGTH,
  SENTRY_GAS,
  SLOT_BYTES,
  SLOT_CURRENT,
  STEP_TOLD,
  TRANSIENT,
} from '../layout.ts'
import {
  BLOCK_GAS,
  BLOCK_JUMP_TARGET,
  BLOCK_NEED,
  BLOCK_SPAN,
  DUP2_ADD,
  DUP2_MSTORE,
  ISZERO_PUSH2_JUMPI,
  POP_POP,
  PUSH1_ADD,
  PUSH1_DUP2,
  PUSH1_MLOAD,
  PUSH1_SHL,
  PUSH1_SHR,
  PUSH2_JUMP,
  PUSH2_JUMPI,
  PUSH_JUMP,
  PUSH_JUMPI,
  SWAP1_POP,
  SWAP2_SWAP1,
  unusedBlockGas,
} from './analysis.ts'
import {
  add,
  addmod,
  byteAt,
  div,
  exp,
  leadingZeros,
  mod,
  mul,
  mulmod,
  sdiv,
  shl,
  shr,
  signextend,
  signFill,
  significantBytes,
  smod,
  sub,
} from './arithmetic.ts'
import { BEYOND_LIMIT, copyPadded, expand, shrink } from './frameMemory.ts'
import { keccak } from './keccak.ts'
import { copy, equal, fromBytes, isZero, less, lessSigned, narrow, set, toBytes } from './limbs.ts'
import { appendLog } from './log.ts'
import { recordStep, unrecordStep } from './record.ts'
import { find, loadSurcharge, storeGas, storeSlot, storeTransient, warm } from './storage.ts'

// @ts-ignore: decorator
@inline function words(length: u64): i64 {
  return <i64>((length + 31) >> 5)
}

/** Writes the loop's registers back to the frame. */
// @ts-ignore: decorator
@inline function leave(frame: usize, pc: usize, top: usize, gas: i64, exit: i32): i32 {
  store<u32>(frame, <u32>pc, FRAME_PC)
  store<u32>(frame, <u32>top, FRAME_STACK_TOP)
  store<i64>(frame, gas, FRAME_GAS)
  return exit
}

/**
 * An instruction cannot go on. The fast variant gives the rest of the block's gas back and asks for the debug
 * variant, which tells what exactly is wrong; there, that is `exit`.
 */
function fail<V>(frame: usize, pc: usize, top: usize, gas: i64, exit: i32): i32 {
  if (sizeof<V>() == 1) {
    gas += unusedBlockGas(<usize>load<u32>(frame, FRAME_CODE), <u32>pc)
    return leave(frame, pc, top, gas, EXIT_SLOW)
  }
  return leave(frame, pc, top, gas, exit)
}

/** The exit of an `expand` that returned a negative number. */
// @ts-ignore: decorator
@inline function memoryExit(result: i64): i32 {
  return result == BEYOND_LIMIT ? EXIT_MEMORY_LIMIT : EXIT_OUT_OF_GAS
}

/** The driver must do something first; then the instruction is tried again. */
function retry<V>(frame: usize, pc: usize, top: usize, gas: i64, exit: i32): i32 {
  if (sizeof<V>() != 1) {
    const byte = <usize>load<u8>(<usize>load<u32>(frame, FRAME_CODE) + CODE_BYTES + pc)
    const row = OPCODE_TABLE + byte * OPCODE_BYTES
    gas += load<u32>(row, OPCODE_GAS)
    if (load<u32>(RECORDING)) unrecordStep()
    // A watched instruction has been told of by the time it is tried again.
    store<u32>(STEP_TOLD, load<u8>(row, OPCODE_FLAGS) & OPCODE_WATCHED)
  }
  return leave(frame, pc, top, gas, exit)
}

// @ts-ignore: decorator
@inline function journalIsFull(): bool {
  return load<u32>(JOURNAL_END) + JOURNAL_RECORD_BYTES > load<u32>(JOURNAL_LIMIT)
}

/** The PUSHn bytes before `end` as a word: 32 bytes are loaded, those in front of the n are cleared. */
// @ts-ignore: decorator
@inline function pushBytes(to: usize, end: usize, n: usize): void {
  fromBytes(to, end - 32)
  memory.fill(to + n, 0, 32 - n)
}

function calldataWord(to: usize, frame: usize, from: u64): void {
  const length = <u64>load<u32>(frame, FRAME_INPUT_LENGTH), input = <usize>load<u32>(frame, FRAME_INPUT)
  if (from + 32 <= length) {
    fromBytes(to, input + <usize>from)
    return
  }
  set(to, 0)
  if (from >= length) return
  const bytes = KECCAK_STATE // scratch: 32 zero bytes, then what is there
  memory.fill(bytes, 0, 32)
  memory.copy(bytes, input + <usize>from, <usize>(length - from))
  fromBytes(to, bytes)
}

/**
 * Runs the current frame until something ends or interrupts it; returns an EXIT_…. `atLeader` is 1 when the next
 * instruction begins a block (at a frame's start and behind an instruction of the driver), 0 when one is retried.
 */
export function run<V>(atLeader: i32): i32 {
  const frame = <usize>load<u32>(FRAME)
  const codeBlock = <usize>load<u32>(frame, FRAME_CODE)
  const code = sizeof<V>() == 1 ? <usize>load<u32>(codeBlock, CODE_FAST) : codeBlock + CODE_BYTES
  const blocks = <usize>load<u32>(codeBlock, CODE_BLOCKS)
  const length = load<u32>(codeBlock, CODE_LENGTH)
  const base = <usize>load<u32>(frame, FRAME_MEMORY)
  // One below the base, so that a height has its lowest bit set, see BLOCK_NEED.
  const floor = <usize>load<u32>(frame, FRAME_STACK_BASE) - 1
  let pc = code + <usize>load<u32>(frame, FRAME_PC)
  let top = <usize>load<u32>(frame, FRAME_STACK_TOP)
  let gas = load<i64>(frame, FRAME_GAS)

  if (sizeof<V>() == 1) {
    if (atLeader && load<u8>(pc) != op.JUMPDEST) {
      const record = blocks + (pc - code) * BLOCK_BYTES
      const price = <i64>load<u32>(record, BLOCK_GAS)
      if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
        return leave(frame, pc - code, top, gas, EXIT_SLOW)
      }
      gas -= price
    }
  }
  while (true) {
    const byte = <i32>load<u8>(pc)
    if (sizeof<V>() != 1) {
      const position = <u32>(pc - code), height = <i32>(top - floor) - 1
      const row = OPCODE_TABLE + <usize>byte * OPCODE_BYTES
      if (load<u32>(RECORDING)) {
        if (!recordStep(frame, position, byte, top, <u32>height, gas)) return leave(frame, position, top, gas, EXIT_FULL_RING)
      }
      const flags = load<u8>(row, OPCODE_FLAGS)
      if (!(flags & OPCODE_DEFINED)) return leave(frame, position, top, gas, EXIT_INVALID_OPCODE)
      const pops = <i32>load<u8>(row, OPCODE_POPS) * SLOT_BYTES, pushes = <i32>load<u8>(row, OPCODE_PUSHES) * SLOT_BYTES
      if (height < pops) return leave(frame, position, top, gas, EXIT_STACK_UNDERFLOW)
      if (height - pops + pushes > MAX_STACK_BYTES) return leave(frame, position, top, gas, EXIT_STACK_OVERFLOW)
      const price = <i64>load<u32>(row, OPCODE_GAS)
      if (gas < price) return leave(frame, position, top, gas, EXIT_OUT_OF_GAS)
      gas -= price
      if (flags & OPCODE_WATCHED) {
        if (!load<u32>(STEP_TOLD)) return retry<V>(frame, position, top, gas, EXIT_STEP)
        store<u32>(STEP_TOLD, 0)
      }
    }
    switch (byte) {
      case op.STOP: {
        return leave(frame, pc - code, top, gas, EXIT_STOP)
      }
      case op.ADD: {
        add(top - 32, top, top - 32)
        top -= 32
        pc++
        break
      }
      case op.MUL: {
        mul(top - 32, top, top - 32)
        top -= 32
        pc++
        break
      }
      case op.SUB: {
        sub(top - 32, top, top - 32)
        top -= 32
        pc++
        break
      }
      case op.DIV: {
        div(top - 32, top, top - 32)
        top -= 32
        pc++
        break
      }
      case op.SDIV: {
        sdiv(top - 32, top, top - 32)
        top -= 32
        pc++
        break
      }
      case op.MOD: {
        mod(top - 32, top, top - 32)
        top -= 32
        pc++
        break
      }
      case op.SMOD: {
        smod(top - 32, top, top - 32)
        top -= 32
        pc++
        break
      }
      case op.ADDMOD: {
        addmod(top - 64, top, top - 32, top - 64)
        top -= 64
        pc++
        break
      }
      case op.MULMOD: {
        mulmod(top - 64, top, top - 32, top - 64)
        top -= 64
        pc++
        break
      }
      case op.EXP: {
        const price = load<i64>(EXP_BYTE_GAS) * significantBytes(top - 32)
        if (gas < price) return fail<V>(frame, pc - code, top, gas, EXIT_OUT_OF_GAS)
        gas -= price
        exp(top - 32, top, top - 32)
        top -= 32
        pc++
        break
      }
      case op.SIGNEXTEND: {
        signextend(top - 32, narrow(top), top - 32)
        top -= 32
        pc++
        break
      }
      case op.LT: {
        set(top - 32, u64(less(top, top - 32)))
        top -= 32
        pc++
        break
      }
      case op.GT: {
        set(top - 32, u64(less(top - 32, top)))
        top -= 32
        pc++
        break
      }
      case op.SLT: {
        set(top - 32, u64(lessSigned(top, top - 32)))
        top -= 32
        pc++
        break
      }
      case op.SGT: {
        set(top - 32, u64(lessSigned(top - 32, top)))
        top -= 32
        pc++
        break
      }
      case op.EQ: {
        set(top - 32, u64(equal(top, top - 32)))
        top -= 32
        pc++
        break
      }
      case op.ISZERO: {
        set(top, u64(isZero(top)))
        pc++
        break
      }
      case op.AND: {
        store<u64>(top - 32, load<u64>(top - 32) & load<u64>(top))
        store<u64>(top - 32, load<u64>(top - 32, 8) & load<u64>(top, 8), 8)
        store<u64>(top - 32, load<u64>(top - 32, 16) & load<u64>(top, 16), 16)
        store<u64>(top - 32, load<u64>(top - 32, 24) & load<u64>(top, 24), 24)
        top -= 32
        pc++
        break
      }
      case op.OR: {
        store<u64>(top - 32, load<u64>(top - 32) | load<u64>(top))
        store<u64>(top - 32, load<u64>(top - 32, 8) | load<u64>(top, 8), 8)
        store<u64>(top - 32, load<u64>(top - 32, 16) | load<u64>(top, 16), 16)
        store<u64>(top - 32, load<u64>(top - 32, 24) | load<u64>(top, 24), 24)
        top -= 32
        pc++
        break
      }
      case op.XOR: {
        store<u64>(top - 32, load<u64>(top - 32) ^ load<u64>(top))
        store<u64>(top - 32, load<u64>(top - 32, 8) ^ load<u64>(top, 8), 8)
        store<u64>(top - 32, load<u64>(top - 32, 16) ^ load<u64>(top, 16), 16)
        store<u64>(top - 32, load<u64>(top - 32, 24) ^ load<u64>(top, 24), 24)
        top -= 32
        pc++
        break
      }
      case op.NOT: {
        store<u64>(top, ~load<u64>(top))
        store<u64>(top, ~load<u64>(top, 8), 8)
        store<u64>(top, ~load<u64>(top, 16), 16)
        store<u64>(top, ~load<u64>(top, 24), 24)
        pc++
        break
      }
      case op.BYTE: {
        byteAt(top - 32, narrow(top), top - 32)
        top -= 32
        pc++
        break
      }
      case op.SHL: {
        shl(top - 32, narrow(top), top - 32)
        top -= 32
        pc++
        break
      }
      case op.SHR: {
        shr(top - 32, narrow(top), top - 32, 0)
        top -= 32
        pc++
        break
      }
      case op.SAR: {
        shr(top - 32, narrow(top), top - 32, signFill(top - 32))
        top -= 32
        pc++
        break
      }
      case op.CLZ: {
        leadingZeros(top, top)
        pc++
        break
      }
      case op.KECCAK256: {
        const offset = narrow(top), bytes = narrow(top - 32)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = HASH_WORD_GAS * words(bytes)
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        gas = rest - price
        // A range without bytes may lie beyond linear memory.
        keccak(bytes ? base + <usize>offset : base, <usize>bytes)
        top -= 32
        fromBytes(top, KECCAK_STATE)
        pc++
        break
      }
      case op.ADDRESS: {
        top += 32
        copy(top, frame + FRAME_ADDRESS)
        pc++
        break
      }
      case op.CALLER: {
        top += 32
        copy(top, frame + FRAME_CALLER)
        pc++
        break
      }
      case op.CALLVALUE: {
        top += 32
        copy(top, frame + FRAME_VALUE)
        pc++
        break
      }
      case op.CALLDATALOAD: {
        calldataWord(top, frame, narrow(top))
        pc++
        break
      }
      case op.CALLDATASIZE: {
        top += 32
        set(top, load<u32>(frame, FRAME_INPUT_LENGTH))
        pc++
        break
      }
      case op.CALLDATACOPY: {
        const offset = narrow(top), from = narrow(top - 32), bytes = narrow(top - 64)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = COPY_WORD_GAS * words(bytes)
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        gas = rest - price
        if (bytes) copyPadded(base + <usize>offset, <usize>load<u32>(frame, FRAME_INPUT), load<u32>(frame, FRAME_INPUT_LENGTH), from, bytes)
        top -= 96
        pc++
        break
      }
      case op.CODESIZE: {
        top += 32
        set(top, length)
        pc++
        break
      }
      case op.CODECOPY: {
        const offset = narrow(top), from = narrow(top - 32), bytes = narrow(top - 64)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = COPY_WORD_GAS * words(bytes)
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        gas = rest - price
        if (bytes) copyPadded(base + <usize>offset, <usize>load<u32>(codeBlock, CODE_SHOWN), length, from, bytes)
        top -= 96
        pc++
        break
      }
      case op.RETURNDATASIZE: {
        top += 32
        set(top, load<u32>(RETURNDATA_LENGTH))
        pc++
        break
      }
      case op.RETURNDATACOPY: {
        const offset = narrow(top), from = narrow(top - 32), bytes = narrow(top - 64)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = COPY_WORD_GAS * words(bytes)
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        if (from + bytes > <u64>load<u32>(RETURNDATA_LENGTH)) {
          return fail<V>(frame, pc - code, top, rest, EXIT_RETURNDATA_OUT_OF_BOUNDS)
        }
        gas = rest - price
        if (bytes) memory.copy(base + <usize>offset, <usize>load<u32>(RETURNDATA) + <usize>from, <usize>bytes)
        top -= 96
        pc++
        break
      }
      case op.ORIGIN: case op.GASPRICE: case op.COINBASE: case op.TIMESTAMP: case op.NUMBER: case op.PREVRANDAO: case op.GASLIMIT: case op.CHAINID: case op.BASEFEE: case op.BLOBBASEFEE: {
        top += 32
        copy(top, ENVIRONMENT + (<usize>byte << 5))
        pc++
        break
      }
      case op.BLOBHASH: {
        const index = narrow(top)
        if (index < <u64>load<u32>(BLOB_HASH_COUNT)) copy(top, <usize>load<u32>(BLOB_HASHES) + (<usize>index << 5))
        else set(top, 0)
        pc++
        break
      }
      case op.POP: {
        top -= 32
        pc++
        break
      }
      case op.MLOAD: {
        const offset = narrow(top)
        if (offset + 32 > <u64>load<u32>(frame, FRAME_MEMORY_SIZE)) {
          const rest = expand(frame, offset, 32, gas)
          if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
          gas = rest
        }
        fromBytes(top, base + <usize>offset)
        pc++
        break
      }
      case op.MSTORE: {
        const offset = narrow(top)
        if (offset + 32 > <u64>load<u32>(frame, FRAME_MEMORY_SIZE)) {
          const rest = expand(frame, offset, 32, gas)
          if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
          gas = rest
        }
        toBytes(base + <usize>offset, top - 32)
        top -= 64
        pc++
        break
      }
      case op.MSTORE8: {
        const offset = narrow(top)
        if (offset >= <u64>load<u32>(frame, FRAME_MEMORY_SIZE)) {
          const rest = expand(frame, offset, 1, gas)
          if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
          gas = rest
        }
        store<u8>(base + <usize>offset, load<u8>(top - 32))
        top -= 64
        pc++
        break
      }
      case op.SLOAD: {
        const entry = find(load<u32>(frame, FRAME_ACCOUNT), top)
        if (!entry) return retry<V>(frame, pc - code, top, gas, EXIT_NEED_SLOT)
        if (journalIsFull()) return retry<V>(frame, pc - code, top, gas, EXIT_FULL_JOURNAL)
        const price = loadSurcharge(entry)
        if (gas < price) return fail<V>(frame, pc - code, top, gas, EXIT_OUT_OF_GAS)
        gas -= price
        warm(entry)
        copy(top, entry + SLOT_CURRENT)
        pc++
        break
      }
      case op.SSTORE: {
        if (load<u32>(frame, FRAME_STATIC)) return leave(frame, pc - code, top, gas, EXIT_STATIC_VIOLATION)
        if (gas <= load<i64>(SENTRY_GAS)) return leave(frame, pc - code, top, gas, EXIT_OUT_OF_GAS)
        const entry = find(load<u32>(frame, FRAME_ACCOUNT), top)
        if (!entry) return retry<V>(frame, pc - code, top, gas, EXIT_NEED_SLOT)
        if (journalIsFull()) return retry<V>(frame, pc - code, top, gas, EXIT_FULL_JOURNAL)
        const price = storeGas(entry, top - 32)
        if (gas < price) return leave(frame, pc - code, top, gas, EXIT_OUT_OF_GAS)
        gas -= price
        storeSlot(entry, top - 32)
        top -= 64
        pc++
        if (sizeof<V>() == 1) {
          if (load<u8>(pc) != op.JUMPDEST) {
            const record = blocks + (pc - code) * BLOCK_BYTES
            const price = <i64>load<u32>(record, BLOCK_GAS)
            if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
              return leave(frame, pc - code, top, gas, EXIT_SLOW)
            }
            gas -= price
          }
        }
        break
      }
      case op.JUMP: {
        const target = narrow(top)
        if (target >= <u64>length) return fail<V>(frame, pc - code, top, gas, EXIT_INVALID_JUMP)
        const record = blocks + <usize>target * BLOCK_BYTES
        if (!(load<u16>(record, BLOCK_NEED) & BLOCK_JUMP_TARGET)) {
          return fail<V>(frame, pc - code, top, gas, EXIT_INVALID_JUMP)
        }
        top -= 32
        pc = code + <usize>target
        if (sizeof<V>() == 1) {
          const price = <i64>load<u32>(record, BLOCK_GAS)
          if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
            return leave(frame, pc - code, top, gas, EXIT_SLOW)
          }
          gas -= price
          pc++
        }
        break
      }
      case op.JUMPI: {
        if (isZero(top - 32)) {
          top -= 64
          pc++
          if (sizeof<V>() == 1) {
            if (load<u8>(pc) != op.JUMPDEST) {
              const record = blocks + (pc - code) * BLOCK_BYTES
              const price = <i64>load<u32>(record, BLOCK_GAS)
              if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
                return leave(frame, pc - code, top, gas, EXIT_SLOW)
              }
              gas -= price
            }
          }
          break
        }
        const target = narrow(top)
        if (target >= <u64>length) return fail<V>(frame, pc - code, top, gas, EXIT_INVALID_JUMP)
        const record = blocks + <usize>target * BLOCK_BYTES
        if (!(load<u16>(record, BLOCK_NEED) & BLOCK_JUMP_TARGET)) {
          return fail<V>(frame, pc - code, top, gas, EXIT_INVALID_JUMP)
        }
        top -= 64
        pc = code + <usize>target
        if (sizeof<V>() == 1) {
          const price = <i64>load<u32>(record, BLOCK_GAS)
          if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
            return leave(frame, pc - code, top, gas, EXIT_SLOW)
          }
          gas -= price
          pc++
        }
        break
      }
      case op.PC: {
        top += 32
        set(top, <u64>(pc - code))
        pc++
        break
      }
      case op.MSIZE: {
        top += 32
        set(top, load<u32>(frame, FRAME_MEMORY_SIZE))
        pc++
        break
      }
      case op.GAS: {
        top += 32
        set(top, <u64>gas)
        pc++
        if (sizeof<V>() == 1) {
          if (load<u8>(pc) != op.JUMPDEST) {
            const record = blocks + (pc - code) * BLOCK_BYTES
            const price = <i64>load<u32>(record, BLOCK_GAS)
            if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
              return leave(frame, pc - code, top, gas, EXIT_SLOW)
            }
            gas -= price
          }
        }
        break
      }
      case op.JUMPDEST: {
        if (sizeof<V>() == 1) {
          const record = blocks + (pc - code) * BLOCK_BYTES
          const price = <i64>load<u32>(record, BLOCK_GAS)
          if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
            return leave(frame, pc - code, top, gas, EXIT_SLOW)
          }
          gas -= price
        }
        pc++
        break
      }
      case op.TLOAD: {
        const entry = find(load<u32>(frame, FRAME_ACCOUNT) | TRANSIENT, top)
        if (entry) copy(top, entry + SLOT_CURRENT)
        else set(top, 0)
        pc++
        break
      }
      case op.TSTORE: {
        if (load<u32>(frame, FRAME_STATIC)) return fail<V>(frame, pc - code, top, gas, EXIT_STATIC_VIOLATION)
        const entry = find(load<u32>(frame, FRAME_ACCOUNT) | TRANSIENT, top)
        if (!entry) return retry<V>(frame, pc - code, top, gas, EXIT_NEED_SLOT)
        if (journalIsFull()) return retry<V>(frame, pc - code, top, gas, EXIT_FULL_JOURNAL)
        storeTransient(entry, top - 32)
        top -= 64
        pc++
        break
      }
      case op.MCOPY: {
        const to = narrow(top), from = narrow(top - 32), bytes = narrow(top - 64)
        const rest = expand(frame, max(to, from), bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = COPY_WORD_GAS * words(bytes)
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        gas = rest - price
        if (bytes) memory.copy(base + <usize>to, base + <usize>from, <usize>bytes)
        top -= 96
        pc++
        break
      }
      case op.PUSH0: {
        top += 32
        set(top, 0)
        pc++
        break
      }
      case op.PUSH1: {
        top += 32
        set(top, load<u8>(pc, 1))
        pc += 2
        break
      }
      case op.PUSH1 + 1: {
        top += 32
        set(top, bswap<u16>(load<u16>(pc, 1)))
        pc += 3
        break
      }
      case op.PUSH1 + 3: {
        top += 32
        set(top, bswap<u32>(load<u32>(pc, 1)))
        pc += 5
        break
      }
      // prettier-ignore
      case op.PUSH1 + 2: case op.PUSH1 + 4: case op.PUSH1 + 5: case op.PUSH1 + 6: case op.PUSH1 + 7: case op.PUSH1 + 8: case op.PUSH1 + 9: case op.PUSH1 + 10: case op.PUSH1 + 11: case op.PUSH1 + 12: case op.PUSH1 + 13: case op.PUSH1 + 14: case op.PUSH1 + 15: case op.PUSH1 + 16: case op.PUSH1 + 17: case op.PUSH1 + 18: case op.PUSH1 + 19: case op.PUSH1 + 20: case op.PUSH1 + 21: case op.PUSH1 + 22: case op.PUSH1 + 23: case op.PUSH1 + 24: case op.PUSH1 + 25: case op.PUSH1 + 26: case op.PUSH1 + 27: case op.PUSH1 + 28: case op.PUSH1 + 29: case op.PUSH1 + 30: {
        const bytes = <usize>(byte - op.PUSH1 + 1)
        top += 32
        pushBytes(top, pc + 1 + bytes, bytes)
        pc += 1 + bytes
        break
      }
      case op.PUSH32: {
        top += 32
        fromBytes(top, pc + 1)
        pc += 33
        break
      }
      case op.DUP1: {
        copy(top + 32, top)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 1: {
        copy(top + 32, top - 32)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 2: {
        copy(top + 32, top - 64)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 3: {
        copy(top + 32, top - 96)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 4: {
        copy(top + 32, top - 128)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 5: {
        copy(top + 32, top - 160)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 6: {
        copy(top + 32, top - 192)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 7: {
        copy(top + 32, top - 224)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 8: {
        copy(top + 32, top - 256)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 9: {
        copy(top + 32, top - 288)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 10: {
        copy(top + 32, top - 320)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 11: {
        copy(top + 32, top - 352)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 12: {
        copy(top + 32, top - 384)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 13: {
        copy(top + 32, top - 416)
        top += 32
        pc++
        break
      }
      case op.DUP1 + 14: {
        copy(top + 32, top - 448)
        top += 32
        pc++
        break
      }
      case op.DUP16: {
        copy(top + 32, top - 480)
        top += 32
        pc++
        break
      }
      case op.SWAP1: {
        swap(top, top - 32)
        pc++
        break
      }
      case op.SWAP1 + 1: {
        swap(top, top - 64)
        pc++
        break
      }
      case op.SWAP1 + 2: {
        swap(top, top - 96)
        pc++
        break
      }
      case op.SWAP1 + 3: {
        swap(top, top - 128)
        pc++
        break
      }
      case op.SWAP1 + 4: {
        swap(top, top - 160)
        pc++
        break
      }
      case op.SWAP1 + 5: {
        swap(top, top - 192)
        pc++
        break
      }
      case op.SWAP1 + 6: {
        swap(top, top - 224)
        pc++
        break
      }
      case op.SWAP1 + 7: {
        swap(top, top - 256)
        pc++
        break
      }
      case op.SWAP1 + 8: {
        swap(top, top - 288)
        pc++
        break
      }
      case op.SWAP1 + 9: {
        swap(top, top - 320)
        pc++
        break
      }
      case op.SWAP1 + 10: {
        swap(top, top - 352)
        pc++
        break
      }
      case op.SWAP1 + 11: {
        swap(top, top - 384)
        pc++
        break
      }
      case op.SWAP1 + 12: {
        swap(top, top - 416)
        pc++
        break
      }
      case op.SWAP1 + 13: {
        swap(top, top - 448)
        pc++
        break
      }
      case op.SWAP1 + 14: {
        swap(top, top - 480)
        pc++
        break
      }
      case op.SWAP16: {
        swap(top, top - 512)
        pc++
        break
      }
      // One case for all five would save 1.7 kB, and cost the empty loop 8 % and a call within the engine 18 %; a function
      // for them cost the loop more. (Fastest of 151 samples taken in turn with those of this form.)
      case op.LOG0: {
        if (load<u32>(frame, FRAME_STATIC)) return fail<V>(frame, pc - code, top, gas, EXIT_STATIC_VIOLATION)
        const offset = narrow(top), bytes = narrow(top - 32)
        const size = load<u32>(frame, FRAME_MEMORY_SIZE), cost = load<i64>(frame, FRAME_MEMORY_COST)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = LOG_BYTE_GAS * <i64>bytes
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        if (!appendLog(frame, 0, top - 64, base + <usize>offset, <u32>bytes)) {
          shrink(frame, size, cost)
          return retry<V>(frame, pc - code, top, gas, EXIT_FULL_LOGS)
        }
        gas = rest - price
        top -= 64
        pc++
        break
      }
      case op.LOG1: {
        if (load<u32>(frame, FRAME_STATIC)) return fail<V>(frame, pc - code, top, gas, EXIT_STATIC_VIOLATION)
        const offset = narrow(top), bytes = narrow(top - 32)
        const size = load<u32>(frame, FRAME_MEMORY_SIZE), cost = load<i64>(frame, FRAME_MEMORY_COST)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = LOG_BYTE_GAS * <i64>bytes
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        if (!appendLog(frame, 1, top - 64, base + <usize>offset, <u32>bytes)) {
          shrink(frame, size, cost)
          return retry<V>(frame, pc - code, top, gas, EXIT_FULL_LOGS)
        }
        gas = rest - price
        top -= 96
        pc++
        break
      }
      case op.LOG2: {
        if (load<u32>(frame, FRAME_STATIC)) return fail<V>(frame, pc - code, top, gas, EXIT_STATIC_VIOLATION)
        const offset = narrow(top), bytes = narrow(top - 32)
        const size = load<u32>(frame, FRAME_MEMORY_SIZE), cost = load<i64>(frame, FRAME_MEMORY_COST)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = LOG_BYTE_GAS * <i64>bytes
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        if (!appendLog(frame, 2, top - 64, base + <usize>offset, <u32>bytes)) {
          shrink(frame, size, cost)
          return retry<V>(frame, pc - code, top, gas, EXIT_FULL_LOGS)
        }
        gas = rest - price
        top -= 128
        pc++
        break
      }
      case op.LOG3: {
        if (load<u32>(frame, FRAME_STATIC)) return fail<V>(frame, pc - code, top, gas, EXIT_STATIC_VIOLATION)
        const offset = narrow(top), bytes = narrow(top - 32)
        const size = load<u32>(frame, FRAME_MEMORY_SIZE), cost = load<i64>(frame, FRAME_MEMORY_COST)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = LOG_BYTE_GAS * <i64>bytes
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        if (!appendLog(frame, 3, top - 64, base + <usize>offset, <u32>bytes)) {
          shrink(frame, size, cost)
          return retry<V>(frame, pc - code, top, gas, EXIT_FULL_LOGS)
        }
        gas = rest - price
        top -= 160
        pc++
        break
      }
      case op.LOG4: {
        if (load<u32>(frame, FRAME_STATIC)) return fail<V>(frame, pc - code, top, gas, EXIT_STATIC_VIOLATION)
        const offset = narrow(top), bytes = narrow(top - 32)
        const size = load<u32>(frame, FRAME_MEMORY_SIZE), cost = load<i64>(frame, FRAME_MEMORY_COST)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        const price = LOG_BYTE_GAS * <i64>bytes
        if (rest < price) return fail<V>(frame, pc - code, top, rest, EXIT_OUT_OF_GAS)
        if (!appendLog(frame, 4, top - 64, base + <usize>offset, <u32>bytes)) {
          shrink(frame, size, cost)
          return retry<V>(frame, pc - code, top, gas, EXIT_FULL_LOGS)
        }
        gas = rest - price
        top -= 192
        pc++
        break
      }
      case op.RETURN: {
        const offset = narrow(top), bytes = narrow(top - 32)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        store<u32>(OUTPUT, bytes ? <u32>base + <u32>offset : 0)
        store<u32>(OUTPUT_LENGTH, <u32>bytes)
        return leave(frame, pc - code, top - 64, rest, EXIT_RETURN)
      }
      case op.REVERT: {
        const offset = narrow(top), bytes = narrow(top - 32)
        const rest = expand(frame, offset, bytes, gas)
        if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
        store<u32>(OUTPUT, bytes ? <u32>base + <u32>offset : 0)
        store<u32>(OUTPUT_LENGTH, <u32>bytes)
        return leave(frame, pc - code, top - 64, rest, EXIT_REVERT)
      }
      // Fused instructions: in fast code only. When one cannot go on, the debug variant starts at its first part.
      case PUSH_JUMP: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        const target = <usize>load<u8>(pc, 1)
        pc = code + target
        const record = blocks + target * BLOCK_BYTES
        if (sizeof<V>() == 1) {
          const price = <i64>load<u32>(record, BLOCK_GAS)
          if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
            return leave(frame, pc - code, top, gas, EXIT_SLOW)
          }
          gas -= price
          pc++
        }
        break
      }
      case PUSH_JUMPI: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        top -= 32
        if (isZero(top + 32)) {
          pc += 3
          if (load<u8>(pc) != op.JUMPDEST) {
            const record = blocks + (pc - code) * BLOCK_BYTES
            const price = <i64>load<u32>(record, BLOCK_GAS)
            if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
              return leave(frame, pc - code, top, gas, EXIT_SLOW)
            }
            gas -= price
          }
          break
        }
        const target = <usize>load<u8>(pc, 1)
        pc = code + target
        const record = blocks + target * BLOCK_BYTES
        if (sizeof<V>() == 1) {
          const price = <i64>load<u32>(record, BLOCK_GAS)
          if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
            return leave(frame, pc - code, top, gas, EXIT_SLOW)
          }
          gas -= price
          pc++
        }
        break
      }
      case PUSH2_JUMP: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        const target = <usize>bswap<u16>(load<u16>(pc, 1))
        pc = code + target
        const record = blocks + target * BLOCK_BYTES
        if (sizeof<V>() == 1) {
          const price = <i64>load<u32>(record, BLOCK_GAS)
          if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
            return leave(frame, pc - code, top, gas, EXIT_SLOW)
          }
          gas -= price
          pc++
        }
        break
      }
      case PUSH2_JUMPI: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        top -= 32
        if (isZero(top + 32)) {
          pc += 4
          if (load<u8>(pc) != op.JUMPDEST) {
            const record = blocks + (pc - code) * BLOCK_BYTES
            const price = <i64>load<u32>(record, BLOCK_GAS)
            if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
              return leave(frame, pc - code, top, gas, EXIT_SLOW)
            }
            gas -= price
          }
          break
        }
        const target = <usize>bswap<u16>(load<u16>(pc, 1))
        pc = code + target
        const record = blocks + target * BLOCK_BYTES
        if (sizeof<V>() == 1) {
          const price = <i64>load<u32>(record, BLOCK_GAS)
          if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
            return leave(frame, pc - code, top, gas, EXIT_SLOW)
          }
          gas -= price
          pc++
        }
        break
      }
      case ISZERO_PUSH2_JUMPI: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        top -= 32
        if (!isZero(top + 32)) {
          pc += 5
          if (load<u8>(pc) != op.JUMPDEST) {
            const record = blocks + (pc - code) * BLOCK_BYTES
            const price = <i64>load<u32>(record, BLOCK_GAS)
            if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
              return leave(frame, pc - code, top, gas, EXIT_SLOW)
            }
            gas -= price
          }
          break
        }
        const target = <usize>bswap<u16>(load<u16>(pc, 2))
        pc = code + target
        const record = blocks + target * BLOCK_BYTES
        if (sizeof<V>() == 1) {
          const price = <i64>load<u32>(record, BLOCK_GAS)
          if (gas < price || <u32>(top - floor) - <u32>load<u16>(record, BLOCK_NEED) > <u32>load<u16>(record, BLOCK_SPAN)) {
            return leave(frame, pc - code, top, gas, EXIT_SLOW)
          }
          gas -= price
          pc++
        }
        break
      }
      case SWAP1_POP: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        copy(top - 32, top)
        top -= 32
        pc += 2
        break
      }
      case POP_POP: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        top -= 64
        pc += 2
        break
      }
      case PUSH1_ADD: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        addSmall(top, load<u8>(pc, 1))
        pc += 3
        break
      }
      case PUSH1_MLOAD: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        const offset = <u64>load<u8>(pc, 1)
        if (offset + 32 > <u64>load<u32>(frame, FRAME_MEMORY_SIZE)) {
          const rest = expand(frame, offset, 32, gas)
          if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
          gas = rest
        }
        top += 32
        fromBytes(top, base + <usize>offset)
        pc += 3
        break
      }
      case PUSH1_SHL: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        shl(top, load<u8>(pc, 1), top)
        pc += 3
        break
      }
      case PUSH1_SHR: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        shr(top, load<u8>(pc, 1), top, 0)
        pc += 3
        break
      }
      case PUSH1_DUP2: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        set(top + 32, load<u8>(pc, 1))
        copy(top + 64, top)
        top += 64
        pc += 3
        break
      }
      case DUP2_ADD: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        add(top, top - 32, top)
        pc += 2
        break
      }
      case DUP2_MSTORE: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        const offset = narrow(top - 32)
        if (offset + 32 > <u64>load<u32>(frame, FRAME_MEMORY_SIZE)) {
          const rest = expand(frame, offset, 32, gas)
          if (rest < 0) return fail<V>(frame, pc - code, top, gas, memoryExit(rest))
          gas = rest
        }
        toBytes(base + <usize>offset, top)
        top -= 32
        pc += 2
        break
      }
      case SWAP2_SWAP1: {
        if (sizeof<V>() != 1) return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
        rotate(top)
        pc += 2
        break
      }
      case op.INVALID: return leave(frame, pc - code, top, gas, EXIT_INVALID_OPCODE)
      // What the driver executes: calls, creation, accounts other than this one, block hashes.
      default: return leave(frame, pc - code, top, gas, EXIT_HOST)
    }
  }
}

// @ts-ignore: decorator
@inline function swap(a: usize, b: usize): void {
  const x0 = load<u64>(a), x1 = load<u64>(a, 8), x2 = load<u64>(a, 16), x3 = load<u64>(a, 24)
  copy(a, b)
  store<u64>(b, x0)
  store<u64>(b, x1, 8)
  store<u64>(b, x2, 16)
  store<u64>(b, x3, 24)
}

/** SWAP2 SWAP1: [a b c] with c on top becomes [c a b]. */
// @ts-ignore: decorator
@inline function rotate(top: usize): void {
  const x0 = load<u64>(top), x1 = load<u64>(top, 8), x2 = load<u64>(top, 16), x3 = load<u64>(top, 24)
  copy(top, top - 32)
  copy(top - 32, top - 64)
  store<u64>(top - 64, x0)
  store<u64>(top - 64, x1, 8)
  store<u64>(top - 64, x2, 16)
  store<u64>(top - 64, x3, 24)
}

// @ts-ignore: decorator
@inline function addSmall(a: usize, b: u64): void {
  const x = load<u64>(a), r = x + b
  store<u64>(a, r)
  if (r < x) {
    let limb = load<u64>(a, 8) + 1
    store<u64>(a, limb, 8)
    if (limb == 0) {
      limb = load<u64>(a, 16) + 1
      store<u64>(a, limb, 16)
      if (limb == 0) store<u64>(a, load<u64>(a, 24) + 1, 24)
    }
  }
}
