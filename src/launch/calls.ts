/**
 * The calls and the logs of a run with names: contracts by their code, functions and events by the sources, and
 * precompiles by their address.
 * @module
 */
import type { Address } from '../base/index.ts'
import { type Log, precompileName } from '../evm/index.ts'
import { memoryCost } from '../memory/index.ts'
import { type Fork, type ForkName, fork as forkNamed, isCreation } from '../opcodes/index.ts'
import {
  type Budget,
  CHEATCODE_ADDRESS,
  type Compilation,
  type CompiledContract,
  type ConsoleMessage,
  consoleMessage,
  decodeEvent,
  decodeFrame,
} from '../solidity/index.ts'
import type { CallTracer, TracedCall } from './callTracer.ts'
import { isConsole } from './console.ts'
import type { CallFacts, CallTree, LogFacts } from './facts.ts'
import { laterOpcode } from './laterOpcode.ts'
import { LIMITS } from './limits.ts'
import { revertOf } from './outcome.ts'

export class NamedCalls {
  readonly tree: CallTree
  readonly #build: Compilation | undefined
  readonly #fork: Fork
  /** By code: many calls run the same. */
  readonly #contracts = new Map<Uint8Array, CompiledContract | undefined>()
  readonly #contractAt = new Map<Address, string>()
  /** For the values of all calls and logs together. */
  readonly #budget: Budget = { items: LIMITS.decodedItems, bytes: LIMITS.decodedBytes }

  /** @param build what the target was compiled to; without it only precompiles have names */
  constructor(run: Pick<CallTracer, 'calls' | 'moreCalls'>, fork: ForkName, build: Compilation | undefined) {
    this.#build = build
    this.#fork = forkNamed(fork)
    this.tree = { calls: run.calls.map((call) => this.#named(call)), more: run.moreCalls }
  }

  log(log: Log): LogFacts {
    const event = this.#build && decodeEvent(this.#build, log, this.#budget)
    return { ...log, contract: this.#contractAt.get(log.address), event }
  }

  #named(call: TracedCall): CallFacts {
    const { input, output, code, memorySize, gasLeft, gas, invalidOpcode, ...facts } = call
    const contract = this.#contractOf(call)
    const message = isConsole(call) && input !== undefined ? consoleMessage(input, this.#budget) : undefined
    if (contract !== undefined && call.address === call.codeAddress) this.#contractAt.set(call.address, contract.name)
    return {
      ...facts,
      contract: contract?.name ?? (message === undefined ? this.#nameOfAddress(call) : 'console'),
      content: message === undefined ? this.#contentOf(call, contract) : contentOf(message),
      ...(message === undefined ? {} : { said: message.text }),
      gas,
      gasUsed: gas - gasLeft,
      memorySize,
      memoryGas: memoryCost(BigInt(memorySize / 32)),
      laterOpcode: laterOpcode(invalidOpcode, this.#fork),
      revert:
        call.status === 'revert' && output !== undefined ? revertOf(this.#build, output, this.#budget) : undefined,
      input: isCreation(call.kind) ? code : input,
      output,
    }
  }

  #contractOf(call: TracedCall): CompiledContract | undefined {
    const { code } = call
    if (this.#build === undefined || code.length === 0) return undefined
    if (!this.#contracts.has(code)) this.#contracts.set(code, this.#build.contractOf(call))
    return this.#contracts.get(code)
  }

  #contentOf(call: TracedCall, contract: CompiledContract | undefined): CallFacts['content'] {
    const { input, output } = call
    if (this.#build === undefined || input === undefined || output === undefined) return undefined
    return decodeFrame(this.#build, contract, { ...call, input, output }, this.#budget)
  }

  /** Of a precompile, or of who runs a test of Foundry. */
  #nameOfAddress({ code, codeAddress }: TracedCall): string | undefined {
    if (codeAddress === CHEATCODE_ADDRESS) return 'vm'
    return code.length === 0 ? precompileName(this.#fork.name, codeAddress) : undefined
  }
}

function contentOf({ signature, arguments: values }: ConsoleMessage): CallFacts['content'] {
  return { function: 'log', signature, arguments: values, outputs: undefined }
}
