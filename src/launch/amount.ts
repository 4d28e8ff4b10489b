/**
 * Numbers as people type them: ether to send, gas, addresses.
 * @module
 */
import { formatAddress, isAddress } from '../base/address.ts'
import type { Address } from '../base/units.ts'
import { launchError } from './errors.ts'

const ETHER_DECIMALS = new Map([
  ['wei', 0],
  ['gwei', 9],
  ['ether', 18],
])

const NUMBER = /^(?:\d+|0x[0-9a-f]+)$/i

/** Wei, from `1ether`, `0.5ether`, `5gwei`, `12wei`, `12` or `0xc`. */
export function parseAmount(value: string): bigint {
  if (NUMBER.test(value)) return BigInt(value)
  const [, whole, fraction = '', unit = ''] = /^(\d+)(?:\.(\d+))?\s*([a-z]+)$/i.exec(value) ?? []
  const decimals = ETHER_DECIMALS.get(unit.toLowerCase())
  if (whole === undefined || decimals === undefined || fraction.length > decimals)
    throw launchError('launch.notAnAmount', { value })
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}

/** A whole number from 0 to `limit`, decimal or hex; `_` and `,` may separate digits. */
export function parseWhole(value: string, limit: bigint): bigint {
  const digits = value.replace(/(?<=\d)[_,](?=\d)/g, '')
  if (!NUMBER.test(digits) || BigInt(digits) > limit) throw launchError('launch.notAQuantity', { value, limit })
  return BigInt(digits)
}

/** An address in any letter case; a mixed-case checksum is not verified. */
export function parseAddress(value: string): Address {
  if (!isAddress(value)) throw launchError('launch.notAnAddress', { value })
  return formatAddress(BigInt(value))
}
