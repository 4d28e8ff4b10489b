/**
 * Differences that random programs found, each as small as it gets. Who was right was settled by the Yellow Paper and
 * the proposals named; the peer was, each time.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { assemble } from '../../src/assembly/index.ts'
import type { Address } from '../../src/base/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { codes } from '../../src/opcodes/index.ts'
import { runOnPeer } from '../support/ethereumjs.ts'
import { type EvmCase, outcomeOf, runCase, StepList, setAccounts } from '../support/evmCase.ts'

const SELF: Address = '0x5e1f000000000000000000000000000000000001'
const CALLER: Address = '0xca11e40000000000000000000000000000000001'

/** Our outcome, when the peer and the debug variant have the same. */
async function agreed(example: EvmCase) {
  const [fast, debug] = [createEvm(), createEvm()]
  const list = new StepList()
  setAccounts(fast.state, example)
  setAccounts(debug.state, example)
  const outcome = outcomeOf(runCase(fast, example), fast.state)
  expect(outcomeOf(runCase(debug, example, list), debug.state)).toEqual(outcome)
  const peer = await runOnPeer(example, { wantSteps: true })
  expect(outcome).toEqual(peer.outcome)
  expect(list.list).toEqual(peer.steps)
  return { outcome, steps: list.list }
}

function calling(source: string): EvmCase {
  return { accounts: { [SELF]: { code: assemble(source).code } }, call: { from: CALLER, to: SELF, gas: 1_000_000n } }
}

describe('found by random programs', () => {
  // The offset is beyond linear memory and below 2^32. Yellow Paper, appendix H.1: M(s, f, 0) = s.
  it.each([
    ['KECCAK256', 'PUSH 0 PUSH 0x80000000 KECCAK256'],
    ['LOG1', 'PUSH 7 PUSH 0 PUSH 0xffffffff LOG1'],
    ['RETURNDATACOPY', 'PUSH 0 PUSH 0 PUSH 0xfffffff0 RETURNDATACOPY'],
  ])('%s of no bytes behind the end of linear memory trapped', async (_, source) => {
    const { outcome } = await agreed(calling(source))
    expect(outcome).toMatchObject({ status: 'stop', memory: '0x' })
  })

  // EIP-7702: a call loads the code that the delegation names, and the outermost one is no exception.
  it('the outermost call of an account that delegates ran the delegation', async () => {
    const library: Address = '0xaa00000000000000000000000000000000000001'
    const { outcome } = await agreed({
      accounts: {
        [SELF]: { code: `0xef0100${library.slice(2)}` },
        [library]: { code: assemble(`ADDRESS GAS PUSH20 ${library} BALANCE GAS`).code },
      },
      call: { from: CALLER, to: SELF, gas: 1000n },
    })
    // The account that the delegation names is warm: PUSH20 3, BALANCE 100, GAS 2.
    expect(outcome).toMatchObject({ status: 'stop', stack: [SELF, '0x3e4', '0x0', '0x37b'] })
  })

  // A recorded step is the state before it.
  it('a LOG that waited for room was recorded as if its memory had grown before', async () => {
    const { steps } = await agreed(calling('PUSH 20000 PUSH 100 LOG0'))
    expect(steps.at(-1)).toEqual({ pc: 5, opcode: codes.LOG0, gas: 999_994n, depth: 0, memoryWords: 0 })
  })
})
