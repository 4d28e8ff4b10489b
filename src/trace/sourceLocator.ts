/**
 * What this room asks of whoever knows the sources: where an instruction comes from. `solidity` answers for its
 * builds, the command line for mnemonics; without one, answers speak of positions in code only.
 * @module
 */
import type { Pc, StepIndex } from '../base/units.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { Recording } from './recording.ts'

/** A place in a source, and what it is a part of. */
export interface SourcePlace {
  /** As its compiler was given it. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** In characters, counted from 1. */
  readonly column: number
  /** The line, without the space around it. */
  readonly text: string
  /** `Contract.function`, or what else the place is a part of; `undefined` where it is a part of nothing with a name. */
  readonly function: string | undefined
}

/** Where instructions come from: `BuildLocator` of `memlane/solidity` and `AssemblyLocator` are some. */
export interface SourceLocator {
  /**
   * The place that the instruction at `pc` of the frame's code was made from; `undefined` for code that is not known, and
   * past the end of the code.
   */
  place(frame: Pick<RecordedFrame, 'kind' | 'code'>, pc: Pc): SourcePlace | undefined
  /** The name of the frame's contract. */
  contract(frame: Pick<RecordedFrame, 'kind' | 'code'>): string | undefined
}

/** Code that a compiler adds by itself, such as the encoding of arguments, is rarely longer. */
const MOST_STEPS_BACK = 2000

/**
 * Whether this is the STOP that stands in no code: the machine executes it where the code has ended, and in accounts
 * without any. No line of source made it, nor does it belong to the line before. (Yellow Paper, 9.4.1)
 */
export function isImplicitStop({ code }: Pick<RecordedFrame, 'code'>, pc: Pc): boolean {
  return pc >= code.length
}

/**
 * The place that a step came from. Instructions that a compiler added by itself have none: then the place of the step
 * before, of the same frame, that has one, since what is there made them necessary.
 */
export function placeOfStep(recording: Recording, step: StepIndex, locator: SourceLocator): SourcePlace | undefined {
  const frame = recording.frameAt(step)
  if (isImplicitStop(frame, recording.steps.pc(step))) return undefined
  let at: StepIndex | undefined = step
  for (let count = 0; at !== undefined && count < MOST_STEPS_BACK; count++) {
    const place = locator.place(frame, recording.steps.pc(at))
    if (place !== undefined) return place
    at = recording.previousOwn(at)
  }
  return undefined
}
