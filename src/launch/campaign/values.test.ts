import { describe, expect, it } from 'vitest'
import { parseArgument } from '../../solidity/abi/argument.ts'
import { argumentText } from '../../solidity/abi/argumentText.ts'
import { decodeAbi } from '../../solidity/abi/decode.ts'
import { encodeAbi } from '../../solidity/abi/encode.ts'
import { abiType, headBytes } from '../../solidity/abi/type.ts'
import type { Type, Value } from '../../solidity/index.ts'
import { Dictionary } from './dictionary.ts'
import { Random } from './random.ts'
import { simpler } from './simpler.ts'
import { unmakeable, ValueMaker } from './values.ts'

const ADDRESSES = ['0x00000000000000000000000000000000000ca11e', '0x0000000000000000000000000000000000000000'] as const
const COFFEE = 0xc0ffeen

function maker(seed = 'values'): ValueMaker {
  return new ValueMaker(new Random(seed), new Dictionary([COFFEE, 2n ** 200n + 7n]), ADDRESSES)
}

const POINT: Type = {
  kind: 'tuple',
  components: [
    { name: 'x', type: { kind: 'int', bits: 24 } },
    { name: 'name', type: { kind: 'string' } },
    { name: 'list', type: { kind: 'array', element: { kind: 'bytes' }, length: undefined } },
  ],
}
const SIDE: Type = { kind: 'uint', bits: 8, enum: { name: 'Side', members: ['Buy', 'Sell', 'Hold'] } }
const NAMED = [
  ...['uint8', 'uint16', 'uint256', 'int8', 'int256', 'bool', 'address', 'bytes1', 'bytes4', 'bytes32', 'function'],
  ...['bytes', 'string', 'uint256[]', 'uint8[3]', 'string[2][]', 'bytes[][]', 'address[][2]', 'uint256[][][][][][][]'],
].map((type): readonly [string, Type] => [type, abiType({ name: '', type })])
const TYPES: readonly (readonly [string, Type])[] = [...NAMED, ['a struct', POINT], ['an enum', SIDE]]
const POINTS: Type = { kind: 'array', element: POINT, length: undefined }

describe('values', () => {
  it.each([...TYPES, ['structs', POINTS] as const])(
    'of %s are encoded, decoded and written as they were',
    (_, type) => {
      const values = maker()
      const all: Value[] = []
      for (let index = 0; index < 40; index++) {
        const value = values.any(type)
        all.push(values.edge(type, index), value, values.changed(type, value))
      }
      for (const value of all) {
        const data = encodeAbi([{ name: 'v', type }], [value])
        expect(data.length).toBeGreaterThanOrEqual(headBytes(type))
        expect(data.length).toBeLessThan(64_000)
        expect(parseArgument(type, argumentText(value), { number: 1, name: 'v' })).toEqual(value)
        const decoded = decodeAbi([{ name: 'v', type }], data)
        if (type !== SIDE) expect(encodeAbi([{ name: 'v', type }], membersOf(decoded))).toEqual(data)
      }
    },
  )
  it('begins with the edges', () => {
    const values = maker()
    const first = (type: string, count: number) =>
      Array.from({ length: count }, (_, index) => argumentText(values.edge(abiType({ name: '', type }), index)))
    expect(first('uint8', 5)).toEqual(['0', '1', '255', '254', '2'])
    expect(first('int8', 9)).toEqual(['0', '1', '127', '126', '2', '-1', '-128', '-127', '-2'])
    expect(first('bool', 2)).toEqual(['false', 'true'])
    expect(first('bytes', 5).map((text) => text.length / 2 - 1)).toEqual([0, 1, 31, 32, 33])
    expect(first('uint256[]', 3)).toEqual(['[]', '[1]', `[${2n ** 256n - 1n}, ${2n ** 256n - 2n}]`])
    expect(first('uint64', 40)).toContain(String(COFFEE))
    expect(first('uint16', 40)).not.toContain(String(COFFEE))
  })
  it('are the same for the same seed', () => {
    const texts = (seed: string) => {
      const values = maker(seed)
      return Array.from({ length: 50 }, () => argumentText(values.any(POINTS)))
    }
    expect(texts('a')).toEqual(texts('a'))
    expect(texts('a')).not.toEqual(texts('b'))
  })
  it('are not made of what the ABI does not define, and of what would be too large', () => {
    expect(unmakeable(abiType({ name: '', type: 'mapping' }))).toBe('unknown')
    expect(unmakeable(abiType({ name: '', type: 'fixed128x18[2]' }))).toBe('unknown')
    expect(unmakeable(abiType({ name: '', type: 'uint256[2048]' }))).toBeUndefined()
    expect(unmakeable(abiType({ name: '', type: 'uint256[2049]' }))).toBe('tooLarge')
    expect(unmakeable(abiType({ name: '', type: 'uint8[100000][100000][100000]' }))).toBe('tooLarge')
    expect(unmakeable(POINTS)).toBeUndefined()
  })
})

describe('simpler', () => {
  it.each(TYPES)('comes to an end for %s', (_, type) => {
    const values = maker()
    let tried = 0
    for (let index = 0; index < 10; index++) {
      let value = values.any(type)
      for (let next = simpler(type, value).next(); !next.done; next = simpler(type, value).next()) {
        value = next.value
        tried++
        expect(tried).toBeLessThan(2_000)
      }
    }
    expect(tried).toBeGreaterThan(0)
  })
  it('tries the simplest first', () => {
    const texts = (type: string, text: string) => {
      const parsed = abiType({ name: '', type })
      return [...simpler(parsed, parseArgument(parsed, text, { number: 1, name: '' }))].map(argumentText)
    }
    expect(texts('uint256', '100')).toEqual(['0', '1', '12', '50', '75', '88', '94', '97', '99'])
    expect(texts('int8', '-3')).toEqual(['0', '1', '3', '-2'])
    expect(texts('uint8', '1')).toEqual(['0'])
    expect(texts('bytes', '0xaabb')).toEqual(['0x', '0xaa', '0x0000'])
    const lists = ['[]', '[5]', '[0]', '[5]', '[0, 0]', '[1, 0]', '[3, 0]', '[4, 0]']
    expect(texts('uint8[]', '[5, 0]')).toEqual(lists)
  })
})

function membersOf(value: Value): readonly Value[] {
  return value.kind === 'struct' ? value.members.map((member) => member.value) : []
}
