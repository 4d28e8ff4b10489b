/**
 * Random programs whose memory starts as junk, beside a slow model: every byte that no step wrote is the junk of its offset,
 * counted here in bigints, at every step of every frame. And what a recording replays is what the machine had.
 *
 *   MEMLANE_SEED=123 npx vitest run test/differential/brutalized      repeats a run
 * @module
 */
import { describe, expect, it } from 'vitest'
import type { Word } from '../../src/base/index.ts'
import { createEvm, type Evm, type Hooks } from '../../src/evm/index.ts'
import { codes as op } from '../../src/opcodes/index.ts'
import {
  decodeRecording,
  encodeRecording,
  MemoryAccesses,
  type Recording,
  record,
  Timeline,
  writersOf,
} from '../../src/trace/index.ts'
import { blockHashOf, outcomeOf, runCase, SILENT, setAccounts } from '../support/evmCase.ts'
import { chosenSeed, Random } from '../support/evmRandom.ts'
import { multiFrameCase } from './generate.ts'

const PROGRAMS = 40
const MOST_STEPS = 3000
/** As much of memory as is compared at each step. */
const MOST_BYTES = 4096
const seed = chosenSeed()

/** The junk of a byte, by the description in `docs/trace-format.md`. */
function junkOf(junkSeed: number, offset: number): number {
  if (offset >= 0x40 && offset < 0x80) return 0
  const low = (value: bigint) => BigInt.asUintN(32, value)
  let mixed = BigInt(junkSeed) ^ low(BigInt(Math.floor(offset / 4)) * 0x9e3779b9n)
  mixed = low((mixed ^ (mixed >> 16n)) * 0x85ebca6bn)
  mixed = low((mixed ^ (mixed >> 13n)) * 0xc2b2ae35n)
  mixed = (mixed ^ (mixed >> 16n)) | 0x01010101n
  return Number((mixed >> BigInt((offset % 4) * 8)) & 0xffn)
}

/** What the machine had before a step. */
interface Seen {
  readonly op: number
  readonly pc: number
  readonly depth: number
  readonly memorySize: number
  readonly memory: Uint8Array
  readonly behind: Uint8Array
  readonly top: readonly Word[]
}

/** Keeps what the machine has before each step. */
function watching(seen: Seen[]): Hooks {
  return {
    step: (step) => {
      const { opcode, pc, depth, memorySize, stackSize } = step
      if (seen.length > MOST_STEPS) return
      seen.push({
        ...{ op: opcode, pc, depth, memorySize },
        memory: step.memory(0, Math.min(memorySize, MOST_BYTES)),
        behind: step.memory(memorySize, 70),
        top: Array.from({ length: Math.min(stackSize, 7) }, (_, index) => step.stack(index)),
      })
    },
    interest: { calls: 'none', results: false, logs: false, steps: 'all' },
  }
}

/** Offset and length of what a step can write. Calls write as much as comes back, at most what they asked for. */
function writtenBy({ op: code, top }: Seen): readonly [number, number] {
  const range = (offset: number, length: number) => [Number(top[offset]), Number(top[length])] as const
  switch (code) {
    case op.MSTORE:
      return [Number(top[0]), 32]
    case op.MSTORE8:
      return [Number(top[0]), 1]
    case op.CALLDATACOPY:
    case op.CODECOPY:
    case op.RETURNDATACOPY:
    case op.MCOPY:
      return range(0, 2)
    case op.EXTCODECOPY:
      return range(1, 3)
    case op.CALL:
    case op.CALLCODE:
      return range(5, 6)
    case op.DELEGATECALL:
    case op.STATICCALL:
      return range(4, 5)
    default:
      return [0, 0]
  }
}

function evmOf(): Evm {
  return createEvm({ blockHash: blockHashOf })
}

/** The bytes that somebody can have written are left out; how many were compared. */
function compareWithModel(junkSeed: number, recording: Recording, seen: readonly Seen[]): number {
  const written: Uint8Array[] = recording.frames.map(() => new Uint8Array(MOST_BYTES))
  let compared = 0
  for (const [step, moment] of seen.entries()) {
    const frame = recording.steps.frame(step)
    const mine = written[frame]!
    for (const [offset, byte] of moment.memory.entries()) {
      if (mine[offset] === 1) continue
      if (byte !== junkOf(junkSeed, offset)) expect.fail(`step ${step}: byte ${offset} is ${byte}`)
      compared++
    }
    expect([...moment.behind]).toEqual(
      moment.behind.length === 0
        ? []
        : Array.from({ length: 70 }, (_, index) => junkOf(junkSeed, moment.memorySize + index)),
    )
    if (recording.failed(step)) continue
    const [offset, length] = writtenBy(moment)
    const callee = recording.startedAt.get(step)
    const came = moment.op >= op.CREATE ? Math.min(length, callee?.output.length ?? 0) : length
    if (offset < MOST_BYTES) mine.fill(1, offset, Math.min(MOST_BYTES, offset + came))
  }
  return compared
}

function compareWithTimeline(recording: Recording, seen: readonly Seen[]): void {
  const timeline = new Timeline(recording)
  for (const [step, { pc, depth, memorySize, memory, behind, top }] of seen.entries()) {
    const { current } = timeline.seek(step)
    const replayed = {
      ...{ pc: current.pc, depth: timeline.frames.length - 1, memorySize: current.memorySize },
      memory: current.memory(0, memory.length),
      behind: current.memory(memorySize, behind.length),
      top: Array.from({ length: top.length }, (_, index) => current.stack(index)),
    }
    expect(replayed, `step ${step}`).toEqual({ pc, depth, memorySize, memory, behind, top })
  }
  for (const { id, memory, endStep, firstStep } of recording.frames)
    if (endStep > firstStep) expect(memory.length % 32, `frame ${id}`).toBe(0)
}

describe(`random programs with junk in memory (MEMLANE_SEED=${seed})`, () => {
  it('hold junk where nobody wrote, and are replayed as they were', async () => {
    const random = new Random(seed)
    let compared = 0
    let frames = 0
    for (let program = 0; program < PROGRAMS; program++) {
      const evmCase = multiFrameCase(random)
      const junkSeed = random.bits32()
      const evm = evmOf()
      setAccounts(evm.state, evmCase)
      const seen: Seen[] = []
      const brutalize = { junkSeed, pointerShift: random.pick([0, 0, 1, 31, 32]) }
      const { recording } = record(evm, evmCase.call, { brutalize, hooks: watching(seen) })
      // The last step of a halted frame is recorded, and told to no hook when it lacks operands or gas.
      if (seen.length > MOST_STEPS || seen.length !== recording.stepCount) continue
      compared += compareWithModel(junkSeed, recording, seen)
      frames += recording.frames.length
      compareWithTimeline(recording, seen)
      const { recording: read } = await decodeRecording(await encodeRecording(recording))
      compareWithTimeline(read, seen)
      compareWriters(read, seen, random)
    }
    expect(compared).toBeGreaterThan(10_000)
    expect(frames).toBeGreaterThan(PROGRAMS / 4)
  })

  it('end the same in both variants of the engine', () => {
    const random = new Random(seed + 1)
    let ended = 0
    for (let program = 0; program < PROGRAMS * 3; program++) {
      const evmCase = multiFrameCase(random)
      const brutalize = { junkSeed: random.bits32(), pointerShift: random.pick([0, 1, 31, 32]) }
      const [fast, debug] = [evmOf(), evmOf()]
      setAccounts(fast.state, evmCase)
      setAccounts(debug.state, evmCase)
      const call = { ...evmCase.call, inspect: true }
      const expected = outcomeOf(debug.call(call, { brutalize, tracer: SILENT }), debug.state)
      expect(outcomeOf(fast.call(call, { brutalize }), fast.state)).toEqual(expected)
      // What follows finds no junk any more.
      const plain = evmOf()
      setAccounts(plain.state, evmCase)
      setAccounts(fast.state, evmCase)
      ended++
      const clean = createEvm({ blockHash: blockHashOf })
      setAccounts(clean.state, evmCase)
      expect(outcomeOf(runCase(plain, evmCase), plain.state)).toEqual(outcomeOf(runCase(clean, evmCase), clean.state))
    }
    expect(ended).toBe(PROGRAMS * 3)
  })
})

function compareWriters(recording: Recording, seen: readonly Seen[], random: Random): void {
  const accesses = new MemoryAccesses(recording)
  for (let trial = 0; trial < 20; trial++) {
    const at = random.below(Math.max(1, seen.length))
    const { memory, memorySize } = seen[at] ?? { memory: new Uint8Array(0), memorySize: 0 }
    if (memorySize === 0 || memory.length === 0) continue
    const offset = random.below(memory.length)
    const length = Math.min(1 + random.below(100), memory.length - offset)
    const found = writersOf(recording, accesses, { frame: recording.steps.frame(at), offset, length, at })
    expect(found.bytes).toEqual(memory.subarray(offset, offset + length))
  }
}
