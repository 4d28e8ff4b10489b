/**
 * Where a plain and a brutalized run part. As long as they take the same way, their steps are the same in number, so one
 * index serves both.
 *
 *   same way:  step 0 … step 41     MLOAD of junk      pushes another word     `pushed`: 41
 *                       step 44     SSTORE             stores another word     `parting`: 44, 'does'
 *              or       step 44     JUMPI              goes elsewhere          `parting`: 44, 'goes'
 * @module
 */
import type { ByteCount, ByteOffset, Pc, StepIndex } from '../../base/units.ts'
import { hasResult } from '../../evm/events.ts'
import * as op from '../../opcodes/codes.ts'
import { isCreation, opcodeOfByte, rangeOf } from '../../opcodes/index.ts'
import {
  type MemoryAccesses,
  type MemoryRange,
  type Origin,
  OriginFinder,
  type Recording,
  Timeline,
} from '../../trace/index.ts'

/** The step with which two runs part. Until it, both took the same steps. */
export interface Parting {
  /** In both recordings. */
  readonly step: StepIndex
  /** That of the step, by id. */
  readonly frame: number
  /** In the code of the frame. */
  readonly pc: Pc
  /** The opcode byte. */
  readonly opcode: number
  /**
   * `does`: it stores, logs, calls, creates or ends its frame with something else. `goes`: what comes next is another step, or
   * its frame ends there in one run.
   */
  readonly what: 'does' | 'goes'
  /** Items from the top of the stack that are the reason. */
  readonly items: readonly number[]
  /** Bytes of memory that are the reason: the first that is another, and those behind it. */
  readonly memory: MemoryRange | undefined
}

/** How two runs go beside each other. */
export interface Ways {
  /** The first step that pushed another word; `undefined` for none on the way that they share. */
  readonly pushed: StepIndex | undefined
  /**
   * The first 64 steps at which one does something else, and last the one behind which they go apart. None: they do the same.
   */
  readonly partings: readonly Parting[]
}

const MOST_PARTINGS = 64

/** Goes along two runs of one call until their steps are others. */
export function waysOf(plain: Recording, brutalized: Recording): Ways {
  const [a, b] = [new Timeline(plain), new Timeline(brutalized)]
  const partings: Parting[] = []
  let pushed: StepIndex | undefined
  const most = Math.min(plain.stepCount, brutalized.stepCount)
  let step = 0
  for (; step < most && samePlace(plain, brutalized, step); step++) {
    const code = plain.steps.opcode(step)
    if (plain.failed(step) || brutalized.failed(step)) {
      if (plain.failed(step) && brutalized.failed(step)) continue
      partings.push(partingAt(plain, step, 'goes', itemsOf(step, plain)))
      return { pushed, partings }
    }
    if (ACTS.has(code) && partings.length < MOST_PARTINGS) {
      const parting = otherAct(plain, brutalized, a, b, step)
      if (parting !== undefined) partings.push(parting)
    }
    if (pushed === undefined && PUSHES_RESULT[code] && !sameResult(plain, brutalized, step)) pushed = step
  }
  if (step > 0 && (step < plain.stepCount || step < brutalized.stepCount))
    partings.push(partingAt(plain, step - 1, 'goes', itemsOf(step - 1, plain)))
  return { pushed, partings }
}

/**
 * The parting that somebody sees from outside; of those that nobody does, the first. Calls and the ends of inner frames may carry bytes
 * that nobody looks at.
 */
export function decisiveOf(partings: readonly Parting[]): Parting | undefined {
  return partings.find(isSeen) ?? partings[0]
}

function isSeen({ what, opcode, frame }: Parting): boolean {
  if (what === 'goes') return true
  return opcode === op.RETURN || opcode === op.REVERT ? frame === 0 : !opcodeOfByte(opcode)?.starts
}

const PUSHES_RESULT: readonly boolean[] = Array.from({ length: 256 }, (_, byte) => {
  const opcode = opcodeOfByte(byte)
  return opcode !== undefined && hasResult(opcode)
})

/** What the reasons of a parting were made from, in the brutalized run. */
export function originsOfParting(recording: Recording, accesses: MemoryAccesses, parting: Parting): readonly Origin[] {
  const limits = { acrossCalls: true, nodes: 2000, steps: 3_000_000 }
  const finder = new OriginFinder(recording, accesses, limits)
  const { step, items, memory } = parting
  const parts = memory === undefined ? [] : finder.ofMemory({ ...memory, frame: parting.frame, at: step })
  return [...parts.map(({ origin }) => origin), ...items.map((item) => finder.ofItem(step, item))]
}

/** Instructions whose doing others see. */
const ACTS: ReadonlySet<number> = new Set([
  ...[op.SSTORE, op.TSTORE, op.LOG0, op.LOG1, op.LOG2, op.LOG3, op.LOG4, op.CREATE, op.CREATE2],
  ...[op.CALL, op.CALLCODE, op.DELEGATECALL, op.STATICCALL, op.RETURN, op.REVERT, op.SELFDESTRUCT],
])

/** Operands that say where something lies, and gas: they may be others though nothing else is. */
const PLACES: ReadonlySet<string> = new Set(['offset', 'inputOffset', 'outputOffset', 'gas'])

function samePlace(a: Recording, b: Recording, step: StepIndex): boolean {
  return (
    a.steps.pc(step) === b.steps.pc(step) &&
    a.steps.frame(step) === b.steps.frame(step) &&
    a.steps.opcode(step) === b.steps.opcode(step)
  )
}

function partingAt(
  { steps }: Recording,
  step: StepIndex,
  what: Parting['what'],
  items: readonly number[],
  memory?: MemoryRange,
): Parting {
  return { step, frame: steps.frame(step), pc: steps.pc(step), opcode: steps.opcode(step), what, items, memory }
}

function itemsOf(step: StepIndex, { steps }: Recording): readonly number[] {
  const pops = opcodeOfByte(steps.opcode(step))?.pops ?? 0
  return Array.from({ length: pops }, (_, item) => item)
}

/** What the step does in one run and not in the other. */
function otherAct(
  plain: Recording,
  brutalized: Recording,
  a: Timeline,
  b: Timeline,
  step: StepIndex,
): Parting | undefined {
  const opcode = opcodeOfByte(plain.steps.opcode(step))!
  const items = opcode.operands.flatMap((name, item) =>
    !PLACES.has(name) && plain.operand(step, item) !== brutalized.operand(step, item) ? [item] : [],
  )
  if (items.length > 0) return partingAt(plain, step, 'does', items)
  if (opcode.reads === undefined) return undefined
  const [x, y] = [plain, brutalized].map((recording) =>
    rangeOf(opcode.reads!, (operand) => recording.operandNumber(step, operand)),
  )
  const from = firstOther(bytesOf(a, step, x!), bytesOf(b, step, y!))
  if (from === undefined) return undefined
  const memory = { offset: y!.offset + from, length: y!.length - from }
  return partingAt(plain, step, 'does', [], memory)
}

function bytesOf(timeline: Timeline, step: StepIndex, range: { offset: ByteOffset; length: ByteCount }): Uint8Array {
  return range.length === 0 ? EMPTY : timeline.seek(step).current.memory(range.offset, range.length)
}

const EMPTY = new Uint8Array(0)

function firstOther(a: Uint8Array, b: Uint8Array): number | undefined {
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return at
  return a.length === b.length ? undefined : Math.min(a.length, b.length)
}

const [RESULT_OF_A, RESULT_OF_B] = [new Uint32Array(8), new Uint32Array(8)]

/** A result is the last word of the step's entry, unless the step started a frame or ended its own. */
function sameResult(a: Recording, b: Recording, step: StepIndex): boolean {
  if (a.startedAt.has(step) || b.startedAt.has(step)) return isSameCallee(a, b, step)
  if (a.nextOwn(step) === undefined || b.nextOwn(step) === undefined) return true
  a.side.readWord(a.steps.side(step + 1) - 32, RESULT_OF_A, 0)
  b.side.readWord(b.steps.side(step + 1) - 32, RESULT_OF_B, 0)
  return RESULT_OF_A.every((part, index) => part === RESULT_OF_B[index])
}

function isSameCallee(a: Recording, b: Recording, step: StepIndex): boolean {
  const [x, y] = [a.startedAt.get(step), b.startedAt.get(step)]
  if (x === undefined || y === undefined) return x === y
  return x.status === y.status && (!isCreation(x.kind) || x.address === y.address)
}
