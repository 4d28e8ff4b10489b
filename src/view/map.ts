/**
 * The map of memory as a table: what lies where, its value, and the line that allocated it.
 *
 *    offset   bytes  object               value                     allocated by
 *    0x040       32  free memory pointer  0x160
 *    0x080      160  bytes32[5] a         [0, 0, 0, 0, 0]           MemoryLane.sol:7   bytes32[5] memory a;
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import type { Messages } from './messages/index.ts'
import { grouped, hexOffset, offsetDigits } from './number.ts'
import type { OwnerKind } from './palette.ts'
import { fitLine, type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'
import { displayWidth, padEnd, printable } from './width.ts'

/** One range of memory and what is known of it. */
export interface MapEntry {
  readonly kind: OwnerKind
  readonly offset: ByteOffset
  readonly bytes: ByteCount
  /** What it is: `bytes32[5] a`, `scratch space`. */
  readonly object: string
  /** Whether the type is only inferred. */
  readonly isInferred?: boolean
  /** Its value as text; `undefined` where there is none to show. */
  readonly value: string | undefined
  /** The line of source that allocated it. */
  readonly allocatedBy: SourceLine | undefined
}

export interface SourceLine {
  readonly file: string
  readonly line: number
  /** The statement on that line, without the spaces around it. */
  readonly text: string
}

/** The table keeps its shape from one contract to the next. */
const BYTES_WIDTH = 6
const VALUE_WIDTH = 24
/** A longer value is cut; the JSON has all of it. */
const LONGEST_VALUE = 72
const NO_VALUE = '–'

/** `width` is that of the terminal: no line is longer. Without one, lines are as long as they are. */
export function mapScreen(entries: readonly MapEntry[], messages: Messages, width?: number): Screen {
  const { columns } = messages.map
  const digits = offsetDigits(Math.max(0, ...entries.map(({ offset }) => offset)))
  const places = entries.map(({ allocatedBy }) =>
    allocatedBy === undefined ? '' : printable(`${allocatedBy.file}:${allocatedBy.line}`),
  )
  const placeWidth = Math.max(...places.map(displayWidth), 0)
  const rows = entries.map((entry, index): Row => {
    const { kind, offset, bytes, object, value, allocatedBy } = entry
    return [
      span(hexOffset(offset, digits), 'dim'),
      span(grouped(bytes)),
      span(printable(object), kind),
      value === undefined ? span(NO_VALUE, 'dim') : span(printable(value)),
      allocatedBy === undefined
        ? span('')
        : span(`${padEnd(places[index]!, placeWidth)}   ${printable(allocatedBy.text)}`, 'dim'),
    ]
  })
  const longestValue = width === undefined ? LONGEST_VALUE : Math.max(VALUE_WIDTH, Math.floor(width / 3))
  const table = layoutTable(
    [
      { title: columns.offset, minWidth: displayWidth('offset') },
      { title: columns.bytes, align: 'right', minWidth: BYTES_WIDTH },
      { title: columns.object },
      { title: columns.value, minWidth: VALUE_WIDTH, maxWidth: Math.min(longestValue, LONGEST_VALUE) },
      { title: columns.allocatedBy },
    ],
    rows,
  )
  const inferred = entries.some(({ isInferred }) => isInferred) ? [[], [span(` ${messages.map.inferred}`, 'dim')]] : []
  return [...(width === undefined ? table : table.map((line) => fitLine(line, width))), ...inferred]
}
