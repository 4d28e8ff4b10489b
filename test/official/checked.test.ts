/**
 * Official state tests under the sanitizer: whatever code does, it is looked at to its end. Code that was not made by solc
 * breaks no rule of Solidity's layout.
 * @module
 */
import { expect, it } from 'vitest'
import { checkRecording, RULES, ruleOf } from '../../src/check/index.ts'
import { createEvm, loadPrecompiles } from '../../src/evm/index.ts'
import { record } from '../../src/trace/index.ts'
import { setAccounts } from '../support/evmCase.ts'
import { callOf, validCases } from '../support/officialVectors.ts'

const FORK = 'prague'
const PACKS = [
  ...['stMemoryTest', 'stCallCodes', 'stCreate2', 'stReturnDataTest', 'stSolidityTest', 'stRevertTest', 'stRandom'],
  ...['stStaticCall', 'stSystemOperationsTest', 'stZeroKnowledge', 'stShift', 'stLogTests', 'stWalletTest'],
] as const
const MOST_TESTS_PER_PACK = 20
/** Longer ones are left to others. */
const MOST_STEPS = 20_000

it(`checks runs of ${PACKS.length} packs to their ends`, async () => {
  await loadPrecompiles()
  const rules = new Set(RULES.map(({ id }) => id))
  let runs = 0
  let steps = 0
  const wrong: string[] = []
  for (const pack of PACKS) {
    let taken = 0
    for (const test of validCases(`eest-static/${pack}`, FORK)) {
      if (taken++ >= MOST_TESTS_PER_PACK) break
      const evmCase = callOf(test)
      const evm = createEvm({ fork: FORK })
      setAccounts(evm.state, evmCase)
      const { recording } = record(evm, evmCase.call)
      if (recording.stepCount > MOST_STEPS) continue
      const report = checkRecording(recording, { rules })
      runs++
      steps += report.steps
      const own = recording.frames.reduce((sum, { firstStep, endStep }) => sum + (firstStep === endStep ? 0 : 1), 0)
      if (report.calls !== own || report.steps > recording.stepCount) wrong.push(`${test.name}: ${report.calls} frames`)
      for (const { rule, first } of report.causes)
        if (ruleOf(rule).needs === 'sources' || ruleOf(rule).needs === 'abi')
          wrong.push(`${test.name}: ${rule} at ${first.at.pc}`)
    }
  }
  expect(wrong).toEqual([])
  expect(runs).toBeGreaterThan(150)
  expect(steps).toBeGreaterThan(20_000)
})
