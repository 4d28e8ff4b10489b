import { describe, expect, it } from 'vitest'
import { ignoresAt } from './ignores.ts'

const LINES = [
  'a();',
  '// memlane-ignore R05, zero-slot-not-zero: both are put back',
  '  // and so on',
  'b(); // memlane-ignore R07：之后清零',
  'c();',
  '// memlane-ignore : nothing',
  'd();',
]

/** The rules that a line's comments name. */
const rulesAt = (line: number) => ignoresAt('A.sol', LINES, line).map(({ rules, reason }) => [rules.join(), reason])

describe('memlane-ignore comments', () => {
  it('are read on the line, and on lines above that hold nothing else', () => {
    expect(rulesAt(1)).toEqual([])
    expect(rulesAt(4)).toEqual([
      ['R07', '之后清零'],
      ['R05,R02', 'both are put back'],
    ])
    // The one before belongs to the code that it stands behind.
    expect(rulesAt(5)).toEqual([])
    expect(rulesAt(99)).toEqual([])
  })

  it('are refused without a rule', () => {
    expect(() => rulesAt(7)).toThrow('A.sol:6: A memlane-ignore comment names rules and says why')
  })
})
