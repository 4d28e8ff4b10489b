/**
 * The block that a transaction is in, as far as its execution can tell.
 * @module
 */
import type { Address, Word } from '../base/units.ts'
import { type ForkName, isAtLeast } from '../opcodes/index.ts'
import { evmError } from './errors.ts'
import type { FieldNames } from './fieldNames.ts'

/** Fields of a block; all optional, for each a value stands in. */
export interface BlockFields {
  /** Who gets the fees. Default: zero. */
  readonly coinbase?: Address
  /** Default: 0. */
  readonly number?: bigint
  /** In seconds since 1970. Default: 0. */
  readonly timestamp?: bigint
  /** Default: 60,000,000. */
  readonly gasLimit?: bigint
  /** In wei for each gas; before London there is none. Default: 0. */
  readonly baseFee?: bigint
  /** PREVRANDAO; before Paris the difficulty. */
  readonly prevRandao?: Word
  /** Default: 1. */
  readonly chainId?: bigint
  /** Decides the blob base fee, unless that is given. */
  readonly excessBlobGas?: bigint
  /** In wei for each blob gas. */
  readonly blobBaseFee?: bigint
  /** Default: the fork's; BPO forks change nothing else. (EIP-7892) */
  readonly blobSchedule?: BlobSchedule
}

/** What a fork allows of blobs. (EIP-4844, EIP-7840) */
export interface BlobSchedule {
  /** Blobs that a block may have. */
  readonly max: number
  /** How slowly the blob base fee follows the excess. */
  readonly baseFeeUpdateFraction: bigint
}

export const BLOCK_FIELDS: FieldNames<BlockFields> = {
  coinbase: true,
  number: true,
  timestamp: true,
  gasLimit: true,
  baseFee: true,
  prevRandao: true,
  chainId: true,
  excessBlobGas: true,
  blobBaseFee: true,
  blobSchedule: true,
}

/** What validity asks of the block. */
export interface Block {
  readonly gasLimit: bigint
  readonly baseFee: bigint
  readonly blobBaseFee: bigint
  readonly maxBlobs: number
}

const CANCUN: BlobSchedule = { max: 6, baseFeeUpdateFraction: 3338477n } // EIP-4844
const PRAGUE: BlobSchedule = { max: 9, baseFeeUpdateFraction: 5007716n } // EIP-7691
/** The forks that change blob parameters only. (EIP-7892; mainnet from timestamps 1765290071 and 1767747671) */
export const BPO1: BlobSchedule = { max: 15, baseFeeUpdateFraction: 8346193n }
/** The second of them. */
export const BPO2: BlobSchedule = { max: 21, baseFeeUpdateFraction: 11684671n }

export function blobScheduleOf(fork: ForkName): BlobSchedule {
  return isAtLeast(fork, 'prague') ? PRAGUE : CANCUN
}

/**
 * The price of blob gas: e^(excess / fraction), by Taylor's series on integers. (EIP-4844, fake_exponential)
 * @throws {MemlaneError} `evm.blobFeeTooLarge` where that is more than a word: e^178 is above 2^256.
 */
export function blobBaseFee(excessBlobGas: bigint, fraction: bigint): bigint {
  if (excessBlobGas >= 178n * fraction) throw evmError('evm.blobFeeTooLarge', { excessBlobGas, fraction })
  let sum = 0n
  let term = fraction
  for (let i = 1n; term > 0n; i++) {
    sum += term
    term = (term * excessBlobGas) / (fraction * i)
  }
  return sum / fraction
}
