/**
 * What a surface knows of a check beside its findings.
 * @module
 */
import type { Severity } from '../../check/index.ts'
import type { JudgedFindings, Outcome } from '../../launch/index.ts'

/** A check of a run, for screens and documents. */
export interface CheckFacts {
  /** What was called, for people. */
  readonly call: string
  /** How the call ended; `undefined` for a recording of nothing. */
  readonly end: Pick<Outcome, 'status' | 'halt' | 'laterOpcode'> | undefined
  /** What was found, and what of it counts. */
  readonly judged: JudgedFindings
  /** The least that was asked for. */
  readonly severity: Severity
  /** The file of known findings, as the user calls it. */
  readonly baseline: string | undefined
  /** A file of the sources as the user calls it. */
  readonly fileOf: (file: string) => string
  /** The words of a command that shows a step; `undefined` where there is none. */
  readonly commandAt: (step: number) => readonly string[] | undefined
}
