/**
 * Where a run meets its hooks: what they are told of, and what becomes of what they say.
 * @module
 */

import { formatAddress } from '../base/address.ts'
import { wordToHex } from '../base/hex.ts'
import type { Gas } from '../base/units.ts'
import { decodeLogs, type MachineFrame } from '../machine/index.ts'
import { ARENA } from '../machine/layout.ts'
import { isSuccess } from '../opcodes/index.ts'
import { changedOutcome, outcomeOf, resultOfFrame } from './answer.ts'
import { refusePromise } from './atOnce.ts'
import { EntryRequest } from './callRequest.ts'
import { MAX_GAS } from './defaults.ts'
import type { Checkpoint, FrameEntry, FrameHost } from './frameHost.ts'
import { FrameStep } from './frameStep.ts'
import type { Hooks, Interest, RunWorld } from './hooks.ts'
import { type Watched, watchedBy } from './interest.ts'
import type { Outcome, Undone } from './result.ts'
import { HostWorld } from './runWorld.ts'

const NOTHING: Undone = { gasAtHalt: 0n, refund: 0n }

export class Door {
  readonly #host: FrameHost
  readonly #hooks: Hooks
  readonly #world: RunWorld
  readonly #step: FrameStep
  #interest: Interest | undefined
  #watched: Watched
  /** How much of the log records was told. */
  #toldLogs = 0

  /** Opens it for one run. */
  constructor(host: FrameHost, hooks: Hooks) {
    this.#host = host
    this.#hooks = hooks
    this.#world = new HostWorld(host)
    this.#step = new FrameStep(host, this.#world)
    this.#interest = hooks.interest
    this.#watched = watchedBy(hooks)
    this.#settle()
  }

  /** Nobody is told of anything any more. */
  close(): void {
    this.#host.machine.watchSteps(undefined)
    this.#host.machine.watchLogs(false)
  }

  /** Whether frames run instruction by instruction. */
  get watchesSteps(): boolean {
    return this.#watched.steps !== undefined
  }

  get watchesResults(): boolean {
    return this.#watched.results
  }

  mayEngineCall(address: bigint): boolean {
    const { calls } = this.#watched
    return calls === undefined || (calls !== 'all' && !calls.has(address))
  }

  /** Whether `call` and `result` are told of it. */
  covers(entry: FrameEntry): boolean {
    const { calls } = this.#watched
    if (calls === undefined) return false
    return calls === 'all' || (!('initcode' in entry) && calls.has(entry.codeAddress))
  }

  /** What the hook answers in place of a frame; otherwise the entry is as the hook wants it. */
  before(entry: FrameEntry): Outcome | undefined {
    const { machine } = this.#host
    this.tellLogs()
    const arena = machine.memory.u32(ARENA)
    const request = new EntryRequest(this.#host, entry, this.#world, this.#mostGas(entry))
    entry.request = request
    const answer = this.#hooks.call?.(request)
    refusePromise('hooks.call', answer)
    request.refuseOtherFields()
    this.#follow()
    // Storing a slot may have moved the frames' memory, and calldata with it.
    if (entry.input >= arena) entry.input += machine.memory.u32(ARENA) - arena
    request.place()
    return answer === undefined || answer === null ? undefined : outcomeOf(answer, entry.gas, 'initcode' in entry)
  }

  /** What the caller gets of an end that was `outcome`. What failed is undone; a success goes back to `checkpoint` when it fails now. */
  after(entry: FrameEntry, outcome: Outcome, checkpoint: Checkpoint | undefined, undone: Undone = NOTHING): Outcome {
    this.tellLogs()
    if (!this.#watched.results || !(entry.request !== undefined || this.covers(entry))) return outcome
    const request = entry.request ?? new EntryRequest(this.#host, entry, this.#world, this.#mostGas(entry))
    const result = resultOfFrame(outcome, undone)
    refusePromise('hooks.result', this.#hooks.result?.(request, result))
    this.#follow()
    const changed = changedOutcome(result, this.#mostGas(entry), 'initcode' in entry)
    if (checkpoint !== undefined && isSuccess(outcome.status) && !isSuccess(changed.status))
      this.#host.revertTo(checkpoint)
    return changed
  }

  /** Tells of the instruction at the frame's pc. */
  step(frame: MachineFrame): void {
    this.tellLogs()
    this.#step.show(frame)
    try {
      refusePromise('hooks.step', this.#hooks.step?.(this.#step))
    } finally {
      this.#step.show(undefined)
    }
    this.#follow()
  }

  /** Tells of the logs that were not told yet. */
  tellLogs(): void {
    const { logs } = this.#host.machine
    if (!this.#watched.logs || logs.length === this.#toldLogs) return
    const records = logs.copyRecords(this.#toldLogs)
    this.#toldLogs = logs.length
    for (const { address, topics, data } of decodeLogs(records)) {
      const log = { address: formatAddress(address), topics: topics.map(wordToHex), data }
      refusePromise('hooks.log', this.#hooks.log?.(log))
      this.#follow()
    }
  }

  /** Logs were cut off, after they were told. */
  forgetLogs(): void {
    this.#toldLogs = Math.min(this.#toldLogs, this.#host.machine.logs.length)
  }

  /** The gas that fits into the caller's when it comes back. */
  #mostGas({ depth }: FrameEntry): Gas {
    return depth === 0 ? MAX_GAS : MAX_GAS - this.#host.machine.frame(depth - 1).gas
  }

  /** Takes up what the hooks want to be told of from now on. */
  #follow(): void {
    if (this.#hooks.interest === this.#interest) return
    const { logs } = this.#watched
    this.#interest = this.#hooks.interest
    this.#watched = watchedBy(this.#hooks)
    if (!logs) this.#toldLogs = this.#host.machine.logs.length
    this.#settle()
  }

  #settle(): void {
    const { machine } = this.#host
    const { steps, logs } = this.#watched
    machine.watchSteps(steps)
    machine.watchLogs(logs)
    this.#host.forgetEngineAccounts()
  }
}
