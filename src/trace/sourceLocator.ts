/**
 * What this room asks of whoever knows the sources: where an instruction comes from. `solidity` answers for its
 * builds, the command line for mnemonics; without one, answers speak of positions in code only.
 * @module
 */
import type { Pc } from '../base/units.ts'
import type { RecordedFrame } from './recording.ts'

export interface SourcePlace {
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

export interface SourceLocator {
  /** The place that the instruction at `pc` of the frame's code was made from; `undefined` for code that is not known. */
  place(frame: Pick<RecordedFrame, 'kind' | 'code'>, pc: Pc): SourcePlace | undefined
  /** The name of the frame's contract. */
  contract(frame: Pick<RecordedFrame, 'kind' | 'code'>): string | undefined
}
