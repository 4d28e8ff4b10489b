/**
 * What a typed map says: plain data, ready to be shown or written as JSON.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex } from '../base/index.ts'
import type { BufferUse } from './bufferUse.ts'
import type { PointerMove } from './heap.ts'
import type { SourcePosition } from './sourceFile.ts'
import type { ReferenceType } from './type.ts'
import type { Known } from './typing.ts'
import type { Value } from './value.ts'

/** What a frame's memory holds at one moment: reserved words, objects, and buffers that are no objects. */
export interface MemoryMap {
  /** The step before which memory looked so; `undefined` for the end of the frame. */
  readonly step: StepIndex | undefined
  /** MSIZE. */
  readonly size: ByteCount
  /** Word 0x40 when it was set up, now, and each time it was written; `undefined` when the frame ended before that. */
  readonly freePointer:
    | { readonly first: ByteOffset; readonly last: ByteOffset; readonly moves: readonly PointerMove[] }
    | undefined
  /** By ascending offset, as far as memory reaches. */
  readonly reserved: readonly ReservedRange[]
  /** By ascending offset; they do not overlap. */
  readonly objects: readonly MapObject[]
  /** By ascending offset. Those in the reserved words lie over them. */
  readonly buffers: readonly MapBuffer[]
  /** All allocations up to the moment that is shown, in the order in which they were made. */
  readonly history: readonly Allocation[]
  /** Allocations of the frame, and how many of them the twin has too; `undefined` without a twin that made this call. */
  readonly twin: { readonly allocations: number; readonly aligned: number } | undefined
}

/**
 * Memory that the compiler keeps for itself: the words below 0x80, and behind them immutables of a creation and, via
 * IR, local variables that the stack has no room for.
 */
export interface ReservedRange {
  /** The first byte. */
  readonly offset: ByteOffset
  /** In bytes: one word, or 64 bytes of scratch space, or several words of which no more is known. */
  readonly size: ByteCount
  /** What the compiler keeps it for. */
  readonly use: 'scratch' | 'freePointer' | 'zeroSlot' | 'immutables' | 'locals'
  /** The word, where the range is one. */
  readonly value: bigint | undefined
  /** The local variable that the word is, where that is known. */
  readonly name: string | undefined
  /** The step that copied something over it, such as the code to be deployed; `value` is what it held before. */
  readonly overwrittenAt: StepIndex | undefined
}

/** A range that was allocated, or that a variable names. */
export interface MapObject {
  /** Its address: the first byte, which is the length's of a dynamic one. */
  readonly offset: ByteOffset
  /** Allocated bytes, with padding and slack. */
  readonly size: ByteCount
  /** As in a declaration: `bytes32[5]`; `undefined` when unknown. */
  readonly type: string | undefined
  /** The same as data: its elements and members; `undefined` when unknown. */
  readonly shape: ReferenceType | undefined
  /** The variable that holds it, or held it to the end of its life. */
  readonly name: string | undefined
  /** The way to it: `b`, `x[4]`, `n.pts[1]`. */
  readonly path: string | undefined
  /** Other ways to it. */
  readonly aliases: readonly string[]
  /** Ways that led to it before something else was assigned there. */
  readonly formerly: readonly string[]
  /** `undefined` when the type is. */
  readonly value: Value | undefined
  /**
   * Bytes that its length claims behind the end of its allocation, which belong to others or to nobody; `value` has none
   * of them. 0 for an object that ends where it should.
   */
  readonly overrun: ByteCount
  /** How `type` is known. */
  readonly known: Known
  /** The part of the sources that allocated it, or the function that decoded it; `undefined` where that is not known. */
  readonly allocatedBy: SourcePosition | undefined
  /** Whether the place is but that of the optimizer's code, which other places may share: no twin confirmed it. */
  readonly isPlaceInferred: boolean
  /** The step that moved the free pointer over it; for memory nobody allocated, the step that named it. */
  readonly step: StepIndex
  /** The step that copied something over all or a part of it, such as the code to be deployed; `value` is what it held before. */
  readonly overwrittenAt: StepIndex | undefined
}

/** One move of the free pointer upwards, or the part of it that became one object. */
export interface Allocation {
  /** The step that moved the free pointer. */
  readonly step: StepIndex
  /** The first byte. */
  readonly offset: ByteOffset
  /** How many bytes were allocated, with padding. */
  readonly bytes: ByteCount
  /** Where that step left the free pointer. */
  readonly freePointer: ByteOffset
  /** The part of the sources that moved the free pointer; `undefined` where that is not known. */
  readonly allocatedBy: SourcePosition | undefined
  /** The step that set the free pointer back, to its beginning or into it; `undefined` while all of it is allocated. */
  readonly releasedAt: StepIndex | undefined
  /** The step that allocated some of its bytes again. */
  readonly reusedAt: StepIndex | undefined
  /** What the map shows there; `undefined` for what is no object or was released. */
  readonly object: MapObject | undefined
  /** What it is used as, where it is no object. */
  readonly use: BufferUse | undefined
  /** The object's; of what was released, those of the variable that held it last, or of what allocated it. */
  readonly type: string | undefined
  /** The way to it, as of an object: `x[4]`; `undefined` where nothing leads to it. */
  readonly path: string | undefined
  /** How `type` is known. */
  readonly known: Known
}

/** Memory that is used where it lies, without being an object. */
export interface MapBuffer {
  /** The first byte. */
  readonly offset: ByteOffset
  /** In bytes, without what something else took since. */
  readonly size: ByteCount
  /** What its bytes were used as. */
  readonly use: BufferUse
  /** The function, event or error whose values the buffer holds: `Transfer(address,address,uint256)`. */
  readonly signature: string | undefined
  /**
   * Those values as a struct: what is returned, a call's arguments, an event's parameters that are not indexed, the
   * immutables in deployed code.
   */
  readonly value: Value | undefined
  /** The part of the sources that used or filled it; `undefined` where that is not known. */
  readonly usedBy: SourcePosition | undefined
  /** The step that used or filled it. */
  readonly step: StepIndex
  /** It was longer: something else took the rest of its bytes. */
  readonly isRest: boolean
  /** The step that copied something over all or a part of it. */
  readonly overwrittenAt: StepIndex | undefined
}
