/**
 * What a rule is: something that watches a frame's memory and reports.
 * @module
 */
import type { Pc } from '../base/units.ts'
import type { Access, Called } from './access.ts'
import type { Finding, StepPlace } from './finding.ts'
import type { FrameShadow } from './frameShadow.ts'
import type { Severity } from './ruleTable.ts'

/** What a rule wants to be told of, in the order of the run. */
export interface Watch {
  /** Before a range is read. */
  read?(access: Access): void
  /** Before a range is read that is taken out of memory: hashed, logged, returned, handed to a call. */
  used?(access: Access): void
  /** Before a range is read or written for which memory grows. */
  grows?(access: Access): void
  /** Before a range is written: memory and shadow are as they were. */
  write?(access: Access): void
  /** After it was written, before the next step: memory, shadow and free memory pointer are as they are then. */
  wrote?(access: Access): void
  /** The same, of writes that touch the words that Solidity reserves. */
  wroteReserved?(access: Access): void
  /** MLOAD loads a word; `load` numbers it, above 0, and follows it while it is moved about on the stack. */
  loaded?(access: Access, load: number): void
  /** Something that was loaded from a broken free memory pointer is used as one. */
  brokenUse?(at: StepPlace): void
  /** A call has ended; its output is in memory. */
  called?(call: Called): void
  /** SSTORE, before it executes; `load` is the one that its value comes from unchanged, 0 for none. */
  stored?(at: StepPlace, load: number): void
  /** RETURNDATASIZE: the code looks at how much there is. */
  sizeAsked?(): void
  /** MSIZE: the code looks at how much memory there is. */
  sizeOfMemoryAsked?(at: StepPlace): void
  /** Each step, before it executes. */
  ran?(pc: Pc): void
  /** A jump into or out of a function, where sources tell. */
  jumped?(into: boolean): void
  /** The step at which the frame halts; it has no effect. */
  failed?(access: Access): void
  /** Behind the frame's last step. */
  end?(): void
}

/** What a rule says of a finding; the rest is filled in. */
export type Report = (found: Pick<Finding, 'at' | 'range'> & Partial<Finding> & { severity?: Severity }) => void

/** Watches one frame. */
export type MakeWatch = (shadow: FrameShadow, report: Report) => Watch
