/**
 * From a target to its recording: what the commands that ask questions of a run begin with.
 * @module
 */
import type { BuildLocator } from '../solidity/index.ts'
import { placeOfStep, type Recording, type SourceLocator } from '../trace/index.ts'
import { cliError, type Outcome, type RecordedFacts } from '../view/index.ts'
import { BoundedRecorder } from './boundedRecorder.ts'
import { type ContractSource, type Prepared, prepare, runOnHost } from './execution.ts'
import { flagOf, type OptionName, type OptionValues, RUN_OPTIONS } from './options.ts'
import { outcomeOf } from './outcome.ts'
import { type RecordedSources, sourcesOf } from './recordingTarget.ts'
import { EXIT, exitCodeOfRun, placed } from './report.ts'
import { runRequest } from './request.ts'
import type { Session } from './session.ts'
import { isRecordingTarget, readTarget } from './target.ts'

export interface Recorded {
  readonly recording: Recording
  /** What was called, for people. */
  readonly call: string
  /** How it ended; `undefined` where the recording came from elsewhere. */
  readonly outcome: Outcome | undefined
  /** Builds in which the code of frames was looked for. */
  readonly builds?: BuildLocator | undefined
  /** Lines of source; `undefined` where there are none. */
  readonly locator: SourceLocator | undefined
  /** The contract and the function, where there are sources. */
  readonly source: ContractSource | undefined
  /** What a file keeps of the sources. */
  readonly sources: RecordedSources | undefined
}

/** What is said of a recording too: how to read it, and whose rules the run of another tool followed. */
const ABOUT_RECORDINGS: ReadonlySet<OptionName> = new Set(['as', 'tx', 'solc', 'fork', 'evmVersion'])

/** Runs the target that `word` names and records every step, or opens the recording that it is. */
export async function recordTarget(
  word: string,
  callArguments: readonly string[],
  options: OptionValues,
  session: Session,
): Promise<Recorded> {
  if (options.rpcUrl !== undefined) {
    const { recordOfNode, sayReplay } = await import('./nodeRecorded.ts')
    const recorded = await recordOfNode(word, options, RUN_OPTIONS)
    sayReplay(recorded, session)
    return withArtifacts(recorded, options, session)
  }
  const request = await runRequest(callArguments, options, session.io)
  const target = await readTarget(word, options, session.io)
  if (isRecordingTarget(target)) {
    const given = RUN_OPTIONS.find((name) => !ABOUT_RECORDINGS.has(name) && options[name] !== undefined)
    if (given !== undefined) throw placed(target.name, cliError('cli.recordedAlready', { option: flagOf(given) }))
    const { openRecording } = await import('./recordingTarget.ts')
    return withArtifacts(await openRecording(target, options, session), options, session)
  }
  return recordPrepared(await prepare(target, request, session))
}

/** Looks for the code of a run that was made elsewhere in the builds of `--artifacts`. */
async function withArtifacts(recorded: Recorded, options: OptionValues, session: Session): Promise<Recorded> {
  if (options.artifacts === undefined) return recorded
  const { artifactLocator } = await import('./compile.ts')
  const builds = await artifactLocator(options.artifacts, options, session)
  return { ...recorded, builds, locator: builds }
}

/** Makes a prepared call and records it. */
export async function recordPrepared(prepared: Prepared): Promise<Recorded> {
  const { evm, parameters, call, locator, source } = prepared
  const { result, recording } = await runOnHost(() => {
    const recorder = new BoundedRecorder(evm.fork.name)
    const result = evm.call(parameters, { tracer: recorder })
    return { result, recording: recorder.recording() }
  })
  const { steps } = recording
  const outcome = outcomeOf(
    prepared,
    result,
    recording.frames,
    steps.count === 0 ? undefined : steps.opcode(steps.count - 1),
  )
  return { recording, call, outcome, locator, source, sources: sourcesOf(prepared) }
}

/** What answers about the run say of it. */
export function recordedFacts({ recording, call, outcome, locator }: Recorded): RecordedFacts {
  const placeOf: RecordedFacts['placeOf'] = (step) => locator && placeOfStep(recording, step, locator)
  return { call, status: outcome?.status, recording, locator, placeOf }
}

/** As after `memlane run`; a recording from elsewhere has been read, and that is all. */
export function exitCodeOfRecorded({ outcome }: Recorded): number {
  return outcome === undefined ? EXIT.fine : exitCodeOfRun(outcome)
}
