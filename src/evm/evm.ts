/**
 * The EVM as callers have it: a fork, a world state, calls and transactions.
 * @module
 */

import { formatAddress } from '../base/address.ts'
import type { MemlaneError } from '../base/error.ts'
import { spelled } from '../base/template.ts'
import type { Address, ByteCount, Hex } from '../base/units.ts'
import { liveMemory } from '../machine/index.ts'
import type { Memory } from '../memory/index.ts'
import { DEFAULT_FORK, type Fork, type ForkName, fork as forkNamed, isSuccess } from '../opcodes/index.ts'
import { runAsync, runSync, type StateSource, type Steps } from './absent.ts'
import { codeOf } from './account.ts'
import type { BlockFields } from './block.ts'
import { BlockHashes } from './blockHashes.ts'
import { CodeCache } from './codeCache.ts'
import { createdAddress } from './creation.ts'
import { DEFAULT_MEMORY_LIMIT } from './defaults.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import { Frames } from './frames.ts'
import type { Hooks } from './hooks.ts'
import { checkedHooks } from './interest.ts'
import { checkedCall } from './parameters.ts'
import type { PrecompileFunction } from './precompiles/precompile.ts'
import type { Given } from './quantity.ts'
import { type CallParameters, type CallResult, resultOf, type TransactionResult } from './result.ts'
import { Runner } from './runner.ts'
import { type AsyncRunOptions, type CheckedOptions, checkedOptions, NO_OPTIONS, type RunOptions } from './runOptions.ts'
import { type State, stateOver } from './state.ts'
import { transactSteps } from './transact.ts'
import type { Transaction } from './transaction.ts'
import { World } from './world.ts'

/** What an EVM is made with; all of it optional. */
export interface EvmOptions {
  /** Default: `osaka`. */
  readonly fork?: ForkName
  /**
   * How many bytes the memory of all live frames may have together, from 0 to 2^32; the frame that would pass it halts with
   * `memoryLimit`, after its gas was asked for. Default 128 MiB. The engine has less than 4 GiB for all it keeps.
   */
  readonly memoryLimit?: ByteCount
  /** The hash of one of the last 256 blocks. Default: what the source says, or zero for each. */
  readonly blockHash?: (number: bigint) => Hex
  /** Where accounts and slots come from that nobody set: a node, say. Default: what nobody set is not there. */
  readonly source?: StateSource
  /** What every run lets others see and change. Default: nothing, which costs nothing. */
  readonly hooks?: Hooks
  /** Precompiles of one's own, by address: beside the fork's, or in their place. They are always warm. */
  readonly precompiles?: Readonly<Record<Address, PrecompileFunction>>
}

/** What an address of 32 bits reaches. */
const MOST_MEMORY: ByteCount = 2 ** 32

const EVM_FIELDS: FieldNames<EvmOptions> = {
  fork: true,
  memoryLimit: true,
  blockHash: true,
  source: true,
  hooks: true,
  precompiles: true,
}

/** @throws {MemlaneError} `evm.invalidOption`. */
function checkedEvmOptions(options: EvmOptions): EvmOptions & { readonly memoryLimit: ByteCount } {
  const { memoryLimit = DEFAULT_MEMORY_LIMIT, blockHash, source } = options
  if (!Number.isInteger(memoryLimit) || memoryLimit < 0 || memoryLimit > MOST_MEMORY)
    throw invalidOption('memoryLimit', memoryLimit, 'a whole number of bytes from 0 to 2^32')
  if (blockHash !== undefined && typeof blockHash !== 'function')
    throw invalidOption('blockHash', blockHash, 'a function from a number to a hash')
  if (source !== undefined && (typeof source?.account !== 'function' || typeof source.slot !== 'function'))
    throw invalidOption('source', source, 'an object with the functions account and slot')
  return { ...options, memoryLimit }
}

function invalidOption(field: string, value: unknown, wanted: string): MemlaneError {
  return evmError('evm.invalidOption', { field, value: spelled(value), wanted })
}

let evmOver: (options: EvmOptions, world: World) => Evm

/** An EVM: one world state, and runs of calls and transactions on it, one after the other. `createEvm` makes one. */
export class Evm {
  static {
    evmOver = (options, world) => new Evm(options, world)
  }

  /** Accounts, storage and snapshots, between two runs. */
  readonly state: State
  /** The rules of its runs. */
  readonly fork: Fork
  readonly #options: EvmOptions
  readonly #world: World
  readonly #runner: Runner
  readonly #codes = new CodeCache()

  private constructor(options: EvmOptions, world: World) {
    this.fork = forkNamed(options.fork ?? DEFAULT_FORK)
    this.#options = options
    this.#world = world
    this.state = stateOver(world)
    if (options.hooks !== undefined) checkedHooks(options.hooks)
    const { memoryLimit, blockHash, precompiles = {}, source } = checkedEvmOptions(options)
    const blockHashes = new BlockHashes(blockHash, source?.blockHash !== undefined)
    this.#runner = new Runner(new Frames(this.fork, world, memoryLimit, blockHashes, precompiles))
  }

  /**
   * Runs a call or a creation. What it changed stays when it succeeded, unless `commit` is false; a revert or halt leaves
   * no trace. A contract's end is in the result; thrown is only what the caller got wrong, and what a tracer or a hook
   * throws. Whatever is thrown, the state is as it was and the EVM is free.
   * @throws {MemlaneError} `evm.…` for parameters out of range, `base.invalidHex` for bad hex, `evm.busy` in a run.
   * @throws {NotLoadedError} for something absent; `callAsync` loads it.
   */
  call(parameters: Given<CallParameters>, options: RunOptions = NO_OPTIONS): CallResult {
    return runSync(this.#callSteps(parameters, this.#checked(options)))
  }

  /**
   * Like `call`, and loads what is absent on the way. The EVM is busy until the promise is settled: for calls at the same
   * time, `clone` it.
   */
  callAsync(parameters: Given<CallParameters>, options: AsyncRunOptions = NO_OPTIONS): Promise<CallResult> {
    return this.#load(() => this.#callSteps(parameters, this.#checked(options)), options)
  }

  /**
   * Runs a transaction in a block: validity, fees, access list, authorizations, refunds. What it changed stays, unless
   * `commit` is false; of a reverted or halted one that is nonce, fees and authorizations.
   * @throws {InvalidTransactionError} when it may not be in the block; the state stays as it was.
   * @throws {NotLoadedError} for something absent; `transactAsync` loads it.
   */
  transact(
    transaction: Given<Transaction>,
    block: Given<BlockFields> = {},
    options: RunOptions = NO_OPTIONS,
  ): TransactionResult {
    return runSync(transactSteps(this.#runner, transaction, block, this.#checked(options)))
  }

  /** Like `transact`, and loads what is absent on the way. */
  transactAsync(
    transaction: Given<Transaction>,
    block: Given<BlockFields> = {},
    options: AsyncRunOptions = NO_OPTIONS,
  ): Promise<TransactionResult> {
    return this.#load(() => transactSteps(this.#runner, transaction, block, this.#checked(options)), options)
  }

  /**
   * A second EVM with the same options on the same state: from here on, each goes its own way. For runs at the same time,
   * since one EVM does one after the other. Accounts are copied, their storage when it is first written. Snapshots are
   * the first one's alone.
   * @throws {MemlaneError} `evm.midRun`.
   */
  clone(): Evm {
    this.#world.refuseMidRun('clone')
    return new Evm(this.#options, this.#world.clone())
  }

  #checked(options: AsyncRunOptions): CheckedOptions {
    return checkedOptions(options, this.#options.hooks, this.#runner.frames.allPrecompiles)
  }

  /** Whatever is wrong with a run rejects, as what goes wrong on the way does. */
  async #load<T>(steps: () => Steps<T>, options: AsyncRunOptions): Promise<T> {
    return runAsync(steps(), this.#world, this.#options.source, options.signal)
  }

  *#callSteps(parameters: Given<CallParameters>, options: CheckedOptions): Steps<CallResult> {
    const runner = this.#runner
    const { world, frames, substate } = runner
    const { from, to, code, input, value, gas, environment } = checkedCall(parameters, this.#codes)
    const { isStatic = false, anyCodeSize = false, inspect } = parameters
    return yield* runner.run({ environment, options, anyCodeSize }, function* () {
      yield* runner.need(from)
      const sender = world.accountState(from)
      const balance = sender?.balance ?? 0n
      if (balance < value) throw evmError('evm.insufficientBalance', { address: formatAddress(from), balance, value })
      const creates = to === undefined && code === undefined
      const nonce = sender?.nonce ?? 0n
      const target = creates ? createdAddress(runner.machine, from, nonce) : (to ?? 0n)
      yield* runner.need(target)
      const checkpoint = frames.checkpoint()
      for (const address of [from, target, environment.coinbase]) substate.add(address)
      if (creates) world.setNonce(world.touch(from), nonce + 1n)
      else if (code === undefined) yield* runner.warmDelegate(target)
      const outcome = creates
        ? yield* frames.create({ caller: from, target, initcode: codeOf(input), value, gas, checkpoint })
        : yield* frames.call({ caller: from, target, code, value, gas, isStatic, input, checkpoint })
      const succeeded = isSuccess(outcome.status)
      if (succeeded) runner.commit(code === undefined ? undefined : target)
      const gasRefund = succeeded ? runner.machine.refund : 0n
      const result = resultOf(outcome, gas - outcome.gasLeft, gasRefund, runner.lazyLogs())
      if (inspect) Object.assign(result, frames.inspected())
      return result
    })
  }

  /**
   * The memory of an open frame, for a tracer: 0 is the outermost frame's depth. The bytes are the machine's own;
   * the handle cannot grow them, and refuses when the frame has ended.
   * @throws {MemlaneError} `evm.noSuchFrame` when no frame is open at that depth.
   */
  memoryAt(depth: number): Memory {
    if (!Number.isInteger(depth) || depth < 0 || depth > this.#runner.machine.depth)
      throw evmError('evm.noSuchFrame', {
        depth,
        deepest: this.#runner.machine.depth,
      })
    return liveMemory(this.#runner.machine, depth)
  }
}

/** An EVM with an empty world. */
export function createEvm(options: EvmOptions = {}): Evm {
  refuseUnknown('An EVM', options, EVM_FIELDS)
  return evmOver(options, new World(options.source !== undefined))
}
