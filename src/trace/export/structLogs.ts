/**
 * A recording as the result of geth's `debug_traceTransaction` without a tracer.
 * Source: go-ethereum, eth/tracers/logger/logger.go
 * @module
 */
import { bytesToHex, quantityToHex, wordToHex } from '../../base/hex.ts'
import type { Hex, Word } from '../../base/units.ts'
import * as op from '../../opcodes/codes.ts'
import { isSuccess } from '../../opcodes/index.ts'
import type { Recording } from '../recording.ts'
import { stackWords, tracedSteps } from './tracedSteps.ts'

/** geth's options, with its defaults. */
export interface StructLogOptions {
  /** Adds `memory`, which is most of the text. */
  readonly enableMemory?: boolean
  /** Leaves `stack` out. */
  readonly disableStack?: boolean
  /** Leaves `storage` out. */
  readonly disableStorage?: boolean
  /** Adds `returnData`. */
  readonly enableReturnData?: boolean
  /** Steps at most; 0 for all. */
  readonly limit?: number
}

/** A step as geth writes it: everything is from before it executes. */
export interface StructLog {
  /** Position in code. */
  readonly pc: number
  /** The opcode's name; of an unknown byte as geth writes it. */
  readonly op: string
  /** Left before the step. */
  readonly gas: number
  /** What the step cost; of a call with the gas that it passes on. */
  readonly gasCost: number
  /** From 1. */
  readonly depth: number
  /** geth's words for why the step failed. */
  readonly error?: string
  /** Bottom first, hex quantities. */
  readonly stack?: readonly Hex[]
  /** What the last call gave back; absent when nothing, or not asked for. */
  readonly returnData?: Hex
  /** All of it, in words of 32 bytes; with `enableMemory`. */
  readonly memory?: readonly Hex[]
  /** On SLOAD and SSTORE: the contract's slots that the run has seen so far. */
  readonly storage?: Readonly<Record<Hex, Hex>>
  /** The refund counter; absent when it is 0. */
  readonly refund?: number
}

/** The entries, one by one: all of them can be more than a string may hold. */
export function* structLogs(recording: Recording, options: StructLogOptions = {}): Generator<StructLog> {
  const { enableMemory, disableStack, disableStorage, enableReturnData, limit = 0 } = options
  /** Slots that were loaded or stored so far, by the address whose they are. */
  const seen = new Map<Hex, Record<Hex, Hex>>()
  let count = 0
  for (const traced of tracedSteps(recording)) {
    if (limit > 0 && count++ >= limit) return
    const { step, pc, opcode, name, gas, gasCost, depth, refund, error, state } = traced
    const storage = disableStorage || error !== undefined ? undefined : storageAt(recording, step, opcode, seen)
    yield {
      pc,
      op: name,
      gas: Number(gas),
      gasCost: Number(gasCost),
      depth,
      ...(error === undefined ? {} : { error }),
      ...(disableStack ? {} : { stack: stackWords(traced).map(quantityToHex) }),
      ...(enableReturnData && state.returndata.length > 0 ? { returnData: bytesToHex(state.returndata) } : {}),
      ...(enableMemory ? { memory: words(state.memory(0, state.memorySize)) } : {}),
      ...(storage === undefined ? {} : { storage }),
      ...(refund === 0n ? {} : { refund: Number(refund) }),
    }
  }
}

/** The whole result. */
export function structLogResult(
  recording: Recording,
  options: StructLogOptions = {},
): {
  readonly gas: number
  readonly failed: boolean
  readonly returnValue: Hex
  readonly structLogs: readonly StructLog[]
} {
  return { ...structLogSummary(recording), structLogs: [...structLogs(recording, options)] }
}

/** The result but for the entries. */
export function structLogSummary({ frames, run }: Recording): {
  readonly gas: number
  readonly failed: boolean
  readonly returnValue: Hex
} {
  const frame = frames[0]
  const gas = run.transaction?.gasUsed ?? (frame === undefined ? 0n : frame.gas - frame.gasLeft)
  return {
    gas: Number(gas),
    failed: frame === undefined || !isSuccess(frame.status),
    returnValue: bytesToHex(frame?.output ?? new Uint8Array(0)),
  }
}

function words(memory: Uint8Array): Hex[] {
  return Array.from({ length: memory.length / 32 }, (_, word) => bytesToHex(memory.subarray(word * 32, word * 32 + 32)))
}

/** On lines that load or store a slot: the slots of the contract that the run has seen, this one among them. */
function storageAt(
  recording: Recording,
  step: number,
  opcode: number,
  seen: Map<Hex, Record<Hex, Hex>>,
): Record<Hex, Hex> | undefined {
  if (opcode !== op.SLOAD && opcode !== op.SSTORE) return undefined
  const { address } = recording.frameAt(step)
  let slots = seen.get(address)
  if (slots === undefined) seen.set(address, (slots = {}))
  const value: Word = opcode === op.SSTORE ? recording.operand(step, 1) : resultOf(recording, step)
  slots[wordToHex(recording.operand(step, 0))] = wordToHex(value)
  return { ...slots }
}

/** What a step pushed, which stands behind its operands. */
function resultOf(recording: Recording, step: number): Word {
  return recording.side.readBigint(recording.steps.side(step + 1) - 32)
}
