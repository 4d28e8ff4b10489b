/**
 * Generated calls of code, each of them checked: a campaign whose judge is the sanitizer.
 *
 *   campaign ──recording──▶ check ──causes──▶ keys ─▶ the smallest calls for each ─▶ made again, checked, kept
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex } from '../../base/index.ts'
import {
  type AssemblyAudit,
  type Cause,
  type CheckOptions,
  type CheckReport,
  checkRecording,
  factsFrom,
} from '../../check/index.ts'
import type { Recording } from '../../trace/index.ts'
import { type CampaignOptions, type CampaignResult, campaign } from '../campaign/campaign.ts'
import type { CampaignCall } from '../campaign/draft.ts'
import { replay } from '../campaign/replay.ts'
import type { Stage } from '../stage.ts'
import type { CheckedRun } from './judged.ts'

/** What is called, and which rules are looked for. */
export interface FuzzOptions extends Omit<CampaignOptions, 'judge'>, Pick<CheckOptions, 'rules'> {
  /** Gathers what blocks of assembly did. */
  readonly audit?: AssemblyAudit | undefined
}

/** What generated calls found. */
export interface FuzzedCheck {
  /** What was called. */
  readonly result: CampaignResult
  /** A run for each cause, with nothing but that cause in its report. */
  readonly runs: readonly CheckedRun[]
  /** The calls that show a cause, the last one being the one that was checked. */
  readonly callsOf: ReadonlyMap<Cause, readonly CampaignCall[]>
  /** What was looked at in all calls. */
  readonly checked: Pick<CheckReport, 'calls' | 'allocations' | 'steps'>
}

/**
 * Calls what a stage has in place with generated arguments, and checks each call.
 * @throws {MemlaneError} as `campaign`.
 */
export async function fuzzedCheck(stage: Stage, { rules, audit, ...options }: FuzzOptions): Promise<FuzzedCheck> {
  const checking: CheckOptions = {
    ...(rules && { rules }),
    ...(audit && { audit }),
    ...(stage.builds && { factsOf: factsFrom(stage.builds) }),
  }
  const keyOf = causeKeys()
  const checked = { calls: 0, allocations: 0, steps: 0 }
  const judge = (recording: Recording): string[] => {
    const report = checkRecording(recording, checking)
    checked.calls += report.calls
    checked.allocations += report.allocations
    checked.steps += report.steps
    return report.causes.map((cause) => keyOf(recording, cause))
  }
  const result = await campaign(stage, { ...options, judge })
  const runs: CheckedRun[] = []
  const callsOf = new Map<Cause, readonly CampaignCall[]>()
  for (const { key, calls } of result.found) {
    const last = calls.at(-1)
    if (last === undefined) continue
    const launch = await replay(stage, [...calls.slice(0, -1), last])
    const report = checkRecording(launch.recording, checking)
    const cause = report.causes.find((one) => keyOf(launch.recording, one) === key)
    if (cause === undefined) continue
    callsOf.set(cause, calls)
    runs.push({ launch, report: { ...report, causes: [cause] } })
  }
  return { result, runs, callsOf, checked }
}

/** The same rule, broken by the same instruction of the same code, in whatever call. */
export function causeKeys(): (recording: Recording, cause: Cause) => string {
  const hashes = new WeakMap<Uint8Array, string>()
  return ({ frames }, { rule, first }) => {
    const { code } = frames[first.frame]!
    let hash = hashes.get(code)
    if (hash === undefined) hashes.set(code, (hash = bytesToHex(keccak_256(code))))
    return `${rule} ${first.at.pc} ${hash}`
  }
}
