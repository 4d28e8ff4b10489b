/**
 * What a call takes and what it gives back: plain data.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import { MemlaneError } from '../base/error.ts'
import { hexToBytes } from '../base/hex.ts'
import type { Address, Gas, Hex, Word } from '../base/units.ts'
import type { FrameStatus } from '../opcodes/index.ts'
import { spelled } from './quantity.ts'

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

/** What LOG0 to LOG4 said. */
export interface Log {
  /** The account that logged. */
  readonly address: Address
  /** Up to four words, 32 bytes each. */
  readonly topics: readonly Hex[]
  /** What stood in memory. */
  readonly data: Uint8Array
}

/** Block and transaction fields that code can read. */
export interface Environment {
  /** What COINBASE pushes. Default: the zero address. */
  readonly coinbase?: Address
  /** What NUMBER pushes. Default: 0. */
  readonly number?: bigint
  /** What TIMESTAMP pushes, in seconds. Default: 0. */
  readonly timestamp?: bigint
  /** What GASLIMIT pushes: the block's. Default: 60,000,000. */
  readonly gasLimit?: bigint
  /** What BASEFEE pushes. Default: 0. */
  readonly baseFee?: bigint
  /** What PREVRANDAO pushes; before Paris DIFFICULTY. Default: 0. */
  readonly prevRandao?: Word
  /** What CHAINID pushes. Default: 1. */
  readonly chainId?: bigint
  /** What BLOBBASEFEE pushes. Default: 1. */
  readonly blobBaseFee?: bigint
  /** What BLOBHASH finds, 32 bytes each. Default: none. */
  readonly blobHashes?: readonly Hex[]
  /** What ORIGIN pushes. Default: the caller. */
  readonly origin?: Address
  /** What GASPRICE pushes. Default: 0. */
  readonly gasPrice?: bigint
}

/** A call or a creation, in a block. Hex is `0x…`; numbers are taken for bigints up to 2^53 − 1. */
export interface CallParameters extends Environment {
  /** Runs this code as the account `to`; without it, the code of `to` runs. */
  readonly code?: Uint8Array | Hex
  /** The account whose storage and balance the code sees. Without it the call creates a contract from `input`. */
  readonly to?: Address
  /** Who calls. Default: `DEFAULT_CALLER`. It needs no ether unless it sends some. */
  readonly from?: Address
  /** Calldata, or the creation code with its arguments behind it. Default: empty. */
  readonly input?: Uint8Array | Hex
  /** Wei to send. Default: 0. */
  readonly value?: bigint
  /** The frame's gas: nothing intrinsic is taken from it. Default 30,000,000. */
  readonly gas?: Gas
  /** Whether the call may change nothing, as STATICCALL's. Default: false. */
  readonly isStatic?: boolean
  /** Contracts may be larger than the fork allows, as development chains let them. */
  readonly anyCodeSize?: boolean
  /** Adds `memory` and `stack` to the result. */
  readonly inspect?: boolean
}

/** How a call ended: also a revert or a halt is a result, not an error. */
export interface CallResult {
  /** `stop` and `return` are successes. */
  readonly status: Status
  /** The reason, when `status` is `halt`. */
  readonly halt?: HaltReason
  /** Gas the frame used, before refunds. */
  readonly gasUsed: Gas
  /** What was put down for refunds; no cap is taken off. 0 unless the call succeeded. */
  readonly gasRefund: Gas
  /** What RETURN or REVERT gave; empty otherwise. */
  readonly output: Uint8Array
  /** In the order in which they were logged; empty unless the call succeeded. Decoded when they are first read. */
  readonly logs: readonly Log[]
  /** Address of the contract that a creating call made. */
  readonly created?: Address
  /** With `inspect`: the outermost frame's whole memory, MSIZE bytes, after its last instruction. */
  readonly memory?: Uint8Array
  /** With `inspect`: bottom first, after the last instruction took its operands. */
  readonly stack?: readonly Word[]
}

/** How a valid transaction ended: also a revert or a halt is a result, not an error. */
export interface TransactionResult {
  /** `stop` and `return` are successes. */
  readonly status: Status
  /** The reason, when `status` is `halt`. */
  readonly halt?: HaltReason
  /** Gas that the sender pays for: intrinsic, after refunds, at least the floor. */
  readonly gasUsed: Gas
  /** What was taken off for refunds. */
  readonly gasRefund: Gas
  /** What RETURN or REVERT gave; empty otherwise. */
  readonly output: Uint8Array
  /** In the order in which they were logged; empty unless it succeeded. Decoded when they are first read. */
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
  throw new MemlaneError(
    'evm.invalidBytes',
    `${field} is ${spelled(input)}; it must be 0x and hex digits, or a Uint8Array.`,
    { field, value: spelled(input) },
  )
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
