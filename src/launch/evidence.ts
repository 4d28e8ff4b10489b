/**
 * What a map of memory is made from beside the steps, each made when it is first asked for:
 *
 *   recording ─┬─▶ map of a frame at a moment
 *   twin ──────┤   the same call in an unoptimized build, where the code needs that
 *   Yul ───────┘   behind code from the IR pipeline
 * @module
 */
import {
  type BuildLocator,
  type Code,
  type CompiledContract,
  codeOf,
  type MemoryMap,
  mapMemory,
  type NoFront,
  type StorageLayout,
  type Twin,
  type YulCode,
} from '../solidity/index.ts'
import type { RecordedFrame, Recording } from '../trace/index.ts'
import type { Built, TwinBuild } from './build.ts'
import { launchError } from './errors.ts'
import type { MapPlace, TwinUse } from './facts.ts'
import type { Limits } from './limits.ts'
import { frameMoment, type MapQuestion, memoryAt } from './moments.ts'
import { frameName } from './named.ts'
import { type MadeCall, type RecordedTwin, runTwin } from './twin.ts'

/** A map of memory, and what it is of. */
export interface Mapped {
  /** Whose code the frame runs. */
  readonly contract: CompiledContract
  /** What memory holds. */
  readonly memoryMap: MemoryMap
  /** The bytes themselves. */
  readonly memory: Uint8Array
  /** Of which frame and of which moment it is. */
  readonly place: MapPlace
  /** Of a build that needs a twin. */
  readonly twin: TwinUse | undefined
  /** Why the Yul behind the code is not known, where there is any. */
  readonly noYul: string | undefined
}

/** What is known where the run was made here. */
export interface OwnRun {
  /** The call. */
  readonly made: MadeCall
  /** Its build, which the twin is made of. */
  readonly built: Built
  /** For the twin's run. */
  readonly limits: Limits
}

/**
 * What can be found out about a run when somebody asks: maps of memory, storage. What takes long (the twin, the Yul) is
 * made once, at the first question that needs it.
 */
export class Evidence {
  readonly #recording: Recording
  readonly #builds: BuildLocator | undefined
  readonly #own: OwnRun | undefined
  readonly #layout: ((contract: CompiledContract) => Promise<StorageLayout | undefined>) | undefined
  readonly #yul = new Map<Code, Promise<YulCode | NoFront>>()
  #twin: Promise<TwinRun> | undefined

  /** @param layout where each variable of a contract is in storage, where the run was not made here */
  constructor(
    recording: Recording,
    builds: BuildLocator | undefined,
    own?: OwnRun,
    layout?: (contract: CompiledContract) => Promise<StorageLayout | undefined>,
  ) {
    this.#recording = recording
    this.#builds = builds
    this.#own = own
    this.#layout = own?.built.storageLayout ?? layout
  }

  /**
   * The map of a frame's memory at a moment; without more, the outermost frame's at its end.
   * @throws {MemlaneError} `launch.mapNeedsBuild` when no build has the frame's code, `launch.noSuchFrame`.
   */
  async mapAt(question: MapQuestion = {}): Promise<Mapped> {
    const recording = this.#recording
    const builds = this.#builds
    if (builds === undefined) throw launchError('launch.mapNeedsBuild', { frame: question.frame ?? 0 })
    const moment = frameMoment(recording, builds, question)
    const { frame, at } = moment
    const contract = builds.contractOf(frame)
    if (contract === undefined) throw launchError('launch.mapNeedsBuild', { frame: frame.id })
    const found = await this.yulOf(frame)
    const { build, run } = await this.#twinRun()
    const memoryMap = mapMemory(contract, recording, frame.id, {
      ...(at === undefined ? {} : { at }),
      ...(run && { twin: run }),
      ...(found && !('reason' in found) && { yul: found }),
      others: builds.compilations,
    })
    return {
      contract,
      memoryMap,
      memory: memoryAt(recording, moment),
      place: {
        at,
        stepCount: recording.stepCount,
        shown: frame.id,
        frames: recording.frames.map((one) => ({
          ...{ id: one.id, depth: one.depth, status: one.status, halt: one.halt },
          name: frameName(builds, one),
        })),
      },
      twin: twinUse(build, run, memoryMap),
      noYul: found && 'reason' in found ? found.reason : undefined,
    }
  }

  /** The Yul behind the code that a frame runs, or why it is not known; `undefined` where there is none. */
  async yulOf(frame: RecordedFrame): Promise<YulCode | NoFront | undefined> {
    const contract = this.#builds?.contractOf(frame)
    const yul = this.#own?.built.yul
    if (contract === undefined || yul === undefined) return undefined
    const code = codeOf(contract, frame)
    let found = this.#yul.get(code)
    if (found === undefined) this.#yul.set(code, (found = yul(contract, frame)))
    return found
  }

  /** The same call in an unoptimized build; `undefined` where the code needs none, or has none. */
  async twin(): Promise<RecordedTwin | undefined> {
    return (await this.#twinRun()).run
  }

  /** Where each variable of a contract is in storage, if the compiler or its output says it. */
  async storageLayout(contract: CompiledContract): Promise<StorageLayout | undefined> {
    return this.#layout?.(contract)
  }

  #twinRun(): Promise<TwinRun> {
    return (this.#twin ??= this.#makeTwin())
  }

  async #makeTwin(): Promise<TwinRun> {
    const own = this.#own
    if (own?.built.twin === undefined) return NO_TWIN
    // Yul that nobody optimized names all variables itself.
    const front = await this.yulOf(this.#recording.frames[0]!)
    if (front !== undefined && !('reason' in front) && front.isPlain) return NO_TWIN
    const build = await own.built.twin()
    if (typeof build === 'string') return { build, run: undefined }
    return { build, run: await runTwin(own.made, build, own.limits) }
  }
}

interface TwinRun {
  /** What the compiler said first, where there is no twin. */
  readonly build: TwinBuild | string | undefined
  readonly run: RecordedTwin | undefined
}

const NO_TWIN: TwinRun = { build: undefined, run: undefined }

function twinUse(build: TwinRun['build'], twin: Twin | undefined, map: MemoryMap): TwinUse | undefined {
  if (build === undefined) return undefined
  if (typeof build === 'string') return { status: 'notCompiled', message: build }
  if (!twin) return { status: 'tooLong' }
  return map.twin ? { status: 'used', ...map.twin } : { status: 'diverged' }
}
