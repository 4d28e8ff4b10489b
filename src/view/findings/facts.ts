/**
 * What a surface knows of a check beside its findings.
 * @module
 */
import type { PromiseBreak, Severity } from '../../check/index.ts'
import type { BrutalizedStage, CampaignResult, ExplainedFinding, JudgedFindings, Outcome } from '../../launch/index.ts'

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
  /** The words of a command that shows a finding; `undefined` where there is none. */
  readonly commandFor: (finding: ExplainedFinding) => readonly string[] | undefined
  /** What was called, where calls were generated. */
  readonly fuzz?: FuzzFacts | undefined
  /** What became of the call with other bytes in memory, where that was asked for. */
  readonly brutalized?: BrutalizedFacts | undefined
  /** What blocks of assembly did, where that was asked for. */
  readonly audit?: readonly AuditRow[] | undefined
}

/** What became of the call when memory that nobody owns holds junk, and when the free memory pointer starts elsewhere. */
export interface BrutalizedFacts extends BrutalizedStage {
  /** Bytes that the pointer was raised by. */
  readonly shift: number
}

/** Generated calls. */
export interface FuzzFacts {
  /** What came of them. */
  readonly result: CampaignResult
  /** Those that were made up for the constructor. */
  readonly constructorArguments: readonly string[] | undefined
  /** The calls that show a finding, the last one being the one that does it: `set(5)`. */
  readonly callsOf: (finding: ExplainedFinding) => readonly string[]
}

/** A block of inline assembly. */
export interface AuditRow {
  /** As its compiler calls it. */
  readonly file: string
  /** Where it begins, counted from 1. */
  readonly line: number
  /** Marked as `"memory-safe"`. */
  readonly isMarkedSafe: boolean
  /** Whether it kept what the mark promises. */
  readonly verdict: 'kept' | 'broken' | 'unseen'
  /** The first break of each kind. */
  readonly broken: readonly { readonly why: PromiseBreak; readonly line: number | undefined; readonly step: number }[]
}
