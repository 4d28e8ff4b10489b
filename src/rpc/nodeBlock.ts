/**
 * A block as a node has it, and what of it code can read.
 *
 *   eth_getBlockByNumber ─▶ NodeBlock ─┬─ environment   of a call
 *                                      ├─ fields        of a transaction
 *                                      └─ forks         whose rules may have held
 *
 * A header does not name its fork. Mainnet's forks are known by block and time; of another chain the fields tell which
 * forks it may have been.
 * @module
 */
import type { Hex } from '../base/index.ts'
import { type BlobSchedule, type BlockFields, BPO1, BPO2, blobBaseFee, blobScheduleOf } from '../evm/block.ts'
import type { Environment, ParentFields } from '../evm/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import { NodeObject } from './nodeObject.ts'

/** What a node says of a block. */
export interface NodeBlock {
  /** Its number. */
  readonly number: bigint
  /** Its hash; `undefined` of one that is pending. */
  readonly hash: Hex | undefined
  /** The forks whose rules may have held, the likeliest first. Of mainnet it is the one. */
  readonly forks: readonly ForkName[]
  /** For `evm.call({ ...environment, to, input })`. */
  readonly environment: Environment
  /** For `evm.transact(transaction, fields)`. */
  readonly fields: BlockFields
  /** Of the block before, for `beginBlock`. */
  readonly parent: ParentFields
}

/**
 * A block from the JSON of `eth_getBlockByNumber` or `eth_getBlockByHash`.
 * @param chainId as the node says it in `eth_chainId`
 * @throws {MemlaneError} `rpc.nonsense` naming the field that is not what it must be.
 */
export function nodeBlock(block: unknown, chainId: bigint, method = 'eth_getBlockByNumber'): NodeBlock {
  const header = new NodeObject(block, method)
  const forks = forksIn(header, chainId)
  const fields = fieldsOf(header, chainId)
  const { excessBlobGas, blobSchedule = blobScheduleOf(forks[0]!), ...environment } = fields
  return {
    number: header.quantity('number'),
    hash: header.has('hash') ? header.hex('hash', 32) : undefined,
    forks,
    environment: {
      ...environment,
      ...(excessBlobGas === undefined
        ? {}
        : { blobBaseFee: blobBaseFee(excessBlobGas, blobSchedule.baseFeeUpdateFraction) }),
    },
    fields,
    parent: {
      ...(header.has('parentHash') ? { hash: header.hex('parentHash', 32) } : {}),
      ...(header.has('parentBeaconBlockRoot') ? { beaconRoot: header.hex('parentBeaconBlockRoot', 32) } : {}),
    },
  }
}

/**
 * What code in a block can read of it, from the JSON of `eth_getBlockByNumber`: coinbase, number, timestamp, gas limit,
 * base fee, randomness (the difficulty, before the merge), chain id and blob base fee.
 * @throws {MemlaneError} `rpc.nonsense` naming the field that is not what it must be.
 * @example
 * import { environmentOf } from 'memlane/rpc'
 *
 * const block = { number: '0x10', timestamp: '0x20', gasLimit: '0x1c9c380', miner: `0x${'0'.repeat(40)}` }
 * console.log(environmentOf(block, 31337n).gasLimit) // 30000000n
 */
export function environmentOf(block: unknown, chainId: bigint): Environment {
  return nodeBlock(block, chainId).environment
}

function fieldsOf(header: NodeObject, chainId: bigint): BlockFields {
  const difficulty = header.has('difficulty') ? header.quantity('difficulty') : 0n
  const isMerged = difficulty === 0n && header.has('mixHash')
  return {
    coinbase: header.address('miner'),
    number: header.quantity('number'),
    timestamp: header.quantity('timestamp'),
    gasLimit: header.quantity('gasLimit'),
    chainId,
    prevRandao: isMerged ? header.quantity('mixHash') : difficulty,
    ...(header.has('baseFeePerGas') ? { baseFee: header.quantity('baseFeePerGas') } : {}),
    ...(header.has('excessBlobGas') ? { excessBlobGas: header.quantity('excessBlobGas') } : {}),
    ...blobScheduleAt(header.quantity('timestamp'), chainId),
  }
}

/** Mainnet's forks by block, and since the merge by time. Source: EIPs 606 to 7607. */
const MAINNET_BLOCKS: readonly (readonly [fork: ForkName, block: bigint])[] = [
  ['paris', 15_537_394n],
  ['london', 12_965_000n],
  ['berlin', 12_244_000n],
  ['istanbul', 9_069_000n],
  ['petersburg', 7_280_000n],
  ['byzantium', 4_370_000n],
  ['spuriousDragon', 2_675_000n],
  ['tangerineWhistle', 2_463_000n],
  ['homestead', 1_150_000n],
  ['frontier', 0n],
]
const MAINNET_TIMES: readonly (readonly [fork: ForkName, timestamp: bigint])[] = [
  ['osaka', 1_764_798_551n],
  ['prague', 1_746_612_311n],
  ['cancun', 1_710_338_135n],
  ['shanghai', 1_681_338_455n],
]

/** When mainnet changed what it knows of blobs, and nothing else. Source: EIP-7892. */
const MAINNET_BLOBS: readonly (readonly [schedule: BlobSchedule, timestamp: bigint])[] = [
  [BPO2, 1_767_747_671n],
  [BPO1, 1_765_290_071n],
]

function blobScheduleAt(timestamp: bigint, chainId: bigint): { readonly blobSchedule?: BlobSchedule } {
  const found = chainId === 1n ? MAINNET_BLOBS.find(([, begins]) => timestamp >= begins) : undefined
  return found === undefined ? {} : { blobSchedule: found[0] }
}

function forksIn(header: NodeObject, chainId: bigint): ForkName[] {
  if (chainId === 1n) {
    const timestamp = header.quantity('timestamp')
    const number = header.quantity('number')
    const byTime = MAINNET_TIMES.find(([, begins]) => timestamp >= begins)
    return [(byTime ?? MAINNET_BLOCKS.find(([, begins]) => number >= begins) ?? MAINNET_BLOCKS.at(-1)!)[0]]
  }
  // Of another chain the header tells what it must have had.
  if (header.has('requestsHash')) return ['osaka', 'prague']
  if (header.has('excessBlobGas')) return ['cancun', 'prague', 'osaka']
  if (header.has('withdrawalsRoot')) return ['shanghai']
  if (!header.has('baseFeePerGas')) return ['berlin', 'istanbul', 'petersburg', 'byzantium']
  return header.has('difficulty') && header.quantity('difficulty') > 0n ? ['london'] : ['paris', 'london']
}
