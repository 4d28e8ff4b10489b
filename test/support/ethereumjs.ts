/**
 * `@ethereumjs/evm` run on an `EvmCase`, its results in the same form as ours.
 *
 * What its `runTx` would do around the call, and `runCall` leaves out, is done here: warm addresses before it, and
 * accounts that destroyed themselves removed after it.
 * @module
 */
import { createCustomCommon, Hardfork, Mainnet } from '@ethereumjs/common'
import { createEVM, EVMError, type EVMMockBlockchainInterface, type EVMResult } from '@ethereumjs/evm'
import { SimpleStateManager } from '@ethereumjs/statemanager'
import { Account, Address as PeerAddress } from '@ethereumjs/util'
import {
  type Address,
  bytesToBigint,
  bytesToHex,
  type Hex,
  hexToBytes,
  quantityToHex,
  type Word,
  wordToBytes,
} from '../../src/base/index.ts'
import type { Status } from '../../src/evm/index.ts'
import { codes, type ForkName, isAtLeast } from '../../src/opcodes/index.ts'
import { type AccountOutcome, blockHashOf, type EvmCase, type Outcome, type Step, storageOf } from './evmCase.ts'

const HARDFORKS: Readonly<Record<ForkName, Hardfork>> = {
  frontier: Hardfork.Chainstart,
  homestead: Hardfork.Homestead,
  tangerineWhistle: Hardfork.TangerineWhistle,
  spuriousDragon: Hardfork.SpuriousDragon,
  byzantium: Hardfork.Byzantium,
  constantinople: Hardfork.Constantinople,
  petersburg: Hardfork.Petersburg,
  istanbul: Hardfork.Istanbul,
  berlin: Hardfork.Berlin,
  london: Hardfork.London,
  paris: Hardfork.Paris,
  shanghai: Hardfork.Shanghai,
  cancun: Hardfork.Cancun,
  prague: Hardfork.Prague,
  osaka: Hardfork.Osaka,
}

/** The precompiles of Osaka: warm from the start. */
const PRECOMPILES: readonly Address[] = [...Array.from({ length: 0x11 }, (_, index) => index + 1), 0x100].map(
  (number) => `0x${number.toString(16).padStart(40, '0')}` as const,
)

const BLOCKCHAIN: EVMMockBlockchainInterface = {
  getBlock: async (number) => ({ hash: () => hexToBytes(blockHashOf(BigInt(number))) }),
  putBlock: async () => {},
  shallowCopy: () => BLOCKCHAIN,
}

/** The state before a step. */
export interface PeerState extends Step {
  /** Bottom first. */
  readonly stack: readonly Word[]
  /** At least MSIZE bytes where something was written or read. */
  readonly memory: Uint8Array
  readonly name: string
  /** With memory and access. */
  readonly gasCost: bigint
  readonly refund: bigint
}

export interface PeerOutcome {
  readonly outcome: Outcome
  /** Without the STOP behind the code's end, which the peer does not report. */
  readonly steps: readonly Step[]
}

/**
 * Runs the case's call; `wantSteps` also collects every step, which takes several times as long.
 * @throws {RangeError} with `wantSteps` when a REVERT names more memory than JavaScript can allocate: the peer reads it
 * for the event before it is paid.
 */
export async function runOnPeer(
  { accounts, call }: EvmCase,
  {
    fork = 'osaka',
    wantSteps = false,
    onStep,
  }: {
    readonly fork?: ForkName
    readonly wantSteps?: boolean
    /** Called before each step with its whole state; arrays are the peer's own. */
    readonly onStep?: (state: PeerState) => void
  } = {},
): Promise<PeerOutcome> {
  const common = createCustomCommon({ chainId: Number(call.chainId ?? 1n) }, Mainnet, { hardfork: HARDFORKS[fork] })
  const stateManager = new SimpleStateManager({ common })
  const evm = await createEVM({ common, stateManager, blockchain: BLOCKCHAIN })
  for (const address of Object.keys(accounts) as Address[]) {
    const { balance = 0n, nonce = 0n, code, storage = {} } = accounts[address]!
    const peerAddress = addressOf(address)
    await stateManager.putAccount(peerAddress, new Account(nonce, balance))
    if (code !== undefined) await stateManager.putCode(peerAddress, bytesOf(code))
    for (const slot of Object.keys(storage) as Hex[])
      await stateManager.putStorage(peerAddress, wordToBytes(BigInt(slot)), trimmed(BigInt(storage[slot]!)))
  }
  const coinbase = call.coinbase ?? ZERO_ADDRESS
  for (const address of [...PRECOMPILES, call.from, call.to ?? call.from, coinbase])
    evm.journal.addAlwaysWarmAddress(address)

  const steps: Step[] = []
  if (wantSteps)
    evm.events.on('step', ({ pc, opcode, gasLeft, depth, memoryWordCount }) => {
      steps.push({ pc, opcode: opcode.code, gas: gasLeft, depth, memoryWords: Number(memoryWordCount) })
    })
  if (onStep !== undefined)
    evm.events.on('step', ({ pc, opcode, gasLeft, gasRefund, depth, memoryWordCount, stack, memory }) => {
      const { code, name, fee, dynamicFee } = opcode
      const facts = { gasCost: dynamicFee ?? BigInt(fee), refund: gasRefund, name }
      onStep({ pc, opcode: code, gas: gasLeft, depth, memoryWords: Number(memoryWordCount), stack, memory, ...facts })
    })
  const result = await evm.runCall({
    caller: addressOf(call.from),
    ...(call.to === undefined ? {} : { to: addressOf(call.to), skipNonceIncrement: true }),
    ...(call.code === undefined ? {} : { code: bytesOf(call.code) }),
    gasLimit: call.gas,
    value: call.value ?? 0n,
    data: call.input === undefined ? new Uint8Array(0) : bytesOf(call.input),
    isStatic: call.isStatic ?? false,
    origin: addressOf(call.origin ?? call.from),
    gasPrice: call.gasPrice ?? 0n,
    blobVersionedHashes: [...(call.blobHashes ?? [])],
    block: {
      header: {
        number: call.number ?? 0n,
        coinbase: addressOf(coinbase),
        timestamp: call.timestamp ?? 0n,
        difficulty: 0n,
        prevRandao: wordToBytes(call.prevRandao ?? 0n),
        gasLimit: call.gasLimit ?? 60_000_000n,
        baseFeePerGas: call.baseFee ?? 0n,
        getBlobGasPrice: () => call.blobBaseFee ?? 1n,
      },
    },
  })
  await removeDestroyed(stateManager, result, fork)
  // A failed creation of ours leaves no trace; here the sender's nonce stays raised, as a transaction's does.
  if (call.to === undefined && result.execResult.exceptionError !== undefined)
    (await stateManager.getAccount(addressOf(call.from)))!.nonce--
  return { outcome: outcomeOf(result, stateManager, call.to === undefined), steps }
}

const ZERO_ADDRESS: Address = '0x0000000000000000000000000000000000000000'

function addressOf(address: Address): PeerAddress {
  return new PeerAddress(hexToBytes(address))
}

function bytesOf(bytes: Hex | Uint8Array): Uint8Array {
  return typeof bytes === 'string' ? hexToBytes(bytes) : bytes
}

/** Big-endian without leading zeros: how the peer's SSTORE leaves a value. */
function trimmed(word: Word): Uint8Array {
  const bytes = wordToBytes(word)
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? new Uint8Array(0) : bytes.subarray(first)
}

/** Since Cancun only accounts that the same transaction created go away. (EIP-6780) */
async function removeDestroyed(
  stateManager: SimpleStateManager,
  { execResult }: EVMResult,
  fork: ForkName,
): Promise<void> {
  for (const address of execResult.selfdestruct?.keys() ?? []) {
    if (isAtLeast(fork, 'cancun') && !execResult.createdAddresses?.has(address)) continue
    await stateManager.deleteAccount(addressOf(address))
    await stateManager.clearStorage(addressOf(address))
  }
}

function statusOf({ exceptionError, runState }: EVMResult['execResult']): Status {
  if (exceptionError !== undefined) return exceptionError.error === EVMError.errorMessages.REVERT ? 'revert' : 'halt'
  return runState?.opCode === codes.RETURN ? 'return' : 'stop'
}

function outcomeOf(result: EVMResult, stateManager: SimpleStateManager, creates: boolean): Outcome {
  const { execResult, createdAddress } = result
  const { runState } = execResult
  const status = statusOf(execResult)
  const succeeded = status === 'stop' || status === 'return'
  // The store may be longer than MSIZE, and shorter where nothing was read or written yet.
  const memory = new Uint8Array(Number(status === 'halt' ? 0n : (runState?.memoryWordCount ?? 0n)) * 32)
  if (runState !== undefined) memory.set(runState.memory._store.subarray(0, memory.length))
  return {
    status,
    gasUsed: execResult.executionGasUsed,
    gasRefund: execResult.gasRefund ?? 0n,
    output: status === 'halt' ? '0x' : bytesToHex(execResult.returnValue),
    logs: (execResult.logs ?? []).map(([address, topics, data]) => ({
      address: bytesToHex(address),
      topics: topics.map(bytesToHex),
      data: bytesToHex(data),
    })),
    created: creates && succeeded ? bytesToHex(createdAddress!.bytes) : undefined,
    memory: status === 'halt' ? undefined : bytesToHex(memory),
    stack: status === 'halt' ? undefined : (runState?.stack.getStack() ?? []).map(quantityToHex),
    accounts: accountsOf(stateManager),
  }
}

function accountsOf(stateManager: SimpleStateManager): Record<Address, AccountOutcome> {
  const slots = new Map<string, [Word, Word][]>()
  for (const [key, value] of stateManager.storageStack.at(-1)!) {
    const [address = '', slot = ''] = key.split('_')
    if (!slots.has(address)) slots.set(address, [])
    slots.get(address)!.push([BigInt(slot), bytesToBigint(value)])
  }
  const accounts: Record<Address, AccountOutcome> = {}
  const entries = [...stateManager.accountStack.at(-1)!].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [address, account] of entries) {
    const code = stateManager.codeStack.at(-1)!.get(address) ?? new Uint8Array(0)
    if (account === undefined || account.isEmpty()) continue
    accounts[address] = {
      balance: quantityToHex(account.balance),
      nonce: quantityToHex(account.nonce),
      code: bytesToHex(code),
      storage: storageOf(slots.get(address) ?? []),
    }
  }
  return accounts
}
