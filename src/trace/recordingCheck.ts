/**
 * Whether a recording that comes from outside holds together, so that whoever replays it need not ask at each step:
 * frames nest, every step has its frame, its place in the side table and the operands that are on the stack then, stacks
 * never run empty or over, memory grows as the operands say, and no access leaves the memory that the recording itself has.
 * @module
 */
import type { ByteCount, StepIndex } from '../base/units.ts'
import { WORD_BYTES } from '../base/word.ts'
import { hasResult, REFUND_BYTES, REFUND_FLAG, recordedOperands } from '../evm/events.ts'
import { lengthOf, MAX_STACK_ITEMS, type MemoryOperands, type Opcode, opcodeOfByte } from '../opcodes/index.ts'
import type { FrameCursor } from './frameCursor.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { Recording } from './recording.ts'

/** Of what the frames hold in memory, input and output: several may name the same bytes of a file. */
const MOST_HELD: ByteCount = 2 ** 31
/** Of all ranges that steps read and write: no gas pays for more in a run that could be recorded. */
const MOST_TOUCHED: ByteCount = 2 ** 33

interface Row {
  readonly opcode: Opcode
  readonly operandBytes: number
  readonly resultBytes: number
}

const ROWS: readonly (Row | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const opcode = opcodeOfByte(byte)
  return (
    opcode && {
      opcode,
      operandBytes: recordedOperands(opcode) * WORD_BYTES,
      resultBytes: hasResult(opcode) ? WORD_BYTES : 0,
    }
  )
})

/** What is wrong, in words that name step or frame; `undefined` when nothing is. */
export function flawOf(recording: Recording): string | undefined {
  return flawOfFrames(recording) ?? flawOfSteps(recording)
}

function flawOfFrames({ frames, stepCount }: Recording): string | undefined {
  if (frames.length === 0) return stepCount === 0 ? undefined : 'there are steps and no frames'
  /** The last step of each frame that a child took. */
  const taken: StepIndex[] = []
  let held = 0
  for (const frame of frames) {
    const { id, firstStep, endStep, depth, stack, memory, input, output } = frame
    const parent = frame.parent === undefined ? undefined : frames[frame.parent]
    const flaw = (what: string) => `frame ${id} ${what}`
    if ((parent === undefined) !== (id === 0)) return flaw('has no parent')
    if (firstStep > endStep || endStep > stepCount) return flaw('ends before it begins, or behind the recording')
    if (id === 0 && (firstStep !== 0 || endStep !== stepCount)) return flaw('is not the whole recording')
    if (stack.length > MAX_STACK_ITEMS) return flaw('has too large a stack')
    if (memory.length % 32 !== 0) return flaw('has a memory that is no whole number of words')
    held += memory.length + input.length + output.length
    if (held > MOST_HELD) return flaw(`makes it more than ${MOST_HELD} bytes that frames hold`)
    taken[id] = firstStep - 1
    if (parent === undefined) {
      if (depth !== 0) return flaw('is not at depth 0')
      continue
    }
    if (depth !== parent.depth + 1) return flaw('is at the wrong depth')
    // Between the step that starts it and the next of its parent; never two at one step.
    if (firstStep - 1 < parent.firstStep || endStep > parent.endStep) return flaw('is not inside its parent')
    if (firstStep - 1 <= taken[parent.id]!) return flaw('begins before the one before it ended')
    taken[parent.id] = Math.max(endStep - 1, firstStep - 1)
  }
  return undefined
}

/** A frame while its steps are visited, replayed as far as it has been found sound. */
interface Progress {
  readonly frame: RecordedFrame
  readonly cursor: FrameCursor
  memorySize: ByteCount
  /** What its last step read and wrote. */
  touched: ByteCount
}

/**
 * Whoever reads the recording later replays it in the same way: it is checked step by step by replaying what has been
 * checked before.
 */
function flawOfSteps(recording: Recording): string | undefined {
  const { frames, stepCount } = recording
  const open: Progress[] = []
  let nextFrame = 0
  let touched = 0
  for (let step = 0; step < stepCount; step++) {
    while (open.length > 0 && open.at(-1)!.frame.endStep <= step) open.pop()
    // Frames without steps are passed over.
    for (; nextFrame < frames.length && frames[nextFrame]!.firstStep <= step; nextFrame++) {
      const frame = frames[nextFrame]!
      if (frame.endStep > step) open.push({ frame, cursor: recording.cursor(frame.id), memorySize: 0, touched: 0 })
    }
    const current = open.at(-1)
    const flaw =
      current === undefined || recording.steps.frame(step) !== current.frame.id || current.cursor.index !== step
        ? 'is not of the frame that runs then'
        : flawOfStep(recording, step, current)
    if (flaw !== undefined || current === undefined) return `step ${step} ${flaw}`
    touched += current.touched
    if (touched > MOST_TOUCHED) return `step ${step} makes it more than ${MOST_TOUCHED} bytes that steps touch`
    current.cursor.next()
  }
  return undefined
}

function flawOfStep(recording: Recording, step: StepIndex, current: Progress): string | undefined {
  const { steps, side } = recording
  const { frame, cursor } = current
  const row = ROWS[steps.opcode(step)]
  const next = recording.nextOwn(step)
  const memorySize = steps.memorySize(step)
  if (memorySize !== current.memorySize || memorySize > frame.memory.length) return 'has the wrong size of memory'
  const child = recording.startedAt.get(step)
  if (child !== undefined && (row === undefined || row.opcode.starts === undefined))
    return 'starts a frame and is no call'

  const begin = steps.side(step)
  const end = step + 1 < recording.stepCount ? steps.side(step + 1) : side.length
  const refundBytes = steps.flags(step) & REFUND_FLAG ? REFUND_BYTES : 0
  if (end < begin + refundBytes || end > side.length) return 'has no place in the side table'
  // The last step of a frame that halted had no effect, whatever it was.
  const failed = next === undefined && frame.status === 'halt'
  if (row === undefined) return failed ? undefined : 'has no opcode'
  const { opcode, operandBytes, resultBytes } = row
  const lacks = cursor.stackSize < opcode.pops
  if (failed && lacks) return undefined
  const bytes = end - begin - refundBytes
  if (bytes < operandBytes) return 'lacks operands or its result'
  if (lacks) return 'takes more than the stack has'
  if (!cursor.holdsOperands(operandBytes / 32)) return 'has other operands than the stack'
  if (failed) return undefined
  if (cursor.stackSize - opcode.pops + opcode.pushes > MAX_STACK_ITEMS) return 'puts too much on the stack'

  const operand = (index: number) => recording.operandNumber(step, index)
  let sizeAfter = memorySize
  current.touched = 0
  for (const range of opcode.ranges) {
    const length = lengthOf(range, operand)
    current.touched += length
    sizeAfter = Math.max(sizeAfter, endOf(recording, step, range, length))
  }
  if (sizeAfter > frame.memory.length || (next === undefined && sizeAfter < frame.memory.length))
    return 'leaves the memory'
  current.memorySize = sizeAfter
  const result = next === undefined || child !== undefined ? 0 : resultBytes
  const replaced = replacedBytes(recording, step, opcode, memorySize)
  return bytes === operandBytes + replaced + result ? undefined : 'lacks operands or its result'
}

/** The size of memory that a range makes necessary. */
function endOf(recording: Recording, step: StepIndex, { offset }: MemoryOperands, length: ByteCount): ByteCount {
  return length === 0 ? 0 : Math.ceil((recording.operandNumber(step, offset) + length) / 32) * 32
}

/** How many bytes of memory stood where the step writes. */
function replacedBytes(recording: Recording, step: StepIndex, opcode: Opcode, memorySize: ByteCount): ByteCount {
  const range = opcode.writes
  if (range === undefined) return 0
  const left = memorySize - recording.operandNumber(step, range.offset)
  return Math.max(
    0,
    Math.min(
      lengthOf(range, (operand) => recording.operandNumber(step, operand)),
      left,
    ),
  )
}
