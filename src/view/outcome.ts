/**
 * How a run ended, for people: the line above every map and every result.
 *
 *   MemoryLane.memoryLane()   stopped   gas 434, of which memory 33   size 352 B   free pointer 0x80 → 0x160
 * @module
 */
import type { ByteCount, ByteOffset, Gas } from '../base/units.ts'
import type { HaltReason, Status } from '../evm/result.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped, hexOffset } from './number.ts'
import { type Line, type Screen, type Span, span } from './span.ts'
import { printable } from './width.ts'

/** What was called, and how it ended. */
export interface Outcome {
  /** `Contract.function(arguments)`, or the name of the code. */
  readonly call: string
  readonly status: Status
  readonly halt?: HaltReason | undefined
  /** The decoded reason of a revert, with the line that reverted. */
  readonly revert?: RevertReason | undefined
  readonly gasUsed: Gas
  readonly gasRefund: Gas
  /** The part of `gasUsed` that paid for memory. */
  readonly memoryGas: Gas
  readonly memorySize: ByteCount
  /** The free memory pointer as it was set first, and at the end; only Solidity has one. */
  readonly freePointer?: { readonly first: ByteOffset; readonly last: ByteOffset } | undefined
}

export interface RevertReason {
  /** The error as it is written in Solidity, `Error("…")` or `TooLow(1, 2)`; the bytes in hex where no ABI knows it. */
  readonly text: string
  /** The code of a `Panic`. */
  readonly panic?: bigint | undefined
  /** `File.sol:12`, the line that reverted. */
  readonly at?: string | undefined
}

const GAP = '   '

/** The headline, and under it the reason of a revert. */
export function outcomeScreen(outcome: Outcome, messages: Messages): Screen {
  const { status, freePointer, gasRefund, revert } = outcome
  const { summary } = messages
  const parts: Span[] = [
    span(printable(outcome.call), 'strong'),
    span(statusText(outcome, messages), status === 'stop' || status === 'return' ? 'good' : 'bad'),
    span(summary.gas(grouped(outcome.gasUsed), grouped(outcome.memoryGas))),
  ]
  if (gasRefund > 0n) parts.push(span(summary.refund(grouped(gasRefund))))
  parts.push(span(summary.size(byteCount(outcome.memorySize))))
  if (freePointer !== undefined)
    parts.push(span(summary.freePointer(hexOffset(freePointer.first, 0), hexOffset(freePointer.last, 0))))
  const headline: Line = parts.flatMap((part, index) => (index === 0 ? [part] : [span(GAP), part]))
  return revert === undefined ? [headline] : [headline, reasonLine(revert, messages)]
}

/** `stopped`, or `halted: out of gas`. */
export function statusText({ status, halt }: Pick<Outcome, 'status' | 'halt'>, messages: Messages): string {
  return halt === undefined ? messages.status[status] : `${messages.status[status]}: ${messages.halt[halt]}`
}

function reasonLine({ text, panic, at }: RevertReason, messages: Messages): Line {
  const line: Span[] = [span(` ${messages.summary.reason}`, 'dim'), span(GAP), span(printable(text), 'bad')]
  const meaning = panic === undefined ? undefined : panicMeaning(panic, messages)
  if (meaning !== undefined) line.push(span(`: ${meaning}`))
  if (at !== undefined) line.push(span(GAP), span(printable(at), 'dim'))
  return line
}

/** What a panic code means; `undefined` for a code that Solidity does not use. */
export function panicMeaning(code: bigint, { panic }: Messages): string | undefined {
  return Object.entries(panic).find(([known]) => BigInt(known) === code)?.[1]
}
