/**
 * The table of blocks of inline assembly: whether each kept what "memory-safe" promises.
 *
 *    block          marked       at run time
 *    Stamp.sol:8    no           broken: it wrote past an object, line 10
 *
 * @module
 */
import type { Messages } from '../messages/index.ts'
import { grouped } from '../number.ts'
import { fitLine, type Screen, span } from '../span.ts'
import { layoutTable } from '../table.ts'
import { printable } from '../width.ts'
import { wrapped } from '../wrap.ts'
import type { AuditRow, CheckFacts } from './facts.ts'

/** The table, and a line that counts. */
export function auditScreen(
  rows: readonly AuditRow[],
  { fileOf }: Pick<CheckFacts, 'fileOf'>,
  { check }: Messages,
  columns: number,
): Screen {
  const { audit } = check
  const count = (verdict: AuditRow['verdict']) => grouped(rows.filter((row) => row.verdict === verdict).length)
  const summary = audit.summary(grouped(rows.length), count('kept'), count('broken'), count('unseen'))
  const titles = [audit.block, 'memory-safe', audit.did].map((title) => ({ title }))
  const table = layoutTable(
    titles,
    rows.map(({ file, line, isMarkedSafe, verdict, broken }) => {
      const breaks = broken.map(
        ({ why, line: at }) => audit.breaks[why] + (at === undefined ? '' : audit.atLine(String(at))),
      )
      const text = verdict === 'broken' ? breaks.join(check.between) : audit[verdict]
      return [
        span(printable(`${fileOf(file)}:${line}`)),
        span(isMarkedSafe ? audit.yes : '–', 'dim'),
        span(text, verdict === 'broken' ? 'bad' : verdict === 'kept' ? 'good' : 'dim'),
      ]
    }),
  )
  return [
    ...(rows.length === 0 ? [] : table).map((line) => fitLine(line, columns)),
    ...wrapped(summary, columns).map((text) => [span(text)]),
  ]
}
