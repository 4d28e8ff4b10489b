/**
 * What a check found, for people.
 *
 *   error R05   Write past the end of head, into name
 *     Stamp.sol:10   mstore(add(head, 56), id)
 *     MSTORE at step 205 (Stamp.sol:10) writes 0xb8–0xd7 through the pointer of head, …
 *     Likely cause: …
 *     Instead: …
 *
 *   1 finding: error R05, Stamp.sol:10.
 * @module
 */

import type { ExplainedFinding } from '../../launch/index.ts'
import { isSuccess } from '../../opcodes/index.ts'
import type { Messages } from '../messages/index.ts'
import { statusText } from '../outcome.ts'
import { fitLine, type Line, type Screen, span } from '../span.ts'
import { displayWidth, printable, shortened } from '../width.ts'
import { wrapped } from '../wrap.ts'
import { auditScreen } from './audit.ts'
import type { CheckFacts } from './facts.ts'
import { lineText } from './parts.ts'
import { notCheckedLines, summaryLines } from './summary.ts'
import { findingTexts } from './texts.ts'

const INDENT = '  '
const GAP = '   '
/** Where there is no terminal. */
const USUAL_WIDTH = 80
/** Narrower ones get lines that are longer than they are. */
const LEAST_WIDTH = 40

/** `width` is that of the terminal. */
export function checkScreen(facts: CheckFacts, messages: Messages, width: number = USUAL_WIDTH): Screen {
  const columns = Math.max(LEAST_WIDTH, Math.min(width, USUAL_WIDTH * 1.5))
  const { check } = messages
  const { call, end, judged } = facts
  const ended: Line =
    end === undefined ? [] : [span(GAP), span(statusText(end, messages), isSuccess(end.status) ? 'dim' : 'bad')]
  const plainLines = (texts: readonly string[]) =>
    texts.flatMap((text) => wrapped(text, columns)).map((text): Line => [span(text)])
  const left = notCheckedLines(facts, messages)
  return [
    fitLine([span(printable(call), 'strong'), ...ended], columns),
    [],
    ...judged.findings.flatMap((finding) => [...findingLines(finding, facts, messages, columns), []]),
    ...(facts.audit === undefined ? [] : [...auditScreen(facts.audit, facts, messages, columns), []]),
    ...plainLines(summaryLines(facts, messages)),
    ...(left.length === 0 ? [] : [[span(check.notChecked, 'dim')]]),
    ...left.flatMap((text) => indented(text, columns)).map((text): Line => [span(text, 'dim')]),
  ]
}

function indented(text: string, columns: number): string[] {
  return wrapped(text, columns - INDENT.length).map((line) => INDENT + line)
}

/** One finding alone. */
export function findingLines(
  finding: ExplainedFinding,
  facts: Pick<CheckFacts, 'fileOf' | 'commandFor' | 'fuzz'>,
  messages: Messages,
  columns: number = USUAL_WIDTH,
): Screen {
  const { check } = messages
  const { cause, at } = finding
  const { severity } = cause.first
  const texts = findingTexts(finding, messages, facts)
  const source = at.place === undefined ? '' : `${GAP}${printable(shortened(at.place.text))}`
  const paragraph = (text: string): Screen => indented(text, columns).map((line) => [span(line)])
  const command = facts.commandFor(finding)
  const calls = facts.fuzz?.callsOf(finding) ?? []
  const label = `${check.severity[severity]} ${cause.rule}`
  const [title = '', ...titleRest] = wrapped(texts.title, columns - displayWidth(label + GAP))
  return [
    [span(label, severity === 'note' ? 'dim' : 'bad'), span(GAP), span(title, 'strong')],
    ...titleRest.map((line): Line => [span(INDENT + line, 'strong')]),
    fitLine([span(`${INDENT}${lineText(at, facts)}${source}`, 'dim')], columns),
    ...[texts.happened, check.cause(texts.cause), check.instead(texts.instead), ...texts.more].flatMap(paragraph),
    ...(calls.length < 2
      ? []
      : paragraph(check.sequence(calls.map(printable).join(check.andThen), String(calls.length)))),
    ...(command === undefined ? [] : commandLines(check.show, command, columns)),
    ...(at.place === undefined ? [] : paragraph(check.silence(`// memlane-ignore ${cause.rule}: ${check.why}`))),
  ]
}

/** A command that can be pasted: where it is too long for a line, it goes on behind a backslash. */
function commandLines(heading: string, words: readonly string[], columns: number): Screen {
  const lines: string[] = []
  let line = INDENT + heading
  let isFirst = true
  for (const word of words) {
    // Two columns for the backslash.
    const isTooLong = displayWidth(line) + 1 + displayWidth(word) + 2 > columns
    if (isTooLong && !isFirst) {
      lines.push(`${line} \\`)
      line = INDENT + INDENT + word
    } else line += isFirst ? word : ` ${word}`
    isFirst = false
  }
  return [...lines, line].map((text) => [span(printable(text), 'dim')])
}
