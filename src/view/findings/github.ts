/**
 * Findings as annotations of GitHub Actions: a line for each, which the log shows at the line of source.
 *
 *   ::error file=src/Stamp.sol,line=10,title=R05 write-past-object::MSTORE at step 205 (src/Stamp.sol:10) writes …
 *
 * @module
 */
import { ruleOf, type Severity } from '../../check/ruleTable.ts'
import type { ExplainedFinding } from '../../launch/index.ts'
import type { Messages } from '../messages/index.ts'
import { printable } from '../width.ts'
import type { CheckFacts } from './facts.ts'
import { notCheckedLines, summaryLines } from './summary.ts'
import { findingTexts } from './texts.ts'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' }

/** The lines of the log: annotations, then the summary. */
export function githubLines(facts: CheckFacts, messages: Messages): string[] {
  return [
    ...facts.judged.findings.map((finding) => annotation(finding, facts, messages)),
    ...summaryLines(facts, messages),
    ...notCheckedLines(facts, messages).map((line) => `${messages.check.notChecked} ${line}`),
  ].map(printable)
}

function annotation(finding: ExplainedFinding, facts: CheckFacts, messages: Messages): string {
  const { cause, at } = finding
  const { place } = at
  const { happened } = findingTexts(finding, messages, facts)
  const properties = [
    ...(place === undefined
      ? []
      : [['file', facts.fileOf(place.file)] as const, ['line', String(place.line)] as const]),
    ['title', `${cause.rule} ${ruleOf(cause.rule).name}`] as const,
  ]
  const fields = properties.map(([name, value]) => `${name}=${property(value)}`).join(',')
  return `::${COMMANDS[cause.first.severity]} ${fields}::${data(happened)}`
}

/** What GitHub's runner reads back. Source: actions/toolkit, packages/core/src/command.ts. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
