import { describe, expect, it } from 'vitest'
import { createEvm } from '../evm/index.ts'
import { MemoryAccesses, record } from './index.ts'

const SELF = '0x1000000000000000000000000000000000000001'
const OTHER = '0x2000000000000000000000000000000000000002'

/** MSTORE(0, 7), MCOPY(0x40, 0x10, 5), then a call with input [0, 4) and output [0x60, 0x80) that gives one byte. */
const evm = createEvm()
evm.state.setAccount(OTHER, { code: '0x60015ff3' }) // RETURN(0, 1)
const code = `0x60075f5260056010604${'05e'}602060606004${'5f'}73${OTHER.slice(2)}5afa00` as const
const { recording } = record(evm, { code, to: SELF })
const accesses = new MemoryAccesses(recording)

describe('accesses to memory', () => {
  const MSTORE = 2
  const MCOPY = 6
  const CALL = 13
  const RETURN = 16

  it('are those of each step, reads before writes', () => {
    expect([...accesses.from(0)]).toEqual([
      { step: MSTORE, frame: 0, kind: 'write', offset: 0, length: 32 },
      { step: MCOPY, frame: 0, kind: 'read', offset: 0x10, length: 5 },
      { step: MCOPY, frame: 0, kind: 'write', offset: 0x40, length: 5 },
      { step: CALL, frame: 0, kind: 'read', offset: 0, length: 4 },
      { step: CALL, frame: 0, kind: 'write', offset: 0x60, length: 1 },
      { step: RETURN, frame: 1, kind: 'read', offset: 0, length: 1 },
    ])
    expect(accesses.ofStep(MCOPY)).toHaveLength(2)
    expect(accesses.ofStep(MCOPY + 1)).toEqual([])
  })

  it('are found backwards, by range, frame and kind', () => {
    const steps = (filter: Parameters<MemoryAccesses['before']>[1], before = 100) =>
      [...accesses.before(before, filter)].map(({ step }) => step)
    expect(steps({})).toEqual([RETURN, CALL, CALL, MCOPY, MCOPY, MSTORE])
    expect(steps({}, MCOPY)).toEqual([MSTORE])
    expect(steps({ frame: 1 })).toEqual([RETURN])
    expect(steps({ kind: 'write' })).toEqual([CALL, MCOPY, MSTORE])
    // Touching is not overlapping.
    expect(steps({ frame: 0, range: { offset: 4, length: 12 } })).toEqual([MSTORE])
    expect(steps({ frame: 0, range: { offset: 20, length: 1 } })).toEqual([MCOPY, MSTORE])
    expect(steps({ frame: 0, range: { offset: 0x45, length: 0x1b } })).toEqual([])
  })

  it('leaves out what failed', () => {
    // MSTORE at 2^40 cannot be paid for.
    const { recording } = record(createEvm(), { code: '0x600165010000000000525f5f', to: SELF, gas: 100_000n })
    expect(recording.frames[0]!.halt).toBe('outOfGas')
    expect(new MemoryAccesses(recording).count).toBe(0)
  })
})
