/**
 * What a rule found: the step that did it, what it hit, and who met the damage.
 * @module
 */
import type { ByteCount, ByteOffset, Pc, StepIndex } from '../base/units.ts'
import type { RuleId, Severity } from './ruleTable.ts'

/** A range of memory: `[offset, offset + length)`. */
export interface MemoryRange {
  /** Its first byte. */
  readonly offset: ByteOffset
  /** In bytes. */
  readonly length: ByteCount
}

/** An instruction that a run executed. */
export interface StepPlace {
  /** Counted over the whole run. */
  readonly step: StepIndex
  /** In the code of the finding's frame. */
  readonly pc: Pc
  /** The opcode byte. */
  readonly op: number
}

/** Memory that the free memory pointer was moved past. */
export interface Block {
  /** Its first byte. */
  readonly start: ByteOffset
  /** Behind its last byte; for temporary data, which nobody allocated, where it began. */
  readonly end: ByteOffset
  /** What moved the pointer; `undefined` for memory that nobody allocated. */
  readonly made: StepPlace | undefined
}

/** Bytes that are not what their owner left there. */
export interface ChangedBytes {
  /** The first of them. */
  readonly offset: ByteOffset
  /** What stood there. */
  readonly before: Uint8Array
  /** What stands there now. */
  readonly after: Uint8Array
}

/** Where a value came from, as far as it was followed: all that went into it. */
export interface ValueOrigin {
  /** The caller of the contract chose it, or a part of it. */
  readonly isCalldata: boolean
  /** A contract that was called chose it, or a part of it. */
  readonly isReturndata: boolean
}

/** One break of a rule. */
export interface Finding {
  /** Which rule. */
  readonly rule: RuleId
  /** The rule's, or less where a rule is less sure. */
  readonly severity: Severity
  /** The frame that broke it. */
  readonly frame: number
  /** What broke it: mostly a write. */
  readonly at: StepPlace
  /** What that step writes or takes. */
  readonly range: MemoryRange
  /** Whose pointer it used. */
  readonly object: Block | undefined
  /** What it hit. */
  readonly victim: Block | undefined
  /** Bytes that it changed, as the reader finds them. */
  readonly changed: ChangedBytes | undefined
  /** Who met the damage. */
  readonly reader: StepPlace | undefined
  /** The load of the free memory pointer that the object's address comes from, where the rule blames what followed from it. */
  readonly pointer: StepPlace | undefined
  /** Of the offset or length that was used. */
  readonly origin: ValueOrigin | undefined
  /** Numbers of the rule's own sentence, by name. */
  readonly facts: Readonly<Record<string, bigint>>
}

/** All findings of one cause: the same rule, broken by the same instruction of the same code. */
export interface Cause {
  /** The rule. */
  readonly rule: RuleId
  /** The first one. */
  readonly first: Finding
  /** How many there are. */
  readonly count: number
}
