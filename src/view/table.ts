/**
 * Lays out rows and columns as lines of text. Widths are terminal columns, so that Chinese headings and
 * values line up with Latin ones.
 *
 *   ␣offset␣␣␣bytes␣␣object…      one space before the first column, two between columns,
 *   ␣0x000␣␣␣␣␣␣␣64␣␣scratch…     nothing behind the last cell of a line
 * @module
 */
import { largest } from './number.ts'
import { type Line, lineWidth, type Screen, type Span, span } from './span.ts'
import { truncate } from './width.ts'

/** A column of a table. Widths are in columns of a terminal. */
export interface Column {
  /** Above it; a table whose titles are all empty has no row for them. */
  readonly title: string
  /** Default: to the left. */
  readonly align?: 'right'
  /** Default: 0. */
  readonly minWidth?: number
  /** Longer cells are cut; without it the column is as wide as its widest cell. */
  readonly maxWidth?: number
}

/** A cell is a span; where there is nothing to show, its text is empty. */
export type Row = readonly Span[]

const INDENT = ' '
const GAP = '  '

/** The lines of a table, its titles first unless all are empty. Every row has one cell for each column. */
export function layoutTable(columns: readonly Column[], rows: readonly Row[]): Screen {
  const titles = columns.map(({ title }) => span(title, 'dim'))
  const all = titles.some(({ text }) => text !== '') ? [titles, ...rows] : rows
  const cut = all.map((row) => row.map((cell, index) => cutCell(cell, columns[index]!)))
  const widths = columns.map(({ minWidth = 0 }, index) =>
    Math.max(minWidth, largest(cut.map((row) => lineWidth([row[index]!])))),
  )
  return cut.map((row) => layoutRow(row, columns, widths))
}

function cutCell(cell: Span, { maxWidth }: Column): Span {
  return maxWidth === undefined ? cell : { ...cell, text: truncate(cell.text, maxWidth) }
}

function layoutRow(row: Row, columns: readonly Column[], widths: readonly number[]): Line {
  const end = row.findLastIndex(({ text }) => text !== '') + 1
  const line: Span[] = []
  for (const [index, cell] of row.slice(0, end).entries()) {
    const space = ' '.repeat(widths[index]! - lineWidth([cell]))
    const before = (index === 0 ? INDENT : GAP) + (columns[index]!.align === 'right' ? space : '')
    line.push(span(before), cell)
    if (columns[index]!.align !== 'right' && index < end - 1) line.push(span(space))
  }
  return line.filter(({ text }) => text !== '')
}
