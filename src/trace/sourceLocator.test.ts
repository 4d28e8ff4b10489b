import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { createEvm } from '../evm/index.ts'
import { AssemblyLocator, GasProfile, parseMoment, placeOfStep, record } from './index.ts'

const SELF = '0x1000000000000000000000000000000000000001'

function ran(source: string) {
  const assembly = assemble(source)
  const { recording } = record(createEvm(), { code: assembly.code, to: SELF })
  const locator = new AssemblyLocator('a.evm', assembly)
  const lines = Array.from(
    { length: recording.stepCount },
    (_, step) => placeOfStep(recording, step, locator)?.line ?? null,
  )
  return { recording, locator, lines }
}

describe('the place of a step', () => {
  it('is nowhere for the STOP behind the code, which stands on no line', () => {
    const { recording, locator, lines } = ran('PUSH1 1\nPOP\n')
    expect(lines).toEqual([1, 2, null])
    const rows = new GasProfile(recording, locator).rows('line')
    expect(rows.map(({ key, place, gas, steps }) => [key, place?.line, gas, steps])).toEqual([
      ['a.evm:1', 1, 3, 1],
      ['a.evm:2', 2, 2, 1],
      [SELF, undefined, 0, 1],
    ])
    // The line begins once, and does not begin again behind the code.
    expect(parseMoment('line:2', recording, locator)).toBe(1)
  })

  it('is the line of a STOP that is written', () => {
    const { recording, locator, lines } = ran('PUSH1 1\nPOP\nSTOP\n')
    expect(lines).toEqual([1, 2, 3])
    const rows = new GasProfile(recording, locator).rows('line')
    expect(rows.map(({ key, steps }) => [key, steps])).toEqual([
      ['a.evm:1', 1],
      ['a.evm:2', 1],
      ['a.evm:3', 1],
    ])
  })

  it('is nowhere in an account without code', () => {
    const { lines } = ran('')
    expect(lines).toEqual([null])
  })
})
