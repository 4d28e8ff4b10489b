/**
 * Storage that a run looked at, by variable: what each held before and holds after.
 *
 *    slot          variable                type      before  after
 *    0x3           total                   uint256   0       6
 *    0x8f1c…d202   balances[0x…ca11e]      uint256   0       6
 * @module
 */
import type { Word } from '../base/units.ts'
import type { StorageRow } from '../launch/facts.ts'
import type { Messages } from './messages/index.ts'
import { fitLine, type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'
import { printable } from './width.ts'

/**
 * A row for each slot; what did not change is dim.
 * @param width lines are cut to so many columns
 */
export function storageScreen(rows: readonly StorageRow[], { map }: Messages, width?: number): Screen {
  const { columns } = map
  if (rows.length === 0) return [[], [span(` ${map.noStorage}`, 'dim')]]
  const hex = (word: Word) => {
    const text = `0x${word.toString(16)}`
    return text.length <= 18 ? text : `${text.slice(0, 8)}…${text.slice(-6)}`
  }
  const table = layoutTable(
    [
      { title: columns.slot },
      { title: columns.variable, maxWidth: 72 },
      { title: columns.type, maxWidth: 24 },
      { title: columns.before, maxWidth: 44 },
      { title: columns.after, maxWidth: 44 },
    ],
    rows.map(
      ({ slot, path, type, before, after }): Row => [
        span(hex(slot), 'dim'),
        span(printable(path ?? '?'), path === undefined ? 'unknown' : 'strong'),
        span(printable(type ?? ''), 'dim'),
        span(printable(before), before === after ? 'dim' : undefined),
        span(before === after ? '' : printable(after), 'good'),
      ],
    ),
  )
  const lines: Screen = [[], [span(` ${map.storage}`, 'strong')], ...table]
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}
