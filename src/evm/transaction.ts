/**
 * Transactions of every type: what they carry, what they cost before they run, and what makes one invalid.
 *
 *   type 0 legacy │ 1 access list (EIP-2930) │ 2 fee market (EIP-1559) │ 3 blobs (EIP-4844) │ 4 set code (EIP-7702)
 *
 * Everything here is a question: it changes no state.
 * @module
 */
import { MemlaneError } from '../base/error.ts'
import { type Facts, type FactsOf, fill } from '../base/template.ts'
import type { Address, Gas, Hex } from '../base/units.ts'
import { type ForkName, isAtLeast, prices } from '../opcodes/index.ts'
import type { Block } from './block.ts'
import { type InvalidReason, invalidTransactions } from './errors.ts'
import { MAX_NONCE } from './nonce.ts'

/** What a transaction touches first at a lower price. (EIP-2930) */
export interface AccessListItem {
  /** An account that is warm from the start. */
  readonly address: Address
  /** Slots of it that are warm too. */
  readonly storageKeys: readonly Hex[]
}

/** An account's permission to run another's code as its own. (EIP-7702) */
export interface Authorization {
  /** 0 holds on every chain. */
  readonly chainId: bigint
  /** Whose code runs; zero takes the permission back. */
  readonly address: Address
  /** The signer’s, when it is applied. */
  readonly nonce: bigint
  /** Of the signature: 0 or 1. */
  readonly yParity: bigint
  /** Of the signature. */
  readonly r: bigint
  /** Of the signature. */
  readonly s: bigint
}

/** A transaction whose signature was checked already: `from` is its signer. */
export interface Transaction {
  /** Default: the lowest type that has the fields given. */
  readonly type?: 0 | 1 | 2 | 3 | 4
  /** The signer, who pays. */
  readonly from: Address
  /** Without it the transaction creates a contract. */
  readonly to?: Address
  /** Default: the sender's nonce. */
  readonly nonce?: bigint
  /** All gas that it may use, the intrinsic among it. */
  readonly gasLimit: Gas
  /** In wei. Default: 0. */
  readonly value?: bigint
  /** Calldata, or the code that a creation runs. Default: none. */
  readonly input?: Uint8Array | Hex
  /** In wei for each gas, of types 0 and 1. */
  readonly gasPrice?: bigint
  /** In wei for each gas, base fee and tip together. (EIP-1559) */
  readonly maxFeePerGas?: bigint
  /** In wei for each gas, for the coinbase. (EIP-1559) */
  readonly maxPriorityFeePerGas?: bigint
  /** Of types 1 and later. */
  readonly accessList?: readonly AccessListItem[]
  /** In wei for each blob gas. (EIP-4844) */
  readonly maxFeePerBlobGas?: bigint
  /** Of its blobs: it is of type 3. (EIP-4844) */
  readonly blobHashes?: readonly Hex[]
  /** It is of type 4. (EIP-7702) */
  readonly authorizations?: readonly Authorization[]
}

/** A transaction may not be in the block: nothing of it ran. */
export class InvalidTransactionError extends MemlaneError {
  override readonly name = 'InvalidTransactionError'
  /** Why it may not be in the block. */
  readonly reason: InvalidReason

  constructor(reason: InvalidReason, facts: Facts) {
    super(`evm.invalidTransaction.${reason}`, fill(invalidTransactions[reason], facts), facts)
    this.reason = reason
  }
}

/** The error of a reason, with its English sentence. */
export function invalidTransaction<Reason extends InvalidReason>(
  reason: Reason,
  facts: FactsOf<(typeof invalidTransactions)[Reason]>,
): InvalidTransactionError {
  return new InvalidTransactionError(reason, facts)
}

const BASE_GAS = 21000n
const CREATION_GAS = 32000n
const ZERO_BYTE_GAS = 4n
const ACCESS_LIST_ADDRESS_GAS = 2400n
const ACCESS_LIST_SLOT_GAS = 1900n
const INITCODE_WORD_GAS = BigInt(prices.INITCODE_WORD_GAS)
/** Charged for each authorization; half of it comes back when the account was there. */
export const AUTHORIZATION_GAS = 25000n
export const AUTHORIZATION_REFUND = 12500n
/** EIP-7623: a transaction pays at least this for each token of calldata; a non-zero byte is four tokens. */
const FLOOR_TOKEN_GAS = 10n
const TOKENS_PER_NON_ZERO_BYTE = 4n
/** EIP-7825: no transaction has more gas than this. */
const TRANSACTION_GAS_CAP = 1n << 24n
/** Blob gas of one blob. (EIP-4844) */
export const GAS_PER_BLOB = 1n << 17n
/** EIP-7594: blobs of one transaction, whatever the block may hold. */
const MAX_BLOBS_PER_TRANSACTION = 6
const BLOB_HASH_VERSION = '0x01'

export function transactionType(transaction: Transaction): 0 | 1 | 2 | 3 | 4 {
  if (transaction.type !== undefined) return transaction.type
  if (transaction.authorizations !== undefined) return 4
  if (transaction.blobHashes !== undefined || transaction.maxFeePerBlobGas !== undefined) return 3
  if (transaction.maxFeePerGas !== undefined || transaction.maxPriorityFeePerGas !== undefined) return 2
  return transaction.accessList === undefined ? 0 : 1
}

function bytesOf(input: Uint8Array): { zero: bigint; nonZero: bigint } {
  let zero = 0
  for (const byte of input) if (byte === 0) zero++
  return { zero: BigInt(zero), nonZero: BigInt(input.length - zero) }
}

/** Gas that a transaction pays before its first instruction. (Yellow Paper, section 6.2; EIP-2028, 2930, 3860, 7702) */
export function intrinsicGas(transaction: Transaction, input: Uint8Array, fork: ForkName): Gas {
  const { zero, nonZero } = bytesOf(input)
  const creates = transaction.to === undefined
  let gas = BASE_GAS + zero * ZERO_BYTE_GAS + nonZero * (isAtLeast(fork, 'istanbul') ? 16n : 68n)
  if (creates && isAtLeast(fork, 'homestead')) gas += CREATION_GAS
  if (creates && isAtLeast(fork, 'shanghai')) gas += INITCODE_WORD_GAS * BigInt(Math.ceil(input.length / 32))
  for (const { storageKeys } of transaction.accessList ?? [])
    gas += ACCESS_LIST_ADDRESS_GAS + ACCESS_LIST_SLOT_GAS * BigInt(storageKeys.length)
  return gas + AUTHORIZATION_GAS * BigInt(transaction.authorizations?.length ?? 0)
}

/** The least that a transaction pays in all; 0 before Prague. (EIP-7623) */
export function floorGas(input: Uint8Array, fork: ForkName): Gas {
  if (!isAtLeast(fork, 'prague')) return 0n
  const { zero, nonZero } = bytesOf(input)
  return BASE_GAS + FLOOR_TOKEN_GAS * (zero + nonZero * TOKENS_PER_NON_ZERO_BYTE)
}

/** Wei for each unit of gas that the sender pays. */
export function effectiveGasPrice(transaction: Transaction, baseFee: bigint): bigint {
  const { maxFeePerGas, maxPriorityFeePerGas } = transaction
  if (maxFeePerGas === undefined && maxPriorityFeePerGas === undefined) return transaction.gasPrice ?? 0n
  const most = maxFeePerGas ?? 0n
  const tipped = baseFee + (maxPriorityFeePerGas ?? 0n)
  return tipped < most ? tipped : most
}

/** The sender as far as validity is concerned. */
export interface SenderView {
  readonly balance: bigint
  readonly nonce: bigint
  /** The sender has code that is no delegation. (EIP-3607) */
  readonly hasCode: boolean
}

/**
 * Checks everything that makes a transaction invalid in a block.
 * @throws {InvalidTransactionError} with the first reason found.
 */
export function checkValid(
  transaction: Transaction,
  input: Uint8Array,
  block: Block,
  fork: ForkName,
  sender: SenderView,
): void {
  const type = transactionType(transaction)
  const first: readonly ForkName[] = ['frontier', 'berlin', 'london', 'cancun', 'prague']
  if (!isAtLeast(fork, first[type]!)) throw invalidTransaction('typeNotActive', { type, since: first[type], fork })
  const { gasLimit } = transaction
  const value = transaction.value ?? 0n
  const nonce = transaction.nonce ?? sender.nonce
  const creates = transaction.to === undefined
  const baseFee = isAtLeast(fork, 'london') ? block.baseFee : 0n

  if (isAtLeast(fork, 'osaka') && gasLimit > TRANSACTION_GAS_CAP)
    throw invalidTransaction('gasLimitExceedsCap', {
      gasLimit,
      cap: TRANSACTION_GAS_CAP,
    })
  if (gasLimit > block.gasLimit)
    throw invalidTransaction('gasLimitExceedsBlock', {
      gasLimit,
      blockGasLimit: block.gasLimit,
    })
  const intrinsic = intrinsicGas(transaction, input, fork)
  if (gasLimit < intrinsic)
    throw invalidTransaction('intrinsicGasTooLow', {
      intrinsic,
      gasLimit,
    })
  const floor = floorGas(input, fork)
  if (gasLimit < floor)
    throw invalidTransaction('gasBelowFloor', {
      floor,
      gasLimit,
    })
  if (creates && isAtLeast(fork, 'shanghai') && input.length > MAX_INITCODE_BYTES)
    throw invalidTransaction('initcodeTooLarge', {
      length: input.length,
      most: MAX_INITCODE_BYTES,
    })

  if (nonce < sender.nonce) throw invalidTransaction('nonceTooLow', { nonce, expected: sender.nonce })
  if (nonce > sender.nonce)
    throw invalidTransaction('nonceTooHigh', {
      nonce,
      expected: sender.nonce,
    })
  if (nonce >= MAX_NONCE) throw invalidTransaction('nonceIsMax', {})
  if (sender.hasCode) throw invalidTransaction('senderHasCode', {})

  const price = transaction.maxFeePerGas ?? transaction.gasPrice ?? 0n
  if (price < baseFee) throw invalidTransaction('feeBelowBaseFee', { fee: price, baseFee })
  const tip = transaction.maxPriorityFeePerGas
  if (tip !== undefined && tip > (transaction.maxFeePerGas ?? 0n))
    throw invalidTransaction('priorityFeeAboveFee', {
      tip,
      fee: transaction.maxFeePerGas ?? 0n,
    })

  let blobCost = 0n
  if (type === 3) {
    const hashes = transaction.blobHashes ?? []
    if (creates) throw invalidTransaction('blobCreation', {})
    if (hashes.length === 0) throw invalidTransaction('noBlobs', {})
    const most = isAtLeast(fork, 'osaka') ? Math.min(block.maxBlobs, MAX_BLOBS_PER_TRANSACTION) : block.maxBlobs
    if (hashes.length > most)
      throw invalidTransaction('tooManyBlobs', {
        blobs: hashes.length,
        most,
      })
    for (const hash of hashes)
      if (!hash.startsWith(BLOB_HASH_VERSION)) throw invalidTransaction('blobHashVersion', { hash })
    const fee = transaction.maxFeePerBlobGas ?? 0n
    if (fee < block.blobBaseFee)
      throw invalidTransaction('blobFeeTooLow', {
        fee,
        blobBaseFee: block.blobBaseFee,
      })
    blobCost = GAS_PER_BLOB * BigInt(hashes.length) * fee
  }
  if (type === 4) {
    if (creates) throw invalidTransaction('setCodeCreation', {})
    if ((transaction.authorizations ?? []).length === 0) throw invalidTransaction('noAuthorizations', {})
  }
  const cost = gasLimit * price + value + blobCost
  if (sender.balance < cost)
    throw invalidTransaction('insufficientFunds', {
      balance: sender.balance,
      cost,
    })
}

/** Twice the code size. (EIP-3860) */
const MAX_INITCODE_BYTES = 49152

/** What the sender pays for blobs: burnt. */
export function blobFee(transaction: Transaction, blobBaseFee: bigint): bigint {
  return transactionType(transaction) === 3
    ? GAS_PER_BLOB * BigInt(transaction.blobHashes?.length ?? 0) * blobBaseFee
    : 0n
}
