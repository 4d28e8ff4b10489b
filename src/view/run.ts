/**
 * What a run left behind, for people: output, logs, memory and stack; for mnemonics with sections, memory and
 * stack after each of them.
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
import type { ByteCount, Gas, Word } from '../base/units.ts'
import { memoryRows, type OwnedRange } from './memoryRows.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped } from './number.ts'
import { type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'
import { printable } from './width.ts'

/** A value with what is known of it; type and name may be empty. */
export interface NamedValue {
  /** `uint256 x`, `topic 0`; empty where nothing is known. */
  readonly label: string
  readonly value: string
}

/** What memory and stack held at one moment. */
export interface MachineState {
  readonly memory: Uint8Array
  /** Bottom first. */
  readonly stack: readonly Word[]
}

export interface RunDetails extends MachineState {
  /** The values returned, or the bytes in hex; empty for no output. */
  readonly output: readonly NamedValue[]
  /** One list of values for each log: first the event or the address, then its values. */
  readonly logs: readonly (readonly NamedValue[])[]
  /** Owners of parts of memory, in order. */
  readonly owners: readonly OwnedRange[]
}

export function runScreen({ output, logs, memory, stack, owners }: RunDetails, messages: Messages): Screen {
  return [
    ...block(messages.run.output, valueRows(output), messages),
    ...(logs.length === 0 ? [] : block(messages.run.logs, logs.flatMap(valueRows), messages)),
    ...stateScreen({ memory, stack }, messages, owners),
  ]
}

/** The state after a section of mnemonics, when control left it for the last time. */
export interface SectionState extends MachineState {
  readonly name: string
  /** Gas used from the start of the run to the end of this section. */
  readonly gasUsed: Gas
  readonly memorySize: ByteCount
}

export type SectionResult = SectionState | { readonly name: string; readonly notReached: true }

export function sectionScreen(section: SectionResult, messages: Messages): Screen {
  const { run, summary } = messages
  const title = span(`§ ${printable(section.name)}`, 'strong')
  if ('notReached' in section) return [[title, span(`   ${run.notReached}`, 'dim')], []]
  const facts = `   ${summary.gasSoFar(grouped(section.gasUsed))}   ${summary.size(byteCount(section.memorySize))}`
  return [[title, span(facts, 'dim')], ...stateScreen(section, messages, []), []]
}

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

function valueRows(values: readonly NamedValue[]): Screen {
  const rows = values.map(({ label, value }): Row => [span(printable(label), 'dim'), span(printable(value))])
  const labelled = values.some(({ label }) => label !== '')
  return labelled ? layoutTable([{ title: '' }, { title: '' }], rows) : rows.map(([, value]) => [span(' '), value!])
}
