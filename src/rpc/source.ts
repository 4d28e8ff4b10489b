/**
 * A node's state as the source of an EVM: accounts, slots and block hashes behind one block, each asked for once.
 * @module
 */
import { type Address, type Hex, isHexBytes, quantityToHex, type Word } from '../base/index.ts'
import type { StateSource } from '../evm/index.ts'
import { rpcError } from './errors.ts'
import { refuseUnknown } from './fields.ts'
import { JsonRpc, nonsense, type Post, type RpcLimits } from './jsonRpc.ts'
import { type NodeBlock, nodeBlock } from './nodeBlock.ts'
import { NodeObject } from './nodeObject.ts'

/** A block by number, by hash, or by what nodes call it. */
export type BlockId = number | bigint | Hex | 'latest' | 'safe' | 'finalized' | 'earliest'

/** What state, and how patient to be. */
export interface RpcSourceOptions {
  /**
   * The block whose state it is. `latest` and the like are looked up once, with the first question; everything is read
   * as it was behind that block. Default `latest`.
   */
  readonly block?: BlockId
  /** How long the node is waited for, and so on. */
  readonly limits?: Partial<RpcLimits>
}

/** The state behind a block, and the block. */
export interface RpcSource extends StateSource {
  /** The block whose state this is. @throws {MemlaneError} `rpc.noSuchBlock`, and as for `account`. */
  block(): Promise<NodeBlock>
  /** The hash of a block. @throws {MemlaneError} `rpc.noSuchBlock`, and as for `account`. */
  blockHash(number: bigint): Promise<Hex>
}

/**
 * The state of a node, for `createEvm({ source })`: `callAsync` and `transactAsync` fetch what a run looks at, and what
 * was fetched is not asked for again. Its methods throw `rpc.unreachable`, `rpc.refused` and `rpc.nonsense`.
 * @param node its http or https address, what brings questions to it, or a `JsonRpc`
 * @throws {MemlaneError} `rpc.badUrl`, `rpc.badNode`, `rpc.badBlock`, `rpc.badLimit`, `rpc.unknownField`, `rpc.notAnObject`.
 * @example
 * import { createEvm } from 'memlane/evm'
 * import { rpcSource } from 'memlane/rpc'
 *
 * // In place of a node: rpcSource('http://127.0.0.1:8545', { block: 'latest' })
 * const answers: Record<string, unknown> = {
 *   eth_getBalance: '0x7',
 *   eth_getTransactionCount: '0x0',
 *   eth_getCode: '0x4760005260206000f3',
 * }
 * const post = async (body: string) => {
 *   const { id, method } = JSON.parse(body)
 *   return JSON.stringify({ id, result: answers[method] })
 * }
 * const evm = createEvm({ source: rpcSource(post, { block: 16 }) })
 * const { output } = await evm.callAsync({ to: '0x00000000000000000000000000000000000000aa' })
 * console.log(output[31]) // 7
 */
export function rpcSource(node: string | Post | JsonRpc, options: RpcSourceOptions = {}): RpcSource {
  refuseUnknown('options', options, ['block', 'limits'])
  const rpc = node instanceof JsonRpc ? node : new JsonRpc(node, options.limits)
  const { block: of = 'latest' } = options
  const wanted = parsedBlock(of)
  const once = new Questions()

  const fetchBlock = async (by: string, hash: boolean): Promise<NodeBlock> => {
    const method = hash ? 'eth_getBlockByHash' : 'eth_getBlockByNumber'
    const [found, chain] = await Promise.all([
      rpc.call(method, [by, false]),
      once.answer('chain', () => rpc.call('eth_chainId', [])),
    ])
    if (found === null || found === undefined) throw rpcError('rpc.noSuchBlock', { block: by })
    const block = nodeBlock(found, new NodeObject({ id: chain }, 'eth_chainId').quantity('id'), method)
    if (hash ? block.hash !== by : by.startsWith('0x') && block.number !== BigInt(by))
      throw nonsense(method, 'is another block')
    return block
  }
  const block = () => once.answer('block', () => fetchBlock(wanted.text, wanted.kind === 'hash'))
  /** As questions about state name it: a number needs no header. */
  const place = async () => (wanted.kind === 'number' ? wanted.text : quantityToHex((await block()).number))
  const quantity = async (method: string, ...parameters: unknown[]) =>
    new NodeObject({ result: await rpc.call(method, [...parameters, await place()]) }, method).quantity('result')

  return {
    block,
    account: (address) =>
      once.answer(`account ${address}`, async () => {
        const [balance, nonce, code] = await Promise.all([
          quantity('eth_getBalance', address),
          quantity('eth_getTransactionCount', address),
          place().then((at) => rpc.call('eth_getCode', [address, at])),
        ])
        const bytes = new NodeObject({ code }, 'eth_getCode').bytes('code')
        return balance === 0n && nonce === 0n && bytes.length === 0 ? undefined : { balance, nonce, code: bytes }
      }),
    slot: (address: Address, slot: Word) =>
      once.answer(`slot ${address} ${slot}`, () => quantity('eth_getStorageAt', address, quantityToHex(slot))),
    blockHash: (number) =>
      once.answer(`hash ${number}`, async () => {
        const { hash } = await fetchBlock(quantityToHex(number), false)
        if (hash === undefined) throw nonsense('eth_getBlockByNumber', 'has no hash')
        return hash
      }),
  }
}

/** Each question is put once, also while its answer is on the way; one that failed may be put again. */
class Questions {
  readonly #answers = new Map<string, Promise<unknown>>()

  answer<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(question)
    // What stands under a question is what `ask` of that question gave.
    if (known !== undefined) return known as Promise<Answer>
    const asked = ask()
    this.#answers.set(question, asked)
    asked.catch(() => this.#answers.delete(question))
    return asked
  }
}

const TAGS: readonly string[] = ['latest', 'safe', 'finalized', 'earliest']

function parsedBlock(block: BlockId): { readonly kind: 'number' | 'hash' | 'tag'; readonly text: string } {
  if (typeof block === 'bigint' ? block >= 0n : Number.isSafeInteger(block) && Number(block) >= 0)
    return { kind: 'number', text: quantityToHex(BigInt(block)) }
  if (isHexBytes(block) && block.length === 66) return { kind: 'hash', text: block.toLowerCase() }
  if (typeof block === 'string' && TAGS.includes(block)) return { kind: 'tag', text: block }
  throw rpcError('rpc.badBlock', { block: typeof block === 'string' ? JSON.stringify(block) : String(block) })
}
