/**
 * Where a campaign's calls are made: a copy of the stage's world, which goes back to its beginning before each sequence.
 *
 *   base ──replay──▶ call ──▶ call ──▶ …       calls that were made before run without a recorder
 *    ▲                          │
 *    └────────── reset ─────────┘
 *
 * A call that takes too many steps is made again with so little gas that it fits: what it did until then can be judged.
 * @module
 */
import { type Address, type ByteCount, type Gas, MemlaneError } from '../../base/index.ts'
import type { CallParameters, CallResult, Evm, Snapshot } from '../../evm/index.ts'
import { isSuccess } from '../../opcodes/index.ts'
import { Recorder, type Recording } from '../../trace/index.ts'
import { onHost } from '../host.ts'
import { DEFAULT_BALANCE, DEFAULT_GAS_LIMIT, DEFAULT_SENDER } from '../limits.ts'
import type { Stage } from '../stage.ts'
import { calldataOf, type Draft } from './draft.ts'

/** What one call may take. */
export interface CallLimits {
  /** Steps of one call. */
  readonly steps: number
  /** Bytes of one call's recording. */
  readonly bytes: ByteCount
  /** For how long one call may run: a bound for what nobody waits for, so large that no usual call meets it. */
  readonly milliseconds: number
}

/** A call that was made. */
export interface Made {
  /** With the gas that it was made with. */
  readonly draft: Draft
  /** `undefined` where even with little gas it took too much to be recorded, or its sender lacked the ether. */
  readonly run: { readonly recording: Recording; readonly result: CallResult } | undefined
  /** Whether it was made with less gas than others, and had not ended when that was gone. */
  readonly isShortened: boolean
}

/** Gas for each step that a call may take: nearly all code costs more. */
const GAS_PER_STEP = 3n

const POOR = 'evm.insufficientBalance'
/** What a call may lack: room in its recording, memory of this host, ether of its sender. */
const LACKING: ReadonlySet<string> = new Set(['trace.recordingTooLarge', 'launch.hostMemory', POOR])

function isUnmakeable(error: unknown): error is MemlaneError {
  return error instanceof MemlaneError && LACKING.has(error.code)
}

export class Ground {
  readonly evm: Evm
  /** Who may call; the stage's own sender first. */
  readonly senders: readonly Address[]
  readonly #stage: Stage
  readonly #limits: CallLimits
  readonly #base: Snapshot
  /** Names of entries whose calls took too many steps before. */
  readonly #long = new Set<string>()

  /** @param strangers who else may call: they get ether */
  constructor(stage: Stage, strangers: readonly Address[], limits: CallLimits) {
    this.#stage = stage
    this.#limits = limits
    this.evm = stage.evm.clone()
    this.senders = [stage.parameters.from ?? DEFAULT_SENDER, ...strangers]
    for (const address of strangers) this.evm.state.setAccount(address, { balance: DEFAULT_BALANCE })
    this.#base = this.evm.state.snapshot()
  }

  /** Goes back to the beginning. */
  reset(): void {
    this.evm.state.restore(this.#base)
  }

  /** Makes calls without looking at them, to come to the state behind them; whether all of them could be made. */
  async replay(drafts: readonly Draft[]): Promise<boolean> {
    try {
      for (const draft of drafts) await this.#run(draft, undefined)
      return true
    } catch (error) {
      if (isUnmakeable(error)) return false
      throw error
    }
  }

  /** Makes a call and records it. */
  async make(draft: Draft): Promise<Made> {
    const { steps } = this.#limits
    const full = draft.gas ?? this.#stage.parameters.gas ?? DEFAULT_GAS_LIMIT
    const little = [GAS_PER_STEP * BigInt(steps), BigInt(steps)].filter((gas) => gas < full)
    const isLong = draft.gas === undefined && little.length > 0 && this.#long.has(draft.entry.name)
    for (const gas of isLong ? little : [draft.gas, ...little]) {
      const shortened = gas === draft.gas ? draft : { ...draft, gas }
      const run = await this.#record(shortened)
      if (run !== undefined) return { draft: shortened, run, isShortened: gas !== undefined && ranOut(run.result) }
    }
    return { draft, run: undefined, isShortened: true }
  }

  async #record(draft: Draft): Promise<Made['run']> {
    const { steps, bytes, milliseconds } = this.#limits
    const recorder = new Recorder(this.evm.fork.name, {
      maxSteps: steps,
      maxBytes: bytes,
      maxMilliseconds: milliseconds,
    })
    try {
      const result = await this.#run(draft, recorder)
      return { recording: recorder.recording(), result }
    } catch (error) {
      if (!isUnmakeable(error)) throw error
      if (error.code !== POOR) this.#long.add(draft.entry.name)
      return undefined
    }
  }

  async #run(draft: Draft, tracer: Recorder | undefined): Promise<CallResult> {
    return onHost(this.evm.callAsync(this.#parameters(draft), { tracer, hooks: this.#stage.hooks }))
  }

  #parameters(draft: Draft): CallParameters {
    const { inspect: _, ...parameters } = this.#stage.parameters
    const gas: Gas | undefined = draft.gas ?? parameters.gas
    return {
      ...parameters,
      input: calldataOf(draft),
      from: draft.from,
      value: draft.value,
      ...(gas !== undefined && { gas }),
    }
  }
}

function ranOut({ status, halt }: CallResult): boolean {
  return !isSuccess(status) && (halt === 'outOfGas' || status === 'revert')
}
