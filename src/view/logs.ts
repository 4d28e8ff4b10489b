/**
 * What a run logged: the event and its arguments where the sources tell them, else topics and data.
 *
 *    Bank.Paid   0x8464135c8f25da09e49bc8782676a84730c318bc
 *      address indexed from  0x00000000000000000000000000000000000ca11e
 *      uint256 amount        5
 * @module
 */
import type { LogFacts } from '../launch/facts.ts'
import { shownBytes } from './bytesText.ts'
import type { Messages } from './messages/index.ts'
import { grouped } from './number.ts'
import { type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'
import { shownValue } from './valueText.ts'
import { printable } from './width.ts'

/** Logs on one screen. */
const LOGS_SHOWN = 100

/** A line or two for each log, decoded where the sources tell. */
export function logLines(logs: readonly LogFacts[], messages: Messages): Screen {
  const lines = logs.slice(0, LOGS_SHOWN).flatMap((log) => oneLog(log, messages))
  const left = logs.length - LOGS_SHOWN
  return left > 0 ? [...lines, [span(`  ${messages.run.moreLogs(grouped(left))}`, 'dim')]] : lines
}

function oneLog({ address, topics, data, contract, event }: LogFacts, messages: Messages): Screen {
  const { run } = messages
  if (event === undefined) {
    return rows([
      [span(` ${run.address}`, 'dim'), span(address)],
      ...topics.map((topic, index): Row => [span(` ${run.topic} ${index}`, 'dim'), span(topic)]),
      [span(` ${run.data}`, 'dim'), span(shownBytes(data, messages))],
    ])
  }
  const name = contract === undefined ? event.name : `${contract}.${event.name}`
  return [
    [span('  '), span(printable(name), 'strong'), span(`   ${address}`, 'dim')],
    ...rows(
      event.arguments.map(({ type, name, isIndexed, value, hash }): Row => {
        const declared = [type, ...(isIndexed ? ['indexed'] : []), name].join(' ').trimEnd()
        const shown = value === undefined ? run.hash(hash ?? '') : shownValue(value, messages)
        return [span(`   ${printable(declared)}`, 'dim'), span(printable(shown))]
      }),
    ),
  ]
}

function rows(cells: readonly Row[]): Screen {
  return layoutTable([{ title: '' }, { title: '' }], cells)
}
