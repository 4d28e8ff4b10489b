import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { type CallParameters, createEvm } from '../evm/index.ts'
import { record } from '../trace/index.ts'
import { BoundedRecorder } from './boundedRecorder.ts'

const TO = '0x5e1f000000000000000000000000000000000001'
const FOREVER = assemble('again: JUMPDEST PUSH @again JUMP').code

describe('BoundedRecorder', () => {
  const evm = createEvm()
  it('records as any recorder does', () => {
    const parameters: CallParameters = { to: TO, code: FOREVER, gas: 110_000n }
    const recorder = new BoundedRecorder('osaka', 1 << 21)
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
    const run = () => evm.call({ to: TO, code, gas: 1n << 62n }, { tracer: new BoundedRecorder('osaka', 1 << 22) })
    expect(run).toThrow(expect.objectContaining({ code: 'cli.recordingTooLarge', facts: { limit: 1 << 22 } }))
    // The EVM is as it was, and free.
    expect(evm.call({ to: TO, code: '0x00' }).status).toBe('stop')
    expect(evm.state.account(TO)).toBeUndefined()
  })
})
