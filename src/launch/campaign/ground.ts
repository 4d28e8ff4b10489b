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
import { DEFAULT_BALANCE, DEFAULT_GAS_LIMIT } from '../limits.ts'
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
  /** `undefined` where even with little gas it took too much to be recorded. */
  readonly run: { readonly recording: Recording; readonly result: CallResult } | undefined
  /** Whether it had to be made with less gas. */
  readonly isShortened: boolean
}

/** Gas for each step that a call may take: nearly all code costs more. */
const GAS_PER_STEP = 3n

const TOO_LONG: ReadonlySet<string> = new Set(['trace.recordingTooLarge', 'launch.hostMemory'])

export class Ground {
  readonly evm: Evm
  readonly #stage: Stage
  readonly #limits: CallLimits
  readonly #base: Snapshot
  /** Names of entries whose calls took too many steps before. */
  readonly #long = new Set<string>()

  /** @param senders beside the stage's own: they get ether */
  constructor(stage: Stage, senders: readonly Address[], limits: CallLimits) {
    this.#stage = stage
    this.#limits = limits
    this.evm = stage.evm.clone()
    for (const address of senders) this.evm.state.setAccount(address, { balance: DEFAULT_BALANCE })
    this.#base = this.evm.state.snapshot()
  }

  /** Goes back to the beginning. */
  reset(): void {
    this.evm.state.restore(this.#base)
  }

  /** Makes calls that were made before, to come to the state behind them. */
  async replay(drafts: readonly Draft[]): Promise<void> {
    const { hooks } = this.#stage
    for (const draft of drafts) await onHost(this.evm.callAsync(this.#parameters(draft), { hooks }))
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
      if (run !== undefined) return { draft: shortened, run, isShortened: gas !== draft.gas && ranOut(run.result) }
      this.#long.add(draft.entry.name)
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
      const { hooks } = this.#stage
      const result = await onHost(this.evm.callAsync(this.#parameters(draft), { tracer: recorder, hooks }))
      return { recording: recorder.recording(), result }
    } catch (error) {
      if (error instanceof MemlaneError && TOO_LONG.has(error.code)) return undefined
      throw error
    }
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
