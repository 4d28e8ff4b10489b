import { keccak_256 } from '@noble/hashes/sha3.js'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../base/index.ts'
import { dsTestLine } from './dsTestLog.ts'

const word = (value: bigint) => BigInt.asUintN(256, value).toString(16).padStart(64, '0')
const text = (value: string) => word(BigInt(value.length)) + Buffer.from(value).toString('hex').padEnd(64, '0')
const line = (signature: string, ...words: readonly string[]) =>
  dsTestLine({
    address: '0x0000000000000000000000000000000000000001',
    topics: [bytesToHex(keccak_256(new TextEncoder().encode(signature)))],
    data: hexToBytes(`0x${words.join('')}`),
  })

describe('lines of ds-test', () => {
  it('are the values as they are', () => {
    expect(line('log(string)', word(32n), text('hello'))).toBe('hello')
    expect(line('log_uint(uint256)', word(1234567n))).toBe('1234567')
    expect(line('log_int(int256)', word(-5n))).toBe('-5')
    expect(line('log_array(uint256[])', word(32n), word(2n), word(1n), word(2n))).toBe('[1, 2]')
  })
  it('have their name in front', () => {
    expect(line('log_named_uint(string,uint256)', word(64n), word(5n), text('k'))).toBe('k: 5')
    const decimal = (value: bigint, places: bigint) =>
      line('log_named_decimal_int(string,int256,uint256)', word(96n), word(value), word(places), text('k'))
    expect(decimal(15n, 1n)).toBe('k: 1.5')
    expect(decimal(-5n, 3n)).toBe('k: -0.005')
    expect(decimal(7n, 0n)).toBe('k: 7')
  })
  it('are not those of other events', () => expect(line('Transfer(uint256)', word(1n))).toBeUndefined())
})
