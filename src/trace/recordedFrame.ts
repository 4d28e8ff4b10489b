/**
 * A frame of a recording: what started it, how it ended, and which steps are its own.
 * @module
 */
import type { StepIndex } from '../base/units.ts'
import type { FrameEnd, FrameStart } from '../evm/index.ts'

/** One frame from start to end. */
export interface RecordedFrame extends FrameStart, FrameEnd {
  /** Steps of this frame and of all that it started: `[firstStep, endStep)`. Equal for a precompile. */
  readonly firstStep: StepIndex
  /** Behind the last step of the frame and of all that it started. */
  readonly endStep: StepIndex
  /** The step of the parent that started this frame; `undefined` for the outermost. */
  readonly startedBy: StepIndex | undefined
}
