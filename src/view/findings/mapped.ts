/**
 * Findings on a map: which of them are about what lies there, and the lines below it.
 *
 *    0x0c0       64  #R05 string name     …
 *
 *   #R05 error   step 185   Stamp.sol:10   Write past the end of head, into name
 * @module
 */
import type { StepIndex } from '../../base/units.ts'
import type { RuleId } from '../../check/index.ts'
import type { ExplainedFinding, MapPlace } from '../../launch/index.ts'
import type { MapEntry } from '../map.ts'
import type { Messages } from '../messages/index.ts'
import { grouped } from '../number.ts'
import { fitLine, type Line, type Screen, span } from '../span.ts'
import { hitRange } from './hit.ts'
import { lineText, type Naming } from './parts.ts'
import { findingTexts } from './texts.ts'

/** What lies somewhere in memory. */
export interface Lying {
  readonly offset: number
  readonly size: number
  /** The step that allocated it; `undefined` where nobody did. */
  readonly step: StepIndex | undefined
}

/** The findings of the frame that is shown, as far as the run has come. */
export function findingsAt(findings: readonly ExplainedFinding[], place: MapPlace): readonly ExplainedFinding[] {
  const { shown, at = Number.POSITIVE_INFINITY } = place
  return findings.filter((one) => one.cause.first.frame === shown && one.at.step < at)
}

/** Those whose bytes are of it. An object that took the place of the one that was hit is another. */
export function findingsAbout(findings: readonly ExplainedFinding[], lying: Lying): readonly ExplainedFinding[] {
  return findings.filter(({ cause: { first } }) => {
    const { offset, length } = hitRange(first)
    const made = first.victim?.made?.step
    const isOther = made !== undefined && lying.step !== undefined && made !== lying.step
    return !isOther && offset < lying.offset + lying.size && lying.offset < offset + length
  })
}

/** The entries with the rules of those that are about them. */
export function markedEntries(
  entries: readonly MapEntry[],
  findings: readonly ExplainedFinding[],
): readonly MapEntry[] {
  return entries.map((entry) => {
    const about = findingsAbout(findings, { offset: entry.offset, size: entry.bytes, step: entry.allocatedAt })
    return about.length === 0
      ? entry
      : { ...entry, findings: [...new Set(about.map(({ cause }): RuleId => cause.rule))] }
  })
}

/** Those of the map, and how many there are in the whole run. */
export function mapFindingsScreen(
  here: readonly ExplainedFinding[],
  all: readonly ExplainedFinding[],
  naming: Naming,
  messages: Messages,
  width = Number.POSITIVE_INFINITY,
): Screen {
  const { check, who } = messages
  const count = all.length === 0 ? check.found.none : check.found.some(grouped(all.length))
  const lines = here.map((finding): Line => {
    const { rule, first } = finding.cause
    const { title } = findingTexts(finding, messages, naming)
    return [
      span(` #${rule} ${check.severity[first.severity]}`, first.severity === 'note' ? 'dim' : 'bad'),
      span(`   ${who.step(grouped(finding.at.step))}   ${lineText(finding.at, naming)}`, 'dim'),
      span(`   ${title}`),
    ]
  })
  // A list of all of them needs no number.
  const isWhole = here.length > 0 && here.length === all.length
  return [[], ...lines.map((line) => fitLine(line, width)), ...(isWhole ? [] : [[span(` ${count}`, 'dim')]])]
}
