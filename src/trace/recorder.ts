/**
 * Records a run: the tracer that keeps what the EVM reports.
 * @module
 */
import { BugError } from '../base/error.ts'
import { isObject } from '../base/json.ts'
import { spelled } from '../base/template.ts'
import type { ByteCount, StepIndex } from '../base/units.ts'
import type {
  BlockFields,
  Brutalized,
  CallParameters,
  CallResult,
  Evm,
  FrameEnd,
  FrameStart,
  Given,
  RunOptions,
  RunStart,
  StepRecords,
  Tracer,
  Transaction,
  TransactionResult,
  WorldTouched,
} from '../evm/index.ts'
import { type ForkName, isCreation } from '../opcodes/index.ts'
import { traceError } from './errors.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import { type RecordedRun, Recording } from './recording.ts'
import { SideTable } from './sideTable.ts'
import { StepTable } from './stepTable.ts'

interface OpenFrame {
  readonly start: FrameStart
  readonly firstStep: StepIndex
}

/** What a recording may take at most; without a limit, what the host gives. */
export interface RecorderLimits {
  /** Steps at most; without it, as many as there are. */
  readonly maxSteps?: number
  /** Bytes that the recording takes at most; without it, as many as it takes. */
  readonly maxBytes?: ByteCount
  /** For how long the run may take: a bound for what nobody waits for, and not the same on every machine. */
  readonly maxMilliseconds?: number
}

/** What a frame takes beside its data. */
const FRAME_BYTES: ByteCount = 2048
const STACK_WORD_BYTES: ByteCount = 40
const ACCOUNT_BYTES: ByteCount = 512
const SLOT_BYTES: ByteCount = 256

/**
 * A tracer that keeps every step; `record` and `recordTransaction` make one themselves. It is for one run, and keeps 32
 * bytes and more for each step.
 */
export class Recorder implements Tracer {
  readonly #fork: ForkName
  readonly #maxSteps: number
  readonly #maxBytes: ByteCount
  readonly #maxMilliseconds: number
  readonly #deadline: number
  #bytes: ByteCount = 0
  #isFull = false
  readonly #steps = new StepTable()
  readonly #side = new SideTable()
  readonly #open = new Map<number, OpenFrame>()
  readonly #frames: RecordedFrame[] = []
  readonly #written = new Map<StepIndex, Uint8Array>()
  #world: WorldTouched | undefined
  #brutalized: Brutalized | undefined

  /**
   * @param fork the EVM's: recordings say which one they are of
   * @throws {MemlaneError} `trace.badLimit`, `trace.unknownLimit`.
   */
  constructor(fork: ForkName, limits: RecorderLimits = {}) {
    const { maxSteps = Infinity, maxBytes = Infinity, maxMilliseconds = Infinity } = checkedLimits(limits)
    this.#fork = fork
    this.#maxSteps = maxSteps
    this.#maxBytes = maxBytes
    this.#maxMilliseconds = maxMilliseconds
    this.#deadline = Date.now() + maxMilliseconds
  }

  runStart({ brutalized }: RunStart): void {
    this.#brutalized = brutalized
  }

  frameStart(start: FrameStart): void {
    if (!this.#take(FRAME_BYTES + start.input.length + (isCreation(start.kind) ? start.code.length : 0))) return
    this.#open.set(start.id, { start, firstStep: this.#steps.count })
  }

  frameEnd(end: FrameEnd): void {
    if (!this.#take(end.memory.length + end.output.length + end.stack.length * STACK_WORD_BYTES)) return
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
    if (!this.#take(bytes.length)) return
    this.#written.set(this.#steps.count - 1, bytes)
  }

  steps({ count, bytes, sideBytes }: StepRecords): void {
    if (!this.#take(bytes.length + sideBytes.length, count)) return
    this.#steps.append(bytes)
    this.#side.append(sideBytes)
  }

  runEnd(touched: WorldTouched): void {
    if (!this.#take(touched.accounts.length * ACCOUNT_BYTES + touched.slots.length * SLOT_BYTES)) return
    this.#world = touched
  }

  /** What was recorded. All frames have ended. */
  recording(transaction?: RecordedRun['transaction']): Recording {
    if (this.#open.size > 0) throw new BugError('a recording with a running frame')
    return new Recording({
      run: {
        ...{ from: 'memlane', fork: this.#fork },
        ...(this.#brutalized && { brutalized: this.#brutalized }),
        ...(transaction && { transaction }),
      },
      steps: this.#steps,
      side: this.#side,
      frames: this.#frames,
      written: this.#written,
      unknown: new Set(),
      world: this.#world,
    })
  }

  /** Whether there is room: the EVM still hands over what it has after the recorder gave up. */
  #take(bytes: ByteCount, steps = 0): boolean {
    if (this.#isFull) return false
    this.#bytes += bytes
    const passed = this.#passed(steps)
    if (passed === undefined) return true
    this.#isFull = true
    throw traceError('trace.recordingTooLarge', passed)
  }

  #passed(steps: number) {
    if (this.#steps.count + steps > this.#maxSteps) return { limit: this.#maxSteps, unit: 'steps' }
    if (this.#bytes > this.#maxBytes) return { limit: this.#maxBytes, unit: 'bytes' }
    if (Date.now() > this.#deadline) return { limit: this.#maxMilliseconds, unit: 'milliseconds' }
    return undefined
  }
}

const LIMIT_NAMES: Readonly<Record<keyof RecorderLimits, true>> = {
  maxSteps: true,
  maxBytes: true,
  maxMilliseconds: true,
}

/** A limit by another name would not be one. */
function checkedLimits(limits: RecorderLimits): RecorderLimits {
  refuseNonObject('limits', limits)
  for (const [field, limit] of Object.entries(limits)) {
    if (!Object.hasOwn(LIMIT_NAMES, field))
      throw traceError('trace.unknownLimit', { field, names: Object.keys(LIMIT_NAMES) })
    if (limit !== undefined && !(typeof limit === 'number' && limit >= 0))
      throw traceError('trace.badLimit', { field, value: spelled(limit) })
  }
  return limits
}

function refuseNonObject(field: 'limits' | 'options', value: object): void {
  if (!isObject(value)) throw traceError('trace.badLimit', { field, value: spelled(value) })
}

/** What a recorded run takes beside its parameters: hooks, overrides, whether to commit; and when to give up. */
export interface RecordOptions extends Omit<RunOptions, 'tracer'> {
  /** What the recording may take; past it, the run ends with an error. */
  readonly limits?: RecorderLimits
}

/** Runs a call like `evm.call` and records it: several times slower than the call alone, exact in every step. */
export function record(
  evm: Evm,
  parameters: Given<CallParameters>,
  options: RecordOptions = {},
): { result: CallResult; recording: Recording } {
  refuseNonObject('options', options)
  const { limits, ...others } = options
  const recorder = new Recorder(evm.fork.name, limits)
  const result = evm.call(parameters, { ...others, tracer: recorder })
  return { result, recording: recorder.recording() }
}

/** Runs a transaction like `evm.transact` and records it. One that creates nothing and calls no code has no steps. */
export function recordTransaction(
  evm: Evm,
  transaction: Given<Transaction>,
  block: Given<BlockFields> = {},
  options: RecordOptions = {},
): { result: TransactionResult; recording: Recording } {
  refuseNonObject('options', options)
  const { limits, ...others } = options
  const recorder = new Recorder(evm.fork.name, limits)
  const result = evm.transact(transaction, block, { ...others, tracer: recorder })
  return { result, recording: recorder.recording(transactionFacts(transaction, result)) }
}

/** What a recording keeps of a transaction and its result. */
export function transactionFacts(
  { gasLimit }: Given<Transaction>,
  { gasUsed, gasRefund }: TransactionResult,
): NonNullable<RecordedRun['transaction']> {
  return { gasLimit: BigInt(gasLimit), gasUsed, gasRefund }
}
