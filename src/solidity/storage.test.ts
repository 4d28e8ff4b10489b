/** Slots by hand, as solc's documentation lays them out; hashes by the run's own preimages. */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { describe, expect, it } from 'vitest'
import { hexToBytes, wordToHex } from '../base/index.ts'
import { Storage, type StorageLayout, storageText } from './index.ts'

const P = 't_struct(P)1_storage'
const type = (label: string, bytes: number, more: object = {}) => ({
  ...{ encoding: 'inplace', label, numberOfBytes: String(bytes) },
  ...more,
})
const variable = (label: string, slot: number, offset: number, id: string) => ({
  label,
  slot: String(slot),
  offset,
  type: id,
})
const layout: StorageLayout = {
  storage: [
    variable('x', 0, 0, 'uint8'),
    variable('owner', 0, 1, 'address'),
    variable('p', 1, 0, P),
    variable('m', 3, 0, 'map'),
    variable('list', 4, 0, 'list'),
    variable('name', 5, 0, 'string'),
    variable('f', 6, 0, 'fixed'),
  ],
  types: {
    uint8: type('uint8', 1),
    uint16: type('uint16', 2),
    int64: type('int64', 8),
    address: type('address', 20),
    string: type('string', 32, { encoding: 'bytes' }),
    [P]: type('struct P', 64, {
      members: [variable('a', 0, 0, 'int64'), variable('b', 0, 8, 'uint8'), variable('s', 1, 0, 'string')],
    }),
    map: type('mapping(uint8 => struct P)', 32, { encoding: 'mapping', key: 'uint8', value: P }),
    list: type('uint16[]', 32, { encoding: 'dynamic_array', base: 'uint16' }),
    fixed: type('struct P[2]', 128, { base: P }),
  },
}
const bytes = (...words: bigint[]) => hexToBytes(`0x${words.map((word) => wordToHex(word).slice(2)).join('')}`)
const hash = (preimage: Uint8Array) => BigInt(`0x${Buffer.from(keccak_256(preimage)).toString('hex')}`)
const KEY = bytes(7n, 3n)
const storage = new Storage(layout, [KEY])
const told = (slot: bigint) =>
  storage.parts(slot).map(({ path, type, offset, bytes }) => [path, type, offset, bytes].join(' '))

describe('Storage', () => {
  it('knows variables that share a slot, members and elements', () => {
    expect(told(0n)).toEqual(['x uint8 0 1', 'owner address 1 20'])
    expect(told(1n)).toEqual(['p.a int64 0 8', 'p.b uint8 8 1'])
    expect(told(2n)).toEqual(['p.s string 0 32'])
    expect(told(8n)).toEqual(['f[1].a int64 0 8', 'f[1].b uint8 8 1'])
    expect(told(9n)).toEqual(['f[1].s string 0 32'])
    expect(told(10n)).toEqual([])
  })
  it('follows mappings by what was hashed, and arrays and strings behind the hash of their slot', () => {
    expect(told(hash(KEY))).toEqual(['m[7].a int64 0 8', 'm[7].b uint8 8 1'])
    expect(told(hash(KEY) + 1n)).toEqual(['m[7].s string 0 32'])
    expect(told(4n)).toEqual(['list.length uint256 0 32'])
    expect(told(hash(bytes(4n)) + 1n).slice(0, 2)).toEqual(['list[16] uint16 0 2', 'list[17] uint16 2 2'])
    expect(told(hash(bytes(5n)) + 1n)).toEqual(['name[32…] string data 0 32'])
    expect(told(12345678901234567890n)).toEqual([])
  })
  it('reads values as Solidity writes them', () => {
    const value = (word: bigint, of: string, offset = 0, length = 32) =>
      storageText(word, { type: of, offset, bytes: length })
    expect(value(0x1ff07n, 'uint8', 1, 1)).toBe('255')
    expect(value((1n << 64n) - 3n, 'int64', 0, 8)).toBe('-3')
    expect(value(1n, 'bool', 0, 1)).toBe('true')
    // "WTF", left-aligned, with twice its length in the last byte.
    expect(value((0x575446n << 232n) | 6n, 'string')).toBe('"WTF"')
    expect(value(2n * 49n + 1n, 'string')).toBe('49 bytes')
    expect(value(0xa11cen, 'address', 0, 20)).toBe('0x00000000000000000000000000000000000a11ce')
  })
  it('ends where a layout leads in circles or nowhere', () => {
    const broken = new Storage(
      {
        storage: [variable('a', 0, 0, 'loop'), variable('b', 1, 0, 'gone')],
        types: { loop: type('loop', 32, { members: [variable('a', 0, 0, 'loop')] }) },
      },
      [],
    )
    expect(broken.parts(0n)).toEqual([])
    expect(broken.parts(1n)).toEqual([])
  })
})
