import { describe, expect, it } from 'vitest'
import { readBaseline } from './baseline.ts'

const ENTRY = { rule: 'R05', file: 'A.sol', function: 'A.f', text: 'mstore(0, 1)', count: 2 }
const file = (...findings: object[]) => ({ kind: 'memlane-baseline', version: 1, findings })

describe('a baseline', () => {
  it('is read as it is written', () => {
    expect(readBaseline(file(ENTRY))).toEqual([ENTRY])
    expect(readBaseline(file())).toEqual([])
  })

  it.each([
    null,
    [],
    'x',
    {},
    { kind: 'memlane-baseline', version: 1 },
    { kind: 'memlane-baseline', version: 1, findings: {} },
  ])('is refused where it is none: %j', (document) =>
    expect(() => readBaseline(document)).toThrow('This is no baseline of findings.'),
  )

  it.each([
    { count: 0 },
    { count: 1.5 },
    { count: '1' },
    { rule: 'R21' },
    { rule: 5 },
    { text: undefined },
    { file: 1 },
  ])('is refused for an entry that lacks something: %j', (wrong) =>
    expect(() => readBaseline(file(ENTRY, { ...ENTRY, ...wrong }))).toThrow('Finding 2 of this baseline'),
  )
})
