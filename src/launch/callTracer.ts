/**
 * An observer of a run that keeps its calls and drops its steps: whatever runs, what it holds is bounded.
 * @module
 */
import { BugError, type ByteCount } from '../base/index.ts'
import type { FrameEnd, FrameStart, StepRecords, Tracer } from '../evm/index.ts'
import { isCreation } from '../opcodes/index.ts'
import { LIMITS, type Limits } from './limits.ts'

/** One frame from start to end. */
export interface TracedCall extends Omit<FrameStart, 'input'>, Omit<FrameEnd, 'output' | 'memory' | 'stack'> {
  /** `undefined` where the calls have more data than is kept. */
  readonly input: Uint8Array | undefined
  /** `undefined` where the calls have more data than is kept. */
  readonly output: Uint8Array | undefined
  /** At its end, which is the most it ever was: memory does not shrink. */
  readonly memorySize: ByteCount
  /** The byte that was no opcode, where that is why it halted. */
  readonly invalidOpcode: number | undefined
}

const NO_CODE = new Uint8Array(0)

type Begun = Omit<FrameStart, 'input'> & Pick<TracedCall, 'input'>

/** A tracer that keeps calls and no steps: for runs that nobody looks into. */
export class CallTracer implements Tracer {
  readonly #begun = new Map<number, Begun>()
  readonly #calls: TracedCall[] = []
  readonly #most: number
  #count = 0
  #dataLeft: ByteCount
  /** Of the last step. */
  #opcode: number | undefined

  /** @param kept how many calls, and how many bytes of their data */
  constructor({ calls, callBytes }: Pick<Limits, 'calls' | 'callBytes'> = LIMITS) {
    this.#most = calls
    this.#dataLeft = callBytes
  }

  frameStart(start: FrameStart): void {
    this.#count++
    if (start.id >= this.#most) return
    const code = isCreation(start.kind) ? (this.#keep(start.code) ?? NO_CODE) : start.code
    this.#begun.set(start.id, { ...start, code, input: this.#keep(start.input) })
  }

  frameEnd({ id, status, halt, gasLeft, output, memory }: FrameEnd): void {
    if (id >= this.#most) return
    const begun = this.#begun.get(id)
    if (begun === undefined) throw new BugError(`call ${id} ends without a start`)
    this.#begun.delete(id)
    const invalidOpcode = halt === 'invalidOpcode' ? this.#opcode : undefined
    const end = { status, halt, gasLeft, output: this.#keep(output), memorySize: memory.length, invalidOpcode }
    this.#calls[id] = { ...begun, ...end }
  }

  copiedCode(): void {}

  runEnd(): void {}

  steps(steps: StepRecords): void {
    if (steps.count > 0) this.#opcode = steps.opcode(steps.count - 1)
  }

  /** In the order in which they started; all have ended. */
  get calls(): readonly TracedCall[] {
    return this.#calls
  }

  /** How many calls there were beyond those that are kept. */
  get moreCalls(): number {
    return this.#count - this.#calls.length
  }

  #keep(bytes: Uint8Array): Uint8Array | undefined {
    if (bytes.length > this.#dataLeft) return undefined
    this.#dataLeft -= bytes.length
    return bytes
  }
}
