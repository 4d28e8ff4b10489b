// Calls that need no driver: of an account that this transaction has touched, whose code is loaded, and to which
// nothing is sent. The driver enters such accounts in a table; everything else about calls is its business, and
// so is the end of every frame that it knows of.

import * as op from '../../opcodes/codes.ts'
import { MAX_DEPTH } from '../../opcodes/limits.ts'
import {
  ACCOUNT_CODE,
  ACCOUNT_COUNT,
  ACCOUNT_ENTRY_BYTES,
  ACCOUNT_INDEX,
  ACCOUNT_INDEX_MASK,
  ACCOUNT_NUMBER,
  ACCOUNT_PLACE,
  ACCOUNTS,
  CODE_BYTES,
  EXIT_REVERT,
  FRAME,
  FRAME_ACCOUNT,
  FRAME_ADDRESS,
  FRAME_BYTES,
  FRAME_CALLER,
  FRAME_CODE,
  FRAME_DEPTH,
  FRAME_ENTRY,
  FRAME_GAS,
  FRAME_GAS_GIVEN,
  FRAME_HOSTED,
  FRAME_INPUT,
  FRAME_INPUT_LENGTH,
  FRAME_JOURNAL,
  FRAME_LOGS,
  FRAME_MEMORY,
  FRAME_MEMORY_COST,
  FRAME_MEMORY_SIZE,
  FRAME_OUTPUT_LENGTH,
  FRAME_OUTPUT_OFFSET,
  FRAME_PC,
  FRAME_REFUND,
  FRAME_STACK_BASE,
  FRAME_STACK_TOP,
  FRAME_STATIC,
  FRAME_VALUE,
  HASH_SEEDS,
  JOURNAL,
  JOURNAL_END,
  LOGS,
  LOGS_END,
  LOGS_WATCHED,
  OUTPUT,
  OUTPUT_LENGTH,
  REFUND,
  RETURNDATA,
  RETURNDATA_LENGTH,
  RETURNDATA_ROOM,
  SLOT_BYTES,
} from '../layout.ts'
import { expand } from './frameMemory.ts'
import { copy, isZero, narrow, set } from './limbs.ts'
import { revertSlots } from './storage.ts'

/** An address is the low 160 bits of a word: two limbs and half of the third. */
// @ts-ignore: decorator
@inline function thirdLimb(word: usize): u64 {
  return load<u64>(word, 16) & 0xffffffff
}

// @ts-ignore: decorator
@inline function hash(word: usize): usize {
  const h =
    load<u64>(word) * load<u64>(HASH_SEEDS) +
    load<u64>(word, 8) * load<u64>(HASH_SEEDS, 8) +
    thirdLimb(word) * load<u64>(HASH_SEEDS, 16)
  return <usize>((h >> 32) ^ (h >> 11))
}

/** The entry of the address in the word, or 0. The index is a sparse set, as that of storage. */
export function findAccount(word: usize): usize {
  const index = <usize>load<u32>(ACCOUNT_INDEX), entries = <usize>load<u32>(ACCOUNTS), count = load<u32>(ACCOUNT_COUNT)
  let place = hash(word) & ACCOUNT_INDEX_MASK
  while (true) {
    const number = load<u32>(index + (place << 2))
    if (number >= count) return 0
    const entry = entries + <usize>number * ACCOUNT_ENTRY_BYTES
    if (load<u32>(entry, ACCOUNT_PLACE) != place) return 0
    if (
      load<u64>(entry) == load<u64>(word) &&
      load<u64>(entry, 8) == load<u64>(word, 8) &&
      load<u64>(entry, 16) == thirdLimb(word)
    ) {
      return entry
    }
    place = (place + 1) & ACCOUNT_INDEX_MASK
  }
}

/** Enters the address in the word; the caller made sure that it is not there and that it fits. */
export function enterAccount(word: usize, code: u32, account: u32): usize {
  const index = <usize>load<u32>(ACCOUNT_INDEX), entries = <usize>load<u32>(ACCOUNTS), count = load<u32>(ACCOUNT_COUNT)
  let place = hash(word) & ACCOUNT_INDEX_MASK
  while (true) {
    const number = load<u32>(index + (place << 2))
    if (number >= count || load<u32>(entries + <usize>number * ACCOUNT_ENTRY_BYTES, ACCOUNT_PLACE) != place) break
    place = (place + 1) & ACCOUNT_INDEX_MASK
  }
  const entry = entries + <usize>count * ACCOUNT_ENTRY_BYTES
  store<u32>(index + (place << 2), count)
  store<u64>(entry, load<u64>(word))
  store<u64>(entry, load<u64>(word, 8), 8)
  store<u64>(entry, thirdLimb(word), 16)
  store<u32>(entry, code, ACCOUNT_CODE)
  store<u32>(entry, account, ACCOUNT_NUMBER)
  store<u32>(entry, <u32>place, ACCOUNT_PLACE)
  store<u32>(ACCOUNT_COUNT, count + 1)
  return entry
}

/** Starts the callee's frame when the opcode at the frame's pc is a call that needs no driver; else changes nothing that matters. */
export function startCall(): bool {
  const frame = <usize>load<u32>(FRAME)
  const codeBlock = <usize>load<u32>(frame, FRAME_CODE)
  const byte = <i32>load<u8>(codeBlock + CODE_BYTES + <usize>load<u32>(frame, FRAME_PC))
  const top = <usize>load<u32>(frame, FRAME_STACK_TOP)
  // Address of the operand in front of the input range.
  let ranges = top - SLOT_BYTES
  if (byte == op.CALL) {
    ranges -= SLOT_BYTES
    if (!isZero(ranges)) return false
  } else if (byte != op.STATICCALL && byte != op.DELEGATECALL) return false
  if (<i32>load<u32>(frame, FRAME_DEPTH) >= MAX_DEPTH) return false
  const entry = findAccount(top - SLOT_BYTES)
  if (!entry) return false
  const code = load<u32>(entry, ACCOUNT_CODE)
  if (code == 0) return false

  const inputOffset = narrow(ranges - 32), inputLength = narrow(ranges - 64)
  const outputOffset = narrow(ranges - 96), outputLength = narrow(ranges - 128)
  let gas = expand(frame, inputOffset, inputLength, load<i64>(frame, FRAME_GAS))
  if (gas < 0) return false
  // What was paid stays paid: the driver, if it must come, finds memory grown.
  store<i64>(frame, gas, FRAME_GAS)
  gas = expand(frame, outputOffset, outputLength, gas)
  if (gas < 0) return false
  // All but one 64th, at most what was asked for. (EIP-150)
  const most = gas - gas / 64, high = load<u64>(top, 8) | load<u64>(top, 16) | load<u64>(top, 24)
  const asked = load<u64>(top)
  const forwarded = high != 0 || asked > <u64>most ? most : <i64>asked
  store<i64>(frame, gas - forwarded, FRAME_GAS)
  store<u32>(frame, <u32>ranges - 160, FRAME_STACK_TOP)

  const base = load<u32>(frame, FRAME_MEMORY), callee = frame + FRAME_BYTES, delegated = byte == op.DELEGATECALL
  store<u32>(callee, 0, FRAME_PC)
  store<u32>(callee, <u32>ranges - 160, FRAME_STACK_TOP)
  store<u32>(callee, <u32>ranges - 160, FRAME_STACK_BASE)
  store<i64>(callee, forwarded, FRAME_GAS)
  store<u32>(callee, base + load<u32>(frame, FRAME_MEMORY_SIZE), FRAME_MEMORY)
  store<u32>(callee, 0, FRAME_MEMORY_SIZE)
  store<i64>(callee, 0, FRAME_MEMORY_COST)
  store<u32>(callee, code, FRAME_CODE)
  store<u32>(callee, inputLength ? base + <u32>inputOffset : 0, FRAME_INPUT)
  store<u32>(callee, <u32>inputLength, FRAME_INPUT_LENGTH)
  store<u32>(callee, u32(byte == op.STATICCALL) | load<u32>(frame, FRAME_STATIC), FRAME_STATIC)
  store<u32>(callee, delegated ? load<u32>(frame, FRAME_ACCOUNT) : load<u32>(entry, ACCOUNT_NUMBER), FRAME_ACCOUNT)
  store<u32>(callee, load<u32>(JOURNAL_END) - load<u32>(JOURNAL), FRAME_JOURNAL)
  store<u32>(callee, load<u32>(LOGS_END) - load<u32>(LOGS), FRAME_LOGS)
  store<i64>(callee, load<i64>(REFUND), FRAME_REFUND)
  store<u32>(callee, outputLength ? <u32>outputOffset : 0, FRAME_OUTPUT_OFFSET)
  store<u32>(callee, <u32>outputLength, FRAME_OUTPUT_LENGTH)
  store<u32>(callee, 0, FRAME_HOSTED)
  store<u32>(callee, <u32>entry, FRAME_ENTRY)
  store<i64>(callee, forwarded, FRAME_GAS_GIVEN)
  store<u32>(callee, load<u32>(frame, FRAME_DEPTH) + 1, FRAME_DEPTH)
  if (delegated) {
    copy(callee + FRAME_ADDRESS, frame + FRAME_ADDRESS)
    copy(callee + FRAME_CALLER, frame + FRAME_CALLER)
    copy(callee + FRAME_VALUE, frame + FRAME_VALUE)
  } else {
    store<u64>(callee, load<u64>(entry), FRAME_ADDRESS)
    store<u64>(callee, load<u64>(entry, 8), FRAME_ADDRESS + 8)
    store<u64>(callee, load<u64>(entry, 16), FRAME_ADDRESS + 16)
    store<u64>(callee, 0, FRAME_ADDRESS + 24)
    copy(callee + FRAME_CALLER, frame + FRAME_ADDRESS)
    set(callee + FRAME_VALUE, 0)
  }
  store<u32>(FRAME, <u32>callee)
  store<u32>(RETURNDATA_LENGTH, 0)
  return true
}

/** Ends the frame that stopped, returned or reverted and goes on with its caller, unless the driver has to. */
export function endCall(exit: i32, stopped: bool): bool {
  const frame = <usize>load<u32>(FRAME)
  if (load<u32>(frame, FRAME_HOSTED)) return false
  const length: u32 = stopped ? 0 : load<u32>(OUTPUT_LENGTH)
  if (length > load<u32>(RETURNDATA_ROOM)) return false
  const reverted = exit == EXIT_REVERT
  if (reverted) {
    // The driver tells them before they are gone.
    if (load<u32>(LOGS_WATCHED) && load<u32>(LOGS_END) - load<u32>(LOGS) != load<u32>(frame, FRAME_LOGS)) return false
    revertSlots(load<u32>(JOURNAL) + load<u32>(frame, FRAME_JOURNAL))
    store<u32>(LOGS_END, load<u32>(LOGS) + load<u32>(frame, FRAME_LOGS))
    store<i64>(REFUND, load<i64>(frame, FRAME_REFUND))
  }
  const caller = frame - FRAME_BYTES
  store<u32>(RETURNDATA_LENGTH, length)
  if (length) {
    const output = <usize>load<u32>(OUTPUT), wanted = load<u32>(frame, FRAME_OUTPUT_LENGTH)
    memory.copy(<usize>load<u32>(RETURNDATA), output, length)
    memory.copy(
      <usize>load<u32>(caller, FRAME_MEMORY) + <usize>load<u32>(frame, FRAME_OUTPUT_OFFSET),
      output,
      min(length, wanted),
    )
  }
  const top = load<u32>(caller, FRAME_STACK_TOP) + SLOT_BYTES
  set(<usize>top, u64(!reverted))
  store<u32>(caller, top, FRAME_STACK_TOP)
  store<u32>(caller, load<u32>(caller, FRAME_PC) + 1, FRAME_PC)
  store<i64>(caller, load<i64>(caller, FRAME_GAS) + load<i64>(frame, FRAME_GAS), FRAME_GAS)
  store<u32>(FRAME, <u32>caller)
  return true
}
