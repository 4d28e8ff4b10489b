/**
 * Runs that were made elsewhere: recordings of our own, and traces of other tools.
 * @module
 */

import { bytesToHex } from '../base/index.ts'
import { readFindings } from '../check/index.ts'
import { isSuccess } from '../opcodes/index.ts'
import { BuildLocator, type CompiledContract, functionsOf } from '../solidity/index.ts'
import {
  decodeRecording,
  Eip3155Importer,
  importTraceDocument,
  isRecordingFile,
  isTraceDocument,
  type RecordedFrame,
  type Recording,
  recordedLogs,
  type TraceContext,
} from '../trace/index.ts'
import { type BuildPorts, keptLayout } from './build.ts'
import { NamedCalls } from './calls.ts'
import type { TracedCall } from './callTracer.ts'
import { launchError } from './errors.ts'
import { Evidence } from './evidence.ts'
import type { Outcome, RunFacts } from './facts.ts'
import type { Launch } from './launch.ts'
import { LIMITS } from './limits.ts'
import { callName, outcomeOfFrame } from './named.ts'
import { inPlace } from './problems.ts'
import { type KnownSources, knownSources, NO_SOURCES } from './recordedSources.ts'
import { outputsOf } from './run.ts'

/** How a run of elsewhere is opened. */
export interface OpenPorts extends BuildPorts {
  /** The compiler to ask for what a build does not have. */
  readonly solc?: string | undefined
}

/** A recording with what is known of its sources. */
export function recordedLaunch(
  recording: Recording,
  call: string,
  known: KnownSources = NO_SOURCES,
  { solc, ...ports }: OpenPorts = {},
): Launch {
  const layout = (contract: CompiledContract) => keptLayout(contract, solc, ports)
  const evidence = new Evidence(recording, known.builds, undefined, layout)
  return { recording, call, outcome: undefined, ...known, evidence }
}

/** The same run with builds to look for its code in. */
export function withBuilds(launch: Launch, builds: BuildLocator, ports: OpenPorts = {}): Launch {
  const { recording, call, source, sources, findings } = launch
  return { ...recordedLaunch(recording, call, { builds, locator: builds, source, sources }, ports), findings }
}

/**
 * A recording of ours, from its file's bytes.
 * @throws {MemlaneError} `trace.…` for a damaged one, `launch.badSources`.
 */
export async function openRecording(name: string, bytes: Uint8Array, ports: OpenPorts = {}): Promise<Launch> {
  const { recording, call, sources, findings } = await decodeRecording(bytes)
  return {
    ...recordedLaunch(recording, call || name, knownSources(sources), ports),
    findings: findings === undefined ? undefined : readFindings(findings, recording),
  }
}

/**
 * Any file of a run: a recording, a node's JSON, or lines of EIP-3155.
 * @throws {LaunchError} `launch.notARecording`, and what importing throws.
 */
export async function openLaunch(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  context: TraceContext = {},
  ports: OpenPorts = {},
): Promise<Launch> {
  if (isRecordingFile(bytes)) return openRecording(name, bytes, ports)
  return inPlace({ file: name }, () => {
    const text = new TextDecoder().decode(bytes)
    const document = documentOf(text)
    if (isTraceDocument(document)) return recordedLaunch(importTraceDocument(document, context), name)
    if (document !== undefined || !/^\s*\{/m.test(text)) throw launchError('launch.notARecording', {})
    const importer = new Eip3155Importer(context)
    for (const line of text.split('\n')) if (line.trim() !== '') importer.line(line)
    return recordedLaunch(importer.end(), name)
  })
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * What a recording tells of its run, as if it had been run here.
 * @throws {MemlaneError} `launch.nothingRan` for a transaction that ended before it called anything.
 */
export function runOfRecording(launch: Launch): RunFacts {
  const { recording, builds = new BuildLocator() } = launch
  const { frames, run } = recording
  const frame = frames[0]
  if (frame === undefined) throw launchError('launch.nothingRan', {})
  const contract = builds.contractOf(frame)
  const calls = frames.slice(0, LIMITS.calls).map((one) => tracedCall(one, recording))
  const named = new NamedCalls({ calls, moreCalls: frames.length - calls.length }, run.fork, contract?.compilation)
  const succeeded = isSuccess(frame.status)
  const source = contract && { contract, called: calledIn(contract, frame) }
  return {
    outcome: outcomeOfLaunch(launch),
    memory: frame.memory,
    stack: frame.stack,
    output: frame.output,
    outputs: frame.status === 'return' ? outputsOf(source, frame.output) : undefined,
    calls: named.tree,
    logs: recordedLogs(recording).map((log) => named.log(log)),
    created: succeeded && frame.kind === 'create' ? frame.address : undefined,
    sections: [],
    isSolidity: contract !== undefined,
  }
}

/** How a launch ended, wherever it was made. */
export function outcomeOfLaunch({ recording, outcome, call, builds = new BuildLocator() }: Launch): Outcome {
  if (outcome !== undefined) return outcome
  const [frame] = recording.frames
  if (frame === undefined) throw launchError('launch.nothingRan', {})
  return { ...outcomeOfFrame(recording, 0, builds), call: callName(builds, frame) ?? call }
}

function calledIn(contract: CompiledContract, { kind, input }: RecordedFrame) {
  if (kind === 'create') return undefined
  const selector = bytesToHex(input.subarray(0, 4))
  return functionsOf(contract).find((one) => one.selector === selector)
}

function tracedCall(frame: RecordedFrame, { steps }: Recording): TracedCall {
  const invalidOpcode =
    frame.halt === 'invalidOpcode' && frame.endStep > frame.firstStep ? steps.opcode(frame.endStep - 1) : undefined
  return { ...frame, memorySize: frame.memory.length, invalidOpcode }
}
