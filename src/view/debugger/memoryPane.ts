/**
 * Memory as the debugger shows it: 16 bytes a row, each with a mark behind it, and the text beside them.
 *
 *   040  .. .. .. .. .. .. .. ..  .. .. .. .. .. .. .. 80w ................
 *
 * `w` this step writes it, `r` reads it, `'` the write before this step wrote it, `[ ]` selected, `*` a run stops at it, `!`
 * another than at the step it is compared with, `#` a finding is about it. `--` is not there yet: the step makes memory larger. Colour says whose a byte is, and is never the only sign.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex } from '../../base/units.ts'
import { Timeline } from '../../trace/index.ts'
import { type OwnerKind, PALETTE } from '../palette.ts'
import { type Ink, type Line, type Span, span } from '../span.ts'
import { printable } from '../width.ts'
import { type Debugger, ROW_BYTES } from './debugger.ts'

/** Columns of a row whose offset has `digits`. */
export function memoryWidth(digits: number): number {
  return digits + 2 + ROW_BYTES * 3 + 1 + ROW_BYTES
}

/**
 * What is to say about a byte: `w` this step writes it, `r` reads it, `'` the write before wrote it, `*` a run stops at
 * it, `!` it is another than at the moment compared with.
 */
export type Mark = 'w' | 'r' | "'" | '*' | '!' | ' '

/** A part of the memory that is shown. */
export interface MemoryWindow {
  /** Offset of the first byte. */
  readonly top: ByteOffset
  /** Bytes of the whole memory. */
  readonly size: ByteCount
  /** Where rows end: memory's size, or where it will end behind this step. */
  readonly end: ByteOffset
  /** From `top` on; zeros behind the end of memory. */
  readonly bytes: Uint8Array
  /** 1 where a byte is not known, of recordings by other tools. */
  readonly unknown: Uint8Array | undefined
  /** Of each byte. */
  readonly marks: readonly Mark[]
  /** 1 where a finding is about the byte; `undefined` where none is about any. */
  readonly found: Uint8Array | undefined
}

/** So many rows of memory from an offset on, with their marks. */
export function memoryWindow(debug: Debugger, top: ByteOffset, rows: number): MemoryWindow {
  const { shown } = debug
  const size = shown.memorySize
  const bytes = shown.memory(top, ROW_BYTES * rows)
  const unknown = shown.unknown(top, ROW_BYTES * rows)
  const end = Math.max(size, touchedEnd(debug))
  const found = debug.foundIn(top, bytes.length)
  return { top, size, end, bytes, unknown, marks: marksOf(debug, top, bytes), found }
}

/** `count` rows from where the debugger's view of memory begins. */
export function memoryLines(debug: Debugger, count: number, digits: number): Line[] {
  const { top, size, end, bytes, unknown, marks, found } = memoryWindow(debug, debug.memoryTop, count)
  const gapBehind = (index: number) => (found?.[index] === 1 ? span('#', 'bad') : markSpan(marks[index]!))
  const lines: Line[] = []
  for (let row = 0; row < count; row++) {
    const offset = top + row * ROW_BYTES
    if (offset >= end) break
    const spans: Span[] = [span(`${offset.toString(16).padStart(digits, '0')} `, 'dim')]
    let text = ''
    for (let column = 0; column < ROW_BYTES; column++) {
      const at = offset + column
      const index = at - top
      const byte = bytes[index]!
      const isSelected = at === debug.selection
      const mark = marks[index]!
      const isFound = found?.[index] === 1
      const isZero = byte === 0 && !debug.showZeros && mark === ' ' && !isSelected && !isFound
      const known = isZero ? '..' : byte.toString(16).padStart(2, '0')
      const hex = unknown?.[index] === 1 ? '??' : at >= size ? '--' : known
      const plainInk: Ink | undefined = byte === 0 ? 'dim' : ownerOf(debug, at)
      const ink = isFound ? 'bad' : mark !== ' ' || isSelected ? 'strong' : plainInk
      // The gap before a byte carries the bracket of the selection or the mark of the byte before.
      const behind = column === 0 ? span(' ') : at - 1 === debug.selection ? span(']', 'strong') : gapBehind(index - 1)
      spans.push(isSelected ? span('[', 'strong') : behind, span(hex, ink))
      text += at >= size || byte === 0 ? ' ' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'
    }
    const last = offset + ROW_BYTES - 1
    spans.push(last === debug.selection ? span(']', 'strong') : gapBehind(last - top), span(` ${text} `, 'dim'))
    // What begins in this row, where there is room behind it.
    for (const { start, kind, object } of debug.owners)
      if (start >= offset && start < offset + ROW_BYTES)
        spans.push(span(` ${PALETTE[kind].shape} ${printable(object)}`, kind))
    lines.push(spans)
  }
  return lines
}

function markSpan(mark: Mark): Span {
  return mark === ' ' ? span(mark) : span(mark, 'strong')
}

/** Where what the step touches ends. */
function touchedEnd({ accesses, recording, outward, step }: Debugger): ByteOffset {
  if (outward > 0 || step >= recording.stepCount) return 0
  return Math.max(0, ...accesses.ofStep(step).map(({ offset, length }) => offset + length))
}

/** Words of solc are known by where they lie, other owners from the build. */
function ownerOf(debug: Debugger, offset: ByteOffset): OwnerKind | undefined {
  const owner = debug.ownerOf(offset)
  if (owner !== undefined) return owner.kind
  if (!debug.target.isSolidity) return undefined
  if (offset < 0x40) return 'scratch'
  if (offset < 0x60) return 'freePointer'
  return offset < 0x80 ? 'zeroSlot' : undefined
}

function marksOf(debug: Debugger, top: ByteOffset, bytes: Uint8Array): Mark[] {
  const { accesses, recording, shown, step, compared, stops } = debug
  const marks: Mark[] = new Array<Mark>(bytes.length).fill(' ')
  const put = (offset: number, length: number, mark: Mark) => {
    const end = Math.min(offset + length, top + bytes.length)
    for (let at = Math.max(offset, top); at < end; at++) marks[at - top] = mark
  }
  for (const stop of stops)
    if (stop.kind === 'memory' && (stop.frame ?? shown.frame.id) === shown.frame.id) put(stop.offset, stop.length, '*')
  const [last] = accesses.before(step, { frame: shown.frame.id, kind: 'write' })
  if (last !== undefined) put(last.offset, last.length, "'")
  if (compared !== undefined) {
    const old = memoryAt(debug, compared, top, bytes.length)
    for (const [index, byte] of bytes.entries()) if ((old?.[index] ?? 0) !== byte) marks[index] = '!'
  }
  if (debug.outward === 0 && step < recording.stepCount) {
    const touched = accesses.ofStep(step)
    for (const { kind, offset, length } of touched) if (kind === 'read') put(offset, length, 'r')
    for (const { kind, offset, length } of touched) if (kind === 'write') put(offset, length, 'w')
  }
  return marks
}

/** The same part of the same frame's memory at another step; `undefined` where the frame was not open then. */
function memoryAt(
  { recording, shown }: Debugger,
  step: StepIndex,
  top: ByteOffset,
  length: ByteCount,
): Uint8Array | undefined {
  const timeline = comparedTimelines.get(recording) ?? new Timeline(recording)
  comparedTimelines.set(recording, timeline)
  const frame = timeline.seek(step).frames.find((cursor) => cursor.frame.id === shown.frame.id)
  return frame?.memory(top, length)
}

/** One more timeline for each recording that is compared: its key frames are made once. */
const comparedTimelines = new WeakMap<object, Timeline>()
