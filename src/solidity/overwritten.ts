/**
 * Memory that a constructor has written the code to be deployed over: it copies that code to 0, and returns it from there.
 * @module
 */
import type { ByteOffset, StepIndex } from '../base/index.ts'

/** The code to be deployed lies over reserved words and objects. */
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
