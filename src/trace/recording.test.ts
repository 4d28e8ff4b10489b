import { describe, expect, it } from 'vitest'
import { createEvm } from '../evm/index.ts'
import { record } from './index.ts'

const SELF = '0x1000000000000000000000000000000000000001'
const OTHER = '0x2000000000000000000000000000000000000002'

describe('a recording of one frame', () => {
  // PUSH1 0x80 PUSH1 0x40 MSTORE PUSH1 0x40 MLOAD DUP1 ADD STOP
  const { result, recording } = record(createEvm(), { code: '0x6080604052604051800100', to: SELF, inspect: true })

  it('has every step, its gas and the memory before it', () => {
    const { steps } = recording
    const rows = Array.from({ length: recording.stepCount }, (_, i) => [
      steps.pc(i),
      steps.opcode(i),
      steps.memorySize(i),
    ])
    expect(rows).toEqual([
      [0, 0x60, 0],
      [2, 0x60, 0],
      [4, 0x52, 0],
      [5, 0x60, 96],
      [7, 0x51, 96],
      [8, 0x80, 96],
      [9, 0x01, 96],
      [10, 0x00, 96],
    ])
    expect(steps.gas(0)).toBe(30_000_000n)
    expect(steps.gas(3)).toBe(30_000_000n - 18n)
  })

  it('tells the stack before each step', () => {
    const stacks: bigint[][] = []
    recording.walk(0, (state) => {
      stacks.push(Array.from({ length: state.stackSize }, (_, depth) => state.stack(depth)))
      return true
    })
    expect(stacks).toEqual([[], [0x80n], [0x40n, 0x80n], [], [0x40n], [0x80n], [0x80n, 0x80n], [0x100n]])
  })

  it('keeps the end', () => {
    const frame = recording.frames[0]!
    expect(frame.status).toBe('stop')
    expect(frame.memory).toEqual(result.memory)
    expect(frame.stack).toEqual([0x100n])
    expect([frame.firstStep, frame.endStep]).toEqual([0, 8])
  })
})

describe('a recording of calls', () => {
  // The callee returns the 32 bytes 0x…2a; the caller asks for 16 of them at 0x10 and copies all to 0x40.
  const callee = '0x602a5f5260205ff3'
  const caller = `0x60106010${'5f5f5f'}73${OTHER.slice(2)}5af1${'3d5f6040'}3e00` as const
  const evm = createEvm()
  evm.state.setAccount(OTHER, { code: callee })
  const { result, recording } = record(evm, { code: caller, to: SELF, inspect: true })

  it('nests frames in steps', () => {
    expect(result.status).toBe('stop')
    const [outer, inner] = recording.frames
    expect(inner).toMatchObject({
      parent: 0,
      depth: 1,
      kind: 'call',
      address: OTHER,
      status: 'return',
      firstStep: 8,
      endStep: 14,
    })
    expect(inner!.startedBy).toBe(7)
    expect(outer!.endStep).toBe(recording.stepCount)
  })

  it('brings the output to the memory of the caller, as much as was asked for', () => {
    const cursor = recording.cursor(0)
    while (recording.steps.opcode(cursor.index) !== 0x3d) cursor.next()
    expect(cursor.stack(0)).toBe(1n)
    expect(cursor.memory(0, 64)).toEqual(new Uint8Array(64))
    while (recording.steps.opcode(cursor.index) !== 0x00) cursor.next()
    expect(cursor.memory(0, cursor.memorySize)).toEqual(result.memory)
    expect(cursor.memory(0x40, 32)[31]).toBe(0x2a)
  })
})

describe('the refund counter of a recording', () => {
  it('is told where it changes, also by a revert', () => {
    const evm = createEvm()
    // SSTORE(1, 0) clears a slot, then REVERT(0, 0)
    evm.state.setAccount(OTHER, { code: '0x5f6001555f5ffd', storage: { '0x1': '0x5' } })
    // SSTORE(1, 0), then CALL OTHER, POP, STOP
    const code = `0x5f600155${'5f'.repeat(5)}73${OTHER.slice(2)}5af15000` as const
    evm.state.setAccount(SELF, { code, storage: { '0x1': '0x5' } })
    const { recording } = record(evm, { to: SELF })
    // EIP-3529: clearing a slot gives 4,800.
    const callee = recording.frames[1]!
    expect([...recording.refunds()]).toEqual([
      { step: 3, refund: 4800n },
      { step: callee.firstStep + 3, refund: 9600n },
      { step: callee.endStep, refund: 4800n },
    ])
  })
})

describe('the order of steps in a frame', () => {
  it('leads around the frames that it starts', () => {
    const evm = createEvm()
    evm.state.setAccount(OTHER, { code: '0x5f5ff3' })
    const { recording } = record(evm, { code: `0x${'5f'.repeat(4)}73${OTHER.slice(2)}5afa5000`, to: SELF })
    const { firstStep, endStep, startedBy } = recording.frames[1]!
    expect(recording.nextOwn(startedBy!)).toBe(endStep)
    expect(recording.previousOwn(endStep)).toBe(startedBy)
    expect(recording.previousOwn(firstStep)).toBeUndefined()
    expect(recording.nextOwn(endStep - 1)).toBeUndefined()
    expect(recording.nextOwn(recording.stepCount - 1)).toBeUndefined()
  })
})
