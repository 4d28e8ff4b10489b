/**
 * One access of memory, as rules see it.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import type { StepPlace } from './finding.ts'
import type { Tag } from './pointers.ts'

/** A range that a step reads or writes. */
export interface Access {
  /** The step. */
  readonly at: StepPlace
  /** Its first byte. */
  readonly offset: ByteOffset
  /** In bytes, never 0. */
  readonly length: ByteCount
  /** Of the offset. */
  readonly tag: Tag
  /** Of the offset. */
  readonly flags: number
  /** Of the length; 0 where it is fixed. */
  readonly lengthFlags: number
  /** MSIZE afterwards, where memory grows; 0 elsewhere. */
  readonly grownTo: ByteCount
}

/** A range that is read. */
export interface Read extends Access {
  /** It leaves memory: hashed, logged, returned, handed to a call. MLOAD and MCOPY only move it. */
  readonly isUse: boolean
}

/** A range that is written. */
export interface Write extends Access {
  /** Tag of the word that MSTORE stores; 0 for other writes. */
  readonly valueTag: Tag
  /** Of what is stored. */
  readonly valueFlags: number
  /** The load that the word comes from unchanged, as `Watch.loaded` told it; 0 for none. */
  readonly loaded: number
  /** The word of an MSTORE as a number, infinite from 2^53 on; `undefined` for other writes. */
  readonly word: number | undefined
}

/** A call or creation that has ended. */
export interface Called {
  /** The step that made it. */
  readonly at: StepPlace
  /** It succeeded. */
  readonly succeeded: boolean
  /** Where its output goes. */
  readonly output: ByteOffset
  /** How much of it was asked for. */
  readonly asked: ByteCount
  /** How much there was. */
  readonly returned: ByteCount
  /** Other code than the caller's own, and no precompile. */
  readonly isForeign: boolean
}
