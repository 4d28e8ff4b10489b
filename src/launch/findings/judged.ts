/**
 * Which findings of a run count: not those that a file knows, that a comment says are meant, or that matter less than was
 * asked for.
 * @module
 */
import type { CheckReport, NotChecked, Severity } from '../../check/index.ts'
import type { Launch } from '../launch.ts'
import { type BaselineEntry, newFindings } from './baseline.ts'
import type { ExplainedFinding } from './explained.ts'
import { FindingExplainer } from './explainer.ts'
import { ignoresAt } from './ignores.ts'

/** The least that matters first. */
export const SEVERITIES = ['note', 'warning', 'error'] as const satisfies readonly Severity[]

/** What counts. */
export interface JudgeOptions {
  /** What matters less is hidden. Default: `note`. */
  readonly severity?: Severity | undefined
  /** What is known already. */
  readonly baseline?: readonly BaselineEntry[] | undefined
  /** Awaited behind each finding, so that whoever shares the thread has turns. */
  readonly pause?: (() => Promise<void>) | undefined
}

/** A run, and what a check of it says. */
export interface CheckedRun {
  /** The run. */
  readonly launch: Launch
  /** What was found. */
  readonly report: CheckReport
}

/** What a check found, sorted by what is to be done with it. Each finding stands for a cause. */
export interface JudgedFindings {
  /** Frames with code, allocations and instructions that were looked at. */
  readonly checked: Pick<CheckReport, 'calls' | 'allocations' | 'steps'>
  /** What was not checked, and why: of the reports' reasons those that are a lack. */
  readonly notChecked: readonly NotChecked[]
  /** Those that count, the most severe first. */
  readonly findings: readonly ExplainedFinding[]
  /** Those that matter less than was asked for. */
  readonly hidden: readonly ExplainedFinding[]
  /** Those that the baseline has. */
  readonly known: readonly ExplainedFinding[]
  /** Those that a comment says are meant. */
  readonly ignored: readonly ExplainedFinding[]
}

/**
 * Explains what checks of runs found, and says what of it counts.
 * @throws {LaunchError} for a comment at a finding that says no rule or no reason.
 */
export async function judgeFindings(
  runs: readonly CheckedRun[],
  { severity = 'note', baseline = [], pause }: JudgeOptions = {},
): Promise<JudgedFindings> {
  const meant: ExplainedFinding[] = []
  const ignored: ExplainedFinding[] = []
  for (const { launch, report } of runs) {
    const explainer = new FindingExplainer(launch)
    const isIgnored = ignoredIn(launch)
    for (const cause of report.causes) {
      const finding = await explainer.explain(cause)
      const where = isIgnored(finding) ? ignored : meant
      where.push(finding)
      await pause?.()
    }
  }
  const unknown = new Set(newFindings(meant, baseline))
  const [fresh, known] = parted(meant, (finding) => unknown.has(finding))
  const least = SEVERITIES.indexOf(severity)
  const [findings, hidden] = parted(fresh, (finding) => rankOf(finding) >= least)
  const sum = (field: 'calls' | 'allocations' | 'steps') => runs.reduce((total, { report }) => total + report[field], 0)
  return {
    checked: { calls: sum('calls'), allocations: sum('allocations'), steps: sum('steps') },
    // Frames have numbers of their run.
    notChecked: runs.length === 1 ? lacksOf(runs[0]!) : [],
    findings: findings.toSorted((a, b) => rankOf(b) - rankOf(a)),
    hidden,
    known,
    ignored,
  }
}

/** Accounts without code lay nothing out, and constructors and fallbacks of known contracts return no values of an ABI. */
function lacksOf({ launch: { recording, builds }, report: { notChecked } }: CheckedRun): readonly NotChecked[] {
  return notChecked.flatMap(({ reason, frames }) => {
    const lacking = frames.filter((id) => {
      const frame = recording.frames[id]!
      return frame.code.length > 0 && !(reason === 'noAbi' && builds?.contractOf(frame) !== undefined)
    })
    return lacking.length === 0 ? [] : [{ reason, frames: lacking }]
  })
}

function rankOf({ cause }: ExplainedFinding): number {
  return SEVERITIES.indexOf(cause.first.severity)
}

function parted<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): readonly [Item[], Item[]] {
  const parts: [Item[], Item[]] = [[], []]
  for (const item of items) parts[isFirst(item) ? 0 : 1].push(item)
  return parts
}

/** Reads comments in the sources that the builds have. */
function ignoredIn({ builds, sources }: Launch): (finding: ExplainedFinding) => boolean {
  const linesOf = new Map<string, readonly string[]>()
  const lines = (file: string): readonly string[] => {
    let known = linesOf.get(file)
    if (known === undefined) linesOf.set(file, (known = textIn(file)?.split(/\r\n|\n|\r/) ?? []))
    return known
  }
  const textIn = (file: string): string | undefined => {
    if (sources?.kind === 'mnemonics') return sources.name === file ? sources.text : undefined
    return builds?.compilations.map(({ input }) => input.sources[file]?.content).find((text) => text !== undefined)
  }
  return ({ cause, at: { place } }) => {
    if (place === undefined) return false
    return ignoresAt(place.file, lines(place.file), place.line).some(({ rules }) => rules.includes(cause.rule))
  }
}
