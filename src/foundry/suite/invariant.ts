/**
 * An invariant: sequences of calls that anybody may make, and after each call a look whether it still holds.
 *
 *   setUp's state ─▶ call ─▶ holds? ─▶ call ─▶ holds? ─▶ … depth times ─▶ afterInvariant ─▶ back, runs times
 *
 * What breaks it is made small: calls are left out, then arguments are made simpler.
 * @module
 */
import type { Address } from '../../base/index.ts'
import type { Random } from '../../launch/campaign/random.ts'
import { simpler } from '../../launch/campaign/simpler.ts'
import type { ValueMaker } from '../../launch/campaign/values.ts'
import type { Value } from '../../solidity/index.ts'
import type { CallCount } from './result.ts'
import type { Target, Targets } from './targets.ts'

export interface InvariantCall {
  readonly sender: Address
  readonly target: Target
  readonly values: readonly Value[]
}

/** What runs are made on. */
export interface InvariantGround<Failure> {
  /** As setUp left everything. */
  back(): void
  /** Makes a call; `failure` where an assertion in it noted one. */
  call(call: InvariantCall): { readonly end: 'passed' | 'reverted' | 'rejected'; readonly failure: Failure | undefined }
  /** Why the invariant does not hold; `undefined` while it does. */
  broken(): Failure | undefined
  /** Why what the contract does behind each run fails. */
  brokenAfter(): Failure | undefined
}

export interface InvariantBounds {
  readonly runs: number
  readonly depth: number
  readonly failOnRevert: boolean
  readonly shrinkCalls: number
  readonly maxRejects: number
}

export interface InvariantOutcome<Failure> {
  readonly runs: number
  readonly calls: number
  readonly reverts: number
  readonly counts: readonly CallCount[]
  readonly failed:
    | { readonly failure: Failure; readonly original: number; readonly calls: readonly InvariantCall[] }
    | undefined
  readonly tooManyRejects: boolean
}

/** Senders of one campaign, if the test does not name some. */
const SENDERS = 16

export function checkInvariant<Failure>(
  { targets, senders, excludedSenders }: Targets,
  maker: ValueMaker,
  random: Random,
  bounds: InvariantBounds,
  ground: InvariantGround<Failure>,
): InvariantOutcome<Failure> {
  const callers = senders.length > 0 ? senders : Array.from({ length: SENDERS }, () => random.hex(20))
  const allowed = callers.filter((sender) => !excludedSenders.has(sender))
  const counts = new Counts()
  let [runs, calls, reverts, rejects] = [0, 0, 0, 0]
  const outcome = (failed: InvariantOutcome<Failure>['failed'], tooManyRejects = false): InvariantOutcome<Failure> => ({
    ...{ runs, calls, reverts, failed, tooManyRejects },
    counts: counts.sorted(),
  })
  ground.back()
  const atOnce = ground.broken()
  if (atOnce !== undefined) return outcome({ failure: atOnce, original: 0, calls: [] })
  for (; runs < bounds.runs; runs++) {
    ground.back()
    const made: InvariantCall[] = []
    while (made.length < bounds.depth) {
      const target = random.pick(targets)
      const values = target.called.inputs.map(({ type }) =>
        random.chance(1, 8) ? maker.edge(type, random.below(32)) : maker.any(type),
      )
      const call = { sender: random.pick(allowed.length > 0 ? allowed : callers), target, values }
      const { end, failure } = ground.call(call)
      counts.add(target, end)
      if (end === 'rejected') {
        if (++rejects >= bounds.maxRejects) return outcome(undefined, true)
        continue
      }
      made.push(call)
      calls++
      if (end === 'reverted') reverts++
      const found = failure ?? (end === 'reverted' && !bounds.failOnRevert ? undefined : ground.broken())
      if (found !== undefined) return outcome(shrunk(made, found, bounds, ground))
    }
    const after = ground.brokenAfter()
    if (after !== undefined) return outcome({ failure: after, original: made.length, calls: made })
  }
  return outcome(undefined)
}

/** Leaves out calls, halves first, and makes what is left simpler, as long as the invariant breaks. */
function shrunk<Failure>(
  made: readonly InvariantCall[],
  firstFailure: Failure,
  { shrinkCalls }: InvariantBounds,
  ground: InvariantGround<Failure>,
) {
  let calls = made
  let failure = firstFailure
  let left = shrinkCalls * 10
  /** The calls up to the one that breaks it. */
  const tried = (candidate: readonly InvariantCall[]): boolean => {
    ground.back()
    for (const [index, call] of candidate.entries()) {
      left--
      const { end, failure: noted } = ground.call(call)
      const found = noted ?? (end === 'passed' ? ground.broken() : undefined)
      if (found === undefined) continue
      calls = candidate.slice(0, index + 1)
      failure = found
      return true
    }
    return false
  }
  for (let size = calls.length >> 1; size >= 1 && left > 0; size >>= 1)
    for (let start = calls.length - 1 - size; start > -size && left > 0; start -= size) {
      const from = Math.max(0, start)
      if (calls.length > 1) tried(calls.toSpliced(from, Math.min(size, calls.length - 1 - from)))
    }
  for (let again = true; again && left > 0; ) {
    again = false
    for (let index = 0; index < calls.length && left > 0; index++) again = simplerAt(index) || again
  }
  return { failure, original: made.length, calls }

  function simplerAt(index: number): boolean {
    let isSimpler = false
    const { inputs } = calls[index]!.target.called
    for (const [at, { type }] of inputs.entries()) {
      const call = calls[index]
      if (call === undefined) return isSimpler
      for (const value of simpler(type, call.values[at]!)) {
        if (left <= 0) return isSimpler
        if (!tried(calls.with(index, { ...call, values: call.values.with(at, value) }))) continue
        isSimpler = true
        break
      }
    }
    return isSimpler
  }
}

class Counts {
  readonly #counts = new Map<
    string,
    { contract: string; function: string; calls: number; reverts: number; discards: number }
  >()

  add({ contract, called }: Target, end: 'passed' | 'reverted' | 'rejected'): void {
    const key = `${contract.name}.${called.name}`
    let count = this.#counts.get(key)
    if (count === undefined)
      this.#counts.set(
        key,
        (count = { contract: contract.name, function: called.name, calls: 0, reverts: 0, discards: 0 }),
      )
    count.calls++
    if (end === 'reverted') count.reverts++
    if (end === 'rejected') count.discards++
  }

  sorted(): CallCount[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count)
  }
}
