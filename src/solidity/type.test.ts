import { describe, expect, it } from 'vitest'
import { inMemory, stackSlots, type Type, typeName } from './type.ts'

const UINT: Type = { kind: 'uint', bits: 256 }

describe('typeName', () => {
  const cases: [Type, string][] = [
    [{ kind: 'array', element: { kind: 'fixedBytes', size: 32 }, length: 5 }, 'bytes32[5]'],
    [{ kind: 'array', element: { kind: 'array', element: UINT, length: undefined }, length: 2 }, 'uint256[][2]'],
    [{ kind: 'struct', name: 'Point', id: 4, location: 'memory' }, 'Point'],
    [{ kind: 'mapping', key: { kind: 'address' }, value: UINT }, 'mapping(address => uint256)'],
    [
      {
        kind: 'tuple',
        components: [
          { name: '', type: UINT },
          { name: 'b', type: { kind: 'bool' } },
        ],
      },
      '(uint256, bool)',
    ],
  ]
  it.each(cases)('%j', (type, name) => expect(typeName(type)).toBe(name))
})

describe('stackSlots', () => {
  it('is two for an offset and a length, or an address and a selector', () => {
    expect(stackSlots({ kind: 'bytes', location: 'calldata' })).toBe(2)
    expect(stackSlots({ kind: 'array', element: UINT, length: undefined, location: 'calldata' })).toBe(2)
    expect(stackSlots({ kind: 'function', external: true })).toBe(2)
  })
  it('is one for an address in memory, for what has a fixed length, and for values', () => {
    expect(stackSlots({ kind: 'bytes', location: 'memory' })).toBe(1)
    expect(stackSlots({ kind: 'array', element: UINT, length: 3, location: 'calldata' })).toBe(1)
    expect(stackSlots({ kind: 'struct', name: 'P', id: 1, location: 'calldata' })).toBe(1)
    expect(stackSlots({ kind: 'function', external: false })).toBe(1)
    expect(stackSlots(UINT)).toBe(1)
  })
})

it('a copy in memory keeps all but the location', () => {
  const stored: Type & { kind: 'array' } = { kind: 'array', element: UINT, length: undefined, location: 'storage' }
  expect(inMemory(stored)).toEqual({ ...stored, location: 'memory' })
})
