/**
 * The call of a stage with other bytes in memory that nobody owns, and with a free memory pointer that starts elsewhere.
 * @module
 */
import { type BrutalizedComparison, brutalizedCall } from '../../check/brutalize/brutalize.ts'
import type { Stage } from '../stage.ts'

/** What two ways to brutalize the call changed. */
export interface BrutalizedStage {
  /** Junk in memory that nobody wrote. */
  readonly junk: BrutalizedComparison
  /** The free memory pointer, raised by `SHIFT` bytes. */
  readonly shifted: BrutalizedComparison
}

/** Bytes by which the pointer is raised: no multiple of 32, so that what relies on words is seen. */
export const SHIFT = 31

/**
 * Makes the call of a stage again and again; the state of the stage stays as it is.
 * @throws {MemlaneError} `trace.recordingTooLarge`.
 */
export function brutalizedStage({ evm, parameters, hooks, limits }: Stage): BrutalizedStage {
  const options = { ...(hooks && { hooks }), limits: { maxSteps: limits.steps, maxBytes: limits.bytes } }
  return {
    junk: brutalizedCall(evm, parameters, { ...options, brutalize: { junkSeed: 1 } }).comparison,
    shifted: brutalizedCall(evm, parameters, { ...options, brutalize: { pointerShift: SHIFT } }).comparison,
  }
}
