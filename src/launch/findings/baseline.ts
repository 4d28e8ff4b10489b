/**
 * Findings that are known already, as a file keeps them: how many of each key. A finding may move, its key stays.
 * @module
 */
import { isObject } from '../../base/json.ts'
import { parseRule } from '../../check/index.ts'
import { launchError } from '../errors.ts'
import type { ExplainedFinding, FindingKey } from './explained.ts'

/** A key, and how many findings have it. */
export interface BaselineEntry extends FindingKey {
  /** At least 1. */
  readonly count: number
}

/** What the file is. */
const KIND = 'memlane-baseline'
const VERSION = 1

/** The document for a file. */
export function baselineOf(findings: readonly ExplainedFinding[]): object {
  const entries = new Map<string, BaselineEntry>()
  for (const { key } of findings) {
    const { count } = entries.get(textOf(key)) ?? { count: 0 }
    entries.set(textOf(key), { ...key, count: count + 1 })
  }
  return { kind: KIND, version: VERSION, findings: [...entries.values()] }
}

/**
 * What the file says.
 * @throws {MemlaneError} `launch.notABaseline`, `launch.baselineVersion`.
 */
export function readBaseline(document: unknown): readonly BaselineEntry[] {
  if (!isObject(document) || document.kind !== KIND) throw launchError('launch.notABaseline', {})
  const { version, findings } = document
  if (version !== VERSION)
    throw launchError('launch.baselineVersion', { version: String(version), known: String(VERSION) })
  if (!Array.isArray(findings)) throw launchError('launch.notABaseline', {})
  return findings.map(readEntry)
}

function readEntry(entry: unknown, index: number): BaselineEntry {
  const fields: Readonly<Record<string, unknown>> = isObject(entry) ? entry : {}
  const { file, function: called, text, count } = fields
  const rule = typeof fields.rule === 'string' ? parseRule(fields.rule) : undefined
  const isSound =
    rule !== undefined &&
    typeof file === 'string' &&
    typeof called === 'string' &&
    typeof text === 'string' &&
    typeof count === 'number' &&
    Number.isSafeInteger(count) &&
    count > 0
  if (!isSound) throw launchError('launch.badBaselineEntry', { number: index + 1 })
  return { rule: rule.id, file, function: called, text, count }
}

/** Which findings the file does not know: of each key those beyond its count. */
export function newFindings(
  findings: readonly ExplainedFinding[],
  baseline: readonly BaselineEntry[],
): readonly ExplainedFinding[] {
  const left = new Map<string, number>()
  for (const entry of baseline) left.set(textOf(entry), (left.get(textOf(entry)) ?? 0) + entry.count)
  return findings.filter(({ key }) => {
    const known = left.get(textOf(key)) ?? 0
    left.set(textOf(key), known - 1)
    return known <= 0
  })
}

function textOf({ rule, file, function: called, text }: FindingKey): string {
  return JSON.stringify([rule, file, called, text])
}
