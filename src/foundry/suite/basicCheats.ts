/**
 * The cheatcodes that most tests need: pranks, expectations of reverts, events and calls, mocks, accounts, the block, keys.
 * The room of cheatcodes has all of them; this serves until it is in the house, and the suite's own tests.
 *
 *   call ─▶ the cheatcodes' address? ─▶ answered by the table       result ─▶ prank used up, expectations compared
 *     └───▶ a prank at this depth, a mock of this address
 *
 * Source: what forge 1.7.1 did in the same tests.
 * @module
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import {
  type Address,
  bytesToBigint,
  bytesToHex,
  formatAddress,
  type Hex,
  hexToBytes,
  wordToBytes,
} from '../../base/index.ts'
import type {
  CallAnswer,
  CallRequest,
  CallResult,
  Environment,
  FrameResult,
  Given,
  Hooks,
  Interest,
  Log,
  RunWorld,
} from '../../evm/index.ts'
import { isCreation, isSuccess } from '../../opcodes/index.ts'
import { decodeTyped } from '../../solidity/abi/decode.ts'
import { encodeAbi } from '../../solidity/abi/encode.ts'
import { abiMembers } from '../../solidity/abi/type.ts'
import { CONSOLE_ADDRESS, consoleMessage, type Value } from '../../solidity/index.ts'
import type { ProjectSettings } from '../project/profile.ts'
import { dsTestLine } from './dsTestLog.ts'
import { CHEATCODES } from './ground.ts'
import { createdBy } from './libraries.ts'
import type { Ended, TestCheats } from './testCheats.ts'
import { checksummed } from './valueText.ts'

interface Prank {
  readonly caller: Address
  readonly as: Address
  readonly origin: Address | undefined
  readonly originBefore: Address
  readonly isSingle: boolean
  used: boolean
}

interface ExpectedRevert {
  readonly depth: number
  readonly reason: Uint8Array | undefined
  readonly isPartial: boolean
  readonly reverter: Address | undefined
  readonly count: number
  deepest: number
  actual: number
  by: Address | undefined
}

interface ExpectedEmit {
  readonly depth: number
  readonly checks: readonly boolean[]
  readonly address: Address | undefined
  readonly count: number
  log: Log | undefined
  seen: number
}

interface ExpectedCall {
  readonly address: Address
  readonly data: Uint8Array
  readonly value: bigint | undefined
  readonly isExact: boolean
  count: number
  seen: number
}

interface Mock {
  readonly address: Address
  readonly value: bigint | undefined
  readonly data: Uint8Array
  readonly output: Uint8Array
  readonly status: 'return' | 'revert'
}

interface State {
  readonly environment: Given<Environment>
  readonly pranks: ReadonlyMap<number, Prank>
  readonly mocks: readonly Mock[]
  readonly labels: ReadonlyMap<Address, string>
}

/** What a cheatcode refuses, as the sentence that forge reverts with, or as bytes. */
class Refused extends Error {
  readonly data: Uint8Array | undefined

  constructor(message: string, data?: Uint8Array) {
    super(message)
    this.data = data
  }
}

const utf8 = new TextEncoder()
const ASSUME = 'FOUNDRY::ASSUME'
const SKIP = 'FOUNDRY::SKIP'
const CHEATCODE_ERROR = '0xeeaa9e6f'
/** What a call gives back that reverted as expected: zeros, for any return type that is decoded of it. */
const EXPECTED_OUTPUT = new Uint8Array(8192)
const QUIET: Interest = { calls: new Set([CHEATCODES, CONSOLE_ADDRESS]), results: false, logs: true }
const ALERT: Interest = { calls: 'all', results: true, logs: true }

export class BasicCheats implements TestCheats {
  readonly hooks: Hooks & { interest: Interest }
  environment: Given<Environment>
  logs: string[] = []
  labels = new Map<Address, string>()
  pranks = new Map<number, Prank>()
  revert: ExpectedRevert | undefined
  emits: ExpectedEmit[] = []
  calls: ExpectedCall[] = []
  mocks: Mock[] = []
  readonly sender: Address
  #allowsInternal: boolean
  #unmet: string | undefined

  constructor(settings: ProjectSettings) {
    this.sender = formatAddress(BigInt(settings.sender))
    this.#allowsInternal = settings.allowInternalExpectRevert
    this.environment = {
      ...{ chainId: settings.chainId, number: settings.blockNumber, timestamp: settings.blockTimestamp },
      gasLimit: settings.blockGasLimit ?? settings.gasLimit,
      ...{ baseFee: settings.blockBaseFee, prevRandao: settings.blockPrevRandao, gasPrice: settings.gasPrice },
      coinbase: formatAddress(BigInt(settings.blockCoinbase)),
      origin: formatAddress(BigInt(settings.origin)),
    }
    this.hooks = {
      interest: QUIET,
      call: (request) => this.#before(request),
      result: (request, result) => this.#after(request, result),
      log: (log) => this.#log(log),
    }
  }

  use({ allowInternalExpectRevert }: ProjectSettings): void {
    this.#allowsInternal = allowInternalExpectRevert
  }

  begin(): void {
    this.logs = []
    this.#unmet = undefined
  }

  end(result: CallResult): Ended {
    const text = new TextDecoder().decode(result.output.subarray(0, 256))
    if (result.status === 'revert' && text === ASSUME) return { status: 'rejected' }
    if (result.status === 'revert' && text.startsWith(SKIP))
      return { status: 'skip', reason: text.slice(SKIP.length) || undefined }
    if (!isSuccess(result.status)) return { status: 'pass' }
    const unmet = this.#unmet ?? this.#dangling()
    return unmet === undefined ? { status: 'pass' } : { status: 'fail', reason: unmet }
  }

  save(): State {
    return {
      environment: this.environment,
      pranks: new Map(Array.from(this.pranks, ([depth, prank]) => [depth, { ...prank }])),
      mocks: this.mocks,
      labels: new Map(this.labels),
    }
  }

  restore(state: State): void {
    this.environment = state.environment
    this.pranks = new Map(Array.from(state.pranks, ([depth, prank]) => [depth, { ...prank }]))
    this.mocks = [...state.mocks]
    this.labels = new Map(state.labels)
    this.revert = undefined
    this.emits = []
    this.calls = []
    this.logs = []
    this.settle()
  }

  /** Whether all calls are to be told of. */
  settle(): void {
    const isAlert =
      this.pranks.size > 0 ||
      this.revert !== undefined ||
      this.emits.length > 0 ||
      this.calls.length > 0 ||
      this.mocks.length > 0
    this.hooks.interest = isAlert ? ALERT : QUIET
  }

  set(world: RunWorld, fields: Given<Environment>): void {
    this.environment = { ...this.environment, ...fields }
    world.setEnvironment(fields)
  }

  #dangling(): string | undefined {
    if (this.revert !== undefined) return "call didn't revert at a lower depth than cheatcode call depth"
    if (this.emits.some(({ count, seen }) => seen < count)) return 'log != expected log'
    const call = this.calls.find(({ isExact, count, seen }) => (isExact ? count !== seen : count > seen))
    if (call === undefined) return undefined
    const times = (count: number) => `${count} time${count === 1 ? '' : 's'}`
    return `expected call to ${checksummed(call.address)} with data ${bytesToHex(call.data)} to be called ${times(call.count)}, but was called ${times(call.seen)}`
  }

  #before(request: CallRequest): CallAnswer | undefined {
    if (!isCreation(request.kind)) {
      if (request.codeAddress === CHEATCODES) return this.#cheat(request)
      if (request.codeAddress === CONSOLE_ADDRESS) {
        const message = consoleMessage(request.input)
        if (message !== undefined) this.logs.push(message.text)
        return undefined
      }
    }
    if (this.hooks.interest === QUIET) return undefined
    if (this.revert !== undefined) this.revert.deepest = Math.max(this.revert.deepest, request.depth)
    const isCall = !isCreation(request.kind)
    const sends = request.kind === 'call'
    const input = isCall && this.calls.length + this.mocks.length > 0 ? request.input : undefined
    if (input !== undefined)
      for (const call of this.calls)
        if (
          call.address === request.codeAddress &&
          startsWith(input, call.data) &&
          (call.value === undefined || (sends && call.value === request.value))
        )
          call.seen++
    const prank = this.pranks.get(request.depth)
    if (prank !== undefined && request.caller === prank.caller) {
      request.world.warm(prank.as)
      request.caller = prank.as
      if (prank.origin !== undefined) this.set(request.world, { origin: prank.origin })
      prank.used = true
    }
    if (input === undefined) return undefined
    const mock = this.#mockOf(request, input, sends)
    return mock && { status: mock.status, output: mock.output }
  }

  #mockOf(request: CallRequest, input: Uint8Array, sends: boolean): Mock | undefined {
    const fits = this.mocks.filter(
      ({ address, data, value }) =>
        address === request.codeAddress &&
        startsWith(input, data) &&
        (value === undefined || (sends && value === request.value)),
    )
    const rank = ({ data, value }: Mock) => 2 * data.length + (value === undefined ? 0 : 1)
    return fits.sort((a, b) => rank(b) - rank(a))[0]
  }

  #after(request: CallRequest, result: FrameResult): void {
    const isCheat =
      !isCreation(request.kind) && (request.codeAddress === CHEATCODES || request.codeAddress === CONSOLE_ADDRESS)
    if (isCheat) return
    const { depth, world } = request
    const prank = this.pranks.get(depth)
    if (prank !== undefined) {
      if (prank.origin !== undefined) this.set(world, { origin: prank.originBefore })
      if (prank.isSingle) this.pranks.delete(depth)
    }
    const expected = this.revert
    if (expected !== undefined && !isSuccess(result.status) && expected.by === undefined)
      expected.by = result.created ?? request.target
    if (expected !== undefined && depth <= expected.depth) this.#compareRevert(expected, request, result)
    // What a frame leaves open ends with it.
    this.emits = this.emits.filter((one) => one.depth <= depth || depth === 0)
    const emits = this.emits.filter((one) => one.depth === depth)
    if (emits.length > 0 && !request.isStatic && request.kind !== 'staticcall' && !isCreation(request.kind)) {
      const missing = emits.find(
        ({ log, count, seen }) => log === undefined || seen < count || (count === 0 && seen > 0),
      )
      this.emits = this.emits.filter((one) => one.depth !== depth)
      if (missing !== undefined && isSuccess(result.status)) refuse(result, 'log != expected log')
    }
    this.settle()
  }

  #compareRevert(expected: ExpectedRevert, request: CallRequest, result: FrameResult): void {
    this.revert = undefined
    const wrong = this.#wrongRevert(expected, request, result)
    if (wrong !== undefined) {
      refuse(result, wrong)
      return
    }
    if (expected.count === 0) return
    if (++expected.actual < expected.count) this.revert = { ...expected, by: undefined }
    result.status = 'return'
    result.halt = undefined
    if (isCreation(request.kind)) {
      result.created = formatAddress(1n)
      result.output = new Uint8Array(0)
    } else result.output = EXPECTED_OUTPUT
  }

  #wrongRevert(
    expected: ExpectedRevert,
    request: CallRequest,
    { status, output, halt }: FrameResult,
  ): string | undefined {
    const { reason, isPartial, reverter, by, count } = expected
    const isInner = request.depth === expected.depth || expected.deepest > expected.depth
    if (!isInner && !this.#allowsInternal) return "call didn't revert at a lower depth than cheatcode call depth"
    if (count === 0) return isSuccess(status) ? undefined : 'call reverted when it was expected not to revert'
    if (isSuccess(status)) return 'next call did not revert as expected'
    if (reverter !== undefined && by !== undefined && reverter !== by)
      return `Reverter != expected reverter: ${checksummed(by)} != ${checksummed(reverter)}`
    if (reason === undefined) return undefined
    const data = typeof output === 'string' ? hexToBytes(output) : output
    if (data.length === 0 && reason.length > 0) {
      if (status === 'revert') return 'call reverted as expected, but without data'
      return `Error != expected error: EvmError: ${halt} != ${shown(reason)}`
    }
    if (isPartial && startsWith(data, reason.subarray(0, 4))) return undefined
    const [actual, wanted] = [messageOf(data), messageOf(reason)]
    if (isSame(actual, wanted) || isSame(data, reason)) return undefined
    return `Error != expected error: ${shown(actual)} != ${shown(wanted)}`
  }

  #log(log: Log): void {
    const line = dsTestLine(log)
    if (line !== undefined) this.logs.push(line)
    const template = this.emits.find((one) => one.log === undefined)
    if (template !== undefined) {
      template.log = log
      return
    }
    const next = this.emits.find(({ seen, count }) => seen < count || count === 0)
    if (next?.log === undefined) return
    const { address, checks, log: wanted } = next
    if (wanted.topics.length !== log.topics.length) return
    if (address !== undefined && address !== log.address) return
    if (log.topics.some((topic, index) => checks[index] && topic !== wanted.topics[index])) return
    if (!checks[4] || isSame(log.data, wanted.data)) next.seen++
  }

  #cheat(request: CallRequest): CallAnswer {
    const { input } = request
    const row = tableBySelector().get(bytesToHex(input.subarray(0, 4)))
    try {
      if (row === undefined)
        throw new Refused(
          `unknown cheatcode with selector ${bytesToHex(input.subarray(0, 4))}; you may have a mismatch between the \`Vm\` interface (likely in \`forge-std\`) and the \`forge\` version`,
        )
      // In a frame of the test's own storage it does nothing.
      if (request.kind === 'delegatecall') return { output: new Uint8Array(0) }
      const values = decodeTyped(abiMembers(row.types.map((type) => ({ name: '', type }))), input.subarray(4))
      const output = row.act(this, new Arguments(values.map(({ value }) => value)), request)
      this.settle()
      return { output: output ?? new Uint8Array(0) }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.settle()
      return { status: 'revert', output: error.data ?? cheatcodeError(error.message) }
    }
  }
}

/** Arguments by place; what is no value of its type is refused. */
class Arguments {
  readonly #values: readonly Value[]

  constructor(values: readonly Value[]) {
    this.#values = values
  }

  number(index: number): bigint {
    const value = this.#values[index]
    if (value?.kind === 'number') return value.value
    if (value?.kind === 'fixedBytes') return BigInt(value.value)
    throw new Refused('short calldata')
  }

  flag(index: number): boolean {
    const value = this.#values[index]
    if (value?.kind === 'bool') return value.value
    throw new Refused('short calldata')
  }

  address(index: number): Address {
    const value = this.#values[index]
    if (value?.kind === 'address') return formatAddress(BigInt(value.value))
    throw new Refused('short calldata')
  }

  bytes(index: number): Uint8Array {
    const value = this.#values[index]
    if (value?.kind === 'bytes' || value?.kind === 'fixedBytes') return hexToBytes(value.value)
    throw new Refused('short calldata')
  }

  text(index: number): string {
    const value = this.#values[index]
    if (value?.kind === 'string') return value.text
    throw new Refused('short calldata')
  }
}

type Act = (cheats: BasicCheats, given: Arguments, request: CallRequest) => Uint8Array | undefined

interface Row {
  readonly types: readonly string[]
  readonly act: Act
}

let rows: ReadonlyMap<Hex, Row> | undefined

/** Hundreds of hashes, made when the first cheatcode is called. */
function tableBySelector(): ReadonlyMap<Hex, Row> {
  rows ??= new Map(
    CHEATS.map(([signature, act]) => {
      const types = signature.slice(signature.indexOf('(') + 1, -1)
      const selector = bytesToHex(keccak_256(utf8.encode(signature)).subarray(0, 4))
      return [selector, { types: types === '' ? [] : types.split(','), act }]
    }),
  )
  return rows
}

const nothing = (act: (...given: Parameters<Act>) => void): Act => {
  return (...given) => {
    act(...given)
    return undefined
  }
}

const environmentRow = (signature: string, fields: (given: Arguments) => Given<Environment>): [string, Act] => [
  signature,
  nothing((cheats, given, { world }) => cheats.set(world, fields(given))),
]

const expectRevert = (
  signature: string,
  read: (given: Arguments) => Partial<Pick<ExpectedRevert, 'reason' | 'reverter' | 'count' | 'isPartial'>>,
): [string, Act] => [
  signature,
  nothing((cheats, given, { depth }) => {
    if (cheats.revert !== undefined)
      throw new Refused('you must call another function prior to expecting a second revert')
    cheats.revert = {
      ...{ depth, reason: undefined, isPartial: false, reverter: undefined, count: 1 },
      ...{ deepest: 0, actual: 0, by: undefined },
      ...read(given),
    }
  }),
]

const ALL_CHECKS = [true, true, true, true, true]

const expectEmit = (
  signature: string,
  read: (given: Arguments) => Partial<Pick<ExpectedEmit, 'checks' | 'address' | 'count'>>,
): [string, Act] => [
  signature,
  nothing((cheats, given, { depth }) => {
    const usual = { depth, checks: ALL_CHECKS, address: undefined, count: 1, log: undefined, seen: 0 }
    cheats.emits.push({ ...usual, ...read(given) })
  }),
]

const checksIn = (given: Arguments) => [true, given.flag(0), given.flag(1), given.flag(2), given.flag(3)]

const prank = (name: string, isSingle: boolean): [string, Act][] => {
  const act =
    (origin: (given: Arguments) => Address | undefined): Act =>
    (cheats, given, { depth, caller, world }) => {
      const known = cheats.pranks.get(depth)
      if (known !== undefined && !known.used)
        throw new Refused('cannot overwrite a prank until it is applied at least once')
      if (known !== undefined && known.isSingle !== isSingle)
        throw new Refused(
          'cannot override an ongoing prank with a single vm.prank; use vm.startPrank to override the current prank',
        )
      const as = given.address(0)
      world.warm(as)
      const originBefore = world.environment.origin
      cheats.pranks.set(depth, { caller, as, origin: origin(given), originBefore, isSingle, used: false })
      return undefined
    }
  return [
    [`${name}(address)`, act(() => undefined)],
    [`${name}(address,address)`, act((given) => given.address(1))],
  ]
}

const expectCall = (
  signature: string,
  read: (given: Arguments) => Pick<ExpectedCall, 'data'> & Partial<Pick<ExpectedCall, 'value' | 'count' | 'isExact'>>,
): [string, Act] => [
  signature,
  nothing((cheats, given) => {
    const call = { value: undefined, count: 1, isExact: false, ...read(given), address: given.address(0), seen: 0 }
    const same = cheats.calls.find(({ address, data }) => address === call.address && isSame(data, call.data))
    if (same !== undefined && !call.isExact && !same.isExact) same.count++
    else cheats.calls.push(call)
  }),
]

const mockCall = (
  signature: string,
  status: Mock['status'],
  read: (given: Arguments) => Pick<Mock, 'data' | 'output'> & Partial<Pick<Mock, 'value'>>,
): [string, Act] => [
  signature,
  nothing((cheats, given, { world }) => {
    const address = given.address(0)
    world.warm(address)
    if (world.code(address).length === 0) world.setCode(address, '0x00')
    const mock: Mock = { value: undefined, ...read(given), address, status }
    const isOther = ({ address: where, value, data }: Mock) =>
      where !== address || value !== mock.value || !isSame(data, mock.data)
    cheats.mocks = [...cheats.mocks.filter(isOther), mock]
  }),
]

const CHEATS: readonly (readonly [signature: string, act: Act])[] = [
  ...prank('prank', true),
  ...prank('startPrank', false),
  ['stopPrank()', nothing((cheats, _, { depth }) => cheats.pranks.delete(depth))],
  expectRevert('expectRevert()', () => ({})),
  expectRevert('expectRevert(bytes4)', (given) => ({ reason: given.bytes(0) })),
  expectRevert('expectRevert(bytes)', (given) => ({ reason: given.bytes(0) })),
  expectRevert('expectRevert(address)', (given) => ({ reverter: given.address(0) })),
  expectRevert('expectRevert(bytes4,address)', (given) => ({ reason: given.bytes(0), reverter: given.address(1) })),
  expectRevert('expectRevert(bytes,address)', (given) => ({ reason: given.bytes(0), reverter: given.address(1) })),
  expectRevert('expectRevert(uint64)', (given) => ({ count: Number(given.number(0)) })),
  expectRevert('expectRevert(bytes4,uint64)', (given) => ({ reason: given.bytes(0), count: Number(given.number(1)) })),
  expectRevert('expectRevert(bytes,uint64)', (given) => ({ reason: given.bytes(0), count: Number(given.number(1)) })),
  expectRevert('expectPartialRevert(bytes4)', (given) => ({ reason: given.bytes(0), isPartial: true })),
  expectEmit('expectEmit()', () => ({})),
  expectEmit('expectEmit(address)', (given) => ({ address: given.address(0) })),
  expectEmit('expectEmit(bool,bool,bool,bool)', (given) => ({ checks: checksIn(given) })),
  expectEmit('expectEmit(bool,bool,bool,bool,address)', (given) => ({
    checks: checksIn(given),
    address: given.address(4),
  })),
  expectCall('expectCall(address,bytes)', (given) => ({ data: given.bytes(1) })),
  expectCall('expectCall(address,uint256,bytes)', (given) => ({ data: given.bytes(2), value: given.number(1) })),
  expectCall('expectCall(address,bytes,uint64)', (given) => ({
    ...{ data: given.bytes(1), count: Number(given.number(2)), isExact: true },
  })),
  mockCall('mockCall(address,bytes,bytes)', 'return', (given) => ({ data: given.bytes(1), output: given.bytes(2) })),
  mockCall('mockCall(address,uint256,bytes,bytes)', 'return', (given) => ({
    ...{ value: given.number(1), data: given.bytes(2), output: given.bytes(3) },
  })),
  mockCall('mockCallRevert(address,bytes,bytes)', 'revert', (given) => ({
    ...{ data: given.bytes(1), output: given.bytes(2) },
  })),
  [
    'clearMockedCalls()',
    nothing((cheats) => {
      cheats.mocks = []
    }),
  ],
  [
    'assume(bool)',
    nothing((_, given) => {
      if (!given.flag(0)) throw new Refused('assume', utf8.encode(ASSUME))
    }),
  ],
  [
    'skip(bool)',
    nothing((_, given) => {
      if (given.flag(0)) throw new Refused('skip', utf8.encode(SKIP))
    }),
  ],
  [
    'skip(bool,string)',
    nothing((_, given) => {
      if (given.flag(0)) throw new Refused('skip', utf8.encode(SKIP + given.text(1)))
    }),
  ],
  environmentRow('warp(uint256)', (given) => ({ timestamp: given.number(0) })),
  environmentRow('roll(uint256)', (given) => ({ number: given.number(0) })),
  environmentRow('fee(uint256)', (given) => ({ baseFee: given.number(0) })),
  environmentRow('chainId(uint256)', (given) => ({ chainId: given.number(0) })),
  environmentRow('coinbase(address)', (given) => ({ coinbase: given.address(0) })),
  environmentRow('prevrandao(bytes32)', (given) => ({ prevRandao: given.number(0) })),
  environmentRow('prevrandao(uint256)', (given) => ({ prevRandao: given.number(0) })),
  environmentRow('txGasPrice(uint256)', (given) => ({ gasPrice: given.number(0) })),
  ['getBlockTimestamp()', (_, __, { world }) => wordToBytes(BigInt(world.environment.timestamp))],
  ['getBlockNumber()', (_, __, { world }) => wordToBytes(BigInt(world.environment.number))],
  [
    'deal(address,uint256)',
    nothing((_, given, { world }) => {
      world.warm(given.address(0))
      world.setBalance(given.address(0), given.number(1))
    }),
  ],
  [
    'etch(address,bytes)',
    nothing((_, given, { world }) => {
      world.warm(given.address(0))
      world.setCode(given.address(0), given.bytes(1))
    }),
  ],
  [
    'store(address,bytes32,bytes32)',
    nothing((_, given, { world }) => {
      const [address, slot] = [given.address(0), given.number(1)]
      world.warm(address)
      world.warm(address, slot)
      world.store(address, slot, given.number(2))
    }),
  ],
  [
    'load(address,bytes32)',
    (_, given, { world }) => {
      world.warm(given.address(0), given.number(1))
      return wordToBytes(world.load(given.address(0), given.number(1)))
    },
  ],
  [
    'getNonce(address)',
    (_, given, { world }) => {
      world.warm(given.address(0))
      return wordToBytes(world.nonce(given.address(0)))
    },
  ],
  [
    'setNonce(address,uint64)',
    nothing((_, given, { world }) => {
      world.warm(given.address(0))
      world.setNonce(given.address(0), given.number(1))
    }),
  ],
  ['label(address,string)', nothing((cheats, given) => cheats.labels.set(given.address(0), given.text(1)))],
  ['addr(uint256)', (_, given) => wordToBytes(BigInt(addressOfKey(given.number(0))))],
  [
    'sign(uint256,bytes32)',
    (_, given) => {
      addressOfKey(given.number(0))
      const options = { prehash: false, format: 'recovered', lowS: true } as const
      // First the recovery bit, then r and s.
      const signature = secp256k1.sign(given.bytes(1), wordToBytes(given.number(0)), options)
      return concat(wordToBytes(27n + BigInt(signature[0]!)), signature.subarray(1))
    },
  ],
  [
    'computeCreateAddress(address,uint256)',
    (_, given) => wordToBytes(BigInt(createdBy(given.address(0), given.number(1)))),
  ],
  ['toString(uint256)', (_, given) => encodedText(given.number(0).toString())],
  ['toString(address)', (_, given) => encodedText(checksummed(given.address(0)))],
  ...(['assertTrue', 'assertFalse'] as const).flatMap((name): [string, Act][] => {
    const wanted = name === 'assertTrue'
    return [
      [
        `${name}(bool)`,
        nothing((_, given) => {
          if (given.flag(0) !== wanted) throw new Refused('assertion failed')
        }),
      ],
      [
        `${name}(bool,string)`,
        nothing((_, given) => {
          if (given.flag(0) !== wanted) throw new Refused(given.text(1))
        }),
      ],
    ]
  }),
  ...(['uint256', 'int256'] as const).flatMap((type) =>
    (
      [
        ['assertEq', (a: bigint, b: bigint) => a === b, '!='],
        ['assertNotEq', (a: bigint, b: bigint) => a !== b, '=='],
        ['assertLt', (a: bigint, b: bigint) => a < b, '>='],
        ['assertLe', (a: bigint, b: bigint) => a <= b, '>'],
        ['assertGt', (a: bigint, b: bigint) => a > b, '<='],
        ['assertGe', (a: bigint, b: bigint) => a >= b, '<'],
      ] as const
    ).flatMap(([name, holds, other]): [string, Act][] =>
      ['', ',string'].map((extra) => [
        `${name}(${type},${type}${extra})`,
        nothing((_, given) => {
          const [left, right] = [given.number(0), given.number(1)]
          if (holds(left, right)) return
          throw new Refused(`${extra === '' ? 'assertion failed' : given.text(2)}: ${left} ${other} ${right}`)
        }),
      ]),
    ),
  ),
]

function addressOfKey(key: bigint): Address {
  if (key === 0n) throw new Refused('private key cannot be 0')
  if (key >= secp256k1.Point.Fn.ORDER) throw new Refused('private key must be less than the secp256k1 curve order')
  const point = secp256k1.getPublicKey(wordToBytes(key), false)
  return formatAddress(bytesToBigint(keccak_256(point.subarray(1))))
}

function encodedText(text: string): Uint8Array {
  const value: Value = { kind: 'string', text, length: utf8.encode(text).length, isCut: false }
  return encodeAbi(abiMembers([{ name: '', type: 'string' }]), [value])
}

function cheatcodeError(message: string): Uint8Array {
  return concat(hexToBytes(CHEATCODE_ERROR), encodedText(message))
}

/** A success that is none. */
function refuse(result: FrameResult, message: string): void {
  result.status = 'revert'
  result.halt = undefined
  result.created = undefined
  result.output = cheatcodeError(message)
}

/** The text in Error(string) and CheatcodeError(string); other data as it is. */
function messageOf(data: Uint8Array): Uint8Array {
  const selector = bytesToHex(data.subarray(0, 4))
  if (selector !== '0x08c379a0' && selector !== CHEATCODE_ERROR) return data
  const [first] = decodeTyped(abiMembers([{ name: '', type: 'bytes' }]), data.subarray(4))
  return first?.value.kind === 'bytes' ? hexToBytes(first.value.value) : data
}

function shown(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes)
  return /^[\x20-\x7e]*$/.test(text) ? text : bytesToHex(bytes)
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && startsWith(one, other)
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, index) => byte === bytes[index])
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
