/**
 * The findings to show beside a run: those that its file has, or else what a check of it says.
 *
 *   file with findings ──▶ explained anew ─┐
 *   any other run ───────▶ checked here ───┴─▶ those that count, by step
 * @module
 */
import { type Cause, checkRecording, factsFrom } from '../../check/index.ts'
import type { Launch } from '../launch.ts'
import type { ExplainedFinding } from './explained.ts'
import { judgeFindings } from './judged.ts'

/** Steps of a run that is checked without anybody asking: a second or two. */
export const MOST_CHECKED = 1_000_000

/** What is known of a run's findings. */
export type FoundFindings =
  | {
      /** `file`: as whoever recorded it has found them; nobody checked that here. */
      readonly kind: 'checked' | 'file'
      /** Those that count, in the order of their steps. */
      readonly findings: readonly ExplainedFinding[]
    }
  | {
      /** Too many steps to be checked without anybody asking. */
      readonly kind: 'tooLong'
      readonly steps: number
    }
  | {
      /** A newer memlane wrote those of the file. */
      readonly kind: 'newer'
      readonly version: number
    }

/** How much work it may be. */
export interface FindOptions {
  /** Steps of a run that is checked. Default: `MOST_CHECKED`. */
  readonly most?: number | undefined
  /** Awaited behind each finding that is explained. */
  readonly pause?: (() => Promise<void>) | undefined
}

/**
 * The findings to show beside a run; comments in its sources say which are meant.
 * @throws {LaunchError} for a comment at a finding that says no rule or no reason.
 */
export async function findingsOf(launch: Launch, options: FindOptions = {}): Promise<FoundFindings> {
  const { most = MOST_CHECKED, pause } = options
  const { recording, findings: recorded } = launch
  if (recorded?.kind === 'newer') return { kind: 'newer', version: recorded.version }
  if (recorded !== undefined) return { kind: 'file', findings: await explained(launch, recorded.causes, pause) }
  if (recording.stepCount > most) return { kind: 'tooLong', steps: recording.stepCount }
  return { kind: 'checked', findings: await checkedFindings(launch, pause) }
}

/**
 * What a check of a run finds and counts, by step, whatever its file says and however long it is.
 * @throws {LaunchError} as `findingsOf`.
 */
export async function checkedFindings(
  launch: Launch,
  pause?: (() => Promise<void>) | undefined,
): Promise<readonly ExplainedFinding[]> {
  const { recording, builds } = launch
  const { causes } = checkRecording(recording, builds && { factsOf: factsFrom(builds) })
  return explained(launch, causes, pause)
}

async function explained(
  launch: Launch,
  causes: readonly Cause[],
  pause: (() => Promise<void>) | undefined,
): Promise<readonly ExplainedFinding[]> {
  const report = { causes, calls: 0, allocations: 0, steps: 0, notChecked: [] }
  const { findings } = await judgeFindings([{ launch, report }], { pause })
  return findings.toSorted((a, b) => a.at.step - b.at.step)
}
