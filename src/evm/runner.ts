/**
 * Runs: each is one transaction of the machine, from the first thing that it looks at to what is kept of it.
 *
 *   begin ─► what the caller does with frames and accounts ─► commit what stays ─► tell the tracer ─► end
 *                                        └─ threw, or was given up: all of it is undone
 * @module
 */
import { formatAddress } from '../base/address.ts'
import { wordToHex } from '../base/hex.ts'
import { decodeLogs, type Machine } from '../machine/index.ts'
import { type Fork, isAtLeast } from '../opcodes/index.ts'
import type { Steps } from './absent.ts'
import { delegateOf } from './account.ts'
import type { FullEnvironment } from './environment.ts'
import { evmError } from './errors.ts'
import { type Frames, loaded } from './frames.ts'
import { ECRECOVER, precompiles as fixedPrecompiles } from './precompiles/table.ts'
import type { Log } from './result.ts'
import type { CheckedOptions } from './runOptions.ts'
import type { Substate } from './substate.ts'
import type { WorldTouched } from './tracer.ts'
import type { World } from './world.ts'

/** What a run is made of, beside what happens in it. */
export interface RunSetup {
  readonly environment: FullEnvironment
  readonly options: CheckedOptions
  /** Contracts may be larger than the fork allows. */
  readonly anyCodeSize: boolean
}

export class Runner {
  readonly frames: Frames
  readonly world: World
  readonly substate: Substate
  readonly machine: Machine
  readonly fork: Fork
  #isRunning = false

  constructor(frames: Frames) {
    this.frames = frames
    this.world = frames.world
    this.substate = frames.substate
    this.machine = frames.machine
    this.fork = frames.fork
  }

  /**
   * Does `body` as one transaction of the machine. When it throws, is given up or does not commit, the world stays as it
   * was; however it ends, the machine is free afterwards.
   * @throws {MemlaneError} `evm.busy` while another run waits for something absent, and from a tracer of another run.
   */
  *run<T>({ environment, options, anyCodeSize }: RunSetup, body: () => Steps<T>): Steps<T> {
    const { frames, machine, world } = this
    const { tracer, hooks, overrides, precompiles, brutalized } = options
    if (this.#isRunning) throw evmError('evm.busy', {})
    this.#isRunning = true
    const before = world.beginRun()
    let isKept = false
    try {
      const maxCodeSize = anyCodeSize ? undefined : this.fork.rules.maxCodeSize
      frames.begin({ environment, tracer, hooks, precompiles, maxCodeSize, brutalized })
      for (const change of overrides) world.change(change)
      if (tracer !== undefined) world.watch()
      const result = yield* body()
      tracer?.runEnd(this.#touched())
      isKept = options.commits
      return result
    } finally {
      frames.end()
      this.#isRunning = false
      world.endWatch()
      if (!isKept) {
        world.revert(before)
        machine.reset()
      }
      world.endRun()
    }
  }

  /** What the run looked at and changed, at its end. */
  #touched(): WorldTouched {
    const { machine, world } = this
    machine.ring.flush()
    const accounts = [...world.endWatch()].map(([address, before]) => ({
      address: formatAddress(address),
      before,
      after: world.accountState(address),
    }))
    const slots = new Map<string, WorldTouched['slots'][number]>()
    for (const { account, key, original } of machine.storage.touched()) {
      const { address } = world.numbered(account)
      const id = `${address}:${key}`
      // An account made anew starts with empty slots: what was before it is older.
      if (slots.has(id)) continue
      const after = world.find(address)?.storage.get(key) ?? 0n
      slots.set(id, { address: formatAddress(address), slot: key, before: original, after })
    }
    return { accounts, slots: [...slots.values()] }
  }

  /** Waits for an account that the state's source has not given yet. */
  need(address: bigint): Steps<void> {
    return this.frames.need(address)
  }

  /** Waits for the curves: signatures are going to be recovered. */
  needSignatures(): Steps<void> {
    return loaded(fixedPrecompiles(this.fork.name).get(ECRECOVER), ECRECOVER)
  }

  /** The signer, as the fork's precompile tells it, whatever stands in its place. */
  recover(input: Uint8Array): Uint8Array | undefined {
    return fixedPrecompiles(this.fork.name).get(ECRECOVER)?.run(input)
  }

  /** Warms the account to which the outermost frame's callee delegates. (EIP-7702) */
  *warmDelegate(callee: bigint): Steps<void> {
    const account = this.world.find(callee)
    const delegate = account && delegateOf(this.fork, account)
    if (delegate === undefined) return
    yield* this.need(delegate)
    this.substate.add(delegate)
  }

  /** Keeps what the run changed: what failed in it was undone already. `ranCode` ran code that a caller handed in. */
  commit(ranCode?: bigint): void {
    const { world } = this
    for (const { account, key, value } of this.machine.storage.changed())
      world.keepSlot(world.numbered(account), key, value)
    for (const account of this.substate.destroyed()) world.remove(account)
    if (isAtLeast(this.fork.name, 'spuriousDragon')) world.removeTouchedEmpty(ranCode)
  }

  /** Logs of the run so far, decoded at the first call; `undefined` without any. */
  lazyLogs(): (() => readonly Log[]) | undefined {
    if (this.machine.logs.length === 0) return undefined
    const records = this.machine.logs.copyRecords()
    let decoded: readonly Log[] | undefined
    return () => {
      if (decoded !== undefined) return decoded
      decoded = decodeLogs(records).map(({ address, topics, data }) => ({
        address: formatAddress(address),
        topics: topics.map(wordToHex),
        data,
      }))
      return decoded
    }
  }
}
