/**
 * One access of memory, as rules see it.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import type { StepPlace } from './finding.ts'
import type { Tag } from './pointers.ts'

/** A range that a step reads or writes. One is made for each access, and may be kept. */
export class Access {
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
  /** Read and taken out of memory: hashed, logged, returned, handed to a call. MLOAD and MCOPY only move it. */
  readonly isUse: boolean
  /** Of a write: the tag of the word that MSTORE stores; 0 for other writes. */
  readonly valueTag: Tag
  /** Of a write: of what is stored. */
  readonly valueFlags: number
  /** Of a write: the load that the word comes from unchanged, as `Watch.loaded` told it; 0 for none. */
  readonly loaded: number
  /** The word of an MSTORE as a number, infinite from 2^53 on; `undefined` for all else. */
  readonly word: number | undefined

  constructor(
    at: StepPlace,
    offset: ByteOffset,
    length: ByteCount,
    tag: Tag,
    flags: number,
    lengthFlags: number,
    grownTo: ByteCount,
    isUse: boolean,
    valueTag: Tag,
    valueFlags: number,
    loaded: number,
    word: number | undefined,
  ) {
    this.at = at
    this.offset = offset
    this.length = length
    this.tag = tag
    this.flags = flags
    this.lengthFlags = lengthFlags
    this.grownTo = grownTo
    this.isUse = isUse
    this.valueTag = valueTag
    this.valueFlags = valueFlags
    this.loaded = loaded
    this.word = word
  }
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
