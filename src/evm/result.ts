/**
 * What a call takes and what it gives back: plain data.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import { hexToBytes } from '../base/hex.ts'
import { spelled } from '../base/template.ts'
import type { Address, Gas, Hex, Word } from '../base/units.ts'
import type { FrameStatus } from '../opcodes/index.ts'
import { evmError } from './errors.ts'

/** How a frame ended. `halt` is exceptional: all of the frame's gas is gone and nothing it did remains. */
export type Status = FrameStatus

/** Why a frame halted. */
export type HaltReason =
  | 'outOfGas'
  | 'stackUnderflow'
  | 'stackOverflow'
  | 'invalidJump'
  | 'invalidOpcode'
  | 'staticViolation'
  | 'returnDataOutOfBounds'
  | 'initcodeTooLarge'
  | 'codeTooLarge'
  | 'invalidCodePrefix'
  | 'createCollision'
  | 'nonceOverflow'
  | 'memoryLimit'

/** What LOG0 to LOG4 wrote. */
export interface Log {
  /** Whose code logged it. */
  readonly address: Address
  /** Up to four words, 32 bytes each. */
  readonly topics: readonly Hex[]
  /** The bytes of memory that were logged. */
  readonly data: Uint8Array
}

/** Block and transaction fields that code can read. */
export interface Environment {
  /** Default: zero. */
  readonly coinbase?: Address
  /** Of the block. Default: 0. */
  readonly number?: bigint
  /** In seconds since 1970. Default: 0. */
  readonly timestamp?: bigint
  /** Of the block. Default: 60,000,000. */
  readonly gasLimit?: bigint
  /** In wei for each gas. Default: 0. */
  readonly baseFee?: bigint
  /** Before Paris, the difficulty. Default: 0. */
  readonly prevRandao?: Word
  /** Default: 1. */
  readonly chainId?: bigint
  /** In wei for each blob gas. Default: 1. */
  readonly blobBaseFee?: bigint
  /** What BLOBHASH knows. Default: none. */
  readonly blobHashes?: readonly Hex[]
  /** Default: who calls. */
  readonly origin?: Address
  /** In wei for each gas. Default: 0. */
  readonly gasPrice?: bigint
}

/** One call or creation, with the block and the transaction in which it happens. */
export interface CallParameters extends Environment {
  /** Runs this code as the account `to`; without it, the code of `to` runs. */
  readonly code?: Uint8Array | Hex
  /** The account whose storage and balance the code sees. Without it the call creates a contract from `input`. */
  readonly to?: Address
  /** What CALLER and ORIGIN push; it pays the value. Default: `DEFAULT_CALLER`. */
  readonly from?: Address
  /** Calldata, or the code that a creation runs. Default: none. */
  readonly input?: Uint8Array | Hex
  /** In wei, below 2^256. Default: 0. */
  readonly value?: bigint
  /** The frame's gas: nothing intrinsic is taken from it. Default 30,000,000. */
  readonly gas?: Gas
  /** Whether it may change nothing, as in STATICCALL. */
  readonly isStatic?: boolean
  /** Contracts may be larger than the fork allows, as development chains let them. */
  readonly anyCodeSize?: boolean
  /** Adds `memory` and `stack` to the result. */
  readonly inspect?: boolean
}

/** What came of a call. */
export interface CallResult {
  /** How the outermost frame ended. */
  readonly status: Status
  /** The reason, when `status` is `halt`. */
  readonly halt?: HaltReason
  /** Gas the frame used, before refunds. */
  readonly gasUsed: Gas
  /** What refunds have come to; the limit of a transaction is not applied. */
  readonly gasRefund: Gas
  /** What RETURN or REVERT gave; empty otherwise. */
  readonly output: Uint8Array
  /** Those of frames that failed are not among them. */
  readonly logs: readonly Log[]
  /** Address of the contract that a creating call made. */
  readonly created?: Address
  /** With `inspect`: the outermost frame's whole memory, MSIZE bytes, after its last instruction. */
  readonly memory?: Uint8Array
  /** With `inspect`: bottom first, after the last instruction took its operands. */
  readonly stack?: readonly Word[]
}

/** What came of a transaction. */
export interface TransactionResult {
  /** How the outermost frame ended. */
  readonly status: Status
  /** The reason, when `status` is `halt`. */
  readonly halt?: HaltReason
  /** Gas that the sender pays for: intrinsic, after refunds, at least the floor. */
  readonly gasUsed: Gas
  /** What was taken off for refunds. */
  readonly gasRefund: Gas
  /** What RETURN or REVERT gave; empty otherwise. */
  readonly output: Uint8Array
  /** Those of frames that failed are not among them. */
  readonly logs: readonly Log[]
  /** Address of the contract that a creating transaction made. */
  readonly created?: Address
}

/**
 * Bytes of an input, or of another field, as callers give it.
 * @throws {MemlaneError} `base.invalidHex`, `evm.invalidBytes` for what is neither hex nor bytes.
 */
export function inputBytes(input: Uint8Array | Hex | undefined, field = 'input'): Uint8Array {
  if (input === undefined) return new Uint8Array(0)
  if (typeof input === 'string') return hexToBytes(input)
  // Not by `instanceof`: bytes of another realm are bytes.
  if (ArrayBuffer.isView(input) && input.byteLength === input.length) return input
  throw evmError('evm.invalidBytes', { field, value: spelled(input) })
}

/** How a frame ended, or a call that started none. */
export interface Outcome {
  readonly status: Status
  readonly halt: HaltReason | undefined
  readonly gasLeft: Gas
  readonly output: Uint8Array
  /** The contract that a creation made. */
  readonly created: bigint | undefined
}

/** What an end has taken away, for hooks. */
export interface Undone {
  readonly gasAtHalt: Gas
  readonly refund: bigint
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

const NO_LOGS: readonly Log[] = []

/**
 * The part of a result that every kind of run has. `logs`, if there are any, are decoded when somebody asks: a thousand
 * logs take longer to spell than to write. (Fields one by one: spreading objects took half of a short call's time.)
 */
export function resultOf(
  { status, halt, output, created }: Outcome,
  gasUsed: Gas,
  gasRefund: Gas,
  logs: (() => readonly Log[]) | undefined,
): Mutable<CallResult> {
  const result: Mutable<CallResult> = { status, gasUsed, gasRefund, output, logs: NO_LOGS }
  if (halt !== undefined) result.halt = halt
  if (created !== undefined) result.created = formatAddress(created)
  if (logs !== undefined) Object.defineProperty(result, 'logs', { get: logs, enumerable: true, configurable: true })
  return result
}
