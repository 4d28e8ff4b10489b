/**
 * Random programs beside `@ethereumjs/evm`: with ample gas, with exactly what they used, with one less, and with less
 * than that. Each also runs in the debug variant, which must give the very same result, down to the reason of a halt.
 *
 *   MEMLANE_SEED=123 npx vitest run test/differential      repeats a run
 *   MEMLANE_PROGRAMS=100000 …                              makes it longer
 *
 * Program i is made from seed + i alone: MEMLANE_SEED=<seed + i> MEMLANE_PROGRAMS=1 repeats that program.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { bytesToHex, quantityToHex } from '../../src/base/index.ts'
import { createEvm, type Evm } from '../../src/evm/index.ts'
import { runOnPeer } from '../support/ethereumjs.ts'
import { blockHashOf, type EvmCase, outcomeOf, runCase, StepList, setAccounts } from '../support/evmCase.ts'
import { chosenSeed, Random } from '../support/evmRandom.ts'
import { multiFrameCase, singleFrameCase } from './generate.ts'

const seed = chosenSeed()

/** One machine for all programs: no program may see what another left in it. */
class Subject {
  readonly evm: Evm = createEvm({ blockHash: blockHashOf })
  readonly #empty = this.evm.state.snapshot()

  run(example: EvmCase, tracer?: StepList) {
    this.evm.state.restore(this.#empty)
    setAccounts(this.evm.state, example)
    const result = runCase(this.evm, example, tracer)
    return { result, outcome: outcomeOf(result, this.evm.state) }
  }
}

const fast = new Subject()
const debug = new Subject()

/** What a number of programs came to, to see that they did something. */
interface Tally {
  runs: number
  stop: number
  return: number
  revert: number
  halt: number
  /** Steps that both tracers told of. */
  steps: number
  /** Programs that ended as before with exactly the gas that they had used, and halted with one less. */
  exact: number
}

async function compare(
  example: EvmCase,
  wantSteps: boolean,
  tally: Tally,
): Promise<{ gasUsed: bigint; found: string[] }> {
  const ours = fast.run(example)
  const list = new StepList()
  const traced = debug.run(example, list)
  const { outcome: theirs, steps } = await onPeer(example, wantSteps && ours.result.status !== 'halt')
  tally.runs++
  tally[ours.result.status]++
  const found = [...unequal('fast', ours, 'debug', traced), ...unequal('ours', ours.outcome, 'peer', theirs)]
  if (steps !== undefined) {
    tally.steps += steps.length
    const differs = list.list.findIndex((step, index) => text(step) !== text(steps[index]))
    const from = differs >= 0 ? differs : Math.min(list.list.length, steps.length)
    found.push(...unequal('our step', list.list[from], `peer's step ${from}`, steps[from]))
  }
  return { gasUsed: ours.result.gasUsed, found }
}

async function onPeer(example: EvmCase, wantSteps: boolean) {
  if (!wantSteps) return { ...(await runOnPeer(example)), steps: undefined }
  try {
    return await runOnPeer(example, { wantSteps })
  } catch (error) {
    // See runOnPeer: a REVERT of more memory than there can be.
    if (!(error instanceof RangeError)) throw error
    return { ...(await runOnPeer(example)), steps: undefined }
  }
}

function text(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part: unknown) =>
      part instanceof Uint8Array ? bytesToHex(part) : typeof part === 'bigint' ? quantityToHex(part) : part,
    1,
  )
}

/** The lines that differ. */
function unequal(nameA: string, a: unknown, nameB: string, b: unknown): string[] {
  const [linesA, linesB] = [text(a) ?? 'none', text(b) ?? 'none'].map((whole) => whole.split('\n'))
  const only = (lines: string[], others: string[]) => lines.filter((line) => !others.includes(line)).slice(0, 8)
  if (linesA!.join() === linesB!.join()) return []
  return [`${nameA}: ${only(linesA!, linesB!).join(' ')}`, `${nameB}: ${only(linesB!, linesA!).join(' ')}`]
}

/** Runs one program with several amounts of gas; returns what was found. */
async function checkProgram(make: (random: Random) => EvmCase, programSeed: number, tally: Tally): Promise<string[]> {
  const random = new Random(programSeed)
  const example = make(random)
  const failures: string[] = []
  const run = async (gas: bigint, wantSteps: boolean) => {
    const { gasUsed, found } = await compare({ ...example, call: { ...example.call, gas } }, wantSteps, tally)
    if (found.length > 0) failures.push(`MEMLANE_SEED=${programSeed}, gas ${gas}\n  ${found.join('\n  ')}`)
    return gasUsed
  }
  const halts = tally.halt
  // Its steps cost the peer several times the run.
  const used = await run(example.call.gas, programSeed % 4 === 0)
  const less = BigInt(Math.floor((Number(used) * random.below(1000)) / 1000))
  if (tally.halt > halts) {
    for (const gas of [less, BigInt(random.below(100)), BigInt(random.below(30_000))]) await run(gas, false)
    return failures
  }
  await run(used, false)
  const enough = tally.halt === halts
  if (used > 0n) await run(used - 1n, false)
  if (enough && tally.halt > halts) tally.exact++
  await run(less, false)
  return failures
}

describe.each([
  ['in one frame', singleFrameCase, 500],
  ['in many frames', multiFrameCase, 250],
] as const)('random programs %s', (name, make, usual) => {
  const count = Number(process.env.MEMLANE_PROGRAMS ?? usual)

  it(
    `do the same as in @ethereumjs/evm (${count} programs, MEMLANE_SEED=${seed})`,
    async () => {
      const tally: Tally = { runs: 0, stop: 0, return: 0, revert: 0, halt: 0, steps: 0, exact: 0 }
      const failures: string[] = []
      for (let index = 0; index < count && failures.length < 10; index++)
        failures.push(...(await checkProgram(make, seed + index, tally)))
      console.log(`${name}: MEMLANE_SEED=${seed}, ${JSON.stringify(tally)}`)
      expect(failures.join('\n')).toBe('')
      if (count < usual) return
      // The programs must be worth running: most of them come to an end, and gas decides it to the last unit.
      // Loose: a draw of a few hundred strays by a tenth.
      expect(tally.runs).toBeGreaterThanOrEqual(count * 3)
      expect(tally.exact).toBeGreaterThan(count / 5)
      expect(tally.steps).toBeGreaterThan(count * 10)
      for (const status of ['stop', 'return', 'revert', 'halt'] as const)
        expect(tally[status], status).toBeGreaterThan(count / 20)
    },
    24 * 60 * 60 * 1000,
  )
})
