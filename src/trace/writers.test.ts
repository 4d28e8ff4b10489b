import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { bytesToHex } from '../base/index.ts'
import { createEvm } from '../evm/index.ts'
import { bytesAt, MemoryAccesses, record, type WriterLimits, writersOf } from './index.ts'

const SELF = '0x1000000000000000000000000000000000000001'

function run(source: string) {
  const { recording } = record(createEvm(), { code: assemble(source).code, to: SELF })
  return { recording, accesses: new MemoryAccesses(recording) }
}

/** Step and visible bytes of each writer, as `2: 0+3 4+28`. */
function writers(source: string, offset: number, length: number, limits?: WriterLimits) {
  const { recording, accesses } = run(source)
  const found = writersOf(recording, accesses, { frame: 0, offset, length }, limits)
  const ranges = (list: readonly { offset: number; length: number }[]) =>
    list.map(({ offset, length }) => ` ${offset}+${length}`).join('')
  return {
    writers: found.writers.map(({ step, visible }) => `${step}:${ranges(visible)}`),
    unwritten: ranges(found.unwritten),
    hasMore: found.hasMore,
  }
}

describe('writers of a range', () => {
  const byte = (offset: number) => `PUSH 1 PUSH ${offset} MSTORE8`

  it.each([
    ['the first byte', 0, '2: 1+31'],
    ['a byte in the middle', 7, '2: 0+7 8+24'],
    ['the last byte but one', 30, '2: 0+30 31+1'],
    ['the last byte', 31, '2: 0+31'],
  ])('share it byte by byte: %s', (_, offset, word) =>
    expect(writers(`PUSH 7 PUSH 0 MSTORE ${byte(offset)} STOP`, 0, 32)).toEqual({
      writers: [`5: ${offset}+1`, word],
      unwritten: '',
      hasMore: false,
    }),
  )

  it('touch it: one byte before and behind is not enough', () => {
    const source = `${byte(3)} ${byte(5)} STOP`
    expect(writers(source, 4, 1)).toEqual({ writers: [], unwritten: ' 4+1', hasMore: false })
    expect(writers(source, 3, 3)).toEqual({ writers: ['5: 5+1', '2: 3+1'], unwritten: ' 4+1', hasMore: false })
  })

  it('are listed up to a limit, which is said', () => {
    const source = `${byte(0).concat(' ').repeat(4)} ${byte(1)} STOP`
    expect(writers(source, 0, 1, { shadowed: 0 })).toEqual({ writers: ['11: 0+1'], unwritten: '', hasMore: true })
    expect(writers(source, 0, 1, { shadowed: 2 })).toMatchObject({ writers: ['11: 0+1', '8:', '5:'], hasMore: true })
    expect(writers(source, 0, 1, { shadowed: 3 })).toMatchObject({ hasMore: false })
    // What older writers wrote is not known to be unwritten.
    expect(writers(source, 0, 3, { most: 1 })).toEqual({ writers: ['14: 1+1'], unwritten: '', hasMore: true })
    expect(writers(source, 0, 3, { shadowed: 0 })).toEqual({
      writers: ['14: 1+1', '11: 0+1'],
      unwritten: ' 2+1',
      hasMore: true,
    })
  })

  it('have the bytes before and after, also where shadowed writers between them are left out', () => {
    const { recording, accesses } = run(
      'PUSH 0xaaaa PUSH 0 MSTORE PUSH 0xbb PUSH 31 MSTORE8 PUSH 0xcc PUSH 31 MSTORE8 STOP',
    )
    const found = writersOf(recording, accesses, { frame: 0, offset: 30, length: 2 }, { shadowed: 0 })
    const told = found.writers.map(({ step, before, after }) => [step, bytesToHex(before), bytesToHex(after)])
    expect(told).toEqual([
      [8, '0xbb', '0xcc'],
      [2, '0x0000', '0xaaaa'],
    ])
  })

  it('are none behind the end of memory', () => {
    expect(writers(`${byte(0)} STOP`, 30, 10)).toEqual({ writers: [], unwritten: ' 30+10', hasMore: false })
    const { recording, accesses } = run(`${byte(0)} STOP`)
    expect(bytesAt(recording, accesses, { frame: 0, offset: 30, length: 10 })).toEqual(new Uint8Array(2))
    expect(bytesAt(recording, accesses, { frame: 0, offset: 2 ** 40, length: 10 })).toEqual(new Uint8Array(0))
    expect(bytesAt(recording, accesses, { frame: 0, offset: 0, length: 5, at: 0 })).toEqual(new Uint8Array(0))
  })

  it('need a frame that is there', () => {
    const { recording, accesses } = run('STOP')
    const ask = () => writersOf(recording, accesses, { frame: 3, offset: 0, length: 1 })
    expect(ask).toThrow('There is no frame 3: the run has frames 0 to 0.')
  })
})
