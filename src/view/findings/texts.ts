/**
 * A finding in words: its title, what happened, the likely cause, what to do instead, and the lines after it.
 * @module
 */
import { assertNever } from '../../base/error.ts'
import type { RuleId } from '../../check/index.ts'
import type { ExplainedFinding, ExplainedOrigin } from '../../launch/index.ts'
import type { Messages } from '../messages/index.ts'
import { grouped } from '../number.ts'
import { printable } from '../width.ts'
import { withClauses } from './clauses.ts'
import type { CheckFacts } from './facts.ts'
import { partsOf, rangeText, wordText } from './parts.ts'

/** What a finding says. Texts of more than a word end with a full stop, but for the title. */
export interface FindingTexts {
  /** With the names of objects where they are known. */
  readonly title: string
  /** The write, the object that it hit, and who met the damage. */
  readonly happened: string
  /** The likely cause. */
  readonly cause: string
  /** What to do instead. */
  readonly instead: string
  /** What else is known: who allocated, where the value came from, a bug of the compiler, how often it happened. */
  readonly more: readonly string[]
}

/** The words for a finding in the language of the messages. */
export function findingTexts(
  finding: ExplainedFinding,
  messages: Messages,
  naming: Pick<CheckFacts, 'fileOf'>,
): FindingTexts {
  const { cause, origin, bug } = finding
  const { check } = messages
  const rule = check.rules[cause.rule]
  const parts = partsOf(finding, messages, naming)
  const allocated = withClauses(check.allocated, parts) || withClauses(check.victimAllocated, parts)
  return {
    title: withClauses(rule.title, parts) ?? rule.short,
    happened: withClauses(rule.happened, parts) ?? '',
    cause: rule.cause,
    instead: rule.instead,
    more: [
      ...(allocated ? [allocated] : []),
      ...(origin && saysSomething(origin, cause.rule) ? [originText(origin, messages)] : []),
      ...(bug ? [check.bug(bug.id, bug.from, bug.fixed)] : []),
      ...(cause.count > 1 ? [check.again(grouped(cause.count - 1))] : []),
    ],
  }
}

/** That an offset is a constant tells bugs of arithmetic from hostile input; of other rules it says nothing. */
const ABOUT_OFFSETS: ReadonlySet<RuleId> = new Set(['R05', 'R13', 'R14'])

function saysSomething({ from }: ExplainedOrigin, rule: RuleId): boolean {
  return from !== 'constants' || ABOUT_OFFSETS.has(rule)
}

function originText(origin: ExplainedOrigin, { check }: Messages): string {
  const value = wordText(origin.value)
  switch (origin.from) {
    case 'calldata':
      return check.origin.calldata(value, origin.ranges.map(rangeText).join(', '))
    case 'returndata':
      return check.origin.returndata(value, origin.ranges.map(rangeText).join(', '), printable(origin.callee))
    case 'constants':
      return check.origin.constants(value)
    default:
      return assertNever(origin)
  }
}
