/**
 * Whether a recording that comes from outside holds together, so that whoever replays it need not ask at each step:
 * frames nest, every step has its frame, its operands and its place in the side table, stacks never run empty or over,
 * and no access leaves the memory that the recording itself has.
 * @module
 */
import type { StepIndex } from '../base/units.ts'
import { hasResult, REFUND_BYTES, REFUND_FLAG, recordedOperands } from '../evm/index.ts'
import type { MemoryOperands, Opcode } from '../opcodes/index.ts'
import { OPCODE_OF_BYTE } from './frameCursor.ts'
import type { RecordedFrame, Recording } from './recording.ts'

const MOST_STACK = 1024

interface Row {
  readonly opcode: Opcode
  readonly operandBytes: number
  readonly resultBytes: number
  readonly ranges: readonly MemoryOperands[]
}

const ROWS: readonly (Row | undefined)[] = OPCODE_OF_BYTE.map(
  (opcode) =>
    opcode && {
      opcode,
      operandBytes: recordedOperands(opcode) * 32,
      resultBytes: hasResult(opcode) ? 32 : 0,
      ranges: [...opcode.reads, ...opcode.writes],
    },
)

/** What is wrong, in words that name step or frame; `undefined` when nothing is. */
export function flawOf(recording: Recording): string | undefined {
  return flawOfFrames(recording) ?? flawOfSteps(recording)
}

function flawOfFrames({ frames, stepCount }: Recording): string | undefined {
  if (frames.length === 0) return stepCount === 0 ? undefined : 'there are steps and no frames'
  /** The last step of each frame that a child took. */
  const taken: StepIndex[] = []
  for (const frame of frames) {
    const { id, firstStep, endStep, depth, stack, memory } = frame
    const parent = frame.parent === undefined ? undefined : frames[frame.parent]
    const flaw = (what: string) => `frame ${id} ${what}`
    if ((parent === undefined) !== (id === 0)) return flaw('has no parent')
    if (firstStep > endStep || endStep > stepCount) return flaw('ends before it begins, or behind the recording')
    if (id === 0 && (firstStep !== 0 || endStep !== stepCount)) return flaw('is not the whole recording')
    if (stack.length > MOST_STACK) return flaw('has too large a stack')
    if (memory.length % 32 !== 0) return flaw('has a memory that is no whole number of words')
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

/** What is known of a frame while its steps are visited. */
interface Progress {
  readonly frame: RecordedFrame
  stackSize: number
  memorySize: number
}

function flawOfSteps(recording: Recording): string | undefined {
  const { steps, side, frames, stepCount } = recording
  const open: Progress[] = []
  let nextFrame = 0
  for (let step = 0; step < stepCount; step++) {
    const flaw = (what: string) => `step ${step} ${what}`
    while (open.length > 0 && open.at(-1)!.frame.endStep <= step) open.pop()
    // Frames without steps are passed over.
    for (; nextFrame < frames.length && frames[nextFrame]!.firstStep <= step; nextFrame++) {
      const frame = frames[nextFrame]!
      if (frame.endStep > step) open.push({ frame, stackSize: 0, memorySize: 0 })
    }
    const current = open.at(-1)
    if (current === undefined || steps.frame(step) !== current.frame.id)
      return flaw('is not of the frame that runs then')

    const row = ROWS[steps.opcode(step)]
    const next = recording.nextOwn(step)
    const { frame } = current
    const memorySize = steps.memorySize(step)
    if (memorySize < current.memorySize || memorySize > frame.memory.length) return flaw('has the wrong size of memory')
    current.memorySize = memorySize
    const child = recording.startedAt.get(step)
    if (child !== undefined && (row === undefined || !startsFrames(row.opcode)))
      return flaw('starts a frame and is no call')

    // The last step of a frame that halted had no effect, whatever it was.
    const failed = next === undefined && frame.status === 'halt'
    const begin = steps.side(step)
    const end = step + 1 < stepCount ? steps.side(step + 1) : side.length
    const refundBytes = steps.flags(step) & REFUND_FLAG ? REFUND_BYTES : 0
    if (end < begin + refundBytes || end > side.length) return flaw('has no place in the side table')
    if (failed) continue
    if (row === undefined) return flaw('has no opcode')
    const { opcode, operandBytes, resultBytes, ranges } = row
    const result = next === undefined || child !== undefined ? 0 : resultBytes
    if (end - begin < refundBytes + operandBytes + result) return flaw('lacks operands or its result')
    if (current.stackSize < opcode.pops) return flaw('takes more than the stack has')
    current.stackSize += opcode.pushes - opcode.pops
    if (current.stackSize > MOST_STACK) return flaw('puts too much on the stack')

    const sizeAfter = next === undefined ? frame.memory.length : steps.memorySize(next)
    for (const range of ranges) if (leaves(recording, step, range, sizeAfter, false)) return flaw('leaves the memory')
    for (const range of opcode.writesLater)
      if (leaves(recording, step, range, sizeAfter, true)) return flaw('leaves the memory')
  }
  return undefined
}

function startsFrames({ name }: Opcode): boolean {
  return name.startsWith('CREATE') || name.endsWith('CALL') || name === 'CALLCODE'
}

/** Whether a range reaches past the end of memory. */
function leaves(
  recording: Recording,
  step: StepIndex,
  range: MemoryOperands,
  size: number,
  isOutput: boolean,
): boolean {
  const asked = 'length' in range ? recording.operandNumber(step, range.length) : range.bytes
  const length = isOutput ? recording.outputLength(step, asked) : asked
  return length > 0 && !(recording.operandNumber(step, range.offset) + length <= size)
}
