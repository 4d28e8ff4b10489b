/**
 * From a target to its recording: what the commands that ask questions of a run begin with.
 * @module
 */
import { type Launch, launch, withBuilds } from '../launch/index.ts'
import { placeOfStep } from '../trace/index.ts'
import { cliError, type RecordedFacts } from '../view/index.ts'
import { inTarget, launchingOf, portsOf } from './launching.ts'
import { flagOf, type OptionName, type OptionValues, RUN_OPTIONS } from './options.ts'
import { EXIT, exitCodeOfRun, placed } from './report.ts'
import { runRequest } from './request.ts'
import type { Session } from './session.ts'
import { isRecordingTarget, readTarget } from './target.ts'

/** What is said of a recording too: how to read it, and whose rules the run of another tool followed. */
const ABOUT_RECORDINGS: ReadonlySet<OptionName> = new Set(['as', 'tx', 'solc', 'fork', 'evmVersion'])

/** What is said of a test: the rest is in its project. */
const ABOUT_TESTS: ReadonlySet<OptionName> = new Set(['matchTest', 'matchContract', 'solc', 'remappings'])

/** A run, and what the user calls the files of its sources. */
export interface ShownLaunch {
  readonly launch: Launch
  /** By what their compiler calls them; those of recordings and builds have no other names. */
  readonly shown: ReadonlyMap<string, string>
}

/**
 * Runs the target that `word` names and records every step, or opens the recording that it is.
 * @param forMaps whether maps of memory will be asked for
 */
export async function recordTarget(
  word: string,
  callArguments: readonly string[],
  options: OptionValues,
  session: Session,
  forMaps = false,
): Promise<Launch> {
  return (await recordShown(word, callArguments, options, session, forMaps)).launch
}

/** The same with the names of files. */
export async function recordShown(
  word: string,
  callArguments: readonly string[],
  options: OptionValues,
  session: Session,
  forMaps: boolean,
): Promise<ShownLaunch> {
  if (options.rpcUrl !== undefined) {
    const { recordOfNode, sayReplay } = await import('./nodeRecorded.ts')
    const { launch, facts } = await recordOfNode(word, options, RUN_OPTIONS)
    sayReplay(facts, session)
    return alone(await withArtifacts(launch, options, session))
  }
  if (options.matchTest !== undefined) {
    const given = RUN_OPTIONS.find((name) => !ABOUT_TESTS.has(name) && options[name] !== undefined)
    if (given !== undefined) throw cliError('cli.conflict', { option: flagOf('matchTest'), other: flagOf(given) })
    const { recordTest } = await import('./forge/recordedTest.ts')
    return alone(await recordTest(word, options, session))
  }
  const request = await runRequest(callArguments, options, session.io)
  const target = await readTarget(word, options, session.io)
  if (isRecordingTarget(target)) {
    const given = RUN_OPTIONS.find((name) => !ABOUT_RECORDINGS.has(name) && options[name] !== undefined)
    if (given !== undefined) throw placed(target.name, cliError('cli.recordedAlready', { option: flagOf(given) }))
    const { openTarget } = await import('./recordingTarget.ts')
    return alone(await withArtifacts(await openTarget(target, options, session), options, session))
  }
  const launching = await launchingOf(target, request, session)
  const made = await inTarget(launching, launch(launching.input, { ...launching.ports, forMaps }))
  return { launch: made, shown: launching.shown }
}

function alone(launch: Launch): ShownLaunch {
  return { launch, shown: new Map() }
}

/** Looks for the code of a run that was made elsewhere in the builds of `--artifacts`. */
async function withArtifacts(launch: Launch, options: OptionValues, session: Session): Promise<Launch> {
  if (options.artifacts === undefined) return launch
  const { artifactLocator } = await import('./artifactLocator.ts')
  const builds = await artifactLocator(options.artifacts, options, session)
  return withBuilds(launch, builds, { solc: options.solc, ...portsOf({}, session) })
}

/** What answers about the run say of it. */
export function recordedFacts({ recording, call, outcome, locator }: Launch): RecordedFacts {
  const placeOf: RecordedFacts['placeOf'] = (step) => locator && placeOfStep(recording, step, locator)
  return { call, status: outcome?.status, recording, locator, placeOf }
}

/** As after `memlane run`; a recording from elsewhere has been read, and that is all. */
export function exitCodeOfRecorded({ outcome }: Launch): number {
  return outcome === undefined ? EXIT.fine : exitCodeOfRun(outcome)
}
