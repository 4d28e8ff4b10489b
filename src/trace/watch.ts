/**
 * Watching a range of memory: every read and write that touches it, with the bytes before and after, and a condition on
 * what they are.
 *
 *   step 377   write   0x80 → 0x120        value: the range as one number, its first byte the most significant
 *   step 391   read    0x120
 *
 * @module
 */
import type { StepIndex, Word } from '../base/units.ts'
import { bytesToBigint, MAX_WORD, WORD_BYTES, wordToBytes } from '../base/word.ts'
import * as op from '../opcodes/codes.ts'
import { traceError } from './errors.ts'
import type { AccessKind, MemoryAccess, MemoryAccesses } from './memoryAccesses.ts'
import type { Recording } from './recording.ts'
import type { MemoryRange } from './stops.ts'
import { bytesAt, frameOf } from './writers.ts'

const OPERATORS = {
  '==': (value: Word, limit: Word) => value === limit,
  '!=': (value: Word, limit: Word) => value !== limit,
  '<=': (value: Word, limit: Word) => value <= limit,
  '>=': (value: Word, limit: Word) => value >= limit,
  '<': (value: Word, limit: Word) => value < limit,
  '>': (value: Word, limit: Word) => value > limit,
} as const

/** A condition on the value after an access. */
export interface ValueCondition {
  /** Compares the range, as one number, with `limit`. */
  readonly operator: keyof typeof OPERATORS
  /** Unsigned. */
  readonly limit: Word
}

/** A range, and which accesses to it are of interest. */
export interface WatchQuestion extends MemoryRange {
  /** Only memory of this frame; without it, of every frame. */
  readonly frame?: number
  /** Default: `both`. */
  readonly on?: AccessKind | 'both'
  /** Only accesses after which it holds. Ranges are then at most 32 bytes long. */
  readonly when?: ValueCondition
}

/** An access to the range, which is one frame's. */
export interface WatchedAccess extends MemoryAccess {
  /** The bytes of the whole range. Of a read, both are what was there. */
  readonly before: Uint8Array
  /** The bytes of the whole range after the access. */
  readonly after: Uint8Array
}

/** Accesses to a range, and how many there are. */
export interface Watched {
  /** In the order of the steps: the first ones that fit the limit, or the last. */
  readonly accesses: readonly WatchedAccess[]
  /** How many there are, with those that are left out. */
  readonly count: number
}

/** How many accesses are kept; all are counted. */
export interface WatchLimits {
  /** Default 1,000. */
  readonly most?: number
  /** Which ones to keep where there are more. */
  readonly keep?: 'first' | 'last'
}

const MOST_ACCESSES = 1000
/** The bytes of a range are kept for each access. */
const MOST_BYTES = 4096

/**
 * The reads and writes of a range.
 * @throws {MemlaneError} `trace.rangeTooLong`, `trace.noSuchFrame`.
 */
export function watch(
  recording: Recording,
  accesses: MemoryAccesses,
  question: WatchQuestion,
  { most = MOST_ACCESSES, keep = 'first' }: WatchLimits = {},
): Watched {
  const { offset, length, frame, on = 'both', when } = question
  const limit = when === undefined ? MOST_BYTES : WORD_BYTES
  if (length > limit) throw traceError('trace.rangeTooLong', { length, limit })
  if (frame !== undefined) frameOf(recording, frame)
  const states = new Map<number, Uint8Array>()
  const kept: WatchedAccess[] = []
  let count = 0
  const range = { offset, length }
  for (const access of accesses.from(0, frame === undefined ? { range } : { range, frame })) {
    const before = states.get(access.frame) ?? recording.freshMemory(offset, length)
    const after = access.kind === 'read' ? before : afterWrite(recording, accesses, access, before, range)
    states.set(access.frame, after)
    if (on !== 'both' && access.kind !== on) continue
    if (when !== undefined && !OPERATORS[when.operator](bytesToBigint(after), when.limit)) continue
    count++
    if (most === 0 || (keep === 'first' && kept.length === most)) continue
    kept.push({ ...access, before, after })
    // Twice as many are kept as are wanted, so that leaving out costs little.
    if (kept.length === most * 2) kept.splice(0, most)
  }
  return { accesses: keep === 'first' ? kept : kept.slice(Math.max(0, kept.length - most)), count }
}

/** The bytes of the range behind a write. */
function afterWrite(
  recording: Recording,
  accesses: MemoryAccesses,
  { step, frame, offset, length }: MemoryAccess,
  before: Uint8Array,
  range: MemoryRange,
): Uint8Array {
  const start = Math.max(offset, range.offset)
  const end = Math.min(offset + length, range.offset + range.length)
  const after = before.slice()
  after.set(writtenBytes(recording, accesses, step, frame, offset, start, end), start - range.offset)
  return after
}

/** `[start, end)` of what a step wrote to `offset` and behind it. */
function writtenBytes(
  recording: Recording,
  accesses: MemoryAccesses,
  step: StepIndex,
  frame: number,
  offset: number,
  start: number,
  end: number,
): Uint8Array {
  const code = recording.steps.opcode(step)
  if (code === op.MSTORE) return wordToBytes(recording.operand(step, 1)).subarray(start - offset, end - offset)
  if (code === op.MSTORE8) return wordToBytes(recording.operand(step, 1)).subarray(WORD_BYTES - 1)
  const at = recording.startedAt.get(step)?.endStep ?? step + 1
  return bytesAt(recording, accesses, { frame, offset: start, length: end - start, at })
}

/**
 * The condition that a text names: `value < 0x80`, with `==`, `!=`, `<`, `<=`, `>` or `>=` and a number.
 * @throws {MemlaneError} `trace.badCondition`.
 */
export function parseCondition(text: string): ValueCondition {
  const [, written = '', number = ''] = /^\s*value\s*([=!<>]=|[<>])\s*(\d{1,78}|0x[0-9a-f]{1,64})\s*$/i.exec(text) ?? []
  const operator = OPERATOR_NAMES.find((name) => name === written)
  if (operator === undefined || BigInt(number) > MAX_WORD)
    throw traceError('trace.badCondition', { text, operators: OPERATOR_NAMES })
  return { operator, limit: BigInt(number) }
}

const OPERATOR_NAMES: readonly ValueCondition['operator'][] = ['==', '!=', '<', '<=', '>', '>=']
