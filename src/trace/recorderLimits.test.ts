import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { type CallParameters, createEvm } from '../evm/index.ts'
import { Recorder, record, recordTransaction } from './recorder.ts'

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

describe('limits that are none', () => {
  const evm = createEvm()
  const given = <T>(value: unknown): T => value as T
  const limited = (limits: unknown) => () => record(evm, { code: '0x00' }, { limits: given(limits) })

  it.each<[unknown, string]>([
    [{ maxSteps: -1 }, 'maxSteps is -1; it must be a number from 0 on.'],
    [{ maxSteps: 'a' }, 'maxSteps is "a"; it must be a number from 0 on.'],
    [{ maxBytes: Number.NaN }, 'maxBytes is NaN; it must be a number from 0 on.'],
    [{ maxMilliseconds: 5n }, 'maxMilliseconds is 5; it must be a number from 0 on.'],
    [{ maxStep: 5 }, 'A recording has no limit "maxStep"; its limits are maxSteps, maxBytes, maxMilliseconds.'],
    [null, 'limits is null; it must be an object with named fields.'],
    [5, 'limits is 5; it must be an object with named fields.'],
  ])('%o', (limits, sentence) => {
    expect(limited(limits)).toThrow(expect.objectContaining({ message: sentence }))
    expect(() => new Recorder('osaka', given(limits))).toThrow(sentence)
  })

  it('and options that are none', () => {
    const sentence = 'options is null; it must be an object with named fields.'
    expect(() => record(evm, { code: '0x00' }, given(null))).toThrow(sentence)
    expect(() => recordTransaction(evm, { from: TO, gasLimit: 1 }, {}, given(null))).toThrow(sentence)
  })

  it('are not what is left out', () => {
    expect(limited({ maxSteps: undefined, maxBytes: Infinity })).not.toThrow()
  })
})
