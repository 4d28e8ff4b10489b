/**
 * What there is to say about a finding: its steps with their lines, objects with their names, and where the value came
 * from. Plain data, from which every surface makes its own words.
 * @module
 */
import type { ByteCount, ByteOffset, Word } from '../../base/index.ts'
import type { Cause, KnownBug, RuleId, StepPlace } from '../../check/index.ts'
import type { MemoryRange, SourcePlace } from '../../trace/index.ts'

/** A step that a finding speaks of. */
export interface ExplainedStep extends StepPlace {
  /** The line that it came from; `undefined` where there are no sources. */
  readonly place: SourcePlace | undefined
}

/** Memory that a finding speaks of. */
export interface ExplainedMemory {
  /** Its first byte. */
  readonly start: ByteOffset
  /** Behind its last byte. */
  readonly end: ByteOffset
  /** Whether the free memory pointer was moved past it; otherwise it is temporary data. */
  readonly isAllocated: boolean
  /** The way to it, `x[4]`, where sources tell. */
  readonly name: string | undefined
  /** As in a declaration, where sources tell. */
  readonly type: string | undefined
  /** Whether the type is only what its code looks like. */
  readonly isInferred: boolean
  /** The step that allocated it. */
  readonly made: ExplainedStep | undefined
}

/** A word of memory that was changed, or bytes where it was more than a word. */
export interface ExplainedChange {
  /** What of the victim they are: `.length`, `[3]`; `undefined` where its type does not tell. */
  readonly part: string | undefined
  /** Bytes that changed. */
  readonly changed: ByteCount
  /** Where `before` and `after` begin. */
  readonly offset: ByteOffset
  /** The whole word, or all bytes, as they were. */
  readonly before: Uint8Array
  /** And as the reader finds them. */
  readonly after: Uint8Array
}

/** Where the offset or length that was used came from. */
export type ExplainedOrigin = {
  /** The offset or length. */
  readonly value: Word
} & (
  | { readonly from: 'calldata'; readonly ranges: readonly MemoryRange[] }
  | { readonly from: 'returndata'; readonly ranges: readonly MemoryRange[]; readonly callee: string }
  | { readonly from: 'constants' }
)

/** What a finding is known by when its line moves, or code before it changes. */
export interface FindingKey {
  /** The rule. */
  readonly rule: RuleId
  /** The file as its compiler calls it; the hash of the code where there are no sources. */
  readonly file: string
  /** `Contract.function`; empty where that is not known. */
  readonly function: string
  /** The line without the space around it; `pc 0xf2` where there are no sources. */
  readonly text: string
}

/** The first finding of a cause, explained. */
export interface ExplainedFinding {
  /** The rule, the first finding, and how many there are. */
  readonly cause: Cause
  /** What it is known by. */
  readonly key: FindingKey
  /** The contract whose code did it; `undefined` where no build tells. */
  readonly contract: string | undefined
  /** What did it. */
  readonly at: ExplainedStep
  /** Who met the damage. */
  readonly reader: ExplainedStep | undefined
  /** The load of the free memory pointer that the object's address comes from. */
  readonly pointer: ExplainedStep | undefined
  /** Whose pointer was used. */
  readonly object: ExplainedMemory | undefined
  /** What was hit. */
  readonly victim: ExplainedMemory | undefined
  /** What of it changed. */
  readonly change: ExplainedChange | undefined
  /** Where the offset or length came from, if that says something. */
  readonly origin: ExplainedOrigin | undefined
  /** Who was called: a contract, a precompile or an address. */
  readonly callee: string | undefined
  /** A bug of the compiler that this matches. */
  readonly bug: KnownBug | undefined
}
