/**
 * What a run did and left behind, for people: output, calls, logs, memory and stack; for mnemonics with sections,
 * memory and stack after each of them.
 *
 *    output   uint256 x   1
 *
 *    memory
 *    0x000  00 00 …
 *
 *    stack, top first
 *      0  0x120
 * @module
 */
import { quantityToHex } from '../base/hex.ts'
import type { MachineState, RunFacts, SectionResult } from '../launch/facts.ts'
import { shownBytes } from './bytesText.ts'
import { callLines } from './calls.ts'
import { saidScreen } from './console.ts'
import { logLines } from './logs.ts'
import { memoryRows, type OwnedRange } from './memoryRows.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped } from './number.ts'
import { outcomeScreen } from './outcome.ts'
import { type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'
import { shownValue } from './valueText.ts'
import { printable } from './width.ts'

/** `width` is that of the terminal, for what is made to fit it. */
export function runScreen(facts: RunFacts, messages: Messages, width?: number): Screen {
  const { outcome, calls, logs, sections, isSolidity } = facts
  const { run } = messages
  return [
    ...outcomeScreen(outcome, messages),
    ...block(run.output, outputLines(facts, messages), messages),
    ...saidScreen(calls, messages),
    // The headline says all about a call that makes no other.
    ...(calls.calls.length < 2 ? [] : block(run.calls, callLines(calls, messages, width), messages)),
    ...(logs.length === 0 ? [] : block(run.logs, logLines(logs, messages), messages)),
    ...(sections.length === 0
      ? stateScreen(facts, messages, isSolidity ? SOLIDITY_OWNERS : [])
      : sections.flatMap((section) => sectionScreen(section, messages))),
  ]
}

function outputLines({ output, outputs }: RunFacts, messages: Messages): Screen {
  if (outputs === undefined || outputs.length === 0)
    return output.length === 0 ? [] : [[span(`  ${shownBytes(output, messages)}`)]]
  return layoutTable(
    [{ title: '' }, { title: '' }],
    outputs.map(({ type, name, value }) => [
      span(` ${printable(`${type} ${name}`.trimEnd())}`, 'dim'),
      span(printable(shownValue(value, messages))),
    ]),
  )
}

function sectionScreen(section: SectionResult, messages: Messages): Screen {
  const { run, summary } = messages
  const title = span(`§ ${printable(section.name)}`, 'strong')
  if ('notReached' in section) return [[], [title, span(`   ${run.notReached}`, 'dim')]]
  const facts = `   ${summary.gasSoFar(grouped(section.gasUsed))}   ${summary.size(byteCount(section.memorySize))}`
  return [[], [title, span(facts, 'dim')], ...stateScreen(section, messages, [])]
}

/** The words that solc keeps for itself. */
const SOLIDITY_OWNERS: readonly OwnedRange[] = [
  { start: 0x00, end: 0x40, kind: 'scratch' },
  { start: 0x40, end: 0x60, kind: 'freePointer' },
  { start: 0x60, end: 0x80, kind: 'zeroSlot' },
]

function stateScreen({ memory, stack }: MachineState, messages: Messages, owners: readonly OwnedRange[]): Screen {
  const stackRows = stack
    .toReversed()
    .map((word, index): Row => [span(index.toString(), 'dim'), span(quantityToHex(word))])
  return [
    ...block(messages.run.memory, memoryRows(memory, messages, owners), messages),
    ...block(
      messages.run.stack,
      layoutTable([{ title: '', align: 'right', minWidth: 3 }, { title: '' }], stackRows),
      messages,
    ),
  ]
}

/** A title with lines under it, or with "none" behind it. */
function block(title: string, lines: Screen, messages: Messages): Screen {
  if (lines.length === 0) return [[], [span(` ${title}   `, 'dim'), span(messages.run.none)]]
  return [[], [span(` ${title}`, 'dim')], ...lines]
}
