import { describe, expect, it } from 'vitest'
import { codes } from '../opcodes/index.ts'
import { type Buffer, Buffers, hasTopic, USAGES } from './buffers.ts'

const buffer = (offset: number, size: number, step = 0): Buffer => ({
  offset,
  size,
  use: 'event',
  step,
  range: undefined,
  data: new Uint8Array(0),
  topic: undefined,
  isRest: false,
})
const listed = (buffers: Buffers) => buffers.list().map(({ offset, size, step }) => [offset, size, step])

describe('Buffers', () => {
  it('keeps what lies apart in order', () => {
    const buffers = new Buffers()
    for (const [step, offset] of [0x100, 0, 0x80].entries()) buffers.add(buffer(offset, 0x20, step))
    expect(listed(buffers)).toEqual([
      [0, 0x20, 1],
      [0x80, 0x20, 2],
      [0x100, 0x20, 0],
    ])
  })
  it('a later use takes what it overlaps, and nothing of a neighbour', () => {
    const buffers = new Buffers()
    for (const offset of [0x80, 0xa0, 0xc0, 0xe0]) buffers.add(buffer(offset, 0x20))
    buffers.add(buffer(0x9f, 0x22, 1))
    expect(listed(buffers)).toEqual([
      [0x80, 0x1f, 0],
      [0x9f, 0x22, 1],
      [0xc1, 0x1f, 0],
      [0xe0, 0x20, 0],
    ])
    expect(buffers.list().map(({ isRest }) => isRest)).toEqual([true, false, true, false])
  })
  it('keeps both ends of one that a shorter use cuts in two', () => {
    const buffers = new Buffers()
    buffers.add({ ...buffer(0x80, 0x60), data: new Uint8Array(0x60) })
    buffers.add(buffer(0xa0, 0x20, 1))
    expect(listed(buffers)).toEqual([
      [0x80, 0x20, 0],
      [0xa0, 0x20, 1],
      [0xc0, 0x20, 0],
    ])
    expect(buffers.list().map(({ data }) => data.length)).toEqual([0, 0, 0])
  })
  it('keeps no rests in the reserved words', () => {
    const buffers = new Buffers()
    buffers.add(buffer(0, 0x90))
    buffers.add(buffer(0, 0x20, 1))
    expect(listed(buffers)).toEqual([
      [0, 0x20, 1],
      [0x80, 0x10, 0],
    ])
  })
  it('grows write by write, each maker for itself', () => {
    const buffers = new Buffers()
    const by = (start: number) => ({ file: 0, start, end: start + 1 })
    const write = (offset: number, start: number): Buffer => ({
      ...buffer(offset, 0x20),
      use: 'assembly',
      range: by(start),
    })
    for (const offset of [0x80, 0xc0, 0xa0]) buffers.grow(write(offset, 5))
    buffers.grow(write(0xe0, 6))
    buffers.grow(write(0x90, 5))
    expect(listed(buffers)).toEqual([
      [0x80, 0x60, 0],
      [0xe0, 0x20, 0],
    ])
    buffers.add(buffer(0x80, 0x20, 1))
    expect(buffers.list().map(({ use, isRest }) => [use, isRest])).toEqual([
      ['event', false],
      ['assembly', false],
      ['assembly', false],
    ])
  })
  it('keeps no empty range', () => {
    const buffers = new Buffers()
    buffers.add(buffer(0x80, 0))
    expect(listed(buffers)).toEqual([])
  })
  it('removal names what began there', () => {
    const buffers = new Buffers()
    for (const offset of [0x80, 0xa0]) buffers.add(buffer(offset, 0x20))
    expect(buffers.remove(0x80, 0xc0)?.offset).toBe(0x80)
    expect(listed(buffers)).toEqual([])
    buffers.add(buffer(0x80, 0x40))
    expect(buffers.remove(0xa0, 0xc0)).toBeUndefined()
    expect(listed(buffers)).toEqual([[0x80, 0x20, 0]])
    expect(buffers.remove(0x80, 0xa0)).toBeUndefined()
    expect(listed(buffers)).toEqual([])
  })
})

describe('USAGES', () => {
  it('name operands by their place on the stack', () => {
    expect(USAGES[codes.RETURN]).toEqual([{ use: 'return', offset: 0, length: 1 }])
    expect(USAGES[codes.STATICCALL]).toEqual([
      { use: 'callInput', offset: 2, length: 3 },
      { use: 'returnedData', offset: 4, length: 5 },
    ])
    expect(USAGES[codes.CREATE2]).toEqual([{ use: 'creationCode', offset: 1, length: 2 }])
    expect(USAGES[codes.MSTORE]).toBeUndefined()
  })
  it('only LOG1 and above have a topic', () => {
    expect([codes.LOG0, codes.LOG1, codes.LOG4, codes.CREATE].map(hasTopic)).toEqual([false, true, true, false])
  })
})
