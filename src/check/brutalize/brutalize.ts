/**
 * One call, run twice: as it is, and brutalized. A contract that reads no memory which it did not write, and takes the free
 * memory pointer for what word 0x40 says, does the same in both.
 *
 *   plain        memory zero     pointer 0x80    ─┐
 *                                                 ├─ what is another ─ where they part ─ the read that saw junk
 *   brutalized   memory junk     pointer 0x9f    ─┘
 *
 * What a difference means:
 * - With junk alone, gas and MSIZE are the same until something junk is used as a length, an offset or a condition: gas is no
 *   difference by itself, and code that reads MSIZE or GAS does the same in both.
 * - With a shifted pointer, memory may be a word larger and cost more gas: code whose doing depends on MSIZE or on what is
 *   left of gas (`reads`) may do something else without a fault.
 * - That nothing differs is no proof: the call may not reach the fault, or mask what it read.
 * @module
 */
import type { Address, Gas, StepIndex } from '../../base/units.ts'
import type { Brutalize, CallParameters, Evm, Given } from '../../evm/index.ts'
import * as op from '../../opcodes/codes.ts'
import { startsCall } from '../../opcodes/index.ts'
import { MemoryAccesses, type Recording, type RecordOptions, record } from '../../trace/index.ts'
import { type BrutalizedDifference, differencesOf, type RecordedResult } from './differences.ts'
import { firstJunkRead, type JunkRead, junkReadBehind } from './junkReads.ts'
import { decisiveOf, originsOfParting, type Parting, waysOf } from './parting.ts'

/** What a brutalized run did otherwise than the plain one, as plain data. */
export interface BrutalizedComparison {
  /** What somebody sees from outside; none when the two runs come to the same. State is told up to sixteen accounts and slots. */
  readonly differences: readonly BrutalizedDifference[]
  /** Of each run. That it is another is no difference: it follows from one. */
  readonly gasUsed: readonly [plain: Gas, brutalized: Gas]
  /**
   * The first step that pushed another word. With junk alone nearly always the first read of junk whose value went to the
   * stack, which need not matter; with a shifted pointer, whatever reads the pointer.
   */
  readonly pushed: StepIndex | undefined
  /**
   * Where the two part: the first step of which somebody sees something from outside, else the first of those that call or
   * return with other bytes. It may be there without a difference, when a frame is undone or nobody looks at the bytes.
   */
  readonly parting: Parting | undefined
  /** The read through which junk came into what parts them. */
  readonly junkRead: JunkRead | undefined
  /**
   * `origin`: the parting was followed back to it. `first`: it could not be, and the read is the first of the run that saw any
   * junk, whether it matters or not.
   */
  readonly junkReadBy: 'origin' | 'first' | undefined
  /** What the plain run asks for that a shifted pointer may change: MSIZE, or GAS other than to pass it on to a call. */
  readonly reads: { readonly msize: boolean; readonly gas: boolean }
}

/** Two runs of one call, and what is another. */
export interface BrutalizedRun {
  readonly plain: RecordedResult
  readonly brutalized: RecordedResult
  readonly comparison: BrutalizedComparison
}

/** How a call is run twice. */
export interface BrutalizedCallOptions extends Omit<RecordOptions, 'brutalize' | 'commit'> {
  /** What is junk, and where the pointer starts. Default: junk of seed 1, and the pointer where it is. */
  readonly brutalize?: Brutalize
}

/**
 * Runs a call as it is and brutalized, and compares them. The state stays as it was. Hooks are called in both runs.
 * @throws {MemlaneError} what `record` throws.
 */
export function brutalizedCall(
  evm: Evm,
  parameters: Given<CallParameters>,
  { brutalize = { junkSeed: 1 }, ...options }: BrutalizedCallOptions = {},
): BrutalizedRun {
  const plain = record(evm, parameters, { ...options, commit: false })
  const brutalized = record(evm, parameters, { ...options, commit: false, brutalize })
  return { plain, brutalized, comparison: compareBrutalized(plain, brutalized) }
}

/**
 * Compares a run with a brutalized run of the same call or transaction, from the same state.
 * @param payers of a transaction, whose balances fees change: the sender and the block's coinbase
 */
export function compareBrutalized(
  plain: RecordedResult,
  brutalized: RecordedResult,
  payers: readonly Address[] = [],
): BrutalizedComparison {
  const differences = differencesOf(plain, brutalized, new Set(payers))
  const { pushed, partings } = waysOf(plain.recording, brutalized.recording)
  const parting = decisiveOf(partings)
  const { read, by } = junkReadOf(brutalized.recording, parting, partings, differences.length > 0)
  return {
    differences,
    gasUsed: [plain.result.gasUsed, brutalized.result.gasUsed],
    ...{ pushed, parting, junkRead: read, junkReadBy: by },
    reads: readsOf(plain.recording),
  }
}

function junkReadOf(
  recording: Recording,
  parting: Parting | undefined,
  partings: readonly Parting[],
  isOther: boolean,
): { read: JunkRead | undefined; by: BrutalizedComparison['junkReadBy'] } {
  if (recording.run.brutalized?.junkSeed === undefined || (parting === undefined && !isOther))
    return { read: undefined, by: undefined }
  const accesses = new MemoryAccesses(recording)
  // Junk that went through a precompile is behind the call's parting, not behind that of what came back.
  const before = partings.filter(({ step }) => parting !== undefined && step < parting.step).toReversed()
  for (const candidate of parting === undefined ? [] : [parting, ...before]) {
    const read = junkReadBehind(recording, accesses, originsOfParting(recording, accesses, candidate), candidate.step)
    if (read !== undefined) return { read, by: 'origin' }
  }
  const end = parting === undefined ? recording.stepCount : parting.step + 1
  const read = firstJunkRead(recording, accesses, end)
  return { read, by: read && 'first' }
}

function readsOf({ steps, stepCount }: Recording): BrutalizedComparison['reads'] {
  let [msize, gas] = [false, false]
  for (let step = 0; step < stepCount && !(msize && gas); step++) {
    const opcode = steps.opcode(step)
    if (opcode === op.MSIZE) msize = true
    else if (opcode === op.GAS && !(step + 1 < stepCount && startsCall(steps.opcode(step + 1)))) gas = true
  }
  return { msize, gas }
}
