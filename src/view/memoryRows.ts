/**
 * Memory as rows of 16 bytes: offset, bytes in hex, and the same bytes as text.
 *
 *   0x040  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  ················
 *   0x050  00 00 00 00 00 00 00 00  00 00 00 00 00 00 01 60  ···············`
 *   0x060  512 zero bytes
 *
 * Zero bytes are dim; three and more rows of zeros become one line. A row has at most one ink for each byte,
 * from the owners that are handed in.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import type { Messages } from './messages/index.ts'
import { grouped, hexOffset, offsetDigits } from './number.ts'
import type { OwnerKind } from './palette.ts'
import { type Ink, type Line, type Screen, type Span, span } from './span.ts'

/** Bytes in a row: offset, hex and text together stay under 80 columns. */
export const ROW_BYTES = 16

/** Who owns `[start, end)`. */
export interface OwnedRange {
  /** The first byte. */
  readonly start: ByteOffset
  /** Behind the last byte. */
  readonly end: ByteOffset
  /** What owns them. */
  readonly kind: OwnerKind
}

/** Rows of zeros from which on they are told instead of shown. */
const ZERO_ROWS_TOLD = 3

/** Rows shown; what lies behind is told in one line. 256 rows are 4 KiB. */
const ROWS_SHOWN = 256

/** The rows of a whole memory. `owners` are in order and do not overlap. */
export function memoryRows(memory: Uint8Array, messages: Messages, owners: readonly OwnedRange[] = []): Screen {
  const digits = offsetDigits(Math.max(0, memory.length - ROW_BYTES))
  const lines: Line[] = []
  for (let offset = 0; offset < memory.length; ) {
    const label = span(` ${hexOffset(offset, digits)}`, 'dim')
    if (lines.length === ROWS_SHOWN) {
      lines.push([label, span(`  ${messages.memory.moreBytes(grouped(memory.length - offset))}`, 'dim')])
      break
    }
    const zeros = zeroRows(memory, offset)
    if (zeros >= ZERO_ROWS_TOLD * ROW_BYTES) {
      lines.push([label, span(`  ${messages.memory.zeroBytes(grouped(zeros))}`, 'dim')])
      offset += zeros
    } else {
      lines.push([label, ...byteSpans(memory.subarray(offset, offset + ROW_BYTES), offset, owners)])
      offset += ROW_BYTES
    }
  }
  return lines
}

/** Bytes in the rows of zeros from `offset` on. */
function zeroRows(memory: Uint8Array, offset: ByteOffset): ByteCount {
  let end = offset
  while (end < memory.length && memory[end] === 0) end++
  return end === memory.length ? end - offset : Math.floor((end - offset) / ROW_BYTES) * ROW_BYTES
}

function byteSpans(row: Uint8Array, offset: ByteOffset, owners: readonly OwnedRange[]): Span[] {
  const hex: Span[] = []
  const text: Span[] = []
  for (let index = 0; index < ROW_BYTES; index++) {
    const byte = row[index]
    const space = index % 8 === 0 ? '  ' : ' '
    if (byte === undefined) {
      hex.push(span(`${space}  `))
      continue
    }
    const ink = byteInk(byte, offset + index, owners)
    hex.push(span(space + byte.toString(16).padStart(2, '0'), ink))
    text.push(span(byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·', ink))
  }
  return merged([...hex, span('  '), ...text])
}

function byteInk(byte: number, offset: ByteOffset, owners: readonly OwnedRange[]): Ink | undefined {
  if (byte === 0) return 'dim'
  return owners.find(({ start, end }) => offset >= start && offset < end)?.kind
}

/** Neighbours of the same ink as one span, so that a row is a few spans and not forty. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const next of spans) {
    const last = result.at(-1)
    if (last !== undefined && last.ink === next.ink)
      result[result.length - 1] = { ...last, text: last.text + next.text }
    else result.push(next)
  }
  return result
}
