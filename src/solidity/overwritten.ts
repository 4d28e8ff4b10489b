/**
 * Memory that something was copied over, the free pointer included: a constructor copies the code to be deployed to 0 and
 * returns it from there, plain code hands on a revert of a call so, and proxies all that they get.
 * @module
 */
import type { ByteOffset, StepIndex } from '../base/index.ts'

/** What lies over reserved words and objects. */
export interface Overwritten {
  readonly start: ByteOffset
  /** Exclusive. */
  readonly end: ByteOffset
  readonly step: StepIndex
}

/** Whether a part of `[start, end)` lies under it. */
export function isUnder(overwritten: Overwritten | undefined, start: ByteOffset, end: ByteOffset): boolean {
  return overwritten !== undefined && start < overwritten.end && overwritten.start < end
}
