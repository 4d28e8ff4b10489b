/**
 * The map of memory as a table: what lies where, its value, and the line that allocated it.
 *
 *    offset   bytes  object               value                     allocated by
 *    0x040       32  free memory pointer  0x160
 *    0x080      160  bytes32[5] a         [0, 0, 0, 0, 0]           MemoryLane.sol:7   bytes32[5] memory a;
 *    0x120       64  #R05 string name     …                         where a finding is about it
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex } from '../base/units.ts'
import type { RuleId } from '../check/index.ts'
import type { Messages } from './messages/index.ts'
import { grouped, hexOffset, largest, offsetDigits } from './number.ts'
import type { OwnerKind } from './palette.ts'
import { fitLine, type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'
import { displayWidth, padEnd, printable, shortened } from './width.ts'

/** One range of memory and what is known of it. */
export interface MapEntry {
  /** What owns the memory: decides colour and shape. */
  readonly kind: OwnerKind
  /** The first byte. */
  readonly offset: ByteOffset
  /** How many there are. */
  readonly bytes: ByteCount
  /** What it is: `bytes32[5] a`, `scratch space`. */
  readonly object: string
  /** Whether the type is only inferred. */
  readonly isInferred?: boolean
  /** Whether something lies over it, such as deployed code: `value` is what it held before, and its bytes are no longer its own. */
  readonly isOverwritten?: boolean
  /** Its value as text; `undefined` where there is none to show. */
  readonly value: string | undefined
  /** The line of source that allocated it. */
  readonly allocatedBy: SourceLine | undefined
  /** Whether that line is only inferred. */
  readonly isPlaceInferred?: boolean
  /** The step that allocated it. */
  readonly allocatedAt?: StepIndex
  /** Rules whose findings are about it, where the run was checked. */
  readonly findings?: readonly RuleId[]
}

/** A line of source. */
export interface SourceLine {
  /** As the compiler was given it. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** The statement on that line, without the spaces around it. */
  readonly text: string
}

/** The table keeps its shape from one contract to the next. */
const BYTES_WIDTH = 6
const VALUE_WIDTH = 24
/** A longer value is cut; the JSON has all of it. */
const LONGEST_VALUE = 72
/** On a narrow terminal the line that allocated is worth more than a long value. */
const SHORTEST_VALUE = 14
/** A longer object is cut on a terminal. */
const LONGEST_OBJECT = 36
/** Offset, bytes, spaces between columns, and the beginning of the source line. */
const OTHER_WIDTH = 44
const NO_VALUE = '–'

/** `width` is that of the terminal: no line is longer. Without one, lines are as long as they are. */
export function mapScreen(entries: readonly MapEntry[], messages: Messages, width?: number): Screen {
  const { columns, inferred } = messages.map
  const digits = offsetDigits(largest(entries.map(({ offset }) => offset)))
  // In front, because a long name is cut.
  const objects = entries.map(({ object, findings = [] }) =>
    [...findings.map((rule) => `#${rule}`), printable(object)].join(' '),
  )
  const places = entries.map(({ allocatedBy: at, isPlaceInferred }) =>
    at === undefined ? '' : printable(`${at.file}:${at.line}${isPlaceInferred ? '?' : ''}`),
  )
  const placeWidth = largest(places.map(displayWidth))
  const rows = entries.map(({ kind, offset, bytes, value, allocatedBy, findings }, index): Row => {
    const place = padEnd(places[index]!, placeWidth)
    return [
      span(hexOffset(offset, digits), 'dim'),
      span(grouped(bytes)),
      span(objects[index]!, findings === undefined || findings.length === 0 ? kind : 'bad'),
      value === undefined ? span(NO_VALUE, 'dim') : span(printable(value)),
      allocatedBy === undefined ? span('') : span(`${place}   ${printable(shortened(allocatedBy.text))}`, 'dim'),
    ]
  })
  const objectWidth = width === undefined ? Number.POSITIVE_INFINITY : LONGEST_OBJECT
  const valueWidth = longestValue(width, Math.min(largest(objects.map(displayWidth)), objectWidth), placeWidth)
  const table = layoutTable(
    [
      { title: columns.offset, minWidth: displayWidth('offset') },
      { title: columns.bytes, align: 'right', minWidth: BYTES_WIDTH },
      { title: columns.object, maxWidth: objectWidth },
      { title: columns.value, minWidth: Math.min(VALUE_WIDTH, valueWidth), maxWidth: valueWidth },
      { title: columns.allocatedBy },
    ],
    rows,
  )
  const isAnyInferred = entries.some(({ isInferred, isPlaceInferred }) => isInferred || isPlaceInferred)
  const note: Screen = isAnyInferred ? [[], [span(` ${inferred}`, 'dim')]] : []
  return [...(width === undefined ? table : table.map((line) => fitLine(line, width))), ...note]
}

/** Columns for values: what a terminal has left beside offset, bytes, object and the place that allocated. */
function longestValue(width: number | undefined, objectWidth: number, placeWidth: number): number {
  if (width === undefined) return LONGEST_VALUE
  const left = width - OTHER_WIDTH - objectWidth - placeWidth
  return Math.min(Math.max(left, SHORTEST_VALUE), LONGEST_VALUE)
}
