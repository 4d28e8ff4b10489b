/**
 * Checks what `memlane check` names: one call, recorded or made; or generated calls of every function.
 * @module
 */
import { MemlaneError } from '../base/index.ts'
import { AssemblyAudit, checkRecording, factsFrom } from '../check/index.ts'
import {
  type BaselineEntry,
  brutalizedStage,
  CAMPAIGN_CALLS,
  type CampaignCall,
  type CampaignProgress,
  DEFAULT_SENDER,
  fuzzedCheck,
  judgeFindings,
  prepare,
  prepareCampaign,
  recordStage,
  SHIFT,
} from '../launch/index.ts'
import type { BuildLocator } from '../solidity/index.ts'
import { type AuditRow, type CheckFacts, cliError, grouped } from '../view/index.ts'
import { inTarget, launchingOf } from './launching.ts'
import { flagOf, type OptionName, type OptionValues, RUN_OPTIONS } from './options.ts'
import { recordShown } from './recorded.ts'
import { placed } from './report.ts'
import { runRequest } from './request.ts'
import type { Session } from './session.ts'
import { sameTarget } from './shellCommand.ts'
import { isRecordingTarget, readTarget } from './target.ts'

/** What is to be checked. */
export interface CheckQuestion {
  readonly word: string
  readonly callArguments: readonly string[]
  readonly options: OptionValues
  readonly baseline: readonly BaselineEntry[]
}

/** What says which run is meant; `debug` takes them too. */
const TARGET_OPTIONS: readonly OptionName[] = ['rpcUrl', 'artifacts', ...RUN_OPTIONS]

/** Checks the call that is named; with none, the only one there is; of a contract with several functions, each of them. */
export async function checkTarget(question: CheckQuestion, session: Session): Promise<CheckFacts> {
  const { callArguments, options } = question
  if (options.fuzz !== undefined) return checkGenerated(question, session)
  try {
    return await checkCall(question, session)
  } catch (error) {
    const isOpen = callArguments.length === 0 && options.call === undefined && !options.brutalize
    if (!isOpen || !(error instanceof MemlaneError) || error.code !== 'solidity.whichFunction') throw error
    return checkGenerated({ ...question, options: { ...options, fuzz: CAMPAIGN_CALLS } }, session)
  }
}

/** Checks one run. */
async function checkCall(question: CheckQuestion, session: Session): Promise<CheckFacts> {
  const { word, callArguments, options, baseline } = question
  const { rules, severity, assembly } = options
  const { launch, shown, brutalized } = options.brutalize
    ? await brutalizedLaunch(question, session)
    : { ...(await recordShown(word, callArguments, options, session, true)), brutalized: undefined }
  const audit = assembly ? auditOf(launch.builds, word) : undefined
  const report = checkRecording(launch.recording, {
    ...(rules && { rules }),
    ...(audit && { audit }),
    ...(launch.builds && { factsOf: factsFrom(launch.builds) }),
  })
  const judged = await judgeFindings([{ launch, report }], { severity, baseline })
  const command = word === '-' ? undefined : sameTarget(word, callArguments, options, TARGET_OPTIONS)
  return {
    call: launch.call,
    end: launch.outcome ?? launch.recording.frames[0],
    judged,
    severity: severity ?? 'note',
    baseline: options.baseline,
    fileOf: (file) => shown.get(file) ?? file,
    commandFor: ({ at }) => command && [...command, '--at', String(at.step)],
    audit: audit && auditRows(audit, launch.builds),
    brutalized,
  }
}

/** The run, and what becomes of it with other bytes in memory. */
async function brutalizedLaunch({ word, callArguments, options }: CheckQuestion, session: Session) {
  const target = options.rpcUrl === undefined ? await readTarget(word, options, session.io) : undefined
  if (target === undefined || isRecordingTarget(target)) throw placed(word, cliError('cli.brutalizeNeedsCode', {}))
  const launching = await launchingOf(target, await runRequest(callArguments, options, session.io), session)
  const stage = await inTarget(launching, prepare(launching.input, { ...launching.ports, forMaps: true }))
  const brutalized = { ...brutalizedStage(stage), shift: SHIFT }
  return { launch: await inTarget(launching, recordStage(stage)), shown: launching.shown, brutalized }
}

/** What generated calls choose themselves. */
const GENERATED: readonly OptionName[] = ['rpcUrl', 'artifacts', 'calldata', 'value', 'tx', 'brutalize']

/** Calls on stderr between two lines of progress. */
const PROGRESS_CALLS = 1

/** Checks generated calls. */
async function checkGenerated(question: CheckQuestion, session: Session): Promise<CheckFacts> {
  const { word, callArguments, options, baseline } = question
  const { rules, severity, assembly, fuzz = 0, seed = '1' } = options
  const given = GENERATED.find((name) => options[name] !== undefined)
  if (given !== undefined) throw cliError('cli.notFuzzed', { option: flagOf(given) })
  if (callArguments.length > 0) throw cliError('cli.notFuzzed', { option: callArguments.join(' ') })
  const target = await readTarget(word, options, session.io)
  if (isRecordingTarget(target)) throw placed(target.name, cliError('cli.fuzzNeedsCode', {}))
  const launching = await launchingOf(target, await runRequest([], options, session.io), session)
  const { call, ...input } = launching.input
  const { stage, constructorArguments } = await inTarget(
    launching,
    prepareCampaign(
      { ...input, call: { from: call?.from, gas: call?.gas } },
      { ...launching.ports, forMaps: true },
      seed,
    ),
  )
  const audit = assembly ? auditOf(stage.builds, target.name) : undefined
  const progress = progressOn(session)
  const { result, runs, callsOf, checked } = await inTarget(
    launching,
    fuzzedCheck(stage, {
      ...{ calls: fuzz, seed, audit },
      ...(rules && { rules }),
      ...(options.call !== undefined && { functions: [options.call] }),
      onProgress: progress.tell,
    }),
  ).finally(progress.end)
  const judged = { ...(await judgeFindings(runs, { severity, baseline })), checked }
  const names: readonly OptionName[] = RUN_OPTIONS.filter((name) => name !== 'call')
  const arguments_ = constructorArguments ?? options.constructorArgs
  return {
    call: stage.source?.contract.name ?? target.name,
    end: undefined,
    judged,
    severity: severity ?? 'note',
    baseline: options.baseline,
    fileOf: (file) => launching.shown.get(file) ?? file,
    commandFor: ({ cause, at }) => {
      const calls = callsOf.get(cause) ?? []
      const [only] = calls
      if (word === '-' || calls.length !== 1 || only === undefined) return undefined
      const asked = { ...options, ...optionsOf(only), ...(arguments_ && { constructorArgs: arguments_ }) }
      const shown: readonly OptionName[] = only.arguments === undefined ? names : ['call', ...names]
      return [...sameTarget(word, only.arguments ?? [], asked, shown), '--at', String(at.step)]
    },
    fuzz: {
      result,
      constructorArguments,
      callsOf: ({ cause }) => (callsOf.get(cause) ?? []).map(callText),
    },
    audit: audit && auditRows(audit, stage.builds),
  }
}

/** How a generated call is written on the command line. */
function optionsOf({ function: called, arguments: values, calldata, from, value, gas }: CampaignCall): OptionValues {
  return {
    ...(values === undefined ? { calldata } : { call: called }),
    ...(value > 0n && { value }),
    ...(from !== DEFAULT_SENDER && { from }),
    ...(gas !== undefined && { gasLimit: gas }),
  }
}

/** `set(5)`, with what is not usual about it. */
function callText({ function: called, arguments: values, calldata, from, value }: CampaignCall): string {
  const name = values === undefined ? `${called} ${calldata}` : `${called.replace(/\(.*/, '')}(${values.join(', ')})`
  const extra = [...(value > 0n ? [`--value ${value}wei`] : []), ...(from === DEFAULT_SENDER ? [] : [`--from ${from}`])]
  return [name, ...extra].join(' ')
}

function progressOn(session: Session) {
  const { check } = session.messages
  let at: CampaignProgress | undefined
  const text = (): string => {
    if (at === undefined) return ''
    const [done, count, found] = [grouped(at.done), grouped(at.count), grouped(at.found)]
    return at.phase === 'calls' ? check.progress(done, count, found) : check.shrinking(done, count)
  }
  const line = session.counting(text, PROGRESS_CALLS)
  let told = 0
  return {
    tell: (now: CampaignProgress) => {
      at = now
      line.count(++told)
    },
    end: () => line.end(),
  }
}

/** @throws {MemlaneError} `cli.noAssembly` where no sources tell where assembly stands. */
function auditOf(builds: BuildLocator | undefined, name: string): AssemblyAudit {
  if (builds === undefined) throw placed(name, cliError('cli.noAssembly', {}))
  return new AssemblyAudit(...builds.compilations)
}

function auditRows(audit: AssemblyAudit, builds: BuildLocator | undefined): AuditRow[] {
  return audit.blocks().map(({ block, build, steps, broken }) => {
    const position = build.position(block.range)
    return {
      file: position?.file ?? '',
      line: position?.line ?? 0,
      isMarkedSafe: block.isMarkedSafe,
      verdict: steps === 0 ? 'unseen' : broken.length > 0 ? 'broken' : 'kept',
      broken: broken.map(({ why, frame, at }) => ({ why, line: builds?.place(frame, at.pc)?.line, step: at.step })),
    }
  })
}
