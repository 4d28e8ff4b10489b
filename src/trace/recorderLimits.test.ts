import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { type CallParameters, createEvm } from '../evm/index.ts'
import { Recorder, record } from './recorder.ts'

const TO = '0x5e1f000000000000000000000000000000000001'
const FOREVER = assemble('again: JUMPDEST PUSH @again JUMP').code

describe('a recorder with limits', () => {
  const evm = createEvm()
  it('records as any recorder does', () => {
    const parameters: CallParameters = { to: TO, code: FOREVER, gas: 110_000n }
    const recorder = new Recorder('osaka', { maxBytes: 1 << 21 })
    evm.call(parameters, { tracer: recorder })
    const { recording } = record(evm, parameters)
    // 11 gas and 3 steps for each round.
    expect(Math.floor(recorder.recording().stepCount / 3)).toBe(10_000)
    expect(recorder.recording().frames).toEqual(recording.frames)
  })
  it.each([
    ['steps', FOREVER],
    ['what writes replaced', assemble('again: JUMPDEST PUSH 50000 PUSH 0 PUSH 1 MCOPY PUSH @again JUMP').code],
    [
      'calls',
      assemble('again: JUMPDEST PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0x1234 GAS STATICCALL POP PUSH @again JUMP').code,
    ],
    ['creation code', assemble('again: JUMPDEST PUSH 40000 PUSH 0 PUSH 0 CREATE POP PUSH @again JUMP').code],
    [
      'input',
      assemble('again: JUMPDEST PUSH 0 PUSH 0 PUSH 50000 PUSH 0 PUSH 0x1234 GAS STATICCALL POP PUSH @again JUMP').code,
    ],
  ])('gives up when there is too much of %s', (_, code) => {
    const tracer = new Recorder('osaka', { maxBytes: 1 << 22 })
    const run = () => evm.call({ to: TO, code, gas: 1n << 62n }, { tracer })
    expect(run).toThrow(
      expect.objectContaining({ code: 'trace.recordingTooLarge', facts: { limit: 1 << 22, unit: 'bytes' } }),
    )
    // The EVM is as it was, and free.
    expect(evm.call({ to: TO, code: '0x00' }).status).toBe('stop')
    expect(evm.state.account(TO)).toBeUndefined()
  })
  it('gives up after so many steps', () => {
    const limits = { maxSteps: 30_000, maxBytes: 1 << 22 }
    expect(() => record(evm, { to: TO, code: FOREVER, gas: 1_000_000n }, { limits })).toThrow(
      'The run is too long: its recording would take more than 30,000 steps; give it less gas.',
    )
    const short = record(evm, { to: TO, code: FOREVER, gas: 100_000n }, { limits })
    expect(short.recording.stepCount).toBeLessThanOrEqual(30_000)
  })
})
