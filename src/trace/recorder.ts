/**
 * Records a run: the tracer that keeps what the EVM reports.
 * @module
 */
import { BugError } from '../base/error.ts'
import type { StepIndex } from '../base/units.ts'
import type { CallParameters, CallResult, Evm, FrameEnd, FrameStart, Tracer } from '../evm/index.ts'
import { type RecordedFrame, Recording } from './recording.ts'
import { SideTable } from './sideTable.ts'
import { StepTable } from './stepTable.ts'

interface OpenFrame {
  readonly start: FrameStart
  readonly firstStep: StepIndex
}

export class Recorder implements Tracer {
  readonly #steps = new StepTable()
  readonly #side = new SideTable()
  readonly #open = new Map<number, OpenFrame>()
  readonly #frames: RecordedFrame[] = []
  readonly #copiedCode = new Map<StepIndex, Uint8Array>()

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
    this.#copiedCode.set(this.#steps.count - 1, bytes)
  }

  steps(steps: Uint8Array, side: Uint8Array): void {
    this.#steps.append(steps)
    this.#side.append(side)
  }

  /** What was recorded. All frames have ended. */
  recording(): Recording {
    if (this.#open.size > 0) throw new BugError('a recording with a running frame')
    return new Recording({
      steps: this.#steps,
      side: this.#side,
      frames: this.#frames,
      copiedCode: this.#copiedCode,
    })
  }
}

/** Runs a call like `evm.call` and records it: several times slower than the call alone, exact in every step. */
export function record(evm: Evm, parameters: CallParameters): { result: CallResult; recording: Recording } {
  const recorder = new Recorder()
  const result = evm.call(parameters, recorder)
  return { result, recording: recorder.recording() }
}
