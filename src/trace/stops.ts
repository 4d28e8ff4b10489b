/**
 * Conditions under which a debugger stops, and the words that people write for them.
 *
 *   step:412           that step
 *   pc:0x1f3           this position in code, of whatever frame
 *   line:Mem.sol:12    where the line begins to execute; line:12 in whatever file (of one that does more than move the
 *                      stack, where it begins to)
 *   op:MSTORE          the opcode
 *   mem:0x80:32        about to read or write one of these bytes; read: and write: for one of both
 *   slot:0x0           about to load or store the storage slot; tslot: the transient one
 *   depth:2            where this call depth begins, the outermost frame being 0
 *   gas:<5000          where less gas is left for the first time; then again after a call came back with more
 *
 * A step stands for the moment before it executes, so a condition holds at the step that is about to do it. Lines,
 * depth and gas hold where they begin to: a debugger that goes on must not stop at the very next instruction.
 * @module
 */
import { quantityToHex } from '../base/hex.ts'
import type { ByteCount, ByteOffset, Gas, Pc, StepIndex, Word } from '../base/units.ts'
import { MAX_WORD } from '../base/word.ts'
import * as op from '../opcodes/codes.ts'
import { opcodeNamed, opcodeOfByte } from '../opcodes/index.ts'
import { traceError } from './errors.ts'
import { type AccessKind, accessesOf } from './memoryAccesses.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { Recording } from './recording.ts'
import type { SourceLocator } from './sourceLocator.ts'

/** A condition on the moment before a step, told apart by `kind`. */
export type Stop =
  | { readonly kind: 'step'; readonly step: StepIndex }
  | { readonly kind: 'pc'; readonly pc: Pc }
  /** `file` as far from the right as it was written; `undefined` for any. */
  | { readonly kind: 'line'; readonly file: string | undefined; readonly line: number }
  /** The opcode byte. */
  | { readonly kind: 'opcode'; readonly opcode: number }
  | {
      readonly kind: 'memory'
      readonly offset: ByteOffset
      readonly length: ByteCount
      readonly on: AccessKind | 'both'
      /** Only memory of this frame. */
      readonly frame?: number
    }
  | { readonly kind: 'slot'; readonly slot: Word; readonly isTransient: boolean }
  | { readonly kind: 'depth'; readonly depth: number }
  | { readonly kind: 'gas'; readonly below: Gas }

/** Towards the end of the run, or its beginning. */
export type Direction = 'forward' | 'back'

/** A step at which a condition holds. */
export interface FoundStop {
  /** The step that is about to execute. */
  readonly step: StepIndex
  /** The one that holds there, the first of several. */
  readonly stop: Stop
}

/**
 * The nearest step after `from`, or before it, at which one of the stops holds; `undefined` when there is none.
 * From -1 forward all steps are looked at, and so they are from `recording.stepCount` back.
 * @throws {MemlaneError} `trace.noSources` for a line without a locator.
 */
export function nextStop(
  recording: Recording,
  from: StepIndex,
  direction: Direction,
  stops: readonly Stop[],
  locator?: SourceLocator,
): FoundStop | undefined {
  const conditions = stops.map((stop) => ({ stop, holds: conditionOf(recording, stop, locator) }))
  const way = direction === 'forward' ? 1 : -1
  for (let step = from + way; step >= 0 && step < recording.stepCount; step += way)
    for (const { stop, holds } of conditions) if (holds(step)) return { step, stop }
  return undefined
}

type Condition = (step: StepIndex) => boolean

function conditionOf(recording: Recording, stop: Stop, locator: SourceLocator | undefined): Condition {
  const { steps } = recording
  switch (stop.kind) {
    case 'step':
      return (step) => step === stop.step
    case 'pc':
      return (step) => steps.pc(step) === stop.pc
    case 'opcode':
      return (step) => steps.opcode(step) === stop.opcode
    case 'line': {
      if (locator === undefined) throw traceError('trace.noSources', {})
      const isOnLine = lineCondition(recording, stop, locator)
      const begins: Condition = (step) => isOnLine(step) && !isTrueBefore(recording.previousOwn(step), isOnLine)
      const works: Condition = (step) => begins(step) && doesSomething(recording, step, isOnLine)
      // Of a line that only moves the stack, such as `x = 5`, any beginning counts.
      let isWorking: boolean | undefined
      return (step) => {
        if (!begins(step)) return false
        isWorking ??= hasStep(recording, works)
        return !isWorking || works(step)
      }
    }
    case 'memory':
      return (step) =>
        TOUCHES_MEMORY[steps.opcode(step)]! &&
        (stop.frame === undefined || steps.frame(step) === stop.frame) &&
        accessesOf(recording, step).some(
          ({ kind, offset, length }) =>
            (stop.on === 'both' || stop.on === kind) &&
            offset < stop.offset + stop.length &&
            offset + length > stop.offset,
        )
    case 'slot': {
      const [load, store] = stop.isTransient ? [op.TLOAD, op.TSTORE] : [op.SLOAD, op.SSTORE]
      return (step) => {
        const code = steps.opcode(step)
        return (code === load || code === store) && !recording.failed(step) && recording.operand(step, 0) === stop.slot
      }
    }
    case 'depth':
      return (step) => steps.depth(step) === stop.depth && (step === 0 || steps.depth(step - 1) !== stop.depth)
    case 'gas':
      return (step) => steps.gas(step) < stop.below && (step === 0 || steps.gas(step - 1) >= stop.below)
  }
}

/** Instructions that are looked at from the beginning of a line on. */
const MOST_OF_LINE = 10_000

/**
 * Whether anything of the line runs from here on but moves of the stack. The IR pipeline pushes the places that later
 * calls return to long before the line that makes them.
 */
function doesSomething(recording: Recording, begin: StepIndex, isOnLine: Condition): boolean {
  let at: StepIndex | undefined = begin
  for (let count = 0; count < MOST_OF_LINE && at !== undefined && isOnLine(at); count++) {
    if (!IS_MOVE[recording.steps.opcode(at)]) return true
    at = recording.nextOwn(at)
  }
  return at !== undefined && isOnLine(at)
}

function hasStep({ stepCount }: Recording, holds: Condition): boolean {
  for (let step = 0; step < stepCount; step++) if (holds(step)) return true
  return false
}

const IS_MOVE: readonly boolean[] = Array.from(
  { length: 256 },
  (_, code) => (code >= op.PUSH0 && code <= op.SWAP16) || code === op.POP || code === op.JUMPDEST,
)

const TOUCHES_MEMORY: readonly boolean[] = Array.from(
  { length: 256 },
  (_, code) => (opcodeOfByte(code)?.ranges.length ?? 0) > 0,
)

function isTrueBefore(step: StepIndex | undefined, holds: Condition): boolean {
  return step !== undefined && holds(step)
}

const NO = 1
const YES = 2

/** Whether a step is on the line. Asked once for each instruction of a code, not for each step. */
function lineCondition(
  recording: Recording,
  { file, line }: Extract<Stop, { kind: 'line' }>,
  locator: SourceLocator,
): Condition {
  const answers = new Map<Uint8Array, Uint8Array>()
  const find = (frame: RecordedFrame, pc: Pc): number => {
    const place = locator.place(frame, pc)
    const isThere = place?.line === line && (file === undefined || isSameFile(place.file, file))
    return isThere ? YES : NO
  }
  return (step) => {
    const frame = recording.frameAt(step)
    const pc = recording.steps.pc(step)
    let known = answers.get(frame.code)
    if (known === undefined) answers.set(frame.code, (known = new Uint8Array(frame.code.length + 1)))
    if (pc >= known.length) return false
    if (known[pc] === 0) known[pc] = find(frame, pc)
    return known[pc] === YES
  }
}

/** Whether `path` is `wanted`, or ends with it as a path: `src/Mem.sol` is `Mem.sol`, and `MyMem.sol` is not. */
function isSameFile(path: string, wanted: string): boolean {
  return path === wanted || path.endsWith(`/${wanted}`)
}

const NUMBER = /^(?:\d{1,78}|0x[0-9a-f]{1,64})$/i

/** What each word takes; undefined when it is something else. */
const WORDS: Readonly<Record<string, (value: string) => Stop | undefined>> = {
  step: (value) => withNumber(value, (step) => ({ kind: 'step', step })),
  pc: (value) => withNumber(value, (pc) => ({ kind: 'pc', pc })),
  line: (value) => {
    const [, file, line] = /^(?:(.+):)?(\d{1,9})$/.exec(value) ?? []
    return line === undefined ? undefined : { kind: 'line', file, line: Number(line) }
  },
  op: (value) => {
    const opcode = opcodeNamed(value)?.code
    return opcode === undefined ? undefined : { kind: 'opcode', opcode }
  },
  mem: (value) => memoryStop(value, 'both'),
  read: (value) => memoryStop(value, 'read'),
  write: (value) => memoryStop(value, 'write'),
  slot: (value) => slotStop(value, false),
  tslot: (value) => slotStop(value, true),
  depth: (value) => withNumber(value, (depth) => ({ kind: 'depth', depth })),
  gas: (value) => {
    const below = wordOf(value.replace(/^<\s*/, ''))
    return below === undefined ? undefined : { kind: 'gas', below }
  },
}

/** Forms to write, for help and errors. */
export const STOP_FORMS: readonly string[] = [
  ...['step:412', 'pc:0x1f3', 'line:Mem.sol:12', 'op:MSTORE', 'mem:0x80:32', 'read:0x80:32', 'write:0x80:32'],
  ...['slot:0x0', 'tslot:0x0', 'depth:2', 'gas:<5000'],
]

/**
 * The stop that a text names.
 * @throws {MemlaneError} `trace.badStop`.
 */
export function parseStop(text: string): Stop {
  const [, word = '', value = ''] = /^\s*([a-z]+):(.*?)\s*$/is.exec(text) ?? []
  const key = word.toLowerCase()
  const stop = Object.hasOwn(WORDS, key) ? WORDS[key]!(value) : undefined
  if (stop === undefined) throw traceError('trace.badStop', { text, forms: STOP_FORMS })
  return stop
}

/** The text that `parseStop` reads as the stop. */
export function stopText(stop: Stop): string {
  switch (stop.kind) {
    case 'step':
      return `step:${stop.step}`
    case 'pc':
      return `pc:${quantityToHex(stop.pc)}`
    case 'line':
      return stop.file === undefined ? `line:${stop.line}` : `line:${stop.file}:${stop.line}`
    case 'opcode':
      return `op:${opcodeOfByte(stop.opcode)?.name ?? quantityToHex(stop.opcode)}`
    case 'memory':
      return `${stop.on === 'both' ? 'mem' : stop.on}:${quantityToHex(stop.offset)}:${stop.length}`
    case 'slot':
      return `${stop.isTransient ? 'tslot' : 'slot'}:${quantityToHex(stop.slot)}`
    case 'depth':
      return `depth:${stop.depth}`
    case 'gas':
      return `gas:<${stop.below}`
  }
}

/**
 * The moment that a text names: `end`, or the first step at which a stop holds. A bare number is a step, and the
 * number of steps is the end.
 * @throws {MemlaneError} `trace.badStop`, `trace.neverReached`, `trace.noSuchStep`, `trace.noSources`.
 */
export function parseMoment(text: string, recording: Recording, locator?: SourceLocator): StepIndex {
  const { stepCount } = recording
  if (/^\s*end\s*$/i.test(text)) return stepCount
  const stop = parseStop(/^\s*\d+\s*$/.test(text) ? `step:${text.trim()}` : text)
  if (stop.kind === 'step') {
    if (stop.step <= stepCount) return stop.step
    throw traceError('trace.noSuchStep', { step: stop.step, last: stepCount })
  }
  const found = nextStop(recording, -1, 'forward', [stop], locator)
  if (found !== undefined) return found.step
  throw traceError('trace.neverReached', { stop: stopText(stop), steps: stepCount })
}

function withNumber(value: string, make: (number: number) => Stop): Stop | undefined {
  const number = numberOf(value)
  return number === undefined ? undefined : make(number)
}

/** `0x80:32`, `0x80` for one byte, or `0x80-0xa0` with the end that no longer belongs to it. */
function memoryStop(value: string, on: AccessKind | 'both'): Stop | undefined {
  const range = rangeOf(value)
  return range === undefined ? undefined : { kind: 'memory', ...range, on }
}

function slotStop(value: string, isTransient: boolean): Stop | undefined {
  const slot = wordOf(value)
  return slot === undefined ? undefined : { kind: 'slot', slot, isTransient }
}

function numberOf(text: string): number | undefined {
  const word = wordOf(text)
  return word === undefined || word > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(word)
}

function wordOf(text: string): Word | undefined {
  if (!NUMBER.test(text)) return undefined
  const word = BigInt(text)
  return word > MAX_WORD ? undefined : word
}

/** A stretch of memory, at least one byte. */
export interface MemoryRange {
  /** The first byte. */
  readonly offset: ByteOffset
  /** In bytes. */
  readonly length: ByteCount
}

/** Where memory ends at the latest: a recording counts its words in 32 bits. */
const MEMORY_END = 2 ** 37

function rangeOf(text: string): MemoryRange | undefined {
  const [, first = '', sign, second = ''] = /^\s*(\w+)\s*(?:([:-])\s*(\w+))?\s*$/.exec(text) ?? []
  const offset = numberOf(first)
  if (offset === undefined) return undefined
  const number = sign === undefined ? 1 : numberOf(second)
  if (number === undefined) return undefined
  const length = sign === '-' ? number - offset : number
  return length < 1 || offset + length > MEMORY_END ? undefined : { offset, length }
}

/**
 * The range of memory that a text names: `0x80`, `0x80:32` (offset and length), or `0x80-0xa0` (start and end, the
 * end not a part of it). Decimal numbers do too.
 * @throws {MemlaneError} `trace.badRange`.
 */
export function parseRange(text: string): MemoryRange {
  const range = rangeOf(text)
  if (range === undefined) throw traceError('trace.badRange', { text })
  return range
}
