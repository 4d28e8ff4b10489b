/**
 * Who wrote a range of memory: the writes that its bytes come from, newest first, down to those that nothing shows
 * of any more.
 *
 *   range       ├──────────────────────────┤
 *   step 412            ├─── MSTORE ───────┤          visible: all of it
 *   step 377    ├── MSTORE ────────┤                  visible: the part before step 412's
 *   step 120    ├── MSTORE ───────────────┤           shadowed
 *
 * No memory is replayed: the recording keeps what each write replaced, so the bytes at some moment are those that the
 * next write replaced, or those at the frame's end.
 * @module
 */
import type { ByteOffset, Pc, StepIndex } from '../base/units.ts'
import { recordedOperands } from '../evm/events.ts'
import { opcodeOfByte } from '../opcodes/index.ts'
import { traceError } from './errors.ts'
import type { MemoryAccess, MemoryAccesses } from './memoryAccesses.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { Recording } from './recording.ts'
import type { MemoryRange } from './stops.ts'

/** Whose bytes, and when. */
export interface MemoryQuestion extends MemoryRange {
  /** Whose memory, by id. */
  readonly frame: number
  /** The moment before this step; without it, the end of the frame. */
  readonly at?: StepIndex
}

/** One write, as far as it touched the range. */
export interface MemoryWriter extends MemoryRange {
  /** The step that wrote; of a call's output, the step of the call. */
  readonly step: StepIndex
  /** Its position in the frame's code. */
  readonly pc: Pc
  /** The opcode byte. */
  readonly opcode: number
  /** The frame whose memory it is, by id. */
  readonly frame: number
  /** All that the step wrote. */
  readonly written: MemoryRange
  /** The bytes of `[offset, offset + length)`. */
  readonly before: Uint8Array
  /** The bytes of `[offset, offset + length)` once it had written. */
  readonly after: Uint8Array
  /** The bytes of the range that are from this write, in order; none when later writes shadow it. */
  readonly visible: readonly MemoryRange[]
  /** False in recordings of others that left the bytes out. */
  readonly isKnown: boolean
}

/** Who wrote a range, and what it holds. */
export interface Writers {
  /** The bytes then, as far as they lie in memory. */
  readonly bytes: Uint8Array
  /** Newest first. */
  readonly writers: readonly MemoryWriter[]
  /** What nobody wrote: zero since memory grew, or a brutalized run's junk, or not in memory at all. None when `hasMore` writers were not looked at. */
  readonly unwritten: readonly MemoryRange[]
  /** Whether there are older writes than those listed. */
  readonly hasMore: boolean
}

/** How many writers are listed. */
export interface WriterLimits {
  /** Writers listed at most. */
  readonly most?: number
  /** Shadowed ones among them, at most. */
  readonly shadowed?: number
}

const MOST_WRITERS = 256
/** The write before the last one says what went wrong, more often than not. */
const SHADOWED_WRITERS = 1

/**
 * The writers of a range of a frame's memory.
 * @throws {MemlaneError} `trace.noSuchFrame`.
 */
export function writersOf(
  recording: Recording,
  accesses: MemoryAccesses,
  question: MemoryQuestion,
  { most = MOST_WRITERS, shadowed = SHADOWED_WRITERS }: WriterLimits = {},
): Writers {
  const { frame } = question
  const at = ownMoment(recording, frame, question.at ?? frameOf(recording, frame).endStep)
  const bytes = bytesAt(recording, accesses, question)
  const range = { offset: question.offset, length: bytes.length }
  const state = bytes.slice()
  const uncovered = new UncoveredBytes(question)
  const writers: MemoryWriter[] = []
  let hidden = 0
  let hasMore = false
  let isCut = false
  if (bytes.length > 0)
    for (const access of accesses.before(at, { frame, kind: 'write', range })) {
      isCut = writers.length === most
      if (isCut || (uncovered.isEmpty && hidden >= shadowed)) {
        hasMore = true
        break
      }
      const part = overlap(range, access)
      const visible = uncovered.take(part)
      const after = state.slice(part.offset - range.offset, part.offset + part.length - range.offset)
      const before = replacedBytes(recording, access, part)
      state.set(before, part.offset - range.offset)
      if (visible.length === 0 && hidden++ >= shadowed) {
        hasMore = true
        continue
      }
      const { step } = access
      writers.push({
        ...{ step, pc: recording.steps.pc(step), opcode: recording.steps.opcode(step), frame },
        ...{ ...part, written: { offset: access.offset, length: access.length } },
        ...{ before, after, visible, isKnown: !recording.unknown.has(step) },
      })
    }
  return { bytes, writers, unwritten: isCut ? [] : uncovered.ranges, hasMore }
}

/** @throws {MemlaneError} `trace.noSuchFrame`. */
export function frameOf({ frames }: Recording, id: number): RecordedFrame {
  const frame = frames[id]
  if (frame !== undefined) return frame
  const last = frames.length - 1
  throw traceError('trace.noSuchFrame', { frame: id, last })
}

/** A run of bytes from one write, or that nobody wrote. */
export interface WrittenRun extends MemoryRange {
  readonly write: MemoryAccess | undefined
}

/**
 * Which write each byte of a range comes from, in order of the offsets, at most about `most` of them: then the bytes
 * that are left are not looked for, and are in no run.
 */
export function writtenRuns(
  recording: Recording,
  accesses: MemoryAccesses,
  { frame, offset, length, at = recording.frames[frame]!.endStep }: MemoryQuestion,
  most: number,
): { readonly runs: readonly WrittenRun[]; readonly isCut: boolean; readonly oldest: StepIndex } {
  const uncovered = new UncoveredBytes({ offset, length })
  const runs: WrittenRun[] = []
  const end = ownMoment(recording, frame, at)
  let oldest = recording.frames[frame]!.firstStep
  let isCut = false
  if (length > 0)
    for (const write of accesses.before(end, { frame, kind: 'write', range: { offset, length } })) {
      for (const visible of uncovered.take(overlap({ offset, length }, write))) runs.push({ ...visible, write })
      oldest = write.step
      if (uncovered.isEmpty) break
      if (runs.length >= most) {
        isCut = true
        break
      }
    }
  if (!isCut) {
    for (const range of uncovered.ranges) runs.push({ ...range, write: undefined })
    if (!uncovered.isEmpty) oldest = recording.frames[frame]!.firstStep
  }
  runs.sort((a, b) => a.offset - b.offset)
  return { runs, isCut, oldest }
}

/** The bytes of a range before a step of any frame, without those past the memory's size at that moment or later. */
export function bytesAt(
  recording: Recording,
  accesses: MemoryAccesses,
  { frame, offset, length, at = recording.frames[frame]!.endStep }: MemoryQuestion,
): Uint8Array {
  const { memory, endStep } = recording.frames[frame]!
  const moment = ownMoment(recording, frame, at)
  const size = moment >= endStep ? memory.length : recording.steps.memorySize(moment)
  const present = Math.max(0, Math.min(offset + length, size) - offset)
  const bytes = new Uint8Array(present)
  if (present === 0) return bytes
  const range = { offset, length: present }
  const uncovered = new UncoveredBytes(range)
  for (const access of accesses.from(moment, { frame, kind: 'write', range })) {
    const part = overlap(range, access)
    const taken = uncovered.take(part)
    if (taken.length === 0) continue
    const replaced = replacedBytes(recording, access, part)
    for (const { offset: start, length } of taken)
      bytes.set(replaced.subarray(start - part.offset, start - part.offset + length), start - offset)
    if (uncovered.isEmpty) return bytes
  }
  for (const { offset: start, length } of uncovered.ranges)
    bytes.set(memory.subarray(Math.min(start, memory.length), Math.min(start + length, memory.length)), start - offset)
  return bytes
}

/**
 * The moment in a frame's own steps that a moment of the run is: while the frame waits for another, that of the step
 * that started it, whose output is not in memory yet.
 */
export function ownMoment(recording: Recording, frame: number, at: StepIndex): StepIndex {
  const { firstStep, endStep } = recording.frames[frame]!
  if (at <= firstStep || at >= endStep) return Math.max(firstStep, Math.min(at, endStep))
  let current = recording.frameAt(at)
  while (current.id !== frame) {
    const { parent, startedBy } = current
    if (parent === undefined || startedBy === undefined) return at
    if (parent === frame) return startedBy
    current = recording.frames[parent]!
  }
  return at
}

/** What a write replaced in a part of what it wrote: where memory did not reach yet, what it was going to hold. */
function replacedBytes(recording: Recording, { step, offset }: MemoryAccess, part: MemoryRange): Uint8Array {
  const size = recording.steps.memorySize(step)
  const bytes = recording.freshMemory(part.offset, part.length)
  const present = Math.min(part.offset + part.length, size) - part.offset
  if (present <= 0) return bytes
  const opcode = opcodeOfByte(recording.steps.opcode(step))!
  const from = recording.operandsAt(step) + recordedOperands(opcode) * 32
  bytes.set(recording.side.read(from + part.offset - offset, present))
  return bytes
}

function overlap(a: MemoryRange, b: MemoryRange): MemoryRange {
  const offset = Math.max(a.offset, b.offset)
  return { offset, length: Math.min(a.offset + a.length, b.offset + b.length) - offset }
}

/** The bytes of a range that are still looked for, as ranges in order. */
class UncoveredBytes {
  #ranges: { readonly start: ByteOffset; readonly end: ByteOffset }[]

  constructor({ offset, length }: MemoryRange) {
    this.#ranges = length > 0 ? [{ start: offset, end: offset + length }] : []
  }

  get isEmpty(): boolean {
    return this.#ranges.length === 0
  }

  get ranges(): MemoryRange[] {
    return this.#ranges.map(({ start, end }) => ({ offset: start, length: end - start }))
  }

  /** Those of a part that were looked for: they are no longer. */
  take({ offset, length }: MemoryRange): MemoryRange[] {
    const taken: MemoryRange[] = []
    const end = offset + length
    const left: { start: ByteOffset; end: ByteOffset }[] = []
    for (const range of this.#ranges) {
      const from = Math.max(range.start, offset)
      const to = Math.min(range.end, end)
      if (from >= to) {
        left.push(range)
        continue
      }
      taken.push({ offset: from, length: to - from })
      if (range.start < from) left.push({ start: range.start, end: from })
      if (to < range.end) left.push({ start: to, end: range.end })
    }
    if (taken.length > 0) this.#ranges = left
    return taken
  }
}
