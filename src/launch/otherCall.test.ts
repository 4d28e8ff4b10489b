import { describe, expect, it } from 'vitest'
import { compilers } from '../../test/support/solc.ts'
import { type LaunchInput, otherCall, prepare, recordStage } from './index.ts'

const COUNTER: LaunchInput = {
  code: {
    kind: 'solidity',
    entry: 'A.sol',
    sources: { 'A.sol': 'contract A { uint256 public sum; function add(uint256 x) external { sum += x; } }' },
  },
  call: { calldata: '0x' },
}

describe('otherCall', () => {
  it('calls what is in place, as often as one wants, and its state stays', async () => {
    const stage = await prepare(COUNTER, { compilers })
    const before = stage.evm.state.snapshot()
    for (const x of ['2', '3']) {
      const { outcome } = await recordStage(otherCall(stage, { function: 'add', arguments: [x] }))
      expect(outcome).toMatchObject({ call: `A.add(${x})`, status: 'stop' })
    }
    expect((await recordStage(otherCall(stage, { function: 'sum' }))).result?.output.at(-1)).toBe(5)
    stage.evm.state.restore(before)
    expect((await recordStage(otherCall(stage, { function: 'sum' }))).result?.output.at(-1)).toBe(0)
  })
  it('says what is wrong with the call, and that a creation has nothing to call', async () => {
    const stage = await prepare(COUNTER, { compilers })
    expect(() => otherCall(stage, { function: 'add', arguments: ['x'] })).toThrow(
      expect.objectContaining({ code: 'solidity.badArgument' }),
    )
    const creation = await prepare({ ...COUNTER, call: { function: 'constructor' } }, { compilers })
    expect(() => otherCall(creation, { function: 'add', arguments: ['1'] })).toThrow(
      expect.objectContaining({ code: 'launch.nothingInPlace' }),
    )
  })
  it('calls bytecode with calldata', async () => {
    const stage = await prepare({ code: { kind: 'bytecode', name: 'echo', text: '365f5f37365ff3' } })
    const { result } = await recordStage(otherCall(stage, { calldata: '0x010203' }))
    expect([...(result?.output ?? [])]).toEqual([1, 2, 3])
  })
})
