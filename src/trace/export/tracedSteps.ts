/**
 * The steps of a recording with everything that nodes tell of each: what the formats of traces are written from.
 * @module
 */
import type { Gas, StepIndex, Word } from '../../base/units.ts'
import type { HaltReason } from '../../evm/index.ts'
import { opcodeOfByte } from '../../opcodes/index.ts'
import type { FrameCursor } from '../frameCursor.ts'
import type { Recording } from '../recording.ts'
import { StepGas } from '../stepGas.ts'
import { Timeline } from '../timeline.ts'

export interface TracedStep {
  readonly step: StepIndex
  readonly pc: number
  readonly opcode: number
  readonly name: string
  readonly gas: Gas
  readonly gasCost: Gas
  /** Counted from 1. */
  readonly depth: number
  readonly refund: bigint
  /** Why it failed, in geth's words. */
  readonly error: string | undefined
  /** Stack, memory and return data before the step; moves on with the next. */
  readonly state: FrameCursor
}

/** geth's sentences. Source: go-ethereum, core/vm/errors.go */
const ERRORS: Readonly<Record<HaltReason, string>> = {
  outOfGas: 'out of gas',
  stackUnderflow: 'stack underflow',
  stackOverflow: 'stack limit reached 1024 (1023)',
  invalidJump: 'invalid jump destination',
  invalidOpcode: 'invalid opcode',
  staticViolation: 'write protection',
  returnDataOutOfBounds: 'return data out of bounds',
  initcodeTooLarge: 'max initcode size exceeded',
  codeTooLarge: 'max code size exceeded',
  invalidCodePrefix: 'invalid code: must not begin with 0xef',
  createCollision: 'contract address collision',
  nonceOverflow: 'nonce uint64 overflow',
  memoryLimit: 'out of gas',
}

export function errorText(halt: HaltReason): string {
  return ERRORS[halt]
}

/** Halts that a step causes; the others are found when a creation ends. */
const OF_A_CREATION: ReadonlySet<HaltReason> = new Set(['codeTooLarge', 'invalidCodePrefix', 'createCollision'])

/** All steps in order, those of an account without code left out, as in every node. */
export function* tracedSteps(recording: Recording): Generator<TracedStep> {
  const { steps, frames, stepCount } = recording
  const timeline = new Timeline(recording)
  const gas = new StepGas(recording)
  const refunds = recording.refunds()
  let change = refunds.next()
  let refund = 0n
  for (let step = 0; step < stepCount; step++) {
    if (!change.done && change.value.step === step) {
      refund = change.value.refund
      change = refunds.next()
    }
    const frame = frames[steps.frame(step)]!
    if (frame.code.length === 0) continue
    const opcode = steps.opcode(step)
    const halt = recording.failed(step) && !OF_A_CREATION.has(frame.halt!) ? frame.halt : undefined
    yield {
      step,
      pc: steps.pc(step),
      opcode,
      name: opcodeOfByte(opcode)?.name ?? `opcode 0x${opcode.toString(16)} not defined`,
      gas: steps.gas(step),
      gasCost: gas.cost(step),
      depth: steps.depth(step) + 1,
      refund,
      error: halt === undefined ? undefined : errorText(halt),
      state: timeline.seek(step).current,
    }
  }
}

/** How many these are: none for a plain transfer. */
export function tracedStepCount({ frames, stepCount }: Recording): number {
  const idle = frames.filter(({ code, firstStep, endStep }) => code.length === 0 && endStep > firstStep)
  // Where there is no code, the one step is the STOP that stands for its end.
  return stepCount - idle.length
}

/** Bottom first. */
export function stackWords({ state }: TracedStep): Word[] {
  const { stackSize } = state
  return Array.from({ length: stackSize }, (_, index) => state.stack(stackSize - 1 - index))
}
