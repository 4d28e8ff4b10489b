/**
 * Where two runs part: by what they do, not by how many steps it takes them, so that builds with and without the
 * optimizer, forks and patched code can be compared.
 *
 *   acts   call in · store · log · call out …       the same in both up to the first that is another
 *
 * Where both run the same code, the first step that is another is told too.
 * @module
 */
import { bytesToHex, quantityToHex } from '../base/hex.ts'
import type { Gas, StepIndex, Word } from '../base/units.ts'
import * as op from '../opcodes/codes.ts'
import { isCreation, opcodeOfByte } from '../opcodes/index.ts'
import { type ChangedBytes, changedBytes } from './diffMoments.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { Recording } from './recording.ts'
import { Timeline } from './timeline.ts'

/** Something that a run does and others see. */
export interface Act {
  /** Of a call the first step of its frame, of an end the step behind the frame's last, else the step that did it. */
  readonly step: StepIndex
  /** A call or creation, the end of one, a store to a slot, a log. */
  readonly kind: 'call' | 'end' | 'store' | 'log'
  /** All that is compared, as text: who, what, with what. */
  readonly what: string
}

/** Where two runs part, and what they come to. */
export interface RunDifference {
  /** Acts that are the same in both, from the start. */
  readonly same: number
  /** The first that is another, of each run; `undefined` for a run that has no more. */
  readonly parts: { readonly first: Act | undefined; readonly second: Act | undefined } | undefined
  /** How many there are in each run. */
  readonly acts: readonly [first: number, second: number]
  /** What the outermost frames used. */
  readonly gas: readonly [first: Gas, second: Gas]
  /** How many there are in each run. */
  readonly steps: readonly [first: number, second: number]
  /** Memory of the outermost frames at their end. */
  readonly memorySize: readonly [first: number, second: number]
  /** Of the same memory: where its bytes are others. */
  readonly memory: readonly ChangedBytes[]
  /** With the same code: the first step at which pc, stack or memory are another. */
  readonly step: { readonly step: StepIndex; readonly what: 'pc' | 'stack' | 'memory' | 'end' } | undefined
  /** Whether the outermost frames ran the same code. */
  readonly sameCode: boolean
}

/**
 * Compares two runs by what others see of them: calls, stores, logs. Addresses of accounts that run code do not count,
 * so builds that are deployed elsewhere can be compared.
 */
export function diffRuns(first: Recording, second: Recording): RunDifference {
  const [a, b] = [actsOf(first), actsOf(second)]
  let same = 0
  while (same < a.length && same < b.length && a[same]!.kind === b[same]!.kind && a[same]!.what === b[same]!.what)
    same++
  const [x, y] = [first.frames[0], second.frames[0]]
  const sameCode = x !== undefined && y !== undefined && equal(x.code, y.code)
  const [memoryOfX, memoryOfY] = [x?.memory ?? EMPTY, y?.memory ?? EMPTY]
  return {
    same,
    parts: same === a.length && same === b.length ? undefined : { first: a[same], second: b[same] },
    acts: [a.length, b.length],
    gas: [gasOf(x), gasOf(y)],
    steps: [first.stepCount, second.stepCount],
    memorySize: [memoryOfX.length, memoryOfY.length],
    memory: changedBytes(memoryOfX, memoryOfY),
    step: sameCode ? firstStep(first, second) : undefined,
    sameCode,
  }
}

const EMPTY = new Uint8Array(0)

function gasOf(frame: RecordedFrame | undefined): Gas {
  return frame === undefined ? 0n : frame.gas - frame.gasLeft
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** Calls as they begin and end, what is stored and logged, in order. Addresses of the accounts that run are left out: builds are deployed elsewhere. */
function actsOf(recording: Recording): Act[] {
  const { steps, frames, stepCount } = recording
  const acts: Act[] = []
  const ends = [...frames].sort((a, b) => a.endStep - b.endStep || b.id - a.id)
  let nextEnd = 0
  let nextStart = 0
  const timeline = new Timeline(recording)
  for (let step = 0; step <= stepCount; step++) {
    for (; nextEnd < ends.length && ends[nextEnd]!.endStep <= step && ends[nextEnd]!.id < nextStart; nextEnd++)
      acts.push(endOf(ends[nextEnd]!))
    for (; nextStart < frames.length && frames[nextStart]!.firstStep <= step; nextStart++) {
      acts.push(startOf(frames[nextStart]!))
      const frame = frames[nextStart]!
      if (frame.endStep === frame.firstStep && ends[nextEnd]?.id === frame.id) acts.push(endOf(ends[nextEnd++]!))
    }
    if (step === stepCount || recording.failed(step)) continue
    const opcode = steps.opcode(step)
    if (opcode === op.SSTORE || opcode === op.TSTORE)
      acts.push({ step, kind: 'store', what: `${opcodeOfByte(opcode)!.name} ${words(recording, step, 2)}` })
    else if (opcode >= op.LOG0 && opcode <= op.LOG4) acts.push(logOf(recording, timeline, step, opcode))
  }
  for (; nextEnd < ends.length; nextEnd++) acts.push(endOf(ends[nextEnd]!))
  return acts
}

function startOf({ kind, input, value, firstStep }: RecordedFrame): Act {
  return { step: firstStep, kind: 'call', what: `${kind.toUpperCase()} ${bytesToHex(input)} ${quantityToHex(value)}` }
}

function endOf({ status, halt, output, endStep, kind }: RecordedFrame): Act {
  // What a creation gives is code, which differs between builds of the same.
  const given = isCreation(kind) ? '' : bytesToHex(output)
  return { step: endStep, kind: 'end', what: `${halt ?? status} ${given}`.trim() }
}

function logOf(recording: Recording, timeline: Timeline, step: StepIndex, opcode: number): Act {
  const length = recording.operandNumber(step, 1)
  const data = length === 0 ? EMPTY : timeline.seek(step).current.memory(recording.operandNumber(step, 0), length)
  const topics = Array.from({ length: opcode - op.LOG0 }, (_, topic) =>
    quantityToHex(recording.operand(step, 2 + topic)),
  )
  return { step, kind: 'log', what: [opcodeOfByte(opcode)!.name, ...topics, bytesToHex(data)].join(' ') }
}

function words(recording: Recording, step: StepIndex, count: number): string {
  return Array.from({ length: count }, (_, index) => quantityToHex(recording.operand(step, index))).join(' ')
}

function firstStep(first: Recording, second: Recording): RunDifference['step'] {
  const [a, b] = [new Timeline(first), new Timeline(second)]
  const shared = Math.min(first.stepCount, second.stepCount)
  for (let step = 0; step < shared; step++) {
    if (first.steps.pc(step) !== second.steps.pc(step) || first.steps.depth(step) !== second.steps.depth(step))
      return { step, what: 'pc' }
    const [x, y] = [a.seek(step).current, b.seek(step).current]
    if (x.stackSize !== y.stackSize || !sameStack(x, y)) return { step, what: 'stack' }
    // Memory of most steps is that of the one before: it is compared where it was written, and its size always.
    if (
      x.memorySize !== y.memorySize ||
      (step > 0 && opcodeOfByte(first.steps.opcode(step - 1))?.writes && !sameMemory(x, y))
    )
      return { step, what: 'memory' }
  }
  return first.stepCount === second.stepCount ? undefined : { step: shared, what: 'end' }
}

type Cursor = Timeline['current']

function sameStack(a: Cursor, b: Cursor): boolean {
  // Below the topmost words nothing changes from one step to the next but by SWAP, which reaches seventeen.
  const deepest = Math.min(a.stackSize, 17)
  for (let depth = 0; depth < deepest; depth++) {
    const word: Word = a.stack(depth)
    if (word !== b.stack(depth)) return false
  }
  return true
}

function sameMemory(a: Cursor, b: Cursor): boolean {
  return equal(a.memory(0, a.memorySize), b.memory(0, b.memorySize))
}
