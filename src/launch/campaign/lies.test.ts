import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes, wordAt } from '../../base/index.ts'
import { encodeAbi } from '../../solidity/abi/encode.ts'
import { abiMembers } from '../../solidity/abi/type.ts'
import { Dictionary } from './dictionary.ts'
import { anyLie, withLies } from './lies.ts'
import { Random } from './random.ts'

const NONE = new Dictionary([])
const BYTES = abiMembers([{ name: 'data', type: 'bytes' }])
const ENCODED = encodeAbi(BYTES, [{ kind: 'bytes', value: '0xaabb', length: 2 }])

describe('lies', () => {
  it('change a word, cut, and go on behind the end', () => {
    const data = hexToBytes(`0x${'11'.repeat(40)}`)
    const word = withLies(data, [{ kind: 'word', at: 8, value: 5n }])
    expect(bytesToHex(word)).toBe(`0x${'11'.repeat(8)}${'5'.padStart(64, '0')}`)
    expect(withLies(data, [{ kind: 'word', at: 9, value: 5n }])).toEqual(data)
    expect(withLies(data, [{ kind: 'cut', length: 3 }])).toHaveLength(3)
    expect(withLies(data, [{ kind: 'cut', length: 50 }])).toHaveLength(40)
    const both = withLies(data, [
      { kind: 'cut', length: 1 },
      { kind: 'tail', bytes: '0x2233' },
    ])
    expect(bytesToHex(both)).toBe('0x112233')
    expect(bytesToHex(data)).toBe(`0x${'11'.repeat(40)}`)
  })
  it('are of every kind, about offsets and about lengths', () => {
    const random = new Random('lies')
    const all = Array.from({ length: 400 }, () => anyLie(BYTES, ENCODED, random, NONE))
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['word', 'cut', 'tail']))
    const lying = (at: number) =>
      new Set(all.flatMap((lie) => (lie.kind === 'word' && lie.at === at ? [lie.value] : [])))
    expect(lying(0).size).toBeGreaterThan(10)
    const lengths = lying(32)
    // A length one more than there is, and those with which sums and products wrap.
    for (const value of [3n, 2n ** 256n - 1n, 2n ** 255n, 2n ** 64n]) expect(lengths).toContain(value)
  })
  it('are nothing but a tail where there are no arguments', () => {
    const random = new Random('none')
    const all = Array.from({ length: 50 }, () => anyLie([], new Uint8Array(0), random, NONE).kind)
    expect(new Set(all)).toEqual(new Set(['tail']))
  })
  it('leave the rest of the arguments alone', () => {
    const changed = withLies(ENCODED, [{ kind: 'word', at: 32, value: 7n }])
    expect([wordAt(changed, 0), wordAt(changed, 32), wordAt(changed, 64)]).toEqual([32n, 7n, wordAt(ENCODED, 64)])
  })
})
