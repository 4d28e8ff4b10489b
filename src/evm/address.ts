/**
 * Addresses as callers write them.
 * @module
 */
import { isAddress } from '../base/address.ts'
import { evmError } from './errors.ts'

/**
 * The number of an address; letter case does not matter.
 * @throws {MemlaneError} `evm.invalidAddress` unless it is 0x and 40 hex digits.
 */
export function parseAddress(address: string): bigint {
  if (typeof address === 'string' && isAddress(address)) return BigInt(address)
  throw evmError('evm.invalidAddress', {
    address,
  })
}
