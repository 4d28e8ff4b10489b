/**
 * What is another at a later moment of a run: memory and stack of the frames that are open at both, storage, gas.
 * @module
 */
import type { Address, ByteCount, ByteOffset, Gas, StepIndex, Word } from '../base/units.ts'
import * as op from '../opcodes/codes.ts'
import { isSuccess } from '../opcodes/index.ts'
import type { FreshBytes } from './pagedMemory.ts'
import type { Recording } from './recording.ts'
import { Timeline } from './timeline.ts'

/** A range of memory that is another; up to eight equal bytes may lie in it. */
export interface ChangedBytes {
  /** The first byte. */
  readonly offset: ByteOffset
  /** As long as `after`; what was not there yet is as memory starts: zero, or junk. */
  readonly before: Uint8Array
  /** Its bytes later. */
  readonly after: Uint8Array
}

/** What is another in a frame that is open at both moments. */
export interface FrameChange {
  /** Its id. */
  readonly frame: number
  /** MSIZE then. */
  readonly memorySize: readonly [before: number, after: number]
  /** By ascending offset; they do not overlap. */
  readonly memory: readonly ChangedBytes[]
  /** By place, 0 at the bottom; `undefined` where there is none. */
  readonly stack: readonly {
    readonly place: number
    readonly before: Word | undefined
    readonly after: Word | undefined
  }[]
}

/** A persistent slot that holds another value. */
export interface SlotChange {
  /** Whose storage it is. */
  readonly address: Address
  /** Its key. */
  readonly slot: Word
  /** `undefined` where the recording does not tell. */
  readonly before: Word | undefined
  /** The value later. */
  readonly after: Word
}

/** What is another at a later moment of a run. */
export interface MomentDifference {
  /** Of frames that are open at both moments, the outermost first; changed or not. */
  readonly frames: readonly FrameChange[]
  /** Frames that are open at one moment only. */
  readonly ended: readonly number[]
  /** Frames that are open at the later moment only, by id. */
  readonly started: readonly number[]
  /** Persistent slots that hold another value, by what was stored and undone up to each moment. */
  readonly slots: readonly SlotChange[]
  /** Of the frame that runs then. */
  readonly gas: readonly [before: Gas, after: Gas]
}

interface FrameState {
  readonly memory: Uint8Array
  /** Bottom first. */
  readonly stack: readonly Word[]
}

interface Moment {
  readonly frames: ReadonlyMap<number, FrameState>
  readonly gas: Gas
}

/** Equal bytes between two changed ranges that are shown as one: fewer would be more to read apart. */
const GAP = 8

/**
 * What is another just before step `to` than it was just before step `from`. `recording.stepCount` is the end of the
 * run.
 * @throws {MemlaneError} `trace.noSuchStep`.
 */
export function diffMoments(recording: Recording, from: StepIndex, to: StepIndex): MomentDifference {
  const timeline = new Timeline(recording)
  const before = momentOf(recording, timeline, from)
  const after = momentOf(recording, timeline, to)
  const frames: FrameChange[] = []
  for (const [frame, old] of before.frames) {
    const now = after.frames.get(frame)
    if (now === undefined) continue
    frames.push({
      frame,
      memorySize: [old.memory.length, now.memory.length],
      memory: changedBytes(old.memory, now.memory, (offset, length) => recording.freshMemory(offset, length)),
      stack: changedWords(old.stack, now.stack),
    })
  }
  return {
    frames,
    ended: [...before.frames.keys()].filter((frame) => !after.frames.has(frame)),
    started: [...after.frames.keys()].filter((frame) => !before.frames.has(frame)),
    slots: changedSlots(recording, from, to),
    gas: [before.gas, after.gas],
  }
}

function momentOf(recording: Recording, timeline: Timeline, step: StepIndex): Moment {
  timeline.seek(step)
  const frames = new Map<number, FrameState>()
  for (const cursor of timeline.frames) {
    const stack = Array.from({ length: cursor.stackSize }, (_, place) => cursor.stack(cursor.stackSize - 1 - place))
    frames.set(cursor.frame.id, { memory: cursor.memory(0, cursor.memorySize), stack })
  }
  const gas = timeline.atEnd ? (recording.frames[0]?.gasLeft ?? 0n) : timeline.current.gas
  return { frames, gas }
}

/** @param fresh what memory holds where nobody wrote; without it, zeros */
export function changedBytes(first: Uint8Array, second: Uint8Array, fresh?: FreshBytes): ChangedBytes[] {
  const length = Math.max(first.length, second.length)
  const before = fresh === undefined ? first : extended(first, length, fresh)
  const after = fresh === undefined ? second : extended(second, length, fresh)
  const changes: ChangedBytes[] = []
  const padded = (bytes: Uint8Array, from: number, end: number) => {
    const part = new Uint8Array(end - from)
    part.set(bytes.subarray(Math.min(from, bytes.length), Math.min(end, bytes.length)))
    return part
  }
  let start = -1
  let last = -1
  const finish = () => {
    if (start >= 0)
      changes.push({ offset: start, before: padded(before, start, last + 1), after: padded(after, start, last + 1) })
    start = -1
  }
  for (let at = 0; at < length; at++) {
    if ((before[at] ?? 0) === (after[at] ?? 0)) continue
    if (start >= 0 && at - last > GAP) finish()
    if (start < 0) start = at
    last = at
  }
  finish()
  return changes
}

function extended(bytes: Uint8Array, length: ByteCount, fresh: FreshBytes): Uint8Array {
  if (bytes.length === length) return bytes
  const whole = new Uint8Array(length)
  whole.set(bytes)
  whole.set(fresh(bytes.length, length - bytes.length), bytes.length)
  return whole
}

function changedWords(before: readonly Word[], after: readonly Word[]): FrameChange['stack'] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, place) => ({
    place,
    before: before[place],
    after: after[place],
  })).filter((word) => word.before !== word.after)
}

/** Persistent slots that are another then, by what was stored meanwhile and not undone. */
function changedSlots(recording: Recording, from: StepIndex, to: StepIndex): SlotChange[] {
  const { steps, world } = recording
  const key = (address: Address, slot: Word) => `${address}:${slot}`
  const originals = new Map((world?.slots ?? []).map(({ address, slot, before }) => [key(address, slot), before]))
  const valuesAt = (moment: StepIndex) => {
    const values = new Map<string, { readonly address: Address; readonly slot: Word; readonly value: Word }>()
    for (let step = 0; step < moment; step++) {
      if (steps.opcode(step) !== op.SSTORE || recording.failed(step) || undone(recording, step, moment)) continue
      const { address } = recording.frameAt(step)
      const slot = recording.operand(step, 0)
      values.set(key(address, slot), { address, slot, value: recording.operand(step, 1) })
    }
    return values
  }
  const [old, now] = [valuesAt(from), valuesAt(to)]
  const changes: SlotChange[] = []
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    const { address, slot } = (now.get(id) ?? old.get(id))!
    const original = originals.get(id)
    const before = old.get(id)?.value ?? original
    const after = now.get(id)?.value ?? original ?? 0n
    if (before !== after) changes.push({ address, slot, before, after })
  }
  return changes
}

/** Whether a frame around the step failed before that moment. */
function undone(recording: Recording, step: StepIndex, moment: StepIndex): boolean {
  for (let frame = recording.frameAt(step); ; frame = recording.frames[frame.parent]!) {
    if (frame.endStep <= moment && !isSuccess(frame.status)) return true
    if (frame.parent === undefined) return false
  }
}
