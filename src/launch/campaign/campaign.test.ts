import { describe, expect, it } from 'vitest'
import { compilers } from '../../../test/support/solc.ts'
import { wordAt } from '../../base/index.ts'
import type { Recording } from '../../trace/index.ts'
import { type CampaignOptions, campaign, type LaunchInput, prepare, type Stage } from '../index.ts'

/** A contract in place, with nothing called of it. */
function stageOf(source: string, contract: LaunchInput['contract'] = {}): Promise<Stage> {
  const code = { kind: 'solidity', entry: 'A.sol', sources: { 'A.sol': source } } as const
  return prepare({ code, contract, call: { calldata: '0x' } }, { compilers })
}

/** Finds a store at an address in the space that Solidity keeps for itself, the word of zeros. */
function zeroWritten(recording: Recording): readonly string[] {
  const whole = recording.frames.find(({ memory }) => memory.length >= 0x80 && wordAt(memory, 0x60) !== 0n)
  return whole === undefined ? [] : ['zero word']
}

const QUICK: CampaignOptions = { calls: 600, seed: 'one', judge: zeroWritten }

describe('campaign', () => {
  it('finds what needs two calls, the first with a constant of the code, and makes it small', async () => {
    const stage = await stageOf(`contract A {
      bool armed; uint256 noise;
      function other(uint256 x, string calldata s) external { noise += x % 7 + bytes(s).length; }
      function arm(uint64 key) external { if (key == 0x1d0_c0ffee) armed = true; }
      function act(uint256[] calldata list) external view {
        if (armed && list.length > 2) assembly { mstore(0x60, 1) }
      }
    }`)
    const { found, calls } = await campaign(stage, QUICK)
    expect(calls).toBe(600)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ key: 'zero word', isSmallest: true })
    expect(found[0]?.calls.map((call) => [call.function, call.arguments])).toEqual([
      ['arm(uint64)', [String(0x1d0_c0ffee)]],
      ['act(uint256[])', ['[0, 0, 0]']],
    ])
  })
  it('gives the same for the same seed, and other calls for another', async () => {
    const source = `contract A { uint256 s; function f(uint256 x, bytes calldata b) external payable {
      unchecked { s += x * b.length; } if (x % 3 == 1 && b.length > 40) assembly { mstore(0x60, x) } } }`
    const [first, again, other] = await Promise.all(
      ['one', 'one', 'two'].map(async (seed) => campaign(await stageOf(source), { ...QUICK, seed, calls: 300 })),
    )
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    expect(first?.found).toHaveLength(1)
  })
})
