import { describe, expect, it } from 'vitest'
import { FORK_NAMES, type ForkName } from '../../opcodes/index.ts'
import { precompiles } from './table.ts'

const addresses = (fork: ForkName) => [...precompiles(fork).keys()].sort((a, b) => Number(a - b))
const upTo = (last: number) => Array.from({ length: last }, (_, i) => BigInt(i + 1))
const price = (fork: ForkName, address: bigint, bytes: number) =>
  precompiles(fork).get(address)!.gas(new Uint8Array(bytes))

describe('addresses', () => {
  it.each<[ForkName, bigint[]]>([
    ['frontier', upTo(4)],
    ['spuriousDragon', upTo(4)],
    ['byzantium', upTo(8)],
    ['petersburg', upTo(8)],
    ['istanbul', upTo(9)],
    ['shanghai', upTo(9)],
    ['cancun', upTo(10)],
    ['prague', upTo(17)],
    ['osaka', [...upTo(17), 0x100n]],
  ])('%s', (fork, expected) => {
    expect(addresses(fork)).toEqual(expected)
  })

  it('belong to their fork: a table is not changed by the next one', () => {
    for (const fork of FORK_NAMES) expect(precompiles(fork).get(1n)!.name).toBe('ecrecover')
    expect(precompiles('berlin').get(6n)).not.toBe(precompiles('byzantium').get(6n))
  })
})

describe('prices', () => {
  // Yellow Paper, appendix E: a begun word counts.
  it.each([
    [0x02n, 0, 60n],
    [0x02n, 1, 72n],
    [0x02n, 32, 72n],
    [0x02n, 33, 84n],
    [0x03n, 64, 840n],
    [0x04n, 0, 15n],
    [0x04n, 33, 21n],
  ])('of precompile %i for %i bytes', (address, bytes, gas) => {
    expect(price('frontier', address, bytes)).toBe(gas)
  })

  it('fell for bn254 in Istanbul', () => {
    const prices = (fork: ForkName) => [
      price(fork, 6n, 128),
      price(fork, 7n, 96),
      price(fork, 8n, 0),
      price(fork, 8n, 384),
    ]
    expect(prices('petersburg')).toEqual([500n, 40_000n, 100_000n, 260_000n])
    expect(prices('istanbul')).toEqual([150n, 6000n, 45_000n, 113_000n])
  })

  // EIP-2537's discounts: 1000, 949 and 519 thousandths for 1, 2 and 128 points of G1; 1000, 1000 and 524 of G2.
  it.each([
    [0x0cn, 159, 0n],
    [0x0cn, 160, 12_000n],
    [0x0cn, 320, 22_776n],
    [0x0cn, 160 * 128, 797_184n],
    [0x0cn, 160 * 129, 803_412n],
    [0x0en, 288, 22_500n],
    [0x0en, 576, 45_000n],
    [0x0en, 288 * 128, 1_509_120n],
    [0x0en, 288 * 1000, 11_790_000n],
    [0x0fn, 384, 70_300n],
    [0x0fn, 768, 102_900n],
  ])('of precompile %i for %i bytes in Prague', (address, bytes, gas) => {
    expect(price('prague', address, bytes)).toBe(gas)
  })

  it.each([
    ['ecrecover', 0x01n, 3000n],
    ['pointEvaluation', 0x0an, 50_000n],
    ['bls12G1Add', 0x0bn, 375n],
    ['bls12G2Add', 0x0dn, 600n],
    ['bls12MapFpToG1', 0x10n, 5500n],
    ['bls12MapFp2ToG2', 0x11n, 23_800n],
    ['p256Verify', 0x100n, 6900n],
  ])('%s is the same for any input', (name, address, gas) => {
    expect(precompiles('osaka').get(address)!.name).toBe(name)
    for (const bytes of [0, 1, 1000]) expect(price('osaka', address, bytes)).toBe(gas)
  })
})
