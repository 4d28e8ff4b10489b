/**
 * The calls of a run as a tree: what was called with what, how it ended, what it cost, and how much memory it had.
 *
 *      gas  memory  memory gas  call
 *    5,163   128 B          12  call Bank.deposit(amount: 5)   returned true
 *      291    96 B           9  ├ staticcall Oracle.price()   returned 7
 *      118    64 B           6  └ delegatecall Lib.far(x: 1)   reverted: "no way"
 *
 * Gas is that of a call with all that it called; memory is the call's own.
 * @module
 */

import type { Address } from '../base/units.ts'
import type { CallFacts, CallTree } from '../launch/facts.ts'
import { isCreation } from '../opcodes/index.ts'
import type { FrameContent, TypedValue } from '../solidity/index.ts'
import { briefBytes } from './bytesText.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped } from './number.ts'
import { shownReason, statusText } from './outcome.ts'
import { fitLine, type Line, lineWidth, plain, type Screen, type Span, span } from './span.ts'
import { layoutTable } from './table.ts'
import { shownList, shownValue } from './valueText.ts'
import { printable } from './width.ts'

/** Calls on one screen. */
const CALLS_SHOWN = 100
/** Deeper calls have their depth in front of them instead of a tree. */
const DEEPEST_TREE = 10
const GAP = '   '

/** `width` is that of the terminal: no line is longer. Without one, each call has one line. */
export function callLines({ calls, more }: CallTree, messages: Messages, width?: number): Screen {
  const { columns, moreCalls, firstCalls } = messages.calls
  const shown = calls.slice(0, CALLS_SHOWN)
  const figures = layoutTable(
    [
      { title: columns.gas, align: 'right' },
      { title: columns.memory, align: 'right' },
      { title: columns.memoryGas, align: 'right' },
    ],
    shown.map(({ gasUsed, memorySize, memoryGas }) => [
      span(grouped(gasUsed)),
      span(byteCount(memorySize)),
      span(grouped(memoryGas), 'dim'),
    ]),
  )
  const [titles = [], ...rows] = figures.map((line): Line => [span(' '), ...line, span('  ')])
  const branches = branchesOf(shown, messages)
  const lines = shown.flatMap((call, index) => layoutCall(call, rows[index]!, branches[index]!, messages, width))
  const left = calls.length - shown.length + more
  const told = more === 0 ? moreCalls(grouped(left)) : firstCalls(grouped(left), grouped(calls.length))
  return [[...titles, span(columns.call, 'dim')], ...lines, ...(left === 0 ? [] : [[span(`  ${told}`, 'dim')]])]
}

/** What stands before a call, and before what it makes. */
interface Branch {
  readonly own: string
  readonly below: string
}

function branchesOf(calls: readonly CallFacts[], { calls: texts }: Messages): readonly Branch[] {
  const lastOf = new Map(calls.map(({ parent, id }) => [parent, id]))
  const branches: Branch[] = []
  for (const { id, parent, depth } of calls) {
    const above = parent === undefined ? undefined : branches[parent]!.below
    if (above === undefined) branches.push({ own: '', below: '' })
    else if (depth > DEEPEST_TREE) branches.push({ own: `${texts.depth(String(depth))}  `, below: '' })
    else if (lastOf.get(parent) === id) branches.push({ own: `${above}└ `, below: `${above}  ` })
    else branches.push({ own: `${above}├ `, below: `${above}│ ` })
  }
  return branches
}

/** On one line if that fits, with shortened addresses if need be; else with its result on a second line. */
function layoutCall(call: CallFacts, figures: Line, branch: Branch, messages: Messages, width?: number): Screen {
  const indent = span(' '.repeat(lineWidth(figures)))
  const made = (show: ShowAddress) => [...figures, span(branch.own, 'dim'), ...callSpans(call, show, messages)]
  const whole = (show: ShowAddress) => [...made(show), span(GAP), resultSpan(call, show, messages)]
  const result = (show: ShowAddress) => [indent, span(branch.below + GAP, 'dim'), resultSpan(call, show, messages)]
  const fits = (line: Line) => width === undefined || lineWidth(line) <= width
  const line = [inFull, inShort].map(whole).find(fits)
  if (line !== undefined || width === undefined) return [line ?? whole(inFull)]
  return [made, result].map((part) => [inFull, inShort].map(part).find(fits) ?? fitLine(part(inShort), width))
}

/** One call in one line, without its figures: `call Bank.deposit(amount: 5)   returned true`. */
export function callText(call: CallFacts, messages: Messages): string {
  return plain(layoutCall(call, [], { own: '', below: '' }, messages)[0]!)
}

type ShowAddress = (address: Address) => string

function inFull(address: Address): string {
  return address
}

/** `0x123456…abcdef`: enough to tell the addresses of one run apart. */
function inShort(address: Address): string {
  return `${address.slice(0, 8)}…${address.slice(-6)}`
}

function callSpans(call: CallFacts, show: ShowAddress, messages: Messages): Span[] {
  const { kind, contract, content, codeAddress, input } = call
  const creates = isCreation(kind)
  const value = call.value > 0n && kind !== 'delegatecall' ? `{value: ${etherText(call.value)}}` : ''
  const raw = input === undefined ? '…' : briefBytes(input)
  if (content === undefined && creates) {
    const size = messages.calls.creationCode(byteCount(input?.length ?? 0))
    return [span(`${kind}${value} `, 'dim'), span(printable(contract ?? (input === undefined ? '…' : size)))]
  }
  const target = printable(contract ?? show(codeAddress))
  const name = content === undefined || creates ? '' : `.${content.function}`
  const values = content === undefined || isBare(content) ? `(${raw})` : typedList(content.arguments, messages)
  return [span(`${kind} `, 'dim'), span(target, 'strong'), span(printable(`${name}${value}${values}`))]
}

/** Whether its data has no meaning of its own. */
function isBare({ function: name }: FrameContent): boolean {
  return name === 'fallback'
}

function resultSpan(call: CallFacts, show: ShowAddress, messages: Messages): Span {
  const { kind, status, revert, output, content, address, said } = call
  const text = statusText(call, messages)
  if (status === 'halt') return span(text, 'bad')
  if (status === 'revert') {
    const reason = revert && printable(shownReason(revert, messages))
    return span(reason === undefined ? text : messages.summary.because(text, reason), 'bad')
  }
  if (said !== undefined) return span(printable(said), 'strong')
  if (isCreation(kind)) {
    return span(messages.calls.created(show(address), byteCount(output?.length ?? 0)), 'good')
  }
  const outputs = content?.outputs
  const [first] = outputs ?? []
  const values =
    outputs === undefined
      ? briefBytes(output ?? new Uint8Array(0))
      : outputs.length === 1
        ? shownValue(first!.value, messages)
        : typedList(outputs, messages)
  return span(values === '' || values === '()' ? text : printable(`${text} ${values}`), 'good')
}

/** `(amount: 5, true)` */
function typedList(values: readonly TypedValue[], messages: Messages): string {
  return shownList({ kind: 'struct', members: values }, messages)
}

/** As Solidity writes it: `1 ether`, `5 gwei`, `12`. */
function etherText(wei: bigint): string {
  if (wei % 10n ** 18n === 0n) return `${wei / 10n ** 18n} ether`
  if (wei % 10n ** 9n === 0n) return `${wei / 10n ** 9n} gwei`
  return wei.toString()
}
