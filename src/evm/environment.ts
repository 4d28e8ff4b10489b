/**
 * Block and transaction fields, with the values that stand in for those a caller leaves out.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import { wordToHex } from '../base/hex.ts'
import type { Hex, Word } from '../base/units.ts'
import type { Machine } from '../machine/index.ts'
import * as op from '../opcodes/codes.ts'
import { parseAddress } from './address.ts'
import { DEFAULT_BLOCK_GAS_LIMIT } from './defaults.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import { type Given, word } from './quantity.ts'
import type { Environment } from './result.ts'

/** All fields as the machine takes them. */
export interface FullEnvironment {
  readonly coinbase: bigint
  readonly number: bigint
  readonly timestamp: bigint
  readonly gasLimit: bigint
  readonly baseFee: bigint
  readonly prevRandao: Word
  readonly chainId: bigint
  readonly blobBaseFee: bigint
  readonly blobHashes: readonly Word[]
  readonly origin: bigint
  readonly gasPrice: bigint
}

/** @throws {MemlaneError} `evm.invalidAddress`, `evm.invalidBlobHash`, or `evm.invalidWord` for a number outside 256 bits. */
export function fullEnvironment(environment: Given<Environment>, from: bigint): FullEnvironment {
  return {
    coinbase: environment.coinbase === undefined ? 0n : parseAddress(environment.coinbase),
    number: word('number', environment.number ?? 0n),
    timestamp: word('timestamp', environment.timestamp ?? 0n),
    gasLimit: word('gasLimit', environment.gasLimit ?? DEFAULT_BLOCK_GAS_LIMIT),
    baseFee: word('baseFee', environment.baseFee ?? 0n),
    prevRandao: word('prevRandao', environment.prevRandao ?? 0n),
    chainId: word('chainId', environment.chainId ?? 1n),
    blobBaseFee: word('blobBaseFee', environment.blobBaseFee ?? 1n),
    blobHashes: (environment.blobHashes ?? NO_HASHES).map(blobHash),
    origin: environment.origin === undefined ? from : parseAddress(environment.origin),
    gasPrice: word('gasPrice', environment.gasPrice ?? 0n),
  }
}

/** The fields that callers may give. */
export const ENVIRONMENT_FIELDS: FieldNames<Environment> = {
  coinbase: true,
  number: true,
  timestamp: true,
  gasLimit: true,
  baseFee: true,
  prevRandao: true,
  chainId: true,
  blobBaseFee: true,
  blobHashes: true,
  origin: true,
  gasPrice: true,
}

/** The fields as callers give them. */
export function environmentOf(full: FullEnvironment): Required<Environment> {
  return {
    ...full,
    coinbase: formatAddress(full.coinbase),
    origin: formatAddress(full.origin),
    blobHashes: full.blobHashes.map(wordToHex),
  }
}

/**
 * The same with some fields changed.
 * @throws {MemlaneError} as `fullEnvironment`, and `evm.unknownField`.
 */
export function changedEnvironment(full: FullEnvironment, fields: Given<Environment>): FullEnvironment {
  refuseUnknown('An environment', fields, ENVIRONMENT_FIELDS)
  return fullEnvironment({ ...environmentOf(full), ...fields }, full.origin)
}

const NO_HASHES: readonly Hex[] = []

function blobHash(hash: Hex): Word {
  if (typeof hash === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(hash)) return BigInt(hash)
  throw evmError('evm.invalidBlobHash', { hash })
}

/** Which field each opcode pushes. */
const FIELDS = [
  [op.ORIGIN, 'origin'],
  [op.GASPRICE, 'gasPrice'],
  [op.COINBASE, 'coinbase'],
  [op.TIMESTAMP, 'timestamp'],
  [op.NUMBER, 'number'],
  [op.PREVRANDAO, 'prevRandao'],
  [op.GASLIMIT, 'gasLimit'],
  [op.CHAINID, 'chainId'],
  [op.BASEFEE, 'baseFee'],
  [op.BLOBBASEFEE, 'blobBaseFee'],
] as const

/** Writes what changed since `before`. */
export function writeEnvironment(machine: Machine, now: FullEnvironment, before: FullEnvironment | undefined): void {
  // By index: iterators over the rows would cost more than all of a short call's environment.
  for (let i = 0; i < FIELDS.length; i++) {
    const row = FIELDS[i]!
    if (before === undefined || before[row[1]] !== now[row[1]]) machine.setEnvironment(row[0], now[row[1]])
  }
  if (before === undefined || before.blobHashes.length + now.blobHashes.length > 0)
    machine.setBlobHashes(now.blobHashes)
}
