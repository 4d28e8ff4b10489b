/**
 * The cheatcodes of one test contract. What they change lives from setUp into each test.
 *
 *   a call of 0x7109… ─► table ─► answer, or CheatcodeError
 *   any other call    ─► prank, expected call, mock ─► frame ─► expected revert, expected log
 *
 * Calls of contracts are looked at only while something waits for one: until then the engine makes them by itself.
 * @module
 */
import { type Address, bytesToHex, formatAddress, type Gas, type Hex } from '../../base/index.ts'
import type {
  CallAnswer,
  CallRequest,
  CallResult,
  Environment,
  FrameResult,
  Hooks,
  Interest,
  Log,
} from '../../evm/index.ts'
import { CONSOLE_ADDRESS, consoleMessage } from '../../solidity/index.ts'
import type { ProjectSettings } from '../project/profile.ts'
import { dsTestLine } from '../suite/dsTestLog.ts'
import { CHEATCODES } from '../suite/ground.ts'
import type { Ended, TestCheats } from '../suite/testCheats.ts'
import { CheatArguments } from './cheatArguments.ts'
import { CheatcodeError } from './cheatError.ts'
import { ExpectedCalls } from './expectedCalls.ts'
import { ExpectedLogs } from './expectedLogs.ts'
import { ExpectedRevert } from './expectedRevert.ts'
import { GasMetering } from './gasMetering.ts'
import { Mocks } from './mocks.ts'
import type { CheatPorts } from './ports.ts'
import { Pranks } from './pranks.ts'
import { SeededWords } from './seededWords.ts'
import { Snapshots } from './snapshots.ts'
import { CHEATS } from './table.ts'

/** What the last call of a contract used, as `vm.lastCallGas` has it. */
export interface LastCall {
  readonly limit: Gas
  readonly used: Gas
  readonly left: Gas
}

/** What forge's own reverts say. */
const ASSUME = 'FOUNDRY::ASSUME'
const SKIP = 'FOUNDRY::SKIP'
const MOST_REASON = 4096
const UNKNOWN = 'you may have a mismatch between the `Vm` interface (likely in `forge-std`) and the `forge` version'

const NOTHING: Interest = { calls: new Set([CHEATCODES, CONSOLE_ADDRESS]), results: false, logs: true }
const EVERYTHING: Interest = { calls: 'all', results: true, logs: true }

interface Saved {
  readonly environment: TestEnvironment
  readonly labels: ReadonlyMap<Address, string>
  readonly recorded: readonly Log[] | undefined
  readonly blockHashes: ReadonlyMap<bigint, Hex>
  readonly lastCall: LastCall | undefined
  readonly parts: readonly unknown[]
}

export type TestEnvironment = Required<Omit<Environment, 'blobHashes'>> & { readonly blobHashes: readonly Hex[] }

export class Cheats implements TestCheats {
  readonly settings: ProjectSettings
  readonly ports: CheatPorts
  readonly pranks = new Pranks()
  readonly revert: ExpectedRevert
  readonly expectedLogs = new ExpectedLogs()
  readonly expectedCalls = new ExpectedCalls()
  readonly mocks = new Mocks()
  readonly snapshots = new Snapshots()
  readonly metering = new GasMetering()
  readonly random: SeededWords
  readonly hooks: Hooks
  environment: TestEnvironment
  labels: ReadonlyMap<Address, string> = new Map()
  logs: string[] = []
  /** Logs since `vm.recordLogs`. */
  recorded: readonly Log[] | undefined
  /** What `vm.setBlockhash` said. */
  blockHashes: ReadonlyMap<bigint, Hex> = new Map()
  lastCall: LastCall | undefined
  readonly #watchesGas: boolean
  #interest: Interest = NOTHING
  #cheatRequest: CallRequest | undefined

  /** @param watchesGas the contract asks for the gas of calls: then every call is looked at */
  constructor(settings: ProjectSettings, ports: CheatPorts, watchesGas: boolean) {
    this.settings = settings
    this.ports = ports
    this.#watchesGas = watchesGas
    this.revert = new ExpectedRevert(settings.allowInternalExpectRevert, ports.revertText)
    this.random = new SeededWords(settings.fuzz.seed ?? '0')
    this.environment = {
      ...{ chainId: settings.chainId, number: settings.blockNumber, timestamp: settings.blockTimestamp },
      ...{ gasLimit: settings.blockGasLimit ?? settings.gasLimit, baseFee: settings.blockBaseFee },
      ...{ gasPrice: settings.gasPrice, prevRandao: settings.blockPrevRandao, blobBaseFee: 1n, blobHashes: [] },
      coinbase: formatAddress(BigInt(settings.blockCoinbase)),
      origin: formatAddress(BigInt(settings.origin)),
    }
    const cheats = this
    this.hooks = {
      get interest() {
        return cheats.#interest
      },
      call: (request) => this.#called(request),
      result: (request, result) => this.#ended(request, result),
      log: (log) => this.#logged(log),
    }
  }

  use({ allowInternalExpectRevert }: ProjectSettings): void {
    this.revert.allowsInternal = allowInternalExpectRevert
  }

  begin(): void {
    this.logs = []
    this.snapshots.begin()
    this.metering.begin()
    this.#cheatRequest = undefined
    this.#look()
  }

  end({ status, output, gasUsed }: CallResult): Ended {
    const { gasLimit } = this.settings
    this.lastCall = { limit: gasLimit, used: gasUsed, left: gasLimit - gasUsed }
    if (status === 'revert') {
      const text = new TextDecoder().decode(output.subarray(0, MOST_REASON))
      if (text.startsWith(ASSUME)) return { status: 'rejected' }
      if (text.startsWith(SKIP)) return { status: 'skip', reason: text.slice(SKIP.length) || undefined }
    }
    if (status === 'revert' || status === 'halt') return { status: 'pass' }
    const reason = this.revert.unmet() ?? this.expectedCalls.unmet() ?? this.expectedLogs.unmet()
    return reason === undefined ? { status: 'pass' } : { status: 'fail', reason }
  }

  save(): unknown {
    const { environment, labels, recorded, blockHashes, lastCall } = this
    return {
      environment,
      labels,
      recorded,
      blockHashes,
      lastCall,
      parts: this.#parts().map((part) => part.save()),
    } satisfies Saved
  }

  restore(state: unknown): void {
    const saved = state as Saved
    this.environment = saved.environment
    this.labels = saved.labels
    this.recorded = saved.recorded
    this.blockHashes = saved.blockHashes
    this.lastCall = saved.lastCall
    for (const [index, part] of this.#parts().entries()) part.restore(saved.parts[index] as never)
    this.logs = []
  }

  /** Changes the block or the transaction, now and for what comes. */
  setEnvironment({ world }: Pick<CallRequest, 'world'>, fields: Partial<TestEnvironment>): void {
    this.environment = { ...this.environment, ...fields }
    world.setEnvironment(fields)
  }

  setBlockHash(number: bigint, hash: Hex): void {
    this.blockHashes = new Map(this.blockHashes).set(number, hash)
  }

  label(address: Address, name: string): void {
    this.labels = new Map(this.labels).set(address, name)
  }

  /** The test is not to count. */
  skip(reason: string): never {
    throw new CheatcodeError('skipped', new TextEncoder().encode(SKIP + reason))
  }

  /** The inputs of the test are not to count. */
  reject(): never {
    throw new CheatcodeError('rejected', new TextEncoder().encode(ASSUME))
  }

  #parts() {
    return [this.pranks, this.revert, this.expectedLogs, this.expectedCalls, this.mocks]
  }

  /** Sets what calls are looked at. */
  #look(): void {
    const waits =
      this.#watchesGas ||
      this.metering.isGiving ||
      !this.pranks.isEmpty ||
      this.revert.isWaiting ||
      !this.expectedLogs.isEmpty ||
      !this.expectedCalls.isEmpty ||
      !this.mocks.isEmpty
    this.#interest = waits ? EVERYTHING : NOTHING
  }

  #called(request: CallRequest): CallAnswer | undefined {
    const { codeAddress, kind } = request
    if (kind !== 'create' && kind !== 'create2') {
      if (codeAddress === CHEATCODES) {
        this.#cheatRequest = request
        return kind === 'delegatecall' || kind === 'callcode' ? {} : this.#answer(request)
      }
      if (codeAddress === CONSOLE_ADDRESS) {
        this.#cheatRequest = request
        const message = consoleMessage(request.input)
        if (message !== undefined) this.logs.push(message.text)
        return undefined
      }
    }
    this.revert.began(request)
    if (kind !== 'create' && kind !== 'create2') this.expectedCalls.began(request)
    const origin = this.pranks.apply(request)
    if (origin !== undefined) this.setEnvironment(request, { origin })
    return kind === 'create' || kind === 'create2' ? undefined : this.mocks.answer(request)
  }

  /** The call of a cheatcode. It costs the call alone. */
  #answer(request: CallRequest): CallAnswer {
    const { input } = request
    const row = CHEATS.get(bytesToHex(input.subarray(0, 4)))
    try {
      if (row === undefined)
        throw new CheatcodeError(`unknown cheatcode with selector ${bytesToHex(input.subarray(0, 4))}; ${UNKNOWN}`)
      const given = new CheatArguments(input)
      const output = row.run({ cheats: this, request, world: request.world, given })
      return { output: output ?? new Uint8Array(0) }
    } catch (error) {
      if (!(error instanceof CheatcodeError)) throw error
      return { status: 'revert', output: row === undefined ? error.output : error.from(row.signature) }
    } finally {
      this.#look()
    }
  }

  #ended(request: CallRequest, result: FrameResult): void {
    const isCheat = request === this.#cheatRequest
    if (isCheat) this.metering.ended(request, result)
    const isCreate = request.kind === 'create' || request.kind === 'create2'
    if (!isCheat) {
      const origin = this.pranks.finish(request)
      if (origin !== undefined && origin !== this.environment.origin) this.setEnvironment(request, { origin })
    }
    const isTaken = this.revert.ended(request, result, isCheat)
    if (!isCheat && !isCreate) {
      const left = BigInt(result.gasLeft)
      this.lastCall = { limit: request.gas, used: request.gas - left, left }
      if (!isTaken) this.expectedLogs.ended(request, result)
    }
    this.#look()
  }

  #logged(log: Log): void {
    const line = dsTestLine(log)
    if (line !== undefined) this.logs.push(line)
    if (this.recorded !== undefined) this.recorded = [...this.recorded, log]
    if (!this.expectedLogs.isEmpty) this.expectedLogs.see(log)
  }
}
