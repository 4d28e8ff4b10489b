import { describe, expect, it } from 'vitest'
import { environmentOf, nodeBlock } from './index.ts'

const HASH = `0x${'cd'.repeat(32)}`
const PARENT = `0x${'ef'.repeat(32)}`
const COINBASE = `0x${'c0'.repeat(20)}`
/** A header of after the merge, as geth writes it. */
const HEADER = {
  ...{ hash: HASH, parentHash: PARENT, number: '0x10', timestamp: '0x20', gasLimit: '0x1c9c380', miner: COINBASE },
  ...{ difficulty: '0x0', mixHash: `0x${'0'.repeat(62)}2a`, baseFeePerGas: '0x7', withdrawalsRoot: HASH },
}

describe('environmentOf', () => {
  it('takes every field that code can read', () =>
    expect(environmentOf(HEADER, 31337n)).toEqual({
      coinbase: COINBASE,
      number: 16n,
      timestamp: 32n,
      gasLimit: 30_000_000n,
      chainId: 31337n,
      prevRandao: 42n,
      baseFee: 7n,
    }))
  it('reads the difficulty before the merge', () =>
    expect(environmentOf({ ...HEADER, difficulty: '0x400' }, 1n).prevRandao).toBe(1024n))
  it.each([
    // go-ethereum, consensus/misc/eip4844, TestCalcBlobFee.
    [0, 1n],
    [2_314_057, 1n],
    [2_314_058, 2n],
    [10 * 1024 * 1024, 23n],
  ])('computes the blob base fee of Cancun from an excess of %i', (excess, expected) => {
    const cancun = { ...HEADER, excessBlobGas: `0x${excess.toString(16)}`, timestamp: '0x65f1b057' }
    expect(environmentOf(cancun, 1n).blobBaseFee).toBe(expected)
  })
  it.each([
    [null, 'is no object'],
    [[], 'is no object'],
    [{ ...HEADER, number: 'sixteen' }, 'has something else than a quantity as number'],
    [{ ...HEADER, miner: '0x12' }, 'has something else than 20 bytes as miner'],
    [{ ...HEADER, timestamp: -1 }, 'has something else than a quantity as timestamp'],
    [{ ...HEADER, gasLimit: undefined }, 'has something else than a quantity as gasLimit'],
  ])('refuses %#', (block, what) =>
    expect(() => environmentOf(block, 1n)).toThrow(
      `The node cannot be believed: its answer to eth_getBlockByNumber ${what}.`,
    ),
  )
})

describe('forks', () => {
  const at = (fields: object) => nodeBlock({ ...HEADER, ...fields }, 1n).forks
  it.each([
    // Number or time of the first block of each fork on mainnet and of the last before it, from the fork's proposal.
    [{ number: '0x0', timestamp: '0x0' }, 'frontier'],
    [{ number: '0x118c2f', timestamp: '0x0' }, 'frontier'],
    [{ number: '0x118c30', timestamp: '0x0' }, 'homestead'],
    [{ number: '0xc5d487', timestamp: '0x0' }, 'berlin'],
    [{ number: '0xc5d488', timestamp: '0x0' }, 'london'],
    [{ number: '0x1000000', timestamp: '0x64373056' }, 'paris'],
    [{ number: '0x1000000', timestamp: '0x64373057' }, 'shanghai'],
    [{ number: '0x1000000', timestamp: '0x65f1b057' }, 'cancun'],
    [{ number: '0x1000000', timestamp: '0x681b3057' }, 'prague'],
    [{ number: '0x1000000', timestamp: '0x69327917' }, 'osaka'],
  ])('of mainnet is known: %j', (fields, fork) => expect(at(fields)).toEqual([fork]))

  const elsewhere = (fields: object) => nodeBlock({ ...HEADER, ...fields }, 31337n).forks
  it('of another chain follow from what the header has', () => {
    expect(elsewhere({ requestsHash: HASH, excessBlobGas: '0x0' })).toEqual(['osaka', 'prague'])
    expect(elsewhere({ excessBlobGas: '0x0' })).toEqual(['cancun', 'prague', 'osaka'])
    expect(elsewhere({})).toEqual(['shanghai'])
    expect(elsewhere({ withdrawalsRoot: undefined })).toEqual(['paris', 'london'])
    expect(elsewhere({ withdrawalsRoot: undefined, difficulty: '0x1' })).toEqual(['london'])
    expect(elsewhere({ withdrawalsRoot: undefined, baseFeePerGas: undefined })[0]).toBe('berlin')
  })
})
