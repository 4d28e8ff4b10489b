/**
 * Checks every frame of a recording for broken memory.
 *
 *   recording ─▶ frame by frame ─▶ rules ─▶ findings ─▶ causes
 *                     ▲
 *                sources, where there are any: assembly blocks, first free byte, types of what is returned
 * @module
 */
import type { RecordedFrame, Recording } from '../trace/index.ts'
import type { AssemblyAudit } from './assemblyAudit.ts'
import { Causes } from './causes.ts'
import type { CodeFacts } from './codeFacts.ts'
import type { Cause } from './finding.ts'
import { Pass } from './pass.ts'
import { MAKERS } from './rules/index.ts'
import { RULES, type RuleId } from './ruleTable.ts'

/** What a check may be told. */
export interface CheckOptions {
  /** Which rules; without it, all that are not off. */
  readonly rules?: ReadonlySet<RuleId>
  /** What the sources say of the code that a frame runs; `undefined` where there are none. */
  readonly factsOf?: (frame: RecordedFrame) => CodeFacts | undefined
  /** Told of what blocks of inline assembly do. */
  readonly audit?: AssemblyAudit
}

/** Why something was not checked. */
export interface NotChecked {
  /**
   * `raw`: the code does not lay memory out as Solidity does. `unknownMemory`: the trace does not say what was written.
   * `tooLarge`: memory grew past 64 MiB, and what came then was not looked at.
   * `noAbi`: types of results are not known. `noSources`: where inline assembly stands is not known.
   */
  readonly reason: 'raw' | 'unknownMemory' | 'tooLarge' | 'noAbi' | 'noSources'
  /** Frames that this is so of. */
  readonly frames: readonly number[]
}

/** What a check found, and of how much. */
export interface CheckReport {
  /** In the order of their first findings. */
  readonly causes: readonly Cause[]
  /** Frames with code. */
  readonly calls: number
  /** Times that memory was allocated. */
  readonly allocations: number
  /** Instructions. */
  readonly steps: number
  /** What could not be checked, and why. */
  readonly notChecked: readonly NotChecked[]
}

/** Checks a run. Whatever the run does, it is looked at to its end. */
export function checkRecording(recording: Recording, options: CheckOptions = {}): CheckReport {
  const { rules, factsOf, audit } = options
  const wanted = RULES.filter(({ id, isOff }) => (rules === undefined ? !isOff : rules.has(id)))
  const causes = new Causes()
  const lacking = new Map<NotChecked['reason'], number[]>()
  const lacks = (reason: NotChecked['reason'], frame: number) => {
    const frames = lacking.get(reason)
    if (frames === undefined) lacking.set(reason, [frame])
    else frames.push(frame)
  }
  let [calls, allocations, steps] = [0, 0, 0]
  for (const frame of recording.frames) {
    if (frame.endStep === frame.firstStep) continue
    const facts = factsOf?.(frame)
    const makers = wanted.map(({ id, severity }) => [MAKERS[id], causes.reporter(id, severity, frame)] as const)
    if (audit !== undefined) makers.push([audit.watch, () => {}])
    const counts = new Pass(recording, frame, facts, makers).run()
    calls++
    allocations += counts.allocations
    steps += counts.steps
    if (!counts.wasSolidity) lacks('raw', frame.id)
    else if (facts === undefined) lacks('noSources', frame.id)
    if (counts.wasSolidity && facts?.outputs === undefined) lacks('noAbi', frame.id)
    if (counts.wasTooLarge) lacks('tooLarge', frame.id)
    if (counts.hadUnknown) lacks('unknownMemory', frame.id)
  }
  const notChecked = [...lacking].map(([reason, frames]) => ({ reason, frames }))
  return { causes: causes.all(), calls, allocations, steps, notChecked }
}
