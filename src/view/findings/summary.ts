/**
 * The last lines of a check: how much was found, what does not count, and what was not checked.
 * @module
 */

import { MOST_COUNTED } from '../../check/causes.ts'
import type { NotChecked } from '../../check/index.ts'
import type { Severity } from '../../check/ruleTable.ts'
import type { ExplainedFinding, FrameEndFacts } from '../../launch/index.ts'
import type { Messages } from '../messages/index.ts'
import { grouped } from '../number.ts'
import { shownReason, statusText } from '../outcome.ts'
import { printable } from '../width.ts'
import { brutalizedLines } from './brutalized.ts'
import type { CheckFacts, FuzzFacts } from './facts.ts'
import { lineText } from './parts.ts'

/** The most severe first. */
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note']

/** Frames that are named. */
const MOST_FRAMES = 8

/** One sentence for each thing there is to say. */
export function summaryLines(facts: CheckFacts, messages: Messages): string[] {
  const { judged } = facts
  const { check } = messages
  const { checked, findings, hidden, known, ignored } = judged
  const hiddenText = hidden.length === 0 ? undefined : hiddenOf(hidden, messages)
  const passedOver = [
    ...(known.length > 0 && facts.baseline !== undefined ? [check.known(grouped(known.length), facts.baseline)] : []),
    ...(ignored.length > 0 ? [check.ignored(grouped(ignored.length))] : []),
  ]
  const lines: string[] = []
  if (findings.length > 0) {
    lines.push(foundText(facts, messages))
    if (hiddenText !== undefined) lines.push(hiddenText + check.stop)
  } else if (hiddenText !== undefined)
    lines.push(check.noneShown[facts.severity] + check.between + hiddenText + check.stop)
  else lines.push(check.none(grouped(checked.calls), grouped(checked.allocations), grouped(checked.steps)))
  if (passedOver.length > 0) lines.push(passedOver.join(check.between) + check.stop)
  if ([...findings, ...hidden].some(({ cause: { count } }) => count >= MOST_COUNTED))
    lines.push(check.capped(grouped(MOST_COUNTED)))
  if (facts.brutalized !== undefined) lines.push(...brutalizedLines(facts.brutalized, messages))
  return facts.fuzz === undefined ? lines : [...lines, ...fuzzLines(facts.fuzz, messages)]
}

/** What a campaign called, and whom it could not call. */
function fuzzLines({ result }: FuzzFacts, messages: Messages): string[] {
  const { check } = messages
  const { seed, calls, functions, coverage } = result
  const called = functions.filter((one) => one.calls > 0)
  const [own] = coverage
  const { ran, count } = own?.memory ?? { ran: 0, count: 0 }
  const silent = called.filter(({ passed }) => passed === 0)
  return [
    check.fuzz(printable(seed), grouped(calls), grouped(called.length), grouped(ran), grouped(count)),
    ...silent.map(({ function: name, calls: made, failures }) => {
      const [first] = failures
      return check.neverPassed(
        printable(name),
        grouped(made),
        first === undefined ? '' : failureText(first.end, messages),
      )
    }),
  ]
}

function failureText(end: FrameEndFacts, messages: Messages): string {
  const status = statusText(end, messages)
  return end.revert === undefined
    ? status
    : messages.summary.because(status, printable(shownReason(end.revert, messages)))
}

function foundText({ judged, fileOf }: CheckFacts, { check }: Messages): string {
  const { findings } = judged
  const count = findings.reduce((sum, { cause }) => sum + cause.count, 0)
  const [only] = findings
  if (count === 1 && only !== undefined) {
    const { rule, first } = only.cause
    return check.one(check.severity[first.severity], rule, lineText(only.at, { fileOf }))
  }
  const severities = countsOf(findings, check)
  if (count === findings.length) return check.several(grouped(count), severities)
  return check.causes(grouped(count), grouped(findings.length), severities)
}

/** `2 errors, 1 warning` */
function countsOf(findings: readonly ExplainedFinding[], check: Messages['check']): string {
  const counts = SEVERITIES.map((severity) => [severity, withSeverity(findings, severity).length] as const)
  return counts
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => check.count[severity](grouped(count)))
    .join(check.and)
}

function withSeverity(findings: readonly ExplainedFinding[], severity: Severity): readonly ExplainedFinding[] {
  return findings.filter(({ cause }) => cause.first.severity === severity)
}

function hiddenOf(hidden: readonly ExplainedFinding[], { check }: Messages): string {
  const least = SEVERITIES.findLast((severity) => withSeverity(hidden, severity).length > 0)!
  return check.hidden(countsOf(hidden, check), hidden.length === 1, least)
}

/** What was not checked, without the heading. */
export function notCheckedLines({ judged }: CheckFacts, messages: Messages): string[] {
  return judged.notChecked.map((one) => notCheckedText(one, judged.checked.calls, messages))
}

function notCheckedText({ reason, frames }: NotChecked, calls: number, { check }: Messages): string {
  const text = check.reasons[reason]
  if (frames.length === 0 || frames.length >= calls) return text
  const numbers = `${frames.slice(0, MOST_FRAMES).join(', ')}${frames.length > MOST_FRAMES ? ' …' : ''}`
  return check.frames(numbers, frames.length === 1) + text
}
