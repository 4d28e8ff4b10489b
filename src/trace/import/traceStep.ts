/**
 * What a trace tells: a step, how the run ended, and what whoever imports it may know beside it.
 * @module
 */
import type { MemlaneError } from '../../base/error.ts'
import type { Address, Gas, Word } from '../../base/units.ts'
import { type ForkName, MAX_STACK_ITEMS } from '../../opcodes/index.ts'
import { traceError } from '../errors.ts'
import type { RecordedRun } from '../recording.ts'
import { CodeImage } from './codeImage.ts'

/** A stack as a trace spells it. Of most steps only the topmost words are ever asked for. */
export interface TraceStack {
  readonly length: number
  /** The word `depth` places below the top, `depth < length`; 0 beyond. */
  word(depth: number): Word
}

/** A step as a trace tells it; everything is from before it executes. */
export interface TraceStep {
  readonly pc: number
  /** The opcode byte. */
  readonly op: number
  readonly gas: Gas
  /** `undefined` where the trace has none. */
  readonly gasCost: Gas | undefined
  /** From 1, of some writers from 0. */
  readonly depth: number
  readonly stack: TraceStack
  readonly memory: Uint8Array | undefined
  readonly returndata: Uint8Array | undefined
  readonly refund: bigint | undefined
  /** Why the step failed, in the words of whoever wrote the trace. */
  readonly error: string | undefined
}

/** What is said behind the last step. */
export interface TraceEnd {
  readonly output: Uint8Array | undefined
  /** `undefined` where nobody says it. */
  readonly failed: boolean | undefined
  /** Why it failed, in the words of whoever wrote the trace. */
  readonly error?: string | undefined
  /**
   * What the words before are about: the run, all of which was told; the run, of which the last steps may be missing; a
   * call, which may be an inner one; nothing, because the trace just ends.
   */
  readonly of: 'wholeRun' | 'run' | 'call' | 'nothing'
  /** The fork that the trace names. */
  readonly fork?: ForkName | undefined
}

/** What a trace does not have and whoever imports it may. */
export interface TraceContext {
  /** Goes before what the trace says; without either it is the newest one. */
  readonly fork?: ForkName
  /** The sender, or caller. */
  readonly from?: Address
  /** The account that was called, or created. */
  readonly to?: Address
  /** Wei. */
  readonly value?: Word
  /** Calldata; for a creation the code. */
  readonly input?: Uint8Array
  /** Whether the outermost frame is a creation: `input` is then its code. */
  readonly creates?: boolean
  /** Facts of the transaction; absent for a call. */
  readonly transaction?: RecordedRun['transaction']
}

/** @throws {MemlaneError} `trace.badTrace` where a number is none that a step can have. */
export function checkStep({ pc, op: opcode, gas, depth, stack }: TraceStep, place: string): void {
  if (!Number.isInteger(pc) || pc < 0 || pc >= CodeImage.MOST_BYTES) throw bad(place, 'has no position in code')
  if (!Number.isInteger(opcode) || opcode < 0 || opcode > 255) throw bad(place, 'has no opcode')
  if (!Number.isInteger(depth) || depth < 0) throw bad(place, 'has no depth')
  if (gas < 0n || gas >= 1n << 64n) throw bad(place, 'has no gas')
  if (stack.length > MAX_STACK_ITEMS) throw bad(place, `has more than ${MAX_STACK_ITEMS} words on the stack`)
}

/** What is wrong with a part of a trace. */
export function bad(place: string, what: string): MemlaneError {
  return traceError('trace.badTrace', { place, what })
}
