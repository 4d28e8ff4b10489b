/**
 * What became of the calls of one function.
 * @module
 */
import { bytesToHex } from '../../base/index.ts'
import { codes, isSuccess, opcodeOfByte, startsFrame } from '../../opcodes/index.ts'
import type { Compilation } from '../../solidity/index.ts'
import type { Recording } from '../../trace/index.ts'
import type { FrameEndFacts } from '../facts.ts'
import { laterOpcode } from '../laterOpcode.ts'
import { innerFailure, revertOf } from '../outcome.ts'
import type { Entry } from './entry.ts'
import type { Ground, Made } from './ground.ts'
import { unmakeable } from './values.ts'

/** A way in which calls of a function failed. */
export interface CampaignFailure {
  /** How they ended. */
  readonly end: FrameEndFacts
  /** How many. */
  readonly calls: number
}

/** What became of the calls of a function. */
export interface CampaignFunction {
  /** A signature, `receive`, `fallback`; of code without sources a selector, or `calldata`. */
  readonly function: string
  /** How often it was called and recorded. */
  readonly calls: number
  /** How many of them ended well. */
  readonly succeeded: number
  /** How many got past their first checks: they ended well, or had stored, logged or called something before they failed. */
  readonly passed: number
  /** How many were cut short by the limit of steps: they ran on less gas, and out of it. */
  readonly shortened: number
  /** How many were not judged: they could not be recorded within the limits, or their sender lacked the ether. */
  readonly unjudged: number
  /** How calls with honest calldata failed, the most frequent way first; only the first ways are told apart. */
  readonly failures: readonly CampaignFailure[]
  /** Why it was not called at all: a type that the ABI does not define, or arguments of too many values. */
  readonly notCalled: 'unknown' | 'tooLarge' | undefined
}

const MOST_FAILURES = 8
/** Bytes of a revert's data by which failures are told apart. */
const TOLD_BYTES = 100

/** Counts the calls of one entry. */
export class Tally {
  readonly #entry: Entry
  readonly #failures = new Map<string, { readonly end: FrameEndFacts; calls: number }>()
  #calls = 0
  #succeeded = 0
  #passed = 0
  #shortened = 0
  #unjudged = 0

  constructor(entry: Entry) {
    this.#entry = entry
  }

  add({ draft, run, isShortened }: Made, { evm: { fork } }: Ground, build: Compilation | undefined): void {
    this.#calls++
    if (run === undefined) {
      this.#unjudged++
      return
    }
    if (isShortened) this.#shortened++
    const { recording, result } = run
    const { status, halt, output } = result
    if (isSuccess(status)) {
      this.#succeeded++
      this.#passed++
      return
    }
    if (hadEffect(recording)) this.#passed++
    if (draft.lies.length > 0) return
    const key = `${status} ${halt ?? ''} ${bytesToHex(output.subarray(0, TOLD_BYTES))}`
    const known = this.#failures.get(key)
    if (known !== undefined) known.calls++
    else if (this.#failures.size < MOST_FAILURES) {
      const { steps, frames } = recording
      const last = steps.count === 0 ? undefined : steps.opcode(steps.count - 1)
      const revert = status === 'revert' ? revertOf(build, output) : undefined
      const cause = revert?.reason.kind === 'none' ? innerFailure(frames, build) : undefined
      const end: FrameEndFacts = {
        ...{ status, halt, laterOpcode: halt === 'invalidOpcode' ? laterOpcode(last, fork) : undefined },
        revert: revert && { ...revert, cause },
      }
      this.#failures.set(key, { end, calls: 1 })
    }
  }

  report(): CampaignFunction {
    return {
      function: this.#entry.name,
      calls: this.#calls,
      succeeded: this.#succeeded,
      passed: this.#passed,
      shortened: this.#shortened,
      unjudged: this.#unjudged,
      failures: [...this.#failures.values()].sort((a, b) => b.calls - a.calls),
      notCalled: whyNotCalled(this.#entry),
    }
  }
}

/** Why an entry cannot be called with values of its types. */
export function whyNotCalled({ inputs }: Entry): CampaignFunction['notCalled'] {
  const tuple = { kind: 'tuple', components: inputs } as const
  return unmakeable(tuple)
}

function hadEffect({ steps }: Recording): boolean {
  for (let step = 0; step < steps.count; step++) if (HAS_EFFECT[steps.opcode(step)]) return true
  return false
}

/** By opcode byte: stores, logs, calls and creations. */
const HAS_EFFECT: readonly boolean[] = Array.from({ length: 256 }, (_, byte) => {
  const isStore = byte === codes.SSTORE || byte === codes.TSTORE
  return isStore || startsFrame(byte) || (opcodeOfByte(byte)?.gasPerByte ?? 0) > 0
})
