/**
 * Writers and origins in recordings of random programs, beside a naive model: memory played back byte by byte, with
 * the last writer of each byte beside it.
 *
 *   MEMLANE_SEED=123 npx vitest run test/differential/writers      repeats a run
 * @module
 */
import { describe, expect, it } from 'vitest'
import { createEvm } from '../../src/evm/index.ts'
import { codes as op } from '../../src/opcodes/index.ts'
import {
  bytesAt,
  type FrameCursor,
  leavesOf,
  MemoryAccesses,
  type Origin,
  OriginFinder,
  type Recording,
  record,
  Timeline,
  writersOf,
} from '../../src/trace/index.ts'
import { blockHashOf, setAccounts } from '../support/evmCase.ts'
import { chosenSeed, Random } from '../support/evmRandom.ts'
import { multiFrameCase } from './generate.ts'

const PROGRAMS = 25
const MOMENTS = 20
const MOST_STEPS = 1500
/** A frame's first bytes tell as much as a megabyte of zeros. */
const MOST_BYTES = 1024
const seed = chosenSeed()

/** A frame's memory, and the step that wrote each byte; -1 where nobody did. */
interface Model {
  memory: Uint8Array
  writer: Int32Array
}

/** [offset, length) of what the step at the cursor writes, read off the stack; calls have their output's range. */
function writtenBy({
  op: code,
  stack,
}: {
  op: number
  stack: (depth: number) => bigint
}): [number, number] | undefined {
  const at = (offset: number, length: number): [number, number] => [Number(stack(offset)), Number(stack(length))]
  switch (code) {
    case op.MSTORE:
      return [Number(stack(0)), 32]
    case op.MSTORE8:
      return [Number(stack(0)), 1]
    case op.CALLDATACOPY:
    case op.CODECOPY:
    case op.RETURNDATACOPY:
    case op.MCOPY:
      return at(0, 2)
    case op.EXTCODECOPY:
      return at(1, 3)
    case op.CALL:
    case op.CALLCODE:
      return at(5, 6)
    case op.DELEGATECALL:
    case op.STATICCALL:
      return at(4, 5)
    default:
      return undefined
  }
}

/** Plays one frame, and reports its memory before each of its steps and at its end. */
function play(recording: Recording, frame: number, report: (moment: number, model: Model) => void): void {
  const cursor: FrameCursor = recording.cursor(frame)
  let writer = new Int32Array(0)
  while (!cursor.atEnd) {
    const { index, memorySize } = cursor
    writer = grown(writer, memorySize)
    report(index, { memory: cursor.memory(0, memorySize), writer })
    const written = recording.failed(index)
      ? undefined
      : writtenBy({ op: cursor.op, stack: (depth) => cursor.stack(depth) })
    cursor.next()
    if (written === undefined) continue
    const callee = recording.startedAt.get(index)
    const isCall = recording.steps.opcode(index) >= op.CREATE
    const length = isCall ? Math.min(written[1], callee?.output.length ?? 0) : written[1]
    if (length === 0) continue
    writer = grown(writer, Math.max(cursor.memorySize, written[0] + length))
    writer = writer.slice()
    writer.fill(index, written[0], written[0] + length)
  }
  const { memory, endStep } = recording.frames[frame]!
  report(endStep, { memory, writer: grown(writer, memory.length) })
}

function grown(writer: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  if (writer.length >= size) return writer
  const larger = new Int32Array(size).fill(-1)
  larger.set(writer)
  return larger
}

function compareFrame(recording: Recording, accesses: MemoryAccesses, frame: number, random: Random): number {
  let bytes = 0
  const { firstStep, endStep } = recording.frames[frame]!
  const chosen = new Set(Array.from({ length: MOMENTS }, () => firstStep + random.below(endStep - firstStep + 1)))
  play(recording, frame, (moment, { memory, writer }) => {
    if (!chosen.has(moment) || memory.length === 0) return
    const offset = random.below(memory.length)
    const length = 1 + random.below(Math.min(100, memory.length - offset))
    const question = { frame, offset, length, at: moment }
    const shadowed = random.below(3)
    const found = writersOf(recording, accesses, question, { shadowed })
    expect(found.bytes).toEqual(memory.slice(offset, offset + length))
    expect(bytesAt(recording, accesses, question)).toEqual(found.bytes)
    const told = new Int32Array(length).fill(-2)
    for (const { offset: start, length: count } of found.unwritten)
      told.fill(-1, start - offset, start - offset + count)
    for (const { step, visible } of found.writers)
      for (const { offset: start, length: count } of visible) {
        // Each byte has one answer.
        expect(told.subarray(start - offset, start - offset + count).every((known) => known === -2)).toBe(true)
        told.fill(step, start - offset, start - offset + count)
      }
    expect(told).toEqual(writer.slice(offset, offset + length))
    expect(found.writers.filter(({ visible }) => visible.length === 0).length).toBeLessThanOrEqual(shadowed)
    bytes += length
  })
  return bytes
}

/** Memory of every frame that is open at random moments of the run, those that wait for others among them. */
function compareWaiting(recording: Recording, accesses: MemoryAccesses, timeline: Timeline, random: Random): number {
  let waiting = 0
  for (let count = 0; count < MOMENTS; count++) {
    const at = random.below(recording.stepCount + 1)
    for (const { frame, memory } of memoriesAt(timeline, at)) {
      const question = { frame, offset: 0, length: memory.length, at }
      expect(bytesAt(recording, accesses, question)).toEqual(memory)
      const { bytes, writers } = writersOf(recording, accesses, question)
      expect(bytes).toEqual(memory)
      expect(writers.every(({ step }) => step < at)).toBe(true)
      if (at < recording.stepCount && recording.steps.frame(at) !== frame) waiting++
    }
  }
  return waiting
}

function memoriesAt(timeline: Timeline, at: number): { frame: number; memory: Uint8Array }[] {
  return timeline.seek(at).frames.map((cursor) => ({
    frame: cursor.frame.id,
    memory: cursor.memory(0, Math.min(cursor.memorySize, MOST_BYTES)),
  }))
}

/** What the frames' memories were around each write that is told: replaced and new bytes. */
function compareBeforeAndAfter(recording: Recording, accesses: MemoryAccesses, timeline: Timeline): number {
  const { frames } = recording
  let writes = 0
  for (const { id, memory, endStep } of frames) {
    const length = Math.min(memory.length, MOST_BYTES)
    if (length === 0) continue
    const { writers } = writersOf(recording, accesses, { frame: id, offset: 0, length }, { shadowed: 5 })
    for (const { step, offset, length, before, after } of writers.slice(0, 8)) {
      const memoryOf = (moment: number) => {
        const open = timeline.seek(moment).frames.find(({ frame }) => frame.id === id)
        return open === undefined ? memory.slice(offset, offset + length) : open.memory(offset, length)
      }
      expect(before).toEqual(memoryOf(step))
      expect(after).toEqual(memoryOf(Math.min(recording.startedAt.get(step)?.endStep ?? step + 1, endStep)))
      writes++
    }
  }
  return writes
}

/** Constants, calldata, copies and hashes must give the bytes that are there. */
function compareOrigins(recording: Recording, accesses: MemoryAccesses): number {
  let checked = 0
  const finder = new OriginFinder(recording, accesses, { acrossCalls: true, depth: 40, nodes: 2000 })
  for (const frame of recording.frames) {
    const length = Math.min(frame.memory.length, 200)
    const parts = finder.ofMemory({ frame: frame.id, offset: 0, length })
    let end = 0
    for (const { offset, length: count, origin, wordBytes, writtenAt } of parts) {
      expect(offset).toBe(end)
      end = offset + count
      const actual = frame.memory.slice(offset, end)
      const expected = bytesOf(recording, origin, wordBytes, count)
      if (expected === undefined) continue
      expect({ writtenAt, bytes: actual }).toEqual({ writtenAt, bytes: expected })
      expect(leavesOf(origin).length).toBeGreaterThan(0)
      checked++
    }
  }
  return checked
}

function bytesOf(
  { frames }: Recording,
  origin: Origin,
  wordBytes: { offset: number; length: number } | undefined,
  length: number,
): Uint8Array | undefined {
  if (origin.kind === 'zero') return new Uint8Array(length)
  if (wordBytes !== undefined && 'value' in origin && origin.value !== undefined) {
    const hex = origin.value.toString(16).padStart(64, '0')
    const word = Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
    return word.slice(wordBytes.offset, wordBytes.offset + wordBytes.length)
  }
  const source =
    origin.kind === 'calldata'
      ? frames[origin.madeBy.frame]!.input
      : origin.kind === 'returndata'
        ? frames[origin.callee]!.output
        : undefined
  if (source === undefined || !('offset' in origin)) return undefined
  const bytes = new Uint8Array(length)
  bytes.set(source.slice(origin.offset, origin.offset + length))
  return bytes
}

describe('writers and origins of random programs', () => {
  it(`are those of a naive model, for every byte (${PROGRAMS} programs, MEMLANE_SEED=${seed})`, () => {
    const random = new Random(seed)
    let bytes = 0
    let frames = 0
    let writes = 0
    let origins = 0
    let waiting = 0
    for (let index = 0; index < PROGRAMS; index++) {
      const example = multiFrameCase(new Random(seed + index))
      const evm = createEvm({ blockHash: blockHashOf })
      setAccounts(evm.state, example)
      const { recording } = record(evm, example.call)
      if (recording.stepCount > MOST_STEPS) continue
      const accesses = new MemoryAccesses(recording)
      const timeline = new Timeline(recording)
      for (const { id } of recording.frames) {
        bytes += compareFrame(recording, accesses, id, random)
        frames++
      }
      waiting += compareWaiting(recording, accesses, timeline, random)
      writes += compareBeforeAndAfter(recording, accesses, timeline)
      origins += compareOrigins(recording, accesses)
    }
    expect(frames).toBeGreaterThan(PROGRAMS)
    expect(bytes).toBeGreaterThan(PROGRAMS * 10)
    expect(waiting).toBeGreaterThan(0)
    expect(writes).toBeGreaterThan(PROGRAMS)
    expect(origins).toBeGreaterThan(PROGRAMS)
  })
})
