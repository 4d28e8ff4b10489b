import { describe, expect, it } from 'vitest'
import { hexToBytes } from '../base/index.ts'
import { SourceMap } from './sourceMap.ts'

// PUSH1 0x80, PUSH2 0x0040, JUMP, JUMPDEST: instructions at 0, 2, 5, 6.
const CODE = hexToBytes('0x6080610040565b')
const NOWHERE = { start: -1, end: -1, file: -1 }

describe('entry', () => {
  const map = new SourceMap('10:5:0:-:0;20;:7:1:i;30:1:-1:o', CODE)
  it('inherits what is left out', () => {
    expect(map.entry(0)).toEqual({ start: 10, end: 15, file: 0, jump: 'inside' })
    expect(map.entry(2)).toEqual({ start: 20, end: 25, file: 0, jump: 'inside' })
    expect(map.entry(5)).toEqual({ start: 20, end: 27, file: 1, jump: 'into' })
  })
  it('keeps the jump of an instruction that belongs to no file', () => {
    expect(map.entry(6)).toEqual({ ...NOWHERE, jump: 'out' })
  })
  it('has nothing inside immediate data or behind the code', () => {
    for (const pc of [1, 3, 4, 7, -1]) expect(map.entry(pc)).toEqual({ ...NOWHERE, jump: 'inside' })
  })
  it('gives equal entries as the same object', () => {
    const repeated = new SourceMap('1:2:0:-;;;1:2:0', CODE)
    expect(repeated.entry(6)).toBe(repeated.entry(0))
  })
  it('survives maps that are empty, short or no maps', () => {
    for (const text of ['', ';;', 'a:b:c:d', '1e9:-4:0', '::::::::']) {
      const broken = new SourceMap(text, CODE)
      for (const pc of [0, 2, 5, 6]) expect(broken.entry(pc)).toMatchObject(NOWHERE)
    }
  })
})
