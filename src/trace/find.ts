/**
 * Finding bytes: in the memory of every frame over time, in calldata and in what frames gave back.
 *
 * Memory is replayed once. A write can only bring or take away what touches it, so only its neighbourhood is looked at.
 * @module
 */
import type { MemlaneError } from '../base/error.ts'
import type { ByteCount, ByteOffset, StepIndex } from '../base/units.ts'
import { MAX_WORD, wordToBytes } from '../base/word.ts'
import { traceError } from './errors.ts'
import { accessesOf } from './memoryAccesses.ts'
import type { Recording } from './recording.ts'

/** One place where the bytes stood, and how long. */
export interface Finding {
  /** In a frame's memory, in what it was given, or in what it gave back. */
  readonly where: 'memory' | 'calldata' | 'output'
  /** Its id. */
  readonly frame: number
  /** The first byte, in the frame's memory, calldata or output. */
  readonly offset: ByteOffset
  /** Of memory: the step that wrote the last of it. Elsewhere the frame's first step, and its last. */
  readonly from: StepIndex
  /** The step that overwrote it; `undefined` where it stood at the end of the frame. */
  readonly until: StepIndex | undefined
}

/** The first findings, and how many there are. */
export interface Found {
  /** In the order in which they appeared: as many as were asked for. */
  readonly findings: readonly Finding[]
  /** How many there are. */
  readonly count: number
}

/** Longer than anything that is written at once by hand. */
const MOST_PATTERN: ByteCount = 1 << 16
const DEFAULT_MOST = 100

/**
 * What is looked for, from the words of a command: `0x…` bytes, `"text"` or `text:…`, a number as a word of 32 bytes.
 * @throws {MemlaneError} `trace.badPattern`.
 */
export function parsePattern(text: string): Uint8Array {
  const fail = () => traceError('trace.badPattern', { text })
  const quoted = /^"([\s\S]*)"$|^text:([\s\S]*)$/.exec(text)
  if (quoted !== null) return checked(new TextEncoder().encode(quoted[1] ?? quoted[2] ?? ''), fail)
  if (/^0x([0-9a-fA-F]{2})+$/.test(text)) {
    const bytes = new Uint8Array((text.length - 2) / 2)
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 + i * 2, 4 + i * 2), 16)
    return checked(bytes, fail)
  }
  const number = /^(?:uint:)?(\d{1,78})$/.exec(text)?.[1]
  if (number === undefined || BigInt(number) > MAX_WORD) throw fail()
  return checked(wordToBytes(BigInt(number)), fail)
}

function checked(bytes: Uint8Array, fail: () => MemlaneError): Uint8Array {
  if (bytes.length === 0 || bytes.length > MOST_PATTERN) throw fail()
  if (bytes.every((byte) => byte === 0)) throw traceError('trace.zeroPattern', {})
  return bytes
}

/** Everywhere that the bytes stood. */
export function findBytes(recording: Recording, pattern: Uint8Array, most: number = DEFAULT_MOST): Found {
  const findings: Finding[] = []
  let count = 0
  const keep = (finding: Finding) => {
    count++
    // Those that appeared first are kept; each frame's come in their own order.
    if (findings.length < most * 4) findings.push(finding)
  }
  for (const { id, input, output, firstStep, endStep } of recording.frames) {
    for (const offset of occurrences(input, pattern))
      keep({ where: 'calldata', frame: id, offset, from: firstStep, until: undefined })
    if (endStep > firstStep) findInFrame(recording, id, pattern, keep)
    for (const offset of occurrences(output, pattern))
      keep({ where: 'output', frame: id, offset, from: Math.max(firstStep, endStep - 1), until: undefined })
  }
  findings.sort((a, b) => a.from - b.from || a.frame - b.frame || a.offset - b.offset)
  return { findings: findings.slice(0, most), count }
}

function findInFrame(recording: Recording, frame: number, pattern: Uint8Array, keep: (finding: Finding) => void): void {
  /** What stands there now, by offset: since which step. */
  const standing = new Map<ByteOffset, StepIndex>()
  const finish = (offset: ByteOffset, until: StepIndex | undefined) => {
    const from = standing.get(offset)!
    standing.delete(offset)
    keep({ where: 'memory', frame, offset, from, until })
  }
  const cursor = recording.cursor(frame)
  const reach = pattern.length - 1
  while (!cursor.atEnd) {
    const step = cursor.index
    const writes = accessesOf(recording, step).filter(({ kind }) => kind === 'write')
    cursor.next()
    for (const { offset, length } of writes) {
      const start = Math.max(0, offset - reach)
      const region = cursor.memory(start, offset + length + reach - start)
      const now = new Set([...occurrences(region, pattern)].map((at) => start + at))
      // Where few stand, all are looked at; where many do, only those that the write can reach.
      for (const at of nearby(standing, start, offset + length)) if (!now.has(at)) finish(at, step)
      for (const at of now) if (!standing.has(at)) standing.set(at, step)
    }
  }
  for (const at of [...standing.keys()]) finish(at, undefined)
}

function nearby(standing: ReadonlyMap<ByteOffset, StepIndex>, start: ByteOffset, end: ByteOffset): ByteOffset[] {
  if (standing.size <= end - start) return [...standing.keys()].filter((at) => at >= start && at < end)
  const near: ByteOffset[] = []
  for (let at = start; at < end; at++) if (standing.has(at)) near.push(at)
  return near
}

/** Every offset at which the pattern begins; occurrences may overlap. */
function* occurrences(bytes: Uint8Array, pattern: Uint8Array): Generator<ByteOffset> {
  const last = bytes.length - pattern.length
  const first = pattern[0]!
  for (let at = bytes.indexOf(first); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    let same = 1
    while (same < pattern.length && bytes[at + same] === pattern[same]) same++
    if (same === pattern.length) yield at
  }
}
