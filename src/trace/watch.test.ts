import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { bytesToHex } from '../base/index.ts'
import { createEvm } from '../evm/index.ts'
import { MemoryAccesses, parseCondition, record, type WatchLimits, type WatchQuestion, watch } from './index.ts'

const SELF = '0x1000000000000000000000000000000000000001'
const OTHER = '0x2000000000000000000000000000000000000002'

/** By step: 2 MSTORE8(3, 5), 5 MSTORE8(4, 6), 7 MLOAD(0), 12 MCOPY(2, 3, 2), [call of 14 steps with a frame of its own]. */
const evm = createEvm()
evm.state.setAccount(OTHER, { code: assemble('PUSH 9 PUSH 3 MSTORE8 PUSH 1 PUSH 3 RETURN').code })
const source = `PUSH 5 PUSH 3 MSTORE8 PUSH 6 PUSH 4 MSTORE8 PUSH 0 MLOAD POP PUSH 2 PUSH 3 PUSH 2 MCOPY
  PUSH 1 PUSH 3 PUSH 0 PUSH 0 PUSH20 ${OTHER} GAS STATICCALL STOP`
const { recording } = record(evm, { code: assemble(source).code, to: SELF })
const accesses = new MemoryAccesses(recording)
const CALL = 19

function seen(question: WatchQuestion, limits?: WatchLimits): { rows: string[]; count: number } {
  const { accesses: found, count } = watch(recording, accesses, question, limits)
  const rows = found.map(({ step, frame, kind, before, after }) => {
    const bytes = kind === 'read' ? bytesToHex(after) : `${bytesToHex(before)} ${bytesToHex(after)}`
    return `${step} ${frame} ${kind} ${bytes}`
  })
  return { rows, count }
}

describe('watching a range', () => {
  const range = { offset: 2, length: 2 }
  const all = [
    '2 0 write 0x0000 0x0005',
    '7 0 read 0x0005',
    '12 0 read 0x0005',
    '12 0 write 0x0005 0x0506',
    `${CALL} 0 write 0x0506 0x0509`,
    `${CALL + 3} 1 write 0x0000 0x0009`,
    `${CALL + 6} 1 read 0x0009`,
  ]

  it('tells reads and writes in order, of every frame, with the bytes before and after', () => {
    expect(recording.steps.opcode(CALL)).toBe(0xfa)
    expect(seen(range)).toEqual({ rows: all, count: 7 })
  })

  it('tells those of one frame, reads or writes', () => {
    expect(seen({ ...range, frame: 1 }).rows).toEqual(all.slice(5))
    expect(seen({ ...range, on: 'read', frame: 0 }).rows).toEqual([all[1], all[2]])
    expect(seen({ ...range, on: 'write' }).rows).toEqual([all[0], all[3], all[4], all[5]])
    expect(seen({ offset: 5, length: 7, on: 'write' }).rows).toEqual([])
    expect(() => seen({ ...range, frame: 2 })).toThrow('There is no frame 2: the run has frames 0 to 1.')
  })

  it('tells those whose value fits', () => {
    for (const [condition, rows] of [
      ['value == 0x0506', [all[3]]],
      ['value != 5', [all[3], all[4], all[5], all[6]]],
      ['value < 9', [all[0], all[1], all[2]]],
      ['value<=9', [all[0], all[1], all[2], all[5], all[6]]],
      ['value > 0x506', [all[4]]],
      ['value >= 0x506', [all[3], all[4]]],
    ] as const)
      expect(seen({ ...range, when: parseCondition(condition) }).rows).toEqual(rows)
  })

  it('keeps the first or the last, and counts all', () => {
    expect(seen(range, { most: 2 })).toEqual({ rows: all.slice(0, 2), count: 7 })
    expect(seen(range, { most: 2, keep: 'last' })).toEqual({ rows: all.slice(5), count: 7 })
    expect(seen(range, { most: 0 })).toEqual({ rows: [], count: 7 })
    expect(seen(range, { most: 0, keep: 'last' })).toEqual({ rows: [], count: 7 })
  })

  it('takes 32 bytes as a number, and not more', () => {
    const when = parseCondition('value > 0')
    expect(seen({ offset: 0, length: 32, when }).count).toBe(7 + 1)
    expect(() => seen({ offset: 0, length: 33, when })).toThrow('33 bytes, more than the 32')
    expect(() => seen({ offset: 0, length: 4097 })).toThrow('4,097 bytes, more than the 4,096')
  })
})

describe('conditions', () => {
  for (const text of [
    '',
    'value',
    'value <',
    'value < x',
    'value = 5',
    'x < 5',
    'value < -1',
    `value < 0x1${'0'.repeat(64)}`,
  ])
    it(`${JSON.stringify(text)} is refused`, () => expect(() => parseCondition(text)).toThrow('is no condition'))
})
