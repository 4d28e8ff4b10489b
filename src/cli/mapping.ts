/**
 * A run and the typed map of the memory of any of its frames, at any moment.
 * @module
 */
import { MemlaneError, type StepIndex } from '../base/index.ts'
import { memoryCost } from '../memory/index.ts'
import { isSuccess } from '../opcodes/index.ts'
import {
  type BuildLocator,
  type CompiledContract,
  decodeFrame,
  type MemoryMap,
  mapMemory,
  type Twin,
  valueText,
} from '../solidity/index.ts'
import { parseMoment, type RecordedFrame, type Recording, Timeline } from '../trace/index.ts'
import { type CliErrorCode, cliError, type MapPlace, type Outcome, type TwinUse, truncate } from '../view/index.ts'
import { BoundedRecorder } from './boundedRecorder.ts'
import type { TwinBuild, TwinnedTarget } from './compile.ts'
import type { PreparedContract } from './contractCall.ts'
import { endPlace } from './endPlace.ts'
import { runOnHost } from './execution.ts'
import { flagOf } from './options.ts'
import { innerFailure, outcomeOf, revertOf } from './outcome.ts'
import type { Recorded } from './recorded.ts'
import { inPlace } from './report.ts'
import { type RecordedTwin, runTwin } from './twinRun.ts'

/** What is known of a run beside its steps. */
export interface MappedRun {
  readonly recording: Recording
  readonly outcome: Outcome
  readonly builds: BuildLocator
  /** The same call in an unoptimized build, where the code needs that. */
  readonly twin: RecordedTwin | undefined
  readonly twinBuild: TwinBuild | string | undefined
  readonly yul: TwinnedTarget['yul']
  readonly storageLayout: TwinnedTarget['storageLayout'] | undefined
}

export interface Mapped {
  /** Whose code the frame runs. */
  readonly contract: CompiledContract
  readonly memoryMap: MemoryMap
  readonly memory: Uint8Array
  readonly place: MapPlace
  /** Of a build that needs a twin. */
  readonly twin: TwinUse | undefined
  /** Why the Yul behind the code is not known, where there is any. */
  readonly noYul: string | undefined
}

/** Makes a prepared call, and its twin's where there is one. A call that reverts or halts is mapped as it was then. */
export async function runMapped(prepared: PreparedContract, compiled: TwinnedTarget): Promise<MappedRun> {
  const { evm, parameters, source, locator } = prepared
  const before = evm.state.snapshot()
  const { result, recording } = await runOnHost(() => {
    const recorder = new BoundedRecorder(evm.fork.name)
    const result = evm.call(parameters, recorder)
    return { result, recording: recorder.recording() }
  })
  const { steps } = recording
  const outcome = outcomeOf(
    prepared,
    result,
    recording.frames,
    steps.count === 0 ? undefined : steps.opcode(steps.count - 1),
  )
  const failed = !isSuccess(result.status)
  // Yul that nobody optimized names all variables itself.
  const front = await compiled.yul?.(source.contract, recording.frames[0]!)
  const isPlain = front !== undefined && !('reason' in front) && front.isPlain
  const twinBuild = isPlain ? undefined : await compiled.twin?.()
  return {
    recording,
    outcome: { ...outcome, endedAt: failed ? endPlace(source.contract, recording) : undefined },
    builds: locator,
    twin: typeof twinBuild === 'object' ? await twinIfShort(prepared, twinBuild, before, result) : undefined,
    twinBuild,
    yul: compiled.yul,
    storageLayout: compiled.storageLayout,
  }
}

/** A run that was made elsewhere, whose code stands in these builds. */
export function mappedRecording(
  { recording, call, outcome }: Recorded,
  builds: BuildLocator,
  storageLayout?: MappedRun['storageLayout'],
): MappedRun {
  return {
    recording,
    outcome: outcome ?? { ...outcomeOfFrame(recording, 0, builds), call: callOf(recording.frames[0]!, builds) ?? call },
    builds,
    twin: undefined,
    twinBuild: undefined,
    yul: undefined,
    storageLayout,
  }
}

/** How one frame of a run ended. */
export function outcomeOfFrame({ frames }: Recording, id: number, builds: BuildLocator): Outcome {
  const frame = frames[id]!
  const { status, halt, output, gas, gasLeft, memory } = frame
  const build = builds.contractOf(frame)?.compilation
  const revert = status === 'revert' ? revertOf(build, output) : undefined
  return {
    call: callOf(frame, builds) ?? nameOf(builds, frame),
    status,
    halt,
    revert: revert && {
      ...revert,
      cause: revert.reason.kind === 'none' ? innerFailure(frames, build, frame) : undefined,
    },
    gasUsed: gas - gasLeft,
    gasRefund: 0n,
    memoryGas: memoryCost(BigInt(memory.length / 32)),
    memorySize: memory.length,
  }
}

/** `Vault.deposit(5)`, where a build tells what the frame is. */
function callOf(frame: RecordedFrame, builds: BuildLocator): string | undefined {
  const contract = builds.contractOf(frame)
  const content = contract && decodeFrame(contract.compilation, contract, frame)
  if (content === undefined) return undefined
  const values = content.arguments.map(({ value }) => truncate(valueText(value), ARGUMENT_WIDTH))
  return `${contract!.name}.${content.function}(${values.join(', ')})`
}

/** Columns of an argument in the name of a call. */
const ARGUMENT_WIDTH = 40

export interface MapQuestion {
  readonly frame: number | undefined
  /** As `--at` says it: `end`, `peak`, or a moment. */
  readonly at: string | undefined
}

/** The map of a frame's memory at a moment; without more, the outermost frame's at its end. */
export async function mapAt(run: MappedRun, question: MapQuestion): Promise<Mapped> {
  const { recording, builds, twin, twinBuild, yul } = run
  const { frame, at } = placeOf(run, question)
  const contract = builds.contractOf(frame)
  if (contract === undefined)
    throw cliError('cli.mapNeedsBuild', { frame: frame.id, option: `${flagOf('artifacts')} <folder>` })
  const found = await yul?.(contract, frame)
  const front = found && !('reason' in found) ? found : undefined
  const options = {
    ...(at === undefined ? {} : { at }),
    ...(twin && { twin }),
    ...(front && { yul: front }),
    others: builds.compilations,
  }
  const memoryMap = mapMemory(contract, recording, frame.id, options)
  return {
    contract,
    memoryMap,
    memory: memoryAt(recording, frame, at),
    place: {
      at,
      stepCount: recording.stepCount,
      shown: frame.id,
      frames: recording.frames.map((one) => ({
        ...{ id: one.id, depth: one.depth, status: one.status, halt: one.halt },
        name: callOf(one, builds) ?? nameOf(builds, one),
      })),
    },
    twin: twinUse(twinBuild, twin, memoryMap),
    noYul: found && 'reason' in found ? found.reason : undefined,
  }
}

function nameOf(builds: BuildLocator, frame: RecordedFrame): string {
  const contract: CompiledContract | undefined = builds.contractOf(frame)
  return contract?.name ?? frame.codeAddress
}

/** The frame, and the step before which its memory is meant; `undefined` for the frame's end. */
function placeOf({ recording, builds }: MappedRun, { frame: number, at: word = 'end' }: MapQuestion) {
  const { frames, steps, stepCount } = recording
  const isPeak = word === 'peak'
  const moment = isPeak ? undefined : inPlace('--at', () => parseMoment(word, recording, builds))
  const inner = moment === undefined || moment === stepCount ? 0 : steps.frame(moment)
  const id = number ?? inner
  const frame = frames[id]
  if (frame === undefined) throw cliError('cli.noSuchFrame', { frame: id, last: frames.length - 1 })
  if (isPeak) return { frame, at: peakOf(recording, frame) }
  const isOpen = moment !== undefined && moment > frame.firstStep && moment < frame.endStep
  return { frame, at: isOpen ? moment : moment === frame.firstStep ? moment : undefined }
}

/** The frame's first step that finds memory as large as it ever is; its end when that is the step before. */
function peakOf(recording: Recording, frame: RecordedFrame): StepIndex | undefined {
  let peak: StepIndex | undefined
  recording.walk(frame.id, (step) => {
    if (step.memorySize < frame.memory.length) return true
    peak = step.index
    return false
  })
  return peak
}

function memoryAt(recording: Recording, frame: RecordedFrame, at: StepIndex | undefined): Uint8Array {
  if (at === undefined) return frame.memory
  const cursor = new Timeline(recording).seek(at).frames.find((open) => open.frame.id === frame.id)
  return cursor === undefined ? frame.memory : cursor.memory(0, cursor.memorySize)
}

/** The twin's run; `undefined` when it is too long to be held. */
async function twinIfShort(...run: Parameters<typeof runTwin>): Promise<RecordedTwin | undefined> {
  try {
    return await runTwin(...run)
  } catch (error) {
    if (error instanceof MemlaneError && TOO_LONG.has(error.code)) return undefined
    throw error
  }
}

const TOO_LONG: ReadonlySet<string> = new Set<CliErrorCode>(['cli.recordingTooLarge', 'cli.hostMemory'])

function twinUse(build: TwinBuild | string | undefined, twin: Twin | undefined, map: MemoryMap): TwinUse | undefined {
  if (build === undefined) return undefined
  if (typeof build === 'string') return { status: 'notCompiled', message: build }
  if (!twin) return { status: 'tooLong' }
  return map.twin ? { status: 'used', ...map.twin } : { status: 'diverged' }
}
