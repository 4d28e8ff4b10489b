import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import type { Word } from '../base/index.ts'
import { record } from '../trace/index.ts'
import { createEvm, type Tracer } from './index.ts'

const TO = '0x5e1f000000000000000000000000000000000001'

interface Told {
  readonly pc: number
  readonly opcode: number
  readonly gas: bigint
  readonly depth: number
  readonly frame: number
  readonly memorySize: number
  readonly operands: readonly Word[]
}

describe('the steps that a tracer is told', () => {
  it('are those of a recording, in all of several batches', () => {
    // Stores that are refunded, a call, memory that grows: three thousand rounds of nine steps and more.
    const { code } = assemble(`
      PUSH 0 PUSH 1 SSTORE PUSH 1 PUSH 1 SSTORE
      PUSH 0 PUSH 0 PUSH 4 PUSH 0 PUSH 0x1234 GAS STATICCALL POP
      PUSH 3000
      again: JUMPDEST
        DUP1 DUP1 MSTORE
        PUSH 1 SWAP1 SUB
        DUP1 PUSH @again JUMPI
      PUSH 0 PUSH 1 SSTORE PUSH 32 PUSH 0 RETURN`)
    const told: Told[] = []
    const batches: number[] = []
    const tracer: Tracer = {
      frameStart() {},
      frameEnd() {},
      copiedCode() {},
      runEnd() {},
      steps(steps) {
        batches.push(steps.count)
        for (let index = 0; index < steps.count; index++)
          told.push({
            ...{ pc: steps.pc(index), opcode: steps.opcode(index), gas: steps.gas(index), depth: steps.depth(index) },
            ...{ frame: steps.frame(index), memorySize: steps.memorySize(index), operands: steps.operands(index) },
          })
      },
    }
    const call = { to: TO, code, gas: 10_000_000n } as const
    createEvm().call(call, { tracer })
    const { recording } = record(createEvm(), call)
    expect(told).toHaveLength(recording.stepCount)
    expect(batches.length).toBeGreaterThan(5)
    const expected: Told[] = []
    recording.walk(0, (step) => {
      const { index, stackSize, memorySize } = step
      const kept = told[index]!.operands.length
      expected.push({
        ...{ pc: recording.steps.pc(index), opcode: recording.steps.opcode(index), gas: step.gas },
        ...{ depth: recording.steps.depth(index), frame: 0, memorySize },
        operands: Array.from({ length: kept }, (_, operand) => step.stack(operand)),
      })
      expect(stackSize).toBeGreaterThanOrEqual(kept)
      return true
    })
    expect(told.filter(({ frame }) => frame === 0)).toEqual(expected)
    expect(told.filter(({ operands }) => operands.length > 0).length).toBeGreaterThan(3000)
  })
})
