/**
 * A node's transaction executed here, and compared with what its receipt says.
 *
 *   1  on the accounts as the node says they were before it (prestateTracer)
 *   2  on the state of the block before, account by account, after the earlier transactions of the block
 *   3  not at all: the node's own trace is taken
 * @module
 */
import { type Address, bytesToHex, type Hex, quantityToHex } from '../base/index.ts'
import {
  type AccountFields,
  beginBlock,
  createEvm,
  type Evm,
  InvalidTransactionError,
  type Log,
  loadPrecompiles,
  type StateSource,
  type TransactionResult,
} from '../evm/index.ts'
import { LIMITS } from '../launch/limits.ts'
import { type ForkName, isSuccess } from '../opcodes/index.ts'
import { type JsonRpc, rpcSource } from '../rpc/index.ts'
import { nonsense, refusalOf } from '../rpc/jsonRpc.ts'
import { NodeObject } from '../rpc/nodeObject.ts'
import { importStructLogs, Recorder, type Recording, recordedLogs } from '../trace/index.ts'
import { cliError } from '../view/index.ts'
import { fitsNewAuthorities } from './newAuthorities.ts'
import type { NodeTransaction } from './nodeTransaction.ts'

/** What the receipt says and the run does not. */
export interface Disagreement {
  readonly what: 'gasUsed' | 'status' | 'logs'
  readonly receipt: string
  readonly replay: string
  /** A known difference between nodes that this one has the form of. */
  readonly fits?: 'newAuthorities'
}

export interface Replay {
  readonly recording: Recording
  readonly fork: ForkName
  /** Where the state before came from; `trace` is the node's own, and nothing was run. */
  readonly by: 'prestate' | 'state' | 'trace'
  readonly disagreements: readonly Disagreement[]
  /** Why ways that come first were not taken, in the node's words. */
  readonly refused: readonly string[]
}

/** More would be a node that always asks for one more. */
const MOST_BLOCK_HASHES = 300

export async function replay(rpc: JsonRpc, node: NodeTransaction, fork: ForkName | undefined): Promise<Replay> {
  const forks = fork === undefined ? node.forks : [fork]
  const refused: string[] = []
  for (const way of [onPrestate, onState]) {
    try {
      // What the node tells is asked for once, whatever the fork.
      return { ...(await bestOf(forks, await way(rpc, node))), refused }
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal === undefined) throw error
      refused.push(refusal)
    }
  }
  try {
    return { ...(await nodeTrace(rpc, node, forks[0]!)), refused }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    throw cliError('cli.nodeTellsNothing', { reasons: [...refused, refusal] })
  }
}

type Run = Omit<Replay, 'refused'>
type RunWith = (fork: ForkName) => Promise<Run>

/** The first fork by whose rules the receipt comes out; otherwise the likeliest. */
async function bestOf(forks: readonly ForkName[], run: RunWith): Promise<Run> {
  let first: Run | undefined
  let invalid: unknown
  for (const fork of forks) {
    try {
      const result = await run(fork)
      if (result.disagreements.length === 0) return result
      first ??= result
    } catch (error) {
      // By the rules of that fork it could not be in a block at all.
      if (!(error instanceof InvalidTransactionError)) throw error
      invalid ??= error
    }
  }
  if (first === undefined) throw invalid
  return first
}

async function onPrestate(rpc: JsonRpc, node: NodeTransaction): Promise<RunWith> {
  const method = 'debug_traceTransaction'
  const answer = await rpc.call(method, [node.hash, { tracer: 'prestateTracer' }])
  const accounts = new NodeObject(answer, method)
    .entries()
    .map(([address, account]) => accountOf(address, account, method))
  const setUp = (evm: Evm) => {
    for (const [address, fields] of accounts) evm.state.setAccount(address, fields)
  }
  return (fork) => execute(rpc, node, fork, 'prestate', setUp)
}

function accountOf(address: string, value: unknown, method: string): [Address, AccountFields] {
  const name = new NodeObject({ address }, method).address('address')
  const account = new NodeObject(value, method)
  const storage: Record<Hex, Hex> = {}
  if (account.has('storage'))
    for (const [slot, word] of account.object('storage').entries()) {
      const pair = new NodeObject({ slot, word }, method)
      storage[quantityToHex(pair.quantity('slot'))] = quantityToHex(pair.quantity('word'))
    }
  return [
    name,
    {
      ...(account.has('balance') ? { balance: account.quantity('balance') } : {}),
      ...(account.has('nonce') ? { nonce: account.quantity('nonce') } : {}),
      ...(account.has('code') ? { code: account.bytes('code') } : {}),
      storage,
    },
  ]
}

async function onState(rpc: JsonRpc, node: NodeTransaction): Promise<RunWith> {
  const source = rpcSource(rpc, { block: node.blockNumber - 1n })
  const setUp = async (evm: Evm) => {
    await beginBlock(evm, node.block, node.parent)
    for (const transaction of node.earlier) await evm.transactAsync(transaction, node.block)
  }
  return (fork) => execute(rpc, node, fork, 'state', setUp, source)
}

/** Runs it; again for as long as it asks for hashes of blocks that are not here yet. */
async function execute(
  rpc: JsonRpc,
  { hash, transaction, block, receipt }: NodeTransaction,
  fork: ForkName,
  by: 'prestate' | 'state',
  prepare: (evm: Evm) => void | Promise<void>,
  source?: StateSource,
): Promise<Run> {
  await loadPrecompiles()
  const hashes = new Map<bigint, Hex>()
  for (;;) {
    const missing = new Set<bigint>()
    const blockHash = (number: bigint): Hex => {
      const known = hashes.get(number)
      if (known === undefined) missing.add(number)
      return known ?? '0x0'
    }
    const evm = createEvm({ fork, memoryLimit: LIMITS.memory, blockHash, ...(source && { source }) })
    await prepare(evm)
    const recorder = new Recorder(fork, { maxSteps: LIMITS.steps, maxBytes: LIMITS.bytes })
    const result = await evm.transactAsync(transaction, block, { tracer: recorder })
    if (missing.size === 0) {
      const { gasUsed, gasRefund } = result
      const recording = recorder.recording({ hash, gasLimit: transaction.gasLimit, gasUsed, gasRefund })
      const disagreements = disagreementsOf(outcomeOf(result), receipt).map((one) =>
        one.what === 'gasUsed' && fitsNewAuthorities(transaction, result, receipt)
          ? { ...one, fits: 'newAuthorities' as const }
          : one,
      )
      return { recording, fork, by, disagreements }
    }
    if (hashes.size > MOST_BLOCK_HASHES) throw nonsense('eth_getBlockByNumber', 'is asked for without end')
    for (const number of missing) hashes.set(number, await hashOfBlock(rpc, number))
  }
}

async function hashOfBlock(rpc: JsonRpc, number: bigint): Promise<Hex> {
  const method = 'eth_getBlockByNumber'
  return new NodeObject(await rpc.call(method, [quantityToHex(number), false]), method).hex('hash', 32)
}

/** What can be compared with a receipt. */
interface Outcome {
  readonly gasUsed: bigint
  readonly succeeded: boolean
  readonly logs: string
}

function disagreementsOf({ gasUsed, succeeded, logs }: Outcome, receipt: NodeTransaction['receipt']): Disagreement[] {
  const name = (success: boolean) => (success ? 'success' : 'failure')
  const all: Disagreement[] = [
    { what: 'gasUsed', receipt: String(receipt.gasUsed), replay: String(gasUsed) },
    { what: 'status', receipt: name(receipt.succeeded ?? succeeded), replay: name(succeeded) },
    { what: 'logs', receipt: logsText(receipt.logs), replay: logs },
  ]
  return all.filter((one) => one.receipt !== one.replay)
}

function outcomeOf({ status, gasUsed, logs }: TransactionResult): Outcome {
  const succeeded = isSuccess(status)
  // Logs of a transaction that failed are gone.
  return { gasUsed, succeeded, logs: logsText(succeeded ? logs : []) }
}

function logsText(logs: readonly Log[]): string {
  return logs.map(({ address, topics, data }) => [address, ...topics, bytesToHex(data)].join(' ')).join('\n')
}

async function nodeTrace(rpc: JsonRpc, node: NodeTransaction, fork: ForkName): Promise<Run> {
  const method = 'debug_traceTransaction'
  const answer = await rpc.call(method, [node.hash, { enableMemory: true, enableReturnData: true }])
  const summary = new NodeObject(answer, method)
  const told = summary.quantity('gas')
  // Anvil 1.7 tells what the block had used up to here.
  const gasUsed = told === node.receipt.cumulativeGasUsed ? node.receipt.gasUsed : told
  const succeeded = !summary.flag('failed')
  const { from, to, value, input, gasLimit } = node.transaction
  const recording = importStructLogs(answer, {
    fork,
    from,
    ...(to === undefined ? { creates: true } : { to }),
    value: value ?? 0n,
    input: input instanceof Uint8Array ? input : new Uint8Array(0),
    transaction: { hash: node.hash, gasLimit, gasUsed, gasRefund: 0n },
  })
  const logs = succeeded ? logsText(recordedLogs(recording)) : ''
  return { recording, fork, by: 'trace', disagreements: disagreementsOf({ gasUsed, succeeded, logs }, node.receipt) }
}
