import { describe, expect, it } from 'vitest'
import type { MapObject, MemoryMap } from '../solidity/index.ts'
import { mapEntries, ownedRanges } from './mapEntries.ts'
import { messagesIn } from './messages/index.ts'

const english = messagesIn('en')

const OBJECT: MapObject = {
  offset: 0x80,
  size: 64,
  type: 'string',
  name: 'x',
  path: 'x[1]',
  aliases: [],
  shape: undefined,
  formerly: [],
  value: { kind: 'string', text: 'WTF', length: 3, isCut: false },
  overrun: 0,
  known: 'declared',
  allocatedBy: { file: 'A.sol', line: 3, column: 5, text: 'x[1] = "WTF";' },
  isPlaceInferred: false,
  step: 12,
  overwrittenAt: undefined,
}

const MAP: MemoryMap = {
  step: undefined,
  size: 0x140,
  freePointer: { first: 0x80, last: 0xc0, moves: [] },
  history: [],
  reserved: [
    { offset: 0, size: 64, use: 'scratch', value: undefined, name: undefined, overwrittenAt: undefined },
    { offset: 0x40, size: 32, use: 'freePointer', value: 0xc0n, name: undefined, overwrittenAt: undefined },
    { offset: 0x60, size: 32, use: 'zeroSlot', value: 0n, name: undefined, overwrittenAt: undefined },
  ],
  objects: [OBJECT],
  buffers: [
    {
      offset: 0x100,
      size: 32,
      use: 'event',
      signature: 'Moved(uint256)',
      value: { kind: 'struct', members: [{ name: 'to', value: { kind: 'number', value: 5n } }] },
      usedBy: undefined,
      step: 20,
      isRest: false,
      overwrittenAt: undefined,
    },
  ],
  twin: undefined,
}

const rows = (map: MemoryMap, memory = new Uint8Array(map.size)) =>
  mapEntries(map, memory, english).map(({ offset, kind, object, value }) => [offset, kind, object, value])

describe('mapEntries', () => {
  it('lists reserved words, objects and buffers by offset', () =>
    expect(rows(MAP)).toEqual([
      [0x00, 'scratch', 'scratch space', undefined],
      [0x40, 'freePointer', 'free memory pointer', '0xc0'],
      [0x60, 'zeroSlot', 'zero slot', '0'],
      [0x80, 'text', 'string x[1]', '"WTF"'],
      [0x100, 'buffer', 'event data Moved', '(to: 5)'],
    ]))
  it('shows what nobody owns, unless it is all zeros', () => {
    const memory = new Uint8Array(MAP.size)
    memory[0xd0] = 1
    expect(rows(MAP, memory).filter(([, kind]) => kind === 'unknown')).toEqual([
      [0xc0, 'unknown', 'unknown', undefined],
    ])
    memory[0x13f] = 1
    expect(rows(MAP, memory).at(-1)).toEqual([0x120, 'unknown', 'unknown', undefined])
  })
  it('marks an inferred type and does not invent one', () => {
    const inferred = rows({ ...MAP, objects: [{ ...OBJECT, known: 'inferred', path: undefined }] })[3]
    expect(inferred?.[2]).toBe('string?')
    const unknown = rows({ ...MAP, objects: [{ ...OBJECT, known: 'unknown', type: undefined, value: undefined }] })[3]
    expect(unknown).toEqual([0x80, 'unknown', 'unknown x[1]', undefined])
  })
  it('tells kinds of objects apart', () => {
    const kinds = ['uint256[]', 'bytes32[2]', 'Point', 'bytes', 'string', 'Point[3][]'].map(
      (type) => rows({ ...MAP, objects: [{ ...OBJECT, type }] })[3]?.[1],
    )
    expect(kinds).toEqual(['array', 'array', 'struct', 'text', 'text', 'array'])
  })
  it('names the owner of every range', () =>
    expect(ownedRanges(mapEntries(MAP, new Uint8Array(MAP.size), english))[3]).toEqual({
      start: 0x80,
      end: 0xc0,
      kind: 'text',
    }))
})
