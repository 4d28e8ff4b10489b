/**
 * Where a step leads: over calls, out of frames, forward and back. Each answers a step, or `undefined` where there is
 * none; the step count stands for the end of the run.
 * @module
 */
import type { StepIndex } from '../../base/units.ts'
import type { Recording } from '../../trace/index.ts'

/** The frame's next own step; out of the frame behind its last. */
export function over(recording: Recording, step: StepIndex): StepIndex | undefined {
  if (step >= recording.stepCount) return undefined
  return recording.nextOwn(step) ?? recording.frameAt(step).endStep
}

/** The frame's own step before; the step that called the frame before its first. */
export function backOver(recording: Recording, step: StepIndex): StepIndex | undefined {
  if (step === 0) return undefined
  if (step >= recording.stepCount) return lastOwn(recording)
  return recording.previousOwn(step) ?? recording.frameAt(step).startedBy
}

/** Behind the last step of the frame. */
export function out(recording: Recording, step: StepIndex): StepIndex | undefined {
  return step >= recording.stepCount ? undefined : recording.frameAt(step).endStep
}

/** Back to the step that called the frame; to the start in the outermost one. */
export function backOut(recording: Recording, step: StepIndex): StepIndex | undefined {
  const from = step >= recording.stepCount ? undefined : recording.frameAt(step).startedBy
  return from ?? (step === 0 ? undefined : 0)
}

/** The outermost frame's last own step: the run's last step, or the call in which all that follows was done. */
function lastOwn(recording: Recording): StepIndex {
  let step = recording.stepCount - 1
  while (recording.steps.depth(step) > 0) {
    const { startedBy } = recording.frameAt(step)
    if (startedBy === undefined) return step
    step = startedBy
  }
  return step
}
