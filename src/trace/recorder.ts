/**
 * Records a run: the tracer that keeps what the EVM reports.
 * @module
 */
import { BugError } from '../base/error.ts'
import type { StepIndex } from '../base/units.ts'
import type {
  BlockFields,
  CallParameters,
  CallResult,
  Evm,
  FrameEnd,
  FrameStart,
  Given,
  RunOptions,
  Tracer,
  Transaction,
  TransactionResult,
  WorldTouched,
} from '../evm/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import { type RecordedFrame, type RecordedRun, Recording } from './recording.ts'
import { SideTable } from './sideTable.ts'
import { StepTable } from './stepTable.ts'

interface OpenFrame {
  readonly start: FrameStart
  readonly firstStep: StepIndex
}

export class Recorder implements Tracer {
  readonly #fork: ForkName
  readonly #steps = new StepTable()
  readonly #side = new SideTable()
  readonly #open = new Map<number, OpenFrame>()
  readonly #frames: RecordedFrame[] = []
  readonly #written = new Map<StepIndex, Uint8Array>()
  #world: WorldTouched | undefined

  constructor(fork: ForkName) {
    this.#fork = fork
  }

  frameStart(start: FrameStart): void {
    this.#open.set(start.id, { start, firstStep: this.#steps.count })
  }

  frameEnd(end: FrameEnd): void {
    const open = this.#open.get(end.id)
    if (open === undefined) throw new BugError(`frame ${end.id} ends without a start`)
    this.#open.delete(end.id)
    const { start, firstStep } = open
    this.#frames[end.id] = {
      ...start,
      ...end,
      firstStep,
      endStep: this.#steps.count,
      startedBy: start.parent === undefined ? undefined : firstStep - 1,
    }
  }

  copiedCode(bytes: Uint8Array): void {
    this.#written.set(this.#steps.count - 1, bytes)
  }

  steps(steps: Uint8Array, side: Uint8Array): void {
    this.#steps.append(steps)
    this.#side.append(side)
  }

  runEnd(touched: WorldTouched): void {
    this.#world = touched
  }

  /** What was recorded. All frames have ended. */
  recording(transaction?: RecordedRun['transaction']): Recording {
    if (this.#open.size > 0) throw new BugError('a recording with a running frame')
    return new Recording({
      run: { from: 'memlane', fork: this.#fork, ...(transaction && { transaction }) },
      steps: this.#steps,
      side: this.#side,
      frames: this.#frames,
      written: this.#written,
      unknown: new Set(),
      world: this.#world,
    })
  }
}

/** What a recorded run takes beside its parameters: hooks, overrides, whether to commit. */
export type RecordOptions = Omit<RunOptions, 'tracer'>

/** Runs a call like `evm.call` and records it: several times slower than the call alone, exact in every step. */
export function record(
  evm: Evm,
  parameters: Given<CallParameters>,
  options: RecordOptions = {},
): { result: CallResult; recording: Recording } {
  const recorder = new Recorder(evm.fork.name)
  const result = evm.call(parameters, { ...options, tracer: recorder })
  return { result, recording: recorder.recording() }
}

/** Runs a transaction like `evm.transact` and records it. One that creates nothing and calls no code has no steps. */
export function recordTransaction(
  evm: Evm,
  transaction: Given<Transaction>,
  block: Given<BlockFields> = {},
  options: RecordOptions = {},
): { result: TransactionResult; recording: Recording } {
  const recorder = new Recorder(evm.fork.name)
  const result = evm.transact(transaction, block, { ...options, tracer: recorder })
  return { result, recording: recorder.recording(transactionFacts(transaction, result)) }
}

/** What a recording keeps of a transaction and its result. */
export function transactionFacts(
  { gasLimit }: Given<Transaction>,
  { gasUsed, gasRefund }: TransactionResult,
): NonNullable<RecordedRun['transaction']> {
  return { gasLimit: BigInt(gasLimit), gasUsed, gasRefund }
}
