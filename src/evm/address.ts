/**
 * Addresses between the hex that callers write and the 160-bit number that the machine's words carry.
 * @module
 */
import { MemlaneError } from '../base/error.ts'
import type { Address, Word } from '../base/units.ts'
import { spelled } from './quantity.ts'

const MASK_160 = (1n << 160n) - 1n

/**
 * The number of an address; letter case does not matter.
 * @throws {MemlaneError} `evm.invalidAddress` unless it is 0x and 40 hex digits.
 */
export function parseAddress(address: string): bigint {
  if (typeof address === 'string' && /^0x[0-9a-fA-F]{40}$/.test(address)) return BigInt(address)
  throw new MemlaneError('evm.invalidAddress', `${spelled(address)} is not an address: 0x and 40 hex digits.`, {
    address,
  })
}

export function formatAddress(address: bigint): Address {
  return `0x${address.toString(16).padStart(40, '0')}`
}

/** The address in a word: its low 160 bits, whatever stands above them. */
export function addressOf(word: Word): bigint {
  return word & MASK_160
}
