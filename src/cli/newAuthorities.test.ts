import { describe, expect, it } from 'vitest'
import { fitsNewAuthorities } from './newAuthorities.ts'

const authorization = { chainId: 1n, address: '0x00', nonce: 0n, yParity: 0n, r: 1n, s: 1n } as const
const two = { authorizations: [authorization, authorization] }

describe('a receipt with less gas than the run', () => {
  it.each([
    // 200,000 spent: refunds up to 40,000.
    [200_000n, 0n, 187_500n, true],
    [200_000n, 0n, 175_000n, true],
    [187_500n, 12_500n, 175_000n, true],
    // 100,000 spent: the cap is 20,000, in the way of two refunds.
    [100_000n, 0n, 80_000n, true],
    [100_000n, 0n, 75_000n, true],
    // More than two, none, another amount, more gas than ours.
    [200_000n, 0n, 162_500n, false],
    [200_000n, 0n, 200_000n, false],
    [200_000n, 0n, 187_501n, false],
    [200_000n, 0n, 212_500n, false],
  ])('%i used and %i given back here, %i there: %s', (gasUsed, gasRefund, there, fits) => {
    expect(fitsNewAuthorities(two, { gasUsed, gasRefund }, { gasUsed: there })).toBe(fits)
  })

  it('has no such reason without authorizations', () => {
    expect(fitsNewAuthorities({}, { gasUsed: 200_000n, gasRefund: 0n }, { gasUsed: 187_500n })).toBe(false)
  })
})
