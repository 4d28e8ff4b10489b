/** A recording with hooks: hooks that only look leave it as it is, and what they answer stands there as a frame without steps. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { type Address, wordToBytes } from '../base/index.ts'
import { createEvm, type Evm, type Hooks } from '../evm/index.ts'
import { type Recording, record } from './index.ts'

const OUTER: Address = '0x1000000000000000000000000000000000000001'
const INNER: Address = '0x2000000000000000000000000000000000000002'

const CALL = (opcode: string) =>
  `PUSH 32 PUSH 0 PUSH 4 PUSH 28 ${opcode === 'CALL' ? 'PUSH 3' : ''} PUSH ${INNER} GAS ${opcode}`

function world(options: Parameters<typeof createEvm>[0] = {}): Evm {
  const evm = createEvm(options)
  const outer = `
    PUSH 0xc0ffee00 PUSH 0 MSTORE ${CALL('CALL')} POP ${CALL('DELEGATECALL')} PUSH 1 SSTORE
    PUSH 1 SLOAD PUSH 0 MLOAD PUSH 2 PUSH 0 PUSH 0 LOG1 PUSH 32 PUSH 0 RETURN`
  const inner = 'CALLVALUE PUSH 0 CALLDATALOAD ADD PUSH 0 MSTORE PUSH 7 PUSH 3 SSTORE PUSH 32 PUSH 0 RETURN'
  evm.state.setAccount(OUTER, { balance: 100n, code: assemble(outer).code })
  evm.state.setAccount(INNER, { code: assemble(inner).code })
  return evm
}

/** Every step with stack and memory, and every frame. */
function told(recording: Recording) {
  const steps: unknown[] = []
  recording.walk(0, (state) => {
    const { index } = state
    const stack = Array.from({ length: state.stackSize }, (_, depth) => state.stack(depth))
    steps.push([recording.steps.pc(index), recording.steps.gas(index), recording.steps.frame(index), stack])
    return true
  })
  return { steps, frames: recording.frames }
}

describe('hooks that only look', () => {
  it.each([
    ['at calls', { call() {}, result() {}, log() {} }],
    ['at some steps', { interest: { steps: ['MSTORE', 'SLOAD', 'CALL', 'LOG1', 'RETURN'] }, step() {} }],
    ['at every step', { step: (step) => void step.world.load(OUTER, 1) }],
  ] satisfies [string, Hooks][])('%s leave a recording as it is', (_, hooks) => {
    const plain = record(world(), { to: OUTER })
    const watched = record(world(), { to: OUTER }, { hooks })
    expect(plain.recording.stepCount).toBeGreaterThan(30)
    expect(told(watched.recording)).toEqual(told(plain.recording))
    expect(watched.result.gasUsed).toBe(plain.result.gasUsed)
    // Hooks of the EVM's own are the same.
    expect(told(record(world({ hooks }), { to: OUTER }).recording)).toEqual(told(plain.recording))
  })
})

describe('what hooks change', () => {
  it('an answer is a frame without steps, started by the call', () => {
    const hooks: Hooks = {
      call: ({ kind, depth }) =>
        depth === 1 && kind === 'call' ? { output: wordToBytes(42n), gasUsed: 9 } : undefined,
    }
    const { recording } = record(world(), { to: OUTER }, { hooks })
    const [, mocked, delegated] = recording.frames
    expect(mocked).toMatchObject({ kind: 'call', address: INNER, status: 'return', output: wordToBytes(42n), depth: 1 })
    expect(mocked!.endStep).toBe(mocked!.firstStep)
    expect(recording.steps.opcode(mocked!.startedBy!)).toBe(0xf1)
    expect(recording.steps.opcode(delegated!.startedBy!)).toBe(0xf4)
    // The next step sees what was answered: 1 on the stack, the output in memory.
    const next: unknown[] = []
    recording.walk(0, (state) => {
      if (state.index === mocked!.endStep) next.push(state.stack(0), state.stackSize)
      return true
    })
    expect(next).toEqual([1n, 1])
  })

  it('a changed end is the frame’s', () => {
    const hooks: Hooks = {
      result({ depth }, result) {
        if (depth === 1) Object.assign(result, { status: 'revert', output: '0x', gasLeft: 5 })
      },
    }
    const { recording } = record(world(), { to: OUTER }, { hooks })
    expect(recording.frames.slice(1)).toMatchObject([
      { status: 'revert', gasLeft: 5n },
      { status: 'revert', gasLeft: 5n },
    ])
    expect(recording.frames[0]).toMatchObject({ status: 'return' })
  })

  it('a changed creation is told where it is', () => {
    const evm = createEvm()
    const { recording } = record(evm, { input: '0x00' }, { hooks: { call: () => ({ created: INNER }) } })
    expect(recording.frames).toMatchObject([{ kind: 'create', address: INNER, status: 'return' }])
    expect(recording.stepCount).toBe(0)
  })
})

describe('a run that does not commit', () => {
  it('is recorded all the same', () => {
    const evm = world()
    const { recording } = record(evm, { to: OUTER }, { overrides: { [OUTER]: { balance: 3n } } })
    expect(recording.stepCount).toBeGreaterThan(30)
    expect(evm.state.storageAt(OUTER, 1)).toBe(0n)
    expect(evm.state.account(OUTER)?.balance).toBe(100n)
  })
})
