/**
 * From what is to be run to a run with all its steps, and what is known of it beside them.
 * @module
 */

import type { RecordedFindings } from '../check/index.ts'
import type { CallResult } from '../evm/index.ts'
import { isSuccess } from '../opcodes/index.ts'
import type { BuildLocator } from '../solidity/index.ts'
import type { Recording, SourceLocator } from '../trace/index.ts'
import type { ContractSource } from './call.ts'
import { endPlace } from './endPlace.ts'
import { Evidence } from './evidence.ts'
import type { Outcome } from './facts.ts'
import { onHost } from './host.ts'
import type { LaunchInput } from './input.ts'
import { outcomeOf } from './outcome.ts'
import { type LaunchPorts, prepare } from './prepare.ts'
import { type RecordedSources, sourcesOf } from './recordedSources.ts'
import { recorderFor } from './run.ts'
import type { Stage } from './stage.ts'

/** A run that can be looked at: made here, or read from a file. */
export interface Launch {
  /** Every step. */
  readonly recording: Recording
  /** What was called, for people. */
  readonly call: string
  /** How it ended; `undefined` where the recording came from elsewhere. */
  readonly outcome: Outcome | undefined
  /** `undefined` where the recording came from elsewhere. */
  readonly result?: CallResult | undefined
  /** Builds in which the code of frames is looked for. */
  readonly builds?: BuildLocator | undefined
  /** Lines of source; `undefined` where there are none. */
  readonly locator: SourceLocator | undefined
  /** The contract and the function, where there are sources. */
  readonly source: ContractSource | undefined
  /** What a file keeps of the sources. */
  readonly sources: RecordedSources | undefined
  /** What its file says that a check of it found; `undefined` where it says nothing. */
  readonly findings?: RecordedFindings | undefined
  /** Answers what takes more work. */
  readonly evidence: Evidence
}

/**
 * Compiles, deploys, calls and records. Sources need `compilers` in `ports`: `Compilers` has an example with solc.
 * @throws {LaunchError} with the places of what is wrong; `trace.recordingTooLarge`, `launch.hostMemory`.
 */
export async function launch(input: LaunchInput, ports: LaunchPorts = {}): Promise<Launch> {
  return recordStage(await prepare(input, ports))
}

/** Makes a call that is ready and records it. The stage belongs to the launch from then on: its twin runs on it too. */
export async function recordStage(stage: Stage): Promise<Launch> {
  const { evm, parameters, name, locator, builds, source, built, limits, hooks } = stage
  const before = evm.state.snapshot()
  const recorder = recorderFor(stage)
  const result = await onHost(evm.callAsync(parameters, { tracer: recorder, hooks }))
  const recording = recorder.recording()
  const { steps } = recording
  const last = steps.count === 0 ? undefined : steps.opcode(steps.count - 1)
  const failed = !isSuccess(result.status)
  const contract = source?.contract
  const own = built && contract && { made: { ...stage, contract, before, result }, built, limits }
  return {
    recording,
    call: name,
    outcome: {
      ...outcomeOf(stage, result, recording.frames, last),
      endedAt: failed && contract ? endPlace(contract, recording) : undefined,
    },
    result,
    builds,
    locator,
    source,
    sources: sourcesOf(stage),
    evidence: new Evidence(recording, builds, own),
  }
}
