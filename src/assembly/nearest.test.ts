import { describe, expect, it } from 'vitest'
import { nearest } from './nearest.ts'

describe('nearest', () => {
  const names = ['ADD', 'MSTORE', 'MSTORE8', 'SSTORE', 'PUSH1', 'PUSH31', 'PUSH32', 'CALLDATACOPY']
  it.each([
    ['ADD', 'ADD'],
    ['AD', 'ADD'],
    ['ADDD', 'ADD'],
    ['DAD', 'ADD'],
    ['MSTOR', 'MSTORE'],
    ['MSOTRE', 'MSTORE'],
    ['PUHS1', 'PUSH1'],
    ['PUSH33', 'PUSH32'],
    ['CALDATACPY', 'CALLDATACOPY'],
    ['XYZ', undefined],
    ['A', undefined],
    ['', undefined],
    ['CALLDATACOPYCALLDATACOPY', undefined],
  ])('%s is %s', (word, name) => expect(nearest(word, names)).toBe(name))
})
