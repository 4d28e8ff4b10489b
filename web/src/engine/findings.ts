/**
 * What a check of the run found, for the page. It is asked for when the run is on the page already, and lets other requests
 * in between.
 * @module
 */
import { findingsDocument } from 'memlane/check'
import { checkedFindings, type ExplainedFinding, type FoundFindings, findingsOf } from 'memlane/launch'
import { findingTexts, foundText, type Language, messagesIn } from 'memlane/view'
import type { LoadedRun } from './loadedRun.ts'
import type { FindingRow, Findings } from './protocol.ts'

/** Lets requests that wait be answered. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve))

/** Those of its file, or what a check says of a run that is not too long; known from then on. */
export async function findFindings(run: LoadedRun): Promise<void> {
  if (run.debug.found === undefined) run.debug.setFound(await findingsOf(run.launch, { pause }))
}

/** Checks the run, however long it is. */
export async function checkRun(run: LoadedRun): Promise<void> {
  run.debug.setFound({ kind: 'checked', findings: await checkedFindings(run.launch, pause) })
}

/** What is known of them, in a language. */
export function findingsFacts({ debug }: LoadedRun, language: Language): Findings {
  const { check } = messagesIn(language)
  const { found } = debug
  return {
    text: found === undefined ? check.found.notYet : foundText(found, messagesIn(language)),
    canCheck: mayBeChecked(found),
    rows: debug.findings.map((finding) => rowOf(finding, language)),
  }
}

/** What a file of the run says of them: those of a newer memlane stay as they are. */
export function findingsToKeep({ launch, debug }: LoadedRun): unknown {
  const { found, findings } = debug
  if (launch.findings?.kind === 'newer' && found?.kind !== 'checked') return launch.findings.document
  return found !== undefined && 'findings' in found ? findingsDocument(findings.map(({ cause }) => cause)) : undefined
}

function mayBeChecked(found: FoundFindings | undefined): boolean {
  return found !== undefined && found.kind !== 'checked'
}

/** As their compiler calls them: the page has no folders. */
const NAMING = { fileOf: (file: string) => file }

function rowOf(finding: ExplainedFinding, language: Language): FindingRow {
  const messages = messagesIn(language)
  const { check } = messages
  const { cause, at } = finding
  const { title, happened, cause: why, instead, more } = findingTexts(finding, messages, NAMING)
  const { severity } = cause.first
  return {
    step: at.step,
    severity,
    label: `${check.severity[severity]} ${cause.rule}`,
    title,
    line: at.place && `${at.place.file}:${at.place.line}`,
    texts: [happened, check.cause(why), check.instead(instead), ...more].filter((text) => text !== ''),
  }
}
