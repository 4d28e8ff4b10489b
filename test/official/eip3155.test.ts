/**
 * Our EIP-3155 lines of official state tests beside those made from what `@ethereumjs/evm` reports of each step.
 *
 * What the peer does not tell or tells otherwise is left out, and is listed in `docs/trace-formats.md`:
 *   returnData        the peer does not report it
 *   gasCost           of CALL and CREATE (the peer leaves out what is passed on), of a step that fails, and of RETURN and
 *                     REVERT, whose memory the peer reports; others are compared
 *   refund            of SSTORE: the peer has added what the step earns, the proposal wants what was before
 *   implicit STOP     behind the end of the code: the peer has no line for it
 * @module
 */
import { describe, expect, it } from 'vitest'
import { createEvm, loadPrecompiles } from '../../src/evm/index.ts'
import { codes, fork } from '../../src/opcodes/index.ts'
import { eip3155Lines, type Recording, record } from '../../src/trace/index.ts'
import { runOnPeer } from '../support/ethereumjs.ts'
import { setAccounts } from '../support/evmCase.ts'
import { callOf, validCases } from '../support/officialVectors.ts'

const FORK = 'prague'
/** Of many kinds: memory, calls, creations, return data, storage and refunds, reverts, halts, hashes, code of compilers. */
const PACKS = [
  ...['stMemoryTest', 'stCallCodes', 'stCreate2', 'stReturnDataTest', 'stSolidityTest', 'stRevertTest', 'stSStoreTest'],
  ...['stRandom', 'stRandom2', 'stStaticCall', 'stSystemOperationsTest', 'stRefundTest', 'stLogTests', 'stExtCodeHash'],
] as const
const CASES_PER_PACK = 6
/** Longer ones take the peer too long. */
const MOST_STEPS = 5000

/** Their gas is told otherwise. */
const OTHER_COST: ReadonlySet<number> = new Set([
  ...[codes.CALL, codes.CALLCODE, codes.DELEGATECALL, codes.STATICCALL, codes.CREATE, codes.CREATE2],
])

interface Line {
  readonly pc: number
  readonly op: number
  readonly gasCost: string
  readonly error?: string
  readonly returnData: string
  readonly opName: string
  readonly refund: number
}

/** Lines of a STOP behind the code's end. */
function implicitStops({ steps, frames, stepCount }: Recording): Set<number> {
  const lines = Array.from({ length: stepCount }, (_, step) => step).filter(
    (step) => frames[steps.frame(step)]!.code.length > 0,
  )
  return new Set(
    lines.flatMap((step, line) => (steps.pc(step) >= frames[steps.frame(step)]!.code.length ? [line] : [])),
  )
}

const hex = (value: bigint) => `0x${value.toString(16)}`

describe('EIP-3155 lines of official state tests', () => {
  it('are those of the peer, line for line', async () => {
    await loadPrecompiles()
    let cases = 0
    let lines = 0
    let costs = 0
    for (const pack of PACKS) {
      let taken = 0
      for (const test of validCases(`eest-static/${pack}`, FORK)) {
        if (taken === CASES_PER_PACK) break
        const evmCase = callOf(test)
        const evm = createEvm({ fork: FORK })
        setAccounts(evm.state, evmCase)
        const { recording, result } = record(evm, evmCase.call)
        if (recording.stepCount < 10 || recording.stepCount > MOST_STEPS) continue
        const ours: Line[] = [...eip3155Lines(recording)].map((line) => JSON.parse(line))
        const summary = ours.pop()
        expect(summary).toMatchObject({ gasUsed: hex(result.gasUsed), fork: FORK })

        const theirs: object[] = []
        await runOnPeer(evmCase, {
          fork: FORK,
          onStep: ({ pc, opcode, gas, depth, memoryWords, stack, refund, gasCost }) => {
            theirs.push({
              ...{ pc, op: opcode, gas: hex(gas), gasCost: hex(gasCost), memSize: memoryWords * 32 },
              ...{ stack: stack.map(hex), depth: depth + 1, refund: Number(refund) },
            })
          },
        })
        const implicit = implicitStops(recording)
        const told = ours.filter((_, index) => !implicit.has(index))
        expect(told.length, test.name).toBe(theirs.length)
        for (const [index, { returnData: _, opName: __, error, ...line }] of told.entries()) {
          const { op } = line
          const sameCost = error === undefined && !OTHER_COST.has(op)
          if (sameCost) costs++
          const known = fork(FORK).opcodes[op] === undefined ? codes.INVALID : op
          const wanted = {
            ...theirs[index],
            ...(sameCost ? {} : { gasCost: line.gasCost }),
            ...(op === codes.SSTORE ? { refund: line.refund } : {}),
          }
          expect({ ...line, op: known }, `${test.name}, line ${index}`).toEqual(wanted)
        }
        taken++
        cases++
        lines += ours.length
      }
    }
    expect(cases).toBeGreaterThanOrEqual(50)
    console.log(`${cases} cases, ${lines} lines, ${costs} costs`)
    expect(costs).toBeGreaterThan(lines * 0.9)
  })
})
