/**
 * A transaction and its block as callers give them, checked before anything runs: names of fields, addresses, hashes,
 * and numbers as bigints. Whether the transaction may be in the block is another question (`transaction.ts`).
 * @module
 */
import { formatAddress } from '../base/address.ts'
import { isHexWord } from '../base/hex.ts'
import { spelled } from '../base/template.ts'
import { type ForkName, isAtLeast } from '../opcodes/index.ts'
import { parseAddress } from './address.ts'
import { BLOCK_FIELDS, type Block, type BlockFields, blobBaseFee, blobScheduleOf } from './block.ts'
import { DEFAULT_BLOCK_GAS_LIMIT } from './defaults.ts'
import { type FullEnvironment, fullEnvironment } from './environment.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import { type Given, quantity, word } from './quantity.ts'
import { inputBytes } from './result.ts'
import {
  type AccessListItem,
  type Authorization,
  effectiveGasPrice,
  invalidTransaction,
  type Transaction,
} from './transaction.ts'

const TRANSACTION_FIELDS: FieldNames<Transaction> = {
  type: true,
  from: true,
  to: true,
  nonce: true,
  gasLimit: true,
  value: true,
  input: true,
  gasPrice: true,
  maxFeePerGas: true,
  maxPriorityFeePerGas: true,
  accessList: true,
  maxFeePerBlobGas: true,
  blobHashes: true,
  authorizations: true,
}

const ACCESS_FIELDS: FieldNames<AccessListItem> = { address: true, storageKeys: true }

const AUTHORIZATION_FIELDS: FieldNames<Authorization> = {
  chainId: true,
  address: true,
  nonce: true,
  yParity: true,
  r: true,
  s: true,
}

const NUMBERS = [
  'nonce',
  'value',
  'gasPrice',
  'maxFeePerGas',
  'maxPriorityFeePerGas',
  'maxFeePerBlobGas',
] as const satisfies readonly (keyof Transaction)[]

export interface CheckedTransaction {
  readonly transaction: Transaction
  readonly from: bigint
  readonly input: Uint8Array
  readonly block: Block
  readonly environment: FullEnvironment
}

/** @throws {MemlaneError} `evm.…` naming what is wrong, `base.invalidHex`. */
export function checkedTransaction(
  given: Given<Transaction>,
  fields: Given<BlockFields>,
  fork: ForkName,
): CheckedTransaction {
  refuseUnknown('A transaction', given, TRANSACTION_FIELDS)
  refuseUnknown('A block', fields, BLOCK_FIELDS)
  const transaction = exact(given)
  const from = parseAddress(given.from)
  const fee = fields.blobBaseFee ?? blobFeeOf(fields, fork)
  const { blobHashes = [] } = given
  // The price depends on the block's base fee, so it comes last.
  const environment = fullEnvironment({ ...blockEnvironment(fields), blobBaseFee: fee, blobHashes }, from)
  const { baseFee, blobBaseFee } = environment
  return {
    transaction,
    from,
    input: inputBytes(given.input),
    block: {
      gasLimit: fields.gasLimit === undefined ? DEFAULT_BLOCK_GAS_LIMIT : environment.gasLimit,
      baseFee,
      blobBaseFee,
      maxBlobs: (fields.blobSchedule ?? blobScheduleOf(fork)).max,
    },
    environment: {
      ...environment,
      gasPrice: effectiveGasPrice(transaction, isAtLeast(fork, 'london') ? baseFee : 0n),
    },
  }
}

/** What code can read of the block. */
function blockEnvironment({ excessBlobGas: _, blobSchedule: __, ...fields }: Given<BlockFields>) {
  return fields
}

function blobFeeOf({ excessBlobGas = 0n, blobSchedule }: Given<BlockFields>, fork: ForkName): bigint {
  const fraction = blobSchedule?.baseFeeUpdateFraction ?? blobScheduleOf(fork).baseFeeUpdateFraction
  const divisor = word('baseFeeUpdateFraction', fraction)
  if (divisor === 0n) throw evmError('evm.invalidBlobSchedule', {})
  return blobBaseFee(word('excessBlobGas', excessBlobGas), divisor)
}

function exact(given: Given<Transaction>): Transaction {
  const { from, to, type, input, accessList, blobHashes, authorizations } = given
  if (type !== undefined && ![0, 1, 2, 3, 4].includes(type))
    throw evmError('evm.invalidType', {
      type: spelled(type),
    })
  const numbers: { -readonly [Name in (typeof NUMBERS)[number]]?: bigint } = {}
  for (const name of NUMBERS) {
    const value = given[name]
    if (value !== undefined) numbers[name] = amount(name, value)
  }
  return {
    from,
    gasLimit: word('gasLimit', given.gasLimit),
    ...numbers,
    ...(to === undefined ? {} : { to: formatAddress(parseAddress(to)) }),
    ...(type === undefined ? {} : { type }),
    ...(input === undefined ? {} : { input }),
    ...(accessList === undefined ? {} : { accessList: accessList.map(exactAccess) }),
    ...(blobHashes === undefined ? {} : { blobHashes }),
    ...(authorizations === undefined ? {} : { authorizations: authorizations.map(exactAuthorization) }),
  }
}

/** Above 256 bits it is no caller's mistake but an invalid transaction: nobody has so much, no nonce is so high. */
function amount(field: string, given: bigint | number): bigint {
  const value = quantity(field, given)
  return value < 0n ? word(field, value) : value
}

function exactAccess(given: Given<AccessListItem>): AccessListItem {
  refuseUnknown('An item of an access list', given, ACCESS_FIELDS)
  const address = formatAddress(parseAddress(given.address))
  for (const key of given.storageKeys)
    if (!isHexWord(key)) throw evmError('evm.invalidStorageKey', { key: spelled(key) })
  return { address, storageKeys: given.storageKeys }
}

/** Bits of an authorization's numbers: one that does not fit makes the transaction invalid. (EIP-7702) */
const AUTHORIZATION_BITS = { chainId: 256n, nonce: 64n, yParity: 8n, r: 256n, s: 256n } as const

function exactAuthorization(given: Given<Authorization>): Authorization {
  refuseUnknown('An authorization', given, AUTHORIZATION_FIELDS)
  const number = (name: keyof typeof AUTHORIZATION_BITS) => {
    const value = quantity(name, given[name])
    const bits = AUTHORIZATION_BITS[name]
    if (value >> bits === 0n) return value
    throw invalidTransaction('authorizationOutOfRange', { field: name, value, bits })
  }
  return {
    address: formatAddress(parseAddress(given.address)),
    chainId: number('chainId'),
    nonce: number('nonce'),
    yParity: number('yParity'),
    r: number('r'),
    s: number('s'),
  }
}
