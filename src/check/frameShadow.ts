/**
 * The shadow of a frame's memory: what rules ask.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex } from '../base/units.ts'
import type { FrameCursor, RecordedFrame, Recording } from '../trace/index.ts'
import { type Allocation, Allocations, type Epoch } from './allocations.ts'
import type { CodeFacts } from './codeFacts.ts'
import type { Block, StepPlace, ValueOrigin } from './finding.ts'
import { CALLDATA, FOREIGN, RETURNDATA } from './flags.ts'
import { type Instance, Pointers, type Tag } from './pointers.ts'
import { Writes } from './writes.ts'

/** Behind the words that Solidity reserves: scratch space, free memory pointer, zero slot. */
export const RESERVED_END: ByteOffset = 0x80
/** Where the free memory pointer is. */
export const POINTER: ByteOffset = 0x40
/** Where the zero slot is. */
export const ZERO_SLOT: ByteOffset = 0x60

/** What a pointer leads into. */
export interface Target {
  readonly instance: Instance
  readonly epoch: Epoch
  /** `undefined` while it is temporary. */
  readonly allocation: Allocation | undefined
}

/** A free memory pointer that is none any more. */
export interface BrokenPointer {
  readonly at: StepPlace
  readonly offset: ByteOffset
  readonly length: ByteCount
  readonly before: ByteOffset
}

export class FrameShadow {
  readonly recording: Recording
  readonly frame: RecordedFrame
  /** At the step that is looked at. */
  readonly cursor: FrameCursor
  /** What sources say of the code, where there are any. */
  readonly facts: CodeFacts | undefined
  readonly pointers = new Pointers()
  readonly allocations = new Allocations()
  readonly writes = new Writes()
  /** Memory is laid out as solc's code does it. False again once a copy lies over the reserved words. */
  isSolidity = false
  /** It was, and a copy lies over the reserved words now. */
  coveredBy: StepPlace | undefined
  /** Word 0x40 holds no address. */
  broken: BrokenPointer | undefined

  constructor(recording: Recording, frame: RecordedFrame, cursor: FrameCursor, facts: CodeFacts | undefined) {
    this.recording = recording
    this.frame = frame
    this.cursor = cursor
    this.facts = facts
  }

  /** What a pointer leads into; `undefined` for what is none. */
  target(tag: Tag): Target | undefined {
    const instance = this.pointers.of(tag)
    if (instance === undefined) return undefined
    const epoch = this.allocations.epochOf(instance.epoch)
    return { instance, epoch, allocation: epoch.allocation }
  }

  /** An own step of the frame. */
  placeOf(step: StepIndex): StepPlace {
    const { steps } = this.recording
    return { step, pc: steps.pc(step), op: steps.opcode(step) }
  }

  /** Outside of inline assembly, in code that belongs to a place of the sources. */
  isCompilerCode({ pc }: StepPlace): boolean {
    return this.facts !== undefined && this.facts.assemblyAt(pc) === 0
  }

  /** What the target of a pointer is, for people. */
  block(target: Pick<Target, 'epoch' | 'allocation'> | undefined): Block | undefined {
    if (target === undefined) return undefined
    const { allocation, epoch } = target
    return allocation === undefined ? { start: epoch.base, end: epoch.base, made: undefined } : blockOf(allocation)
  }

  /** Bytes of memory as they are now, where they are known. */
  bytes(offset: ByteOffset, length: ByteCount): Uint8Array | undefined {
    return this.cursor.knows(offset, length) ? this.cursor.memory(offset, length) : undefined
  }
}

/** An allocation, for people. */
export function blockOf({ start, end, made }: Allocation): Block {
  return { start, end, made }
}

/** Where a value with such flags came from. */
export function originOf(flags: number): ValueOrigin | undefined {
  if ((flags & FOREIGN) === 0) return undefined
  return { isCalldata: (flags & CALLDATA) !== 0, isReturndata: (flags & RETURNDATA) !== 0 }
}

/** A word as a number, infinite from 2^53 on. */
export function numberOf(bytes: Uint8Array): number {
  let number = 0
  for (const byte of bytes) {
    number = number * 256 + byte
    if (number >= 2 ** 53) return Number.POSITIVE_INFINITY
  }
  return number
}
