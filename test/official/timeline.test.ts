/**
 * Official state tests: at random steps of them, visited in random order, stack and memory of every open frame on the
 * timeline are those that `@ethereumjs/evm` has then.
 *
 *   MEMLANE_SEED=123 MEMLANE_VECTORS=folder npx vitest run test/official/timeline      repeats a run
 * @module
 */
import { describe, expect, it } from 'vitest'
import { bytesToHex, type Hex } from '../../src/base/index.ts'
import { createEvm, loadPrecompiles } from '../../src/evm/index.ts'
import type { StateTestCase } from '../../src/official/index.ts'
import { type Recording, record, Timeline } from '../../src/trace/index.ts'
import { runOnPeer } from '../support/ethereumjs.ts'
import { setAccounts } from '../support/evmCase.ts'
import { chosenSeed, Random } from '../support/evmRandom.ts'
import { callOf, validCases } from '../support/officialVectors.ts'

const FORK = 'prague'
/** Of many kinds: memory, calls, creations, return data, storage, reverts, code of compilers. */
const PACKS = [
  ...['stMemoryTest', 'stCallCodes', 'stCreate2', 'stReturnDataTest', 'stSolidityTest', 'stRevertTest', 'stSStoreTest'],
  ...['stRandom', 'stRandom2', 'stStaticCall', 'stSystemOperationsTest', 'stZeroKnowledge', 'stSpecialTest', 'stShift'],
  ...['stCreateTest', 'stCallCreateCallCodeTest', 'stRefundTest', 'stExtCodeHash', 'stLogTests', 'stWalletTest'],
] as const
const TESTS = 50
const MOST_TESTS_PER_PACK = 6
const STEPS_PER_TEST = 20
/** Longer ones take the peer too long. */
const MOST_STEPS = 20_000

const seed = chosenSeed()
const random = new Random(seed)

interface Moment {
  readonly depth: number
  readonly pc: number
  readonly stack: readonly string[]
  readonly memory: Hex
}

/** Steps that the peer reports too: it has no STOP behind the code's end. */
function stepsOfBoth({ steps, frames, stepCount }: Recording): number[] {
  return Array.from({ length: stepCount }, (_, step) => step).filter(
    (step) => steps.pc(step) < frames[steps.frame(step)]!.code.length,
  )
}

function momentOf(timeline: Timeline): Moment {
  const { current } = timeline
  const { stackSize } = current
  return {
    depth: timeline.frames.length - 1,
    pc: current.pc,
    stack: Array.from({ length: stackSize }, (_, index) => current.stack(stackSize - 1 - index).toString(16)),
    memory: bytesToHex(current.memory(0, current.memorySize)),
  }
}

async function compare(test: StateTestCase): Promise<number> {
  const evmCase = callOf(test)
  const evm = createEvm({ fork: FORK })
  setAccounts(evm.state, evmCase)
  const { recording } = record(evm, evmCase.call)
  const steps = stepsOfBoth(recording)
  if (steps.length < STEPS_PER_TEST || steps.length > MOST_STEPS) return 0

  const chosen = new Set<number>()
  while (chosen.size < STEPS_PER_TEST) chosen.add(random.below(steps.length))
  const wanted = new Map<number, Moment>()
  let seen = 0
  await runOnPeer(evmCase, {
    fork: FORK,
    onStep: ({ pc, depth, stack, memory, memoryWords }) => {
      const number = seen++
      if (!chosen.has(number)) return
      const bytes = new Uint8Array(memoryWords * 32)
      bytes.set(memory.subarray(0, bytes.length))
      wanted.set(number, { depth, pc, stack: stack.map((word) => word.toString(16)), memory: bytesToHex(bytes) })
    },
  })
  expect(seen, `${test.name}: steps`).toBe(steps.length)

  const timeline = new Timeline(recording)
  for (const number of chosen) {
    timeline.seek(steps[number]!)
    expect(momentOf(timeline), `${test.name}, step ${steps[number]}`).toEqual(wanted.get(number))
  }
  return chosen.size
}

describe(`the timeline of official state tests (MEMLANE_SEED=${seed})`, () => {
  it('tells stack and memory at 1,000 random steps of 50 tests as @ethereumjs/evm does', async () => {
    await loadPrecompiles()
    let tests = 0
    let moments = 0
    for (const pack of PACKS) {
      const cases = validCases(`eest-static/${pack}`, FORK)
      for (let found = 0; found < MOST_TESTS_PER_PACK && tests < TESTS && cases.length > 0; ) {
        const [test] = cases.splice(random.below(cases.length), 1)
        const compared = await compare(test!)
        if (compared === 0) continue
        found++
        tests++
        moments += compared
      }
    }
    expect([tests, moments]).toEqual([TESTS, TESTS * STEPS_PER_TEST])
  })
})
