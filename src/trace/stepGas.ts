/**
 * What a step cost, as nodes tell it: with the gas that a call passes on, and without that of a creation.
 *
 * A step that ran cost what is missing at the frame's next own step. One that could not be paid for has the price that
 * geth computes before it gives up, as far as the recording tells it: static gas, memory, words copied.
 * Source: go-ethereum, core/vm/interpreter.go and gas_table.go.
 * @module
 */
import type { Gas, StepIndex } from '../base/units.ts'
import { memoryCost } from '../memory/index.ts'
import * as op from '../opcodes/codes.ts'
import {
  type Fork,
  fork as forkNamed,
  type Opcode,
  prices,
  rangeOf,
  startsCall,
  startsCreation,
} from '../opcodes/index.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { Recording } from './recording.ts'

const STIPEND = BigInt(prices.CALL_STIPEND)

/** What each step of a recording cost, by the fork's rules. */
export class StepGas {
  readonly #recording: Recording
  readonly #fork: Fork

  /** @param recording whose fork decides what steps would have cost that could not be paid for */
  constructor(recording: Recording) {
    this.#recording = recording
    this.#fork = forkNamed(recording.run.fork)
  }

  /** Gas that the step cost, or would have. */
  cost(step: StepIndex): Gas {
    const { steps, startedAt } = this.#recording
    const next = this.#recording.nextOwn(step)
    const opcode = steps.opcode(step)
    if (next === undefined) return this.#lastCost(step, opcode)
    if (startsCreation(opcode)) return this.#creationCost(step, opcode)
    const spent = steps.gas(step) - steps.gas(next)
    if (!startsCall(opcode)) return spent
    const child = startedAt.get(step)
    return child === undefined ? this.#refusedCallCost(step, opcode, spent) : spent + child.gasLeft
  }

  /** Gas that expanding memory took in the step. */
  expansion(step: StepIndex): Gas {
    const { steps } = this.#recording
    if (this.#recording.failed(step)) return 0n
    const next = this.#recording.nextOwn(step)
    const after = next === undefined ? this.#recording.frameAt(step).memory.length : steps.memorySize(next)
    const before = steps.memorySize(step)
    return after === before ? 0n : memoryCost(BigInt(after / 32)) - memoryCost(BigInt(before / 32))
  }

  /** Of a frame's last step. */
  #lastCost(step: StepIndex, opcode: number): Gas {
    const { steps } = this.#recording
    const frame = this.#recording.frameAt(step)
    if (opcode === op.STOP) return 0n
    // The frame's gas at its end is without what the deposit of code took.
    if (opcode === op.RETURN || opcode === op.REVERT) return this.#memoryPrice(step, opcode) ?? this.expansion(step)
    return frame.status === 'halt' ? this.#unpaidCost(step, opcode, frame) : steps.gas(step) - frame.gasLeft
  }

  #unpaidCost(step: StepIndex, opcode: number, { halt }: RecordedFrame): Gas {
    const row = this.#fork.opcodes[opcode]
    if (row === undefined || halt === 'invalidOpcode') return 0n
    const fixed = BigInt(row.gas)
    if (halt === 'stackUnderflow' || halt === 'stackOverflow') return fixed
    const memory = this.#memoryPrice(step, opcode)
    // More memory than any gas pays for: geth gives up before there is a price.
    if (memory === undefined) return fixed
    return fixed + memory + this.#dataPrice(step, row)
  }

  /** What the memory that the operands name costs beyond that which is there; `undefined` where nobody could pay. */
  #memoryPrice(step: StepIndex, opcode: number): Gas | undefined {
    const row = this.#fork.opcodes[opcode]
    if (row === undefined) return 0n
    let end = 0
    for (const range of row.ranges) {
      const { offset, length } = rangeOf(range, (operand) => this.#recording.operandNumber(step, operand))
      if (length > 0) end = Math.max(end, offset + length)
    }
    const before = this.#recording.steps.memorySize(step)
    if (end <= before) return 0n
    if (end > MOST_PRICED) return undefined
    return memoryCost(BigInt(Math.ceil(end / 32))) - memoryCost(BigInt(before / 32))
  }

  /** What the size of the data costs that is copied, hashed, logged or deployed. */
  #dataPrice(step: StepIndex, { ranges, gasPerWord, gasPerByte }: Opcode): Gas {
    if (gasPerWord + gasPerByte === 0) return 0n
    for (const range of ranges)
      if ('length' in range) {
        const length = this.#recording.operand(step, range.length)
        return BigInt(gasPerWord) * ((length + 31n) / 32n) + BigInt(gasPerByte) * length
      }
    return 0n
  }

  /** A creation's own price: what it passes on is no part of it. */
  #creationCost(step: StepIndex, opcode: number): Gas {
    const row = this.#fork.opcodes[opcode]
    if (row === undefined) return 0n
    return BigInt(row.gas) + this.expansion(step) + this.#dataPrice(step, row)
  }

  /** A call that started nothing got back what it would have passed on, and the stipend. */
  #refusedCallCost(step: StepIndex, opcode: number, spent: Gas): Gas {
    const sendsValue = (opcode === op.CALL || opcode === op.CALLCODE) && this.#recording.operand(step, 2) > 0n
    const own = spent + (sendsValue ? STIPEND : 0n)
    const left = this.#recording.steps.gas(step) - own
    const asked = this.#recording.operand(step, 0)
    const most = this.#fork.rules.allButOne64th ? left - left / 64n : asked
    return own + (asked < most ? asked : most)
  }
}

/** geth prices memory up to this byte. (core/vm/gas_table.go, memoryGasCost) */
const MOST_PRICED = 0x1fffffffe0
