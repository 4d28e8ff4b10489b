/**
 * How a run ended, for people: the line above every map and every result.
 *
 *   MemoryLane.memoryLane()   stopped   gas 434, of which memory 33   size 352 B   free pointer 0x80 → 0x160
 * @module
 */

import { assertNever } from '../base/error.ts'
import { quantityToHex } from '../base/hex.ts'
import type { Outcome, Revert, RevertCause } from '../launch/facts.ts'
import { isSuccess } from '../opcodes/index.ts'
import type { RevertReason } from '../solidity/index.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped, hexOffset } from './number.ts'
import { type Line, type Screen, type Span, span } from './span.ts'
import { shownList, shownValue } from './valueText.ts'
import { printable, shortened, truncate } from './width.ts'

const GAP = '   '

/** The headline, and under it the reason of a revert. */
export function outcomeScreen(outcome: Outcome, messages: Messages): Screen {
  const { status, freePointer, gasRefund } = outcome
  const { summary } = messages
  const parts: Span[] = [
    span(printable(outcome.call), 'strong'),
    span(statusText(outcome, messages), isSuccess(status) ? 'good' : 'bad'),
    span(summary.gas(grouped(outcome.gasUsed), grouped(outcome.memoryGas))),
  ]
  if (gasRefund > 0n) parts.push(span(summary.refund(grouped(gasRefund))))
  parts.push(span(summary.size(byteCount(outcome.memorySize))))
  if (freePointer !== undefined)
    parts.push(span(summary.freePointer(hexOffset(freePointer.first, 0), hexOffset(freePointer.last, 0))))
  const headline: Line = parts.flatMap((part, index) => (index === 0 ? [part] : [span(GAP), part]))
  return [headline, ...whyLines(outcome, messages)]
}

/** `stopped`, `halted: out of gas`, or `halted: PUSH0, an opcode that came with shanghai`. */
export function statusText(
  { status, halt, laterOpcode }: Pick<Outcome, 'status' | 'halt' | 'laterOpcode'>,
  { status: ends, halt: reasons, summary }: Messages,
): string {
  if (halt === undefined) return ends[status]
  const reason = laterOpcode ? summary.laterOpcode(laterOpcode.name, laterOpcode.since) : reasons[halt]
  return summary.because(ends[status], reason)
}

/** Why and where a frame failed, as far as that is known. */
function whyLines({ revert, endedAt }: Outcome, messages: Messages): Screen {
  const parts: Span[] = []
  if (revert !== undefined)
    parts.push(span(`${messages.summary.reason}${GAP}`, 'dim'), span(printable(shownReason(revert, messages)), 'bad'))
  if (endedAt !== undefined) {
    const { file, line, text } = endedAt
    const place = `${messages.summary.at} ${file}:${line}${GAP}${shortened(text)}`
    parts.push(span(printable(parts.length === 0 ? place : GAP + place), 'dim'))
  }
  return parts.length === 0 ? [] : [[span(' '), ...parts]]
}

/** Columns of a reason; the JSON has all of one that nobody can read. */
const LONGEST_REASON = 200

/** `revertText` as far as a screen has room for it. */
export function shownReason(revert: Revert, messages: Messages): string {
  return truncate(revertText(revert, messages), LONGEST_REASON)
}

/** The reason; of a revert without one, what is known of it: `none given: the function takes no ether`. */
export function revertText({ reason, cause }: Revert, messages: Messages): string {
  const text = reasonText(reason, messages)
  return cause === undefined ? text : messages.summary.because(text, causeText(cause, messages))
}

function causeText(cause: RevertCause, messages: Messages): string {
  const { summary } = messages
  switch (cause.kind) {
    case 'notPayable':
      return summary.notPayable
    case 'noFunction':
      return summary.noFunction
    case 'inner': {
      const end = statusText(cause, messages)
      return cause.isCreation ? summary.innerCreation(cause.name, end) : summary.innerCall(cause.name, end)
    }
    default:
      return assertNever(cause)
  }
}

/** `"too low"`, `Panic(0x11): arithmetic overflow or underflow`, `TooLow(have: 1, want: 2)`, or the bytes in hex. */
export function reasonText(reason: RevertReason, messages: Messages): string {
  switch (reason.kind) {
    case 'none':
      return messages.summary.noReason
    case 'error':
      return shownValue(reason.message, messages)
    case 'panic': {
      const meaning = panicMeaning(reason.code, messages)
      const panic = `Panic(${quantityToHex(reason.code)})`
      return meaning === undefined ? panic : `${panic}: ${meaning}`
    }
    case 'custom':
      return reason.name + shownList(reason.arguments, messages)
    case 'unknown':
      return reason.data
    default:
      return assertNever(reason)
  }
}

/** What a panic code means; `undefined` for a code that Solidity does not use. */
export function panicMeaning(code: bigint, { panic }: Messages): string | undefined {
  return Object.entries(panic).find(([known]) => BigInt(known) === code)?.[1]
}
