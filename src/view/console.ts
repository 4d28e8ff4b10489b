/**
 * What `console.log` printed, with the steps that did.
 *
 *    console.log
 *      step 1,234   x = 7
 * @module
 */
import type { CallTree, ConsoleFacts } from '../launch/facts.ts'
import type { Messages } from './messages/index.ts'
import { grouped } from './number.ts'
import { type Line, type Screen, span } from './span.ts'
import { printable } from './width.ts'

/** Lines on one screen. */
const LINES_SHOWN = 100

/** Nothing where nothing was printed. */
export function consoleScreen({ lines, more }: ConsoleFacts, messages: Messages): Screen {
  const steps = lines.map(({ step }) => messages.who.step(grouped(step)))
  const width = Math.max(0, ...steps.slice(0, LINES_SHOWN).map(({ length }) => length))
  return screenOf(
    lines.map(({ text }, index) => [span(`  ${steps[index]!.padEnd(width)}   `, 'dim'), span(printable(text))]),
    more,
    messages,
  )
}

/** The same of calls, whose steps were not recorded. */
export function saidScreen({ calls }: CallTree, messages: Messages): Screen {
  const lines = calls.flatMap(({ said }) => (said === undefined ? [] : [[span(`  ${printable(said)}`)]]))
  return screenOf(lines, 0, messages)
}

function screenOf(lines: readonly Line[], more: number, { run }: Messages): Screen {
  if (lines.length === 0) return []
  const left = lines.length + more - LINES_SHOWN
  return [
    [],
    [span(` ${run.console}`, 'dim')],
    ...lines.slice(0, LINES_SHOWN),
    ...(left > 0 ? [[span(`  ${run.moreLines(grouped(left))}`, 'dim')]] : []),
  ]
}
