/**
 * A transaction as a node has it: itself, its receipt, and the block that it is in, checked to belong together.
 * @module
 */
import type { Hex } from '../base/index.ts'
import type { AccessListItem, Authorization, BlockFields, Log, ParentFields, Transaction } from '../evm/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import { type JsonRpc, nodeBlock } from '../rpc/index.ts'
import { nonsense } from '../rpc/jsonRpc.ts'
import { NodeObject } from '../rpc/nodeObject.ts'
import { cliError } from '../view/index.ts'

export interface Receipt {
  readonly gasUsed: bigint
  /** Of the block up to here and with this transaction. */
  readonly cumulativeGasUsed: bigint | undefined
  /** `undefined` before Byzantium. */
  readonly succeeded: boolean | undefined
  readonly logs: readonly Log[]
}

export interface NodeTransaction {
  readonly hash: Hex
  readonly transaction: Transaction
  readonly receipt: Receipt
  readonly blockNumber: bigint
  readonly block: BlockFields
  /** Of the block before, for the calls that a block begins with. */
  readonly parent: ParentFields
  /** All of the block before this one, in order. */
  readonly earlier: readonly Transaction[]
  readonly chainId: bigint
  /** The forks whose rules may have held, the likeliest first: a header does not tell all. */
  readonly forks: readonly ForkName[]
}

/** @throws {MemlaneError} `cli.noSuchTransaction`, `cli.pendingTransaction`, what `JsonRpc.call` throws. */
export async function fetchTransaction(rpc: JsonRpc, hash: Hex): Promise<NodeTransaction> {
  const found = await rpc.call('eth_getTransactionByHash', [hash])
  if (found === null || found === undefined) throw cliError('cli.noSuchTransaction', { hash })
  const fields = new NodeObject(found, 'eth_getTransactionByHash')
  if (fields.hex('hash', 32) !== hash) throw nonsense('eth_getTransactionByHash', 'is another transaction')
  if (!fields.has('blockNumber') || !fields.has('blockHash')) throw cliError('cli.pendingTransaction', { hash })
  const given = await rpc.call('eth_getTransactionReceipt', [hash])
  if (given === null || given === undefined) throw cliError('cli.pendingTransaction', { hash })
  const receipt = new NodeObject(given, 'eth_getTransactionReceipt')
  if (receipt.hex('transactionHash', 32) !== hash)
    throw nonsense('eth_getTransactionReceipt', 'is of another transaction')
  const blockHash = fields.hex('blockHash', 32)
  const blockGiven = await rpc.call('eth_getBlockByHash', [blockHash, true])
  const header = new NodeObject(blockGiven, 'eth_getBlockByHash')
  if (header.hex('hash', 32) !== blockHash) throw nonsense('eth_getBlockByHash', 'is another block')
  const transactions = header.objects('transactions')
  const index = transactions.findIndex((other) => other.hex('hash', 32) === hash)
  if (index < 0) throw nonsense('eth_getBlockByHash', 'lacks the transaction')
  const chainId = new NodeObject({ id: await rpc.call('eth_chainId', []) }, 'eth_chainId').quantity('id')
  const block = nodeBlock(blockGiven, chainId, 'eth_getBlockByHash')
  return {
    hash,
    transaction: transactionOf(fields),
    receipt: receiptOf(receipt),
    blockNumber: block.number,
    block: block.fields,
    parent: block.parent,
    earlier: transactions.slice(0, index).map(transactionOf),
    chainId,
    forks: block.forks,
  }
}

function transactionOf(fields: NodeObject): Transaction {
  const type = fields.has('type') ? Number(fields.quantity('type')) : 0
  const known = ([0, 1, 2, 3, 4] as const).find((one) => one === type)
  if (known === undefined) throw cliError('cli.transactionType', { type })
  const optional = (name: 'maxFeePerGas' | 'maxPriorityFeePerGas' | 'maxFeePerBlobGas') =>
    fields.has(name) ? { [name]: fields.quantity(name) } : {}
  return {
    type: known,
    from: fields.address('from'),
    ...(fields.has('to') ? { to: fields.address('to') } : {}),
    nonce: fields.quantity('nonce'),
    gasLimit: fields.quantity('gas'),
    value: fields.quantity('value'),
    input: fields.bytes('input'),
    // Since London nodes give it for every type: what was paid.
    ...(known <= 1 ? { gasPrice: fields.quantity('gasPrice') } : {}),
    ...optional('maxFeePerGas'),
    ...optional('maxPriorityFeePerGas'),
    ...optional('maxFeePerBlobGas'),
    ...(known >= 1 && fields.has('accessList') ? { accessList: fields.objects('accessList').map(accessOf) } : {}),
    ...(fields.has('blobVersionedHashes') ? { blobHashes: new NodeList(fields, 'blobVersionedHashes').words() } : {}),
    ...(fields.has('authorizationList')
      ? { authorizations: fields.objects('authorizationList').map(authorizationOf) }
      : {}),
  }
}

/** A list of words. */
class NodeList {
  readonly #items: readonly unknown[]
  readonly #name: string

  constructor(fields: NodeObject, name: string) {
    this.#items = fields.list(name)
    this.#name = name
  }

  words(): Hex[] {
    return this.#items.map((item) => new NodeObject({ [this.#name]: item }, this.#name).hex(this.#name, 32))
  }
}

function accessOf(fields: NodeObject): AccessListItem {
  return { address: fields.address('address'), storageKeys: new NodeList(fields, 'storageKeys').words() }
}

function authorizationOf(fields: NodeObject): Authorization {
  return {
    chainId: fields.quantity('chainId'),
    address: fields.address('address'),
    nonce: fields.quantity('nonce'),
    yParity: fields.quantity(fields.has('yParity') ? 'yParity' : 'v'),
    r: fields.quantity('r'),
    s: fields.quantity('s'),
  }
}

function receiptOf(fields: NodeObject): Receipt {
  return {
    gasUsed: fields.quantity('gasUsed'),
    cumulativeGasUsed: fields.has('cumulativeGasUsed') ? fields.quantity('cumulativeGasUsed') : undefined,
    succeeded: fields.has('status') ? fields.quantity('status') === 1n : undefined,
    logs: fields.objects('logs').map((log) => ({
      address: log.address('address'),
      topics: new NodeList(log, 'topics').words(),
      data: log.bytes('data'),
    })),
  }
}
