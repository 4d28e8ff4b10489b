/**
 * Frames and moments of a run, as questions name them.
 * @module
 */
import type { StepIndex } from '../base/index.ts'
import type { BuildLocator } from '../solidity/index.ts'
import { parseMoment, type RecordedFrame, type Recording, Timeline } from '../trace/index.ts'
import { launchError } from './errors.ts'
import { inPlace, problemAt } from './problems.ts'

/** A frame's memory, and when. */
export interface MapQuestion {
  /** Without it, the frame that runs at the moment. */
  readonly frame?: number | undefined
  /** `end`, `peak`, or a moment as `parseMoment` reads it; or the step before which memory is meant. */
  readonly at?: string | StepIndex | undefined
}

/** A frame, and the moment at which it is looked at. */
export interface FrameMoment {
  /** The frame that is meant. */
  readonly frame: RecordedFrame
  /** The step before which its memory is meant; `undefined` for the frame's end. */
  readonly at: StepIndex | undefined
}

/**
 * The frame and the moment that a question means.
 * @throws {LaunchError} at `at` or `frame`: `launch.noSuchFrame`, what `parseMoment` throws.
 */
export function frameMoment(recording: Recording, builds: BuildLocator, question: MapQuestion): FrameMoment {
  const { frames, steps, stepCount } = recording
  const { frame: number, at: word = 'end' } = question
  const isPeak = word === 'peak'
  const moment =
    typeof word === 'number'
      ? word
      : isPeak
        ? undefined
        : inPlace({ field: 'at' }, () => parseMoment(word, recording, builds))
  const inner = moment === undefined || moment === stepCount ? 0 : steps.frame(moment)
  const id = number ?? inner
  const frame = frames[id]
  if (frame === undefined)
    throw problemAt({ field: 'frame' }, launchError('launch.noSuchFrame', { frame: id, last: frames.length - 1 }))
  if (isPeak) return { frame, at: peakOf(recording, frame) }
  const isOpen = moment !== undefined && moment >= frame.firstStep && moment < frame.endStep
  return { frame, at: isOpen ? moment : undefined }
}

/** The frame's first step that finds memory as large as it ever is; its end when that is the step before. */
function peakOf(recording: Recording, frame: RecordedFrame): StepIndex | undefined {
  let peak: StepIndex | undefined
  recording.walk(frame.id, (step) => {
    if (step.memorySize < frame.memory.length) return true
    peak = step.index
    return false
  })
  return peak
}

/** All memory that the frame has at the moment. */
export function memoryAt(recording: Recording, { frame, at }: FrameMoment): Uint8Array {
  if (at === undefined) return frame.memory
  const cursor = new Timeline(recording).seek(at).frames.find((open) => open.frame.id === frame.id)
  return cursor === undefined ? frame.memory : cursor.memory(0, cursor.memorySize)
}
