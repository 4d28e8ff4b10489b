/**
 * Random programs with hooks that only look: result, state, and steps are those of the same run without. Every call that
 * a hook is told of has its result, in order; logs are those of the run and of frames that failed.
 *
 *   MEMLANE_SEED=123 npx vitest run test/differential/hooks      repeats a run
 * @module
 */
import { describe, expect, it } from 'vitest'
import { type CallRequest, createEvm, type Hooks, type Interest, type Step } from '../../src/evm/index.ts'
import { OPCODES } from '../../src/opcodes/index.ts'
import { blockHashOf, type EvmCase, outcomeOf, runCase, setAccounts } from '../support/evmCase.ts'
import { chosenSeed, Random } from '../support/evmRandom.ts'
import { multiFrameCase } from './generate.ts'

const PROGRAMS = Number(process.env.MEMLANE_PROGRAMS ?? 60)
const seed = chosenSeed()
const NAMES = OPCODES.map(({ name }) => name)

function evmWith(example: EvmCase, hooks?: Hooks) {
  const evm = createEvm({ blockHash: blockHashOf, ...(hooks && { hooks }) })
  setAccounts(evm.state, example)
  return evm
}

/** Many of these are looked at: `expect` would take most of the time. */
function sure(holds: boolean): void {
  if (!holds) throw new Error('a hook was told what cannot be')
}

/** Looks at everything that it is told of, and now and then wants to be told of something else. */
class Looking implements Hooks {
  interest: Interest = {}
  readonly #random: Random
  readonly #changes: boolean
  readonly #addresses: readonly `0x${string}`[]
  readonly open: CallRequest[] = []
  calls = 0
  steps = 0
  logs = 0

  constructor(random: Random, example: EvmCase, changes: boolean) {
    this.#random = random
    this.#changes = changes
    this.#addresses = Object.keys(example.accounts) as `0x${string}`[]
    if (changes) this.#change()
  }

  #change(): void {
    const random = this.#random
    const names = Array.from({ length: random.below(5) }, () => random.pick(NAMES))
    this.interest = {
      calls: random.pick(['all', 'none', new Set(this.#addresses.filter(() => random.oneIn(2)))] as const),
      results: random.oneIn(2),
      logs: random.oneIn(2),
      steps: random.pick(['none', 'none', names, 'all'] as const),
    }
  }

  #maybeChange(): void {
    if (this.#changes && this.#random.oneIn(10)) this.#change()
  }

  call(request: CallRequest): undefined {
    this.calls++
    const { caller, target, codeAddress, value, input, gas } = request
    sure([caller, target, codeAddress].every((address) => address.length === 42) && gas >= 0n)
    // Setting what is there already changes nothing.
    Object.assign(request, { caller, target, value, input, gas })
    this.open.push(request)
    this.#maybeChange()
  }

  result(request: CallRequest): void {
    if (!this.#changes) sure(this.open.pop() === request)
    this.#maybeChange()
  }

  step(step: Step): void {
    this.steps++
    const { stackSize, world, address, memorySize } = step
    if (stackSize > 0) sure(step.stack(stackSize - 1) >= 0n)
    sure(step.memory(Math.max(0, memorySize - 64), 64).length === 64)
    sure(world.load(address, 1) >= 0n)
    this.#maybeChange()
  }

  log(): void {
    this.logs++
    this.#maybeChange()
  }
}

describe('random programs with hooks that only look', () => {
  it.each([
    ['at everything', false],
    ['at one thing and another', true],
  ] as const)(`%s do the same as without (${PROGRAMS} programs, MEMLANE_SEED=${seed})`, (_, changes) => {
    const told = { calls: 0, steps: 0, logs: 0 }
    for (let index = 0; index < PROGRAMS; index++) {
      const example = multiFrameCase(new Random(seed + index))
      const plain = evmWith(example)
      const wanted = outcomeOf(runCase(plain, example), plain.state)
      const hooks = new Looking(new Random(seed - index), example, changes)
      const watched = evmWith(example, hooks)
      expect(outcomeOf(runCase(watched, example), watched.state)).toEqual(wanted)
      expect(changes || hooks.open.length === 0).toBe(true)
      expect(changes || hooks.logs >= wanted.logs.length).toBe(true)
      told.calls += hooks.calls
      told.steps += hooks.steps
      told.logs += hooks.logs
      // The next run of the same EVM, and of its clone, is as that of one without.
      const again = evmWith(example)
      runCase(again, example)
      const second = outcomeOf(runCase(again, example), again.state)
      const clone = watched.clone()
      expect(outcomeOf(runCase(clone, example), clone.state)).toEqual(second)
      expect(outcomeOf(runCase(watched, example), watched.state)).toEqual(second)
    }
    expect(told.calls).toBeGreaterThan(PROGRAMS)
    expect(told.steps).toBeGreaterThan(PROGRAMS)
    expect(changes || told.logs > PROGRAMS / 20).toBe(true)
  })
})
