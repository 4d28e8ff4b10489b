import { describe, expect, it } from 'vitest'
import { Dictionary } from '../../launch/campaign/dictionary.ts'
import { Random } from '../../launch/campaign/random.ts'
import { ValueMaker } from '../../launch/campaign/values.ts'
import type { ContractFunction } from '../../solidity/index.ts'
import { fuzz, meanOf, medianOf } from './fuzz.ts'

const called: ContractFunction = {
  name: 'f',
  signature: 'f(uint256)',
  selector: '0x01020304',
  inputs: [{ name: 'x', type: { kind: 'uint', bits: 256 } }],
  outputs: [],
  isPayable: false,
}
const maker = () => new ValueMaker(new Random('1'), new Dictionary([]), ['0x0000000000000000000000000000000000000000'])
const numberIn = (input: Uint8Array) => BigInt(`0x${Buffer.from(input.subarray(4)).toString('hex')}`)

describe('fuzz', () => {
  it('makes as many calls as asked for, at the edges first', () => {
    const seen: bigint[] = []
    const { runs, failed } = fuzz(called, maker(), { runs: 50, maxRejects: 10 }, (input) => {
      seen.push(numberIn(input))
      return { kind: 'pass', gas: 1n }
    })
    expect([runs, seen.length, failed]).toEqual([50, 50, undefined])
    expect(seen).toEqual(expect.arrayContaining([0n, 1n, 2n ** 256n - 1n]))
  })
  it('makes what fails as small as it goes', () => {
    const { failed } = fuzz(called, maker(), { runs: 100, maxRejects: 10 }, (input) =>
      numberIn(input) >= 1000n ? { kind: 'fail', failure: 'large' } : { kind: 'pass', gas: 1n },
    )
    expect(failed).toMatchObject({ failure: 'large', counterexample: { arguments: ['1000'] } })
  })
  it('gives up where too much is rejected', () => {
    let calls = 0
    const { tooManyRejects, runs } = fuzz(called, maker(), { runs: 100, maxRejects: 7 }, () => {
      calls++
      return { kind: 'rejected' }
    })
    expect([tooManyRejects, runs, calls]).toEqual([true, 0, 7])
  })
})

describe('figures', () => {
  it('are the mean, rounded down, and the middle', () => {
    expect([meanOf([]), meanOf([1n, 2n]), meanOf([1n, 2n, 6n])]).toEqual([0n, 1n, 3n])
    expect([medianOf([]), medianOf([5n, 1n, 3n]), medianOf([4n, 1n])]).toEqual([0n, 3n, 2n])
  })
})
