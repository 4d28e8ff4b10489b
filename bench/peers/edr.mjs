// Native revm inside EDR, without the inspector that EDR gives to every `eth_call`: a block holds the workload's
// transaction and an empty one, and a request to trace the empty one makes EDR run the workload's again, plainly, to
// get at the state between the two. What such a request costs by itself is measured with a workload that stops at once.
import {
  ContractDecoder,
  EdrContext,
  L1_CHAIN_TYPE,
  l1GenesisState,
  l1HardforkFromString,
  l1ProviderFactory,
  MineOrdering,
  PRAGUE,
} from '@nomicfoundation/edr'
import { assemble } from 'memlane/assembly'
import { FORK } from '../workloads/workload.mjs'

const SENDER = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266'
/** The key of SENDER: the first account of every development chain. */
const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const METER = '0x00000000000000000000000000000000000a55e5'
/** For the intrinsic gas and the meter, on top of the workload's. */
const SPARE_GAS = 30_000_000
const BLOCK_GAS = 100_000_000_000n
const PLAIN_TRACE = { disableStorage: true, disableMemory: true, disableStack: true }

const bytes = (hex) => Uint8Array.from(Buffer.from(hex.slice(2), 'hex'))
const quantity = (number) => `0x${number.toString(16)}`

export async function open(workload) {
  const request = await provider(workload)
  const { gas, output } = await metered(request, workload)
  const once = await replay(request, workload)
  const idle = await replay(...(await stopping(workload)))
  const repeat = (act) => async (times) => {
    for (let time = 0; time < times; time++) await act()
  }
  return { gas, output, run: repeat(once), idle: repeat(idle) }
}

async function stopping({ to, gas }) {
  const workload = { accounts: { [to]: { code: '0x00' } }, to, input: '0x', gas }
  return [await provider(workload), workload]
}

const context = new EdrContext()

/** A chain with the workload's accounts; returns the function that sends it a request. */
async function provider({ accounts, to, gas }) {
  await context.registerProviderFactory(L1_CHAIN_TYPE, l1ProviderFactory())
  const hardfork = { prague: PRAGUE }[FORK]
  const all = { ...accounts, [METER]: { code: meter(to, gas) } }
  const config = {
    allowBlocksWithSameTimestamp: true,
    allowUnlimitedContractSize: true,
    bailOnCallFailure: true,
    bailOnTransactionFailure: true,
    chainId: 31337n,
    networkId: 31337n,
    coinbase: bytes('0x00000000000000000000000000000000c0ffee00'),
    defaultTransactionGasLimit: BigInt(gas + SPARE_GAS),
    genesisState: [
      ...l1GenesisState(l1HardforkFromString(hardfork)),
      { address: bytes(SENDER), balance: 10n ** 30n },
      ...Object.entries(all).map(([address, { code, balance = '0x0' }]) => ({
        address: bytes(address),
        code: bytes(code),
        balance: BigInt(balance),
        nonce: 1n,
      })),
    ],
    hardfork,
    initialBaseFeePerGas: 0n,
    initialParentBeaconBlockRoot: new Uint8Array(32),
    minGasPrice: 0n,
    mining: { autoMine: false, memPool: { order: MineOrdering.Fifo } },
    network: { genesisBlockGasLimit: BLOCK_GAS },
    observability: {},
    ownedAccounts: [KEY],
    precompileOverrides: [],
    transactionGasCap: false,
  }
  const logger = { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback: () => {} }
  const subscription = { subscriptionCallback: () => {} }
  const chain = await context.createProvider(L1_CHAIN_TYPE, config, logger, subscription, new ContractDecoder())
  let id = 0
  const request = async (method, ...params) => {
    const { data } = await chain.handleRequest(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }))
    const { error, result } = typeof data === 'string' ? JSON.parse(data) : data
    if (error) throw new Error(`EDR answered ${method} with ${JSON.stringify(error).slice(0, 400)}.`)
    return result
  }
  for (const [address, { storage = {} }] of Object.entries(accounts))
    for (const [slot, value] of Object.entries(storage))
      await request('hardhat_setStorageAt', address, quantity(BigInt(slot)), value)
  return request
}

/** Between the two GAS of the meter: four PUSH, CALLDATASIZE, two PUSH, a warm CALL, the second GAS. */
const METER_GAS = 4 * 2 + 2 + 2 * 3 + 100 + 2

/** A contract that hands its calldata to `to` and returns whether that succeeded, its gas, and its output. */
function meter(to, gas) {
  const { code } = assemble(`
    PUSH20 ${to}  BALANCE  POP                ; warm
    CALLDATASIZE  PUSH0  PUSH0  CALLDATACOPY
    GAS
    PUSH0  PUSH0  CALLDATASIZE  PUSH0  PUSH0  PUSH20 ${to}  PUSH4 ${gas}  CALL
    GAS
    SWAP2  SWAP1  PUSH0  MSTORE               ; success, then the difference of the two
    SUB  PUSH 32  MSTORE
    RETURNDATASIZE  PUSH0  PUSH 64  RETURNDATACOPY
    RETURNDATASIZE  PUSH 64  ADD  PUSH0  RETURN`)
  return `0x${Buffer.from(code).toString('hex')}`
}

async function metered(request, { input, gas }) {
  const call = { from: SENDER, to: METER, data: input, gas: quantity(2 * (gas + SPARE_GAS)) }
  const answer = await request('eth_call', call, 'latest')
  const [success, used] = [0, 1].map((word) => BigInt(`0x${answer.slice(2 + word * 64, 66 + word * 64)}`))
  if (success !== 1n) throw new Error('In EDR the call failed.')
  return { gas: Number(used) - METER_GAS, output: answer.slice(2 + 128) }
}

/** Mines the block; returns what runs the workload again. */
async function replay(request, { to, input, gas }) {
  const transaction = { from: SENDER, to, data: input, gas: quantity(gas + SPARE_GAS) }
  const workload = await request('eth_sendTransaction', transaction)
  const empty = await request('eth_sendTransaction', { from: SENDER, to: SENDER, gas: quantity(21_000) })
  await request('hardhat_mine', '0x1')
  const [first, second] = [
    await request('eth_getTransactionReceipt', workload),
    await request('eth_getTransactionReceipt', empty),
  ]
  if (first.status !== '0x1') throw new Error('In EDR the transaction failed.')
  if (first.blockHash !== second.blockHash || first.transactionIndex !== '0x0')
    throw new Error('EDR did not put the two transactions into one block, in their order.')
  return () => request('debug_traceTransaction', empty, PLAIN_TRACE)
}
