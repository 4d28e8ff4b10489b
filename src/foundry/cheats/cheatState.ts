/**
 * What cheatcodes have changed. It lives from setUp into each test.
 * @module
 */
import { type Address, formatAddress, type Gas, type Hex } from '../../base/index.ts'
import type { CallRequest, CallResult, Log } from '../../evm/index.ts'
import { isSuccess } from '../../opcodes/index.ts'
import type { ProjectSettings } from '../project/profile.ts'
import type { Ended } from '../suite/testCheats.ts'
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
import type { TestEnvironment } from './testEnvironment.ts'

/** What the last call of a contract used, as `vm.lastCallGas` has it. */
export interface LastCall {
  readonly limit: Gas
  readonly used: Gas
  readonly left: Gas
}

/** What forge's own reverts say. */
const ASSUME = 'FOUNDRY::ASSUME'
const SKIP = 'FOUNDRY::SKIP'
/** A reason may be so long. */
const MOST_BYTES = 4096

interface Saved {
  readonly environment: TestEnvironment
  readonly labels: ReadonlyMap<Address, string>
  readonly recorded: readonly Log[] | undefined
  readonly blockHashes: ReadonlyMap<bigint, Hex>
  readonly lastCall: LastCall | undefined
  readonly parts: readonly unknown[]
}

export class CheatState {
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
  environment: TestEnvironment
  labels: ReadonlyMap<Address, string> = new Map()
  logs: string[] = []
  /** Logs since `vm.recordLogs`. */
  recorded: Log[] | undefined
  /** What `vm.setBlockhash` said. */
  blockHashes: ReadonlyMap<bigint, Hex> = new Map()
  lastCall: LastCall | undefined

  constructor(settings: ProjectSettings, ports: CheatPorts) {
    this.settings = settings
    this.ports = ports
    this.revert = new ExpectedRevert(settings.allowInternalExpectRevert, ports.revertText)
    this.random = new SeededWords(settings.fuzz.seed ?? '0')
    this.environment = {
      ...{ chainId: settings.chainId, number: settings.blockNumber, timestamp: settings.blockTimestamp },
      ...{ gasLimit: settings.blockGasLimit ?? settings.gasLimit, baseFee: settings.blockBaseFee },
      ...{ gasPrice: settings.gasPrice, prevRandao: settings.blockPrevRandao, blobBaseFee: 1n, blobHashes: [] },
      coinbase: formatAddress(BigInt(settings.blockCoinbase)),
      origin: formatAddress(BigInt(settings.origin)),
    }
  }

  use({ allowInternalExpectRevert }: ProjectSettings): void {
    this.revert.allowsInternal = allowInternalExpectRevert
  }

  begin(): void {
    this.logs = []
    this.snapshots.begin()
    this.metering.begin()
  }

  end({ status, output, gasUsed }: CallResult): Ended {
    const { gasLimit } = this.settings
    this.lastCall = { limit: gasLimit, used: gasUsed, left: gasLimit - gasUsed }
    if (status === 'revert') {
      const text = new TextDecoder().decode(output.subarray(0, MOST_BYTES))
      if (text.startsWith(ASSUME)) return { status: 'rejected' }
      if (text.startsWith(SKIP)) return { status: 'skip', reason: text.slice(SKIP.length) || undefined }
    }
    if (!isSuccess(status)) return { status: 'pass' }
    const reason = this.revert.unmet() ?? this.expectedCalls.unmet() ?? this.expectedLogs.unmet()
    return reason === undefined ? { status: 'pass' } : { status: 'fail', reason }
  }

  save(): unknown {
    const { environment, labels, recorded, blockHashes, lastCall } = this
    return {
      environment,
      labels,
      recorded: recorded?.slice(),
      blockHashes,
      lastCall,
      parts: this.#parts().map((part) => part.save()),
    } satisfies Saved
  }

  restore(state: unknown): void {
    const saved = state as Saved
    this.environment = saved.environment
    this.labels = saved.labels
    this.recorded = saved.recorded?.slice()
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

  /** Whether something waits for a call of a contract, or for its end. */
  protected get waits(): boolean {
    return (
      this.metering.isGiving ||
      !this.pranks.isEmpty ||
      this.revert.isWaiting ||
      !this.expectedLogs.isEmpty ||
      !this.expectedCalls.isEmpty ||
      !this.mocks.isEmpty
    )
  }

  #parts() {
    return [this.pranks, this.revert, this.expectedLogs, this.expectedCalls, this.mocks]
  }
}
