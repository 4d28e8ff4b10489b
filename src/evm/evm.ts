/**
 * The EVM as callers have it: a fork, a world state, calls and transactions.
 * @module
 */
import { MemlaneError } from '../base/error.ts'
import type { ByteCount, Hex } from '../base/units.ts'
import { liveMemory } from '../machine/index.ts'
import type { Memory } from '../memory/index.ts'
import { DEFAULT_FORK, type Fork, type ForkName, fork as forkNamed } from '../opcodes/index.ts'
import { type Cancellation, runAsync, runSync, type StateSource, type Steps } from './absent.ts'
import { codeOf } from './account.ts'
import { formatAddress } from './address.ts'
import type { BlockFields } from './block.ts'
import { CodeCache } from './codeCache.ts'
import { createdAddress } from './creation.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import { Frames } from './frames.ts'
import { checkedCall } from './parameters.ts'
import type { Given } from './quantity.ts'
import { type CallParameters, type CallResult, hasSucceeded, resultOf, type TransactionResult } from './result.ts'
import { Runner } from './runner.ts'
import { State } from './state.ts'
import type { Tracer } from './tracer.ts'
import { transactSteps } from './transact.ts'
import type { Transaction } from './transaction.ts'
import { World } from './world.ts'

/** All frames' memory together: a transaction of 60 million gas stays far below. */
const DEFAULT_MEMORY_LIMIT: ByteCount = 1 << 30

export interface EvmOptions {
  /** Default: `osaka`. */
  readonly fork?: ForkName
  /** The host's cap on the bytes of all live frames' memory; the frame that would pass it halts with `memoryLimit`. Default 1 GiB. */
  readonly memoryLimit?: ByteCount
  /** The hash of one of the last 256 blocks. Default: zero for each. */
  readonly blockHash?: (number: bigint) => Hex
  /** Where accounts and slots come from that nobody set: a node, say. Default: what nobody set is not there. */
  readonly source?: StateSource
}

const EVM_FIELDS: FieldNames<EvmOptions> = { fork: true, memoryLimit: true, blockHash: true, source: true }

export class Evm {
  readonly state: State
  readonly fork: Fork
  readonly #source: StateSource | undefined
  readonly #world: World
  readonly #runner: Runner
  readonly #codes = new CodeCache()

  constructor(options: EvmOptions = {}) {
    refuseUnknown('An EVM', options, EVM_FIELDS)
    this.fork = forkNamed(options.fork ?? DEFAULT_FORK)
    this.#source = options.source
    this.#world = new World(options.source !== undefined)
    this.state = new State(this.#world)
    const { memoryLimit = DEFAULT_MEMORY_LIMIT, blockHash = () => '0x0' } = options
    this.#runner = new Runner(new Frames(this.fork, this.#world, memoryLimit, blockHash))
  }

  /**
   * Runs a call or a creation. What it changed stays when it succeeded; a revert or halt leaves no trace.
   * A contract's end is in the result; thrown is only what the caller got wrong, and what a tracer throws. Whatever is
   * thrown, the state is as it was and the EVM is free.
   * @throws {MemlaneError} `evm.…` for parameters out of range, `base.invalidHex` for bad hex.
   * @throws {NotLoadedError} for something absent; `callAsync` loads it.
   */
  call(parameters: Given<CallParameters>, tracer?: Tracer): CallResult {
    return runSync(this.#callSteps(parameters, tracer))
  }

  /**
   * Like `call`, and loads what is absent on the way. The EVM is busy until the promise is settled; `signal` ends the
   * wait for a source that does not answer, and rejects with its reason.
   */
  callAsync(parameters: Given<CallParameters>, tracer?: Tracer, signal?: Cancellation): Promise<CallResult> {
    return runAsync(this.#callSteps(parameters, tracer), this.#world, this.#source, signal)
  }

  /**
   * Runs a transaction in a block: validity, fees, access list, authorizations, refunds. What it changed stays; of a
   * reverted or halted one that is nonce, fees and authorizations.
   * @throws {InvalidTransactionError} when it may not be in the block; the state stays as it was.
   * @throws {NotLoadedError} for something absent; `transactAsync` loads it.
   */
  transact(transaction: Given<Transaction>, block: Given<BlockFields> = {}, tracer?: Tracer): TransactionResult {
    return runSync(transactSteps(this.#runner, transaction, block, tracer))
  }

  /** Like `transact`, and loads what is absent on the way; with a signal as for `callAsync`. */
  transactAsync(
    transaction: Given<Transaction>,
    block: Given<BlockFields> = {},
    tracer?: Tracer,
    signal?: Cancellation,
  ): Promise<TransactionResult> {
    return runAsync(transactSteps(this.#runner, transaction, block, tracer), this.#world, this.#source, signal)
  }

  *#callSteps(parameters: Given<CallParameters>, tracer: Tracer | undefined): Steps<CallResult> {
    const runner = this.#runner
    const { world, frames, substate } = runner
    const { from, to, code, input, value, gas, environment } = checkedCall(parameters, this.#codes)
    const { isStatic = false, anyCodeSize = false, inspect } = parameters
    return yield* runner.run({ environment, tracer, anyCodeSize }, function* () {
      yield* runner.need(from)
      const sender = world.accountState(from)
      const balance = sender?.balance ?? 0n
      if (balance < value)
        throw new MemlaneError(
          'evm.insufficientBalance',
          `${formatAddress(from)} has ${balance} wei and cannot send ${value}.`,
          { address: formatAddress(from), balance, value },
        )
      const creates = to === undefined && code === undefined
      const nonce = sender?.nonce ?? 0n
      const target = creates ? createdAddress(from, nonce) : (to ?? 0n)
      yield* runner.need(target)
      const checkpoint = frames.checkpoint()
      for (const address of [from, target, environment.coinbase]) substate.add(address)
      if (creates) world.setNonce(world.touch(from), nonce + 1n)
      else if (code === undefined) yield* runner.warmDelegate(target)
      const outcome = creates
        ? yield* frames.create({ caller: from, target, initcode: codeOf(input), value, gas, checkpoint })
        : yield* frames.call({ caller: from, target, code, value, gas, isStatic, input, checkpoint })
      const succeeded = hasSucceeded(outcome.status)
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
      throw new MemlaneError(
        'evm.noSuchFrame',
        `No frame is open at depth ${depth}; the deepest is ${this.#runner.machine.depth}.`,
        {
          depth,
          deepest: this.#runner.machine.depth,
        },
      )
    return liveMemory(this.#runner.machine, depth)
  }
}

/** An EVM with an empty world. */
export function createEvm(options: EvmOptions = {}): Evm {
  return new Evm(options)
}
