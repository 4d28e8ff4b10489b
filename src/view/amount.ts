/**
 * Numbers as people type them: ether to send, sizes of memory, gas, addresses.
 * @module
 */
import { formatAddress, isAddress } from '../base/address.ts'
import type { Address, ByteCount } from '../base/units.ts'
import { cliError } from './messages/sentence.ts'
import { grouped } from './number.ts'

const ETHER_DECIMALS = new Map([
  ['wei', 0],
  ['gwei', 9],
  ['ether', 18],
])

const BYTES = new Map([
  ['b', 1n],
  ['kib', 1024n],
  ['mib', 1024n ** 2n],
  ['gib', 1024n ** 3n],
])

const NUMBER = /^(?:\d+|0x[0-9a-f]+)$/i

/** Wei, from `1ether`, `0.5ether`, `5gwei`, `12wei`, `12` or `0xc`. */
export function parseAmount(option: string, value: string): bigint {
  if (NUMBER.test(value)) return BigInt(value)
  const [, whole, fraction = '', unit = ''] = /^(\d+)(?:\.(\d+))?\s*([a-z]+)$/i.exec(value) ?? []
  const decimals = ETHER_DECIMALS.get(unit.toLowerCase())
  if (whole === undefined || decimals === undefined || fraction.length > decimals)
    throw cliError('cli.invalidAmount', { option, value })
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}

/** Bytes, from `8192`, `0x2000`, `8KiB` or `1MiB`: at most the largest number that is exact, 2^53 − 1. */
export function parseSize(size: string): ByteCount {
  const [, number, unit = 'b'] = /^(0x[0-9a-f]+|\d+)\s*([a-z]+)?$/i.exec(size) ?? []
  const factor = BYTES.get(unit.toLowerCase())
  if (number === undefined || factor === undefined) throw cliError('cli.invalidSize', { size })
  const bytes = BigInt(number) * factor
  if (bytes > BigInt(Number.MAX_SAFE_INTEGER))
    throw cliError('cli.sizeTooLarge', { size: grouped(bytes), limit: Number.MAX_SAFE_INTEGER })
  return Number(bytes)
}

/** A whole number from 0 to `limit`, decimal or hex; `_` and `,` may separate digits. */
export function parseWhole(option: string, value: string, limit: bigint): bigint {
  const digits = value.replace(/(?<=\d)[_,](?=\d)/g, '')
  if (!NUMBER.test(digits) || BigInt(digits) > limit) throw cliError('cli.invalidNumber', { option, value, limit })
  return BigInt(digits)
}

/** An address in any letter case; a mixed-case checksum is not verified. */
export function parseAddress(option: string, value: string): Address {
  if (!isAddress(value)) throw cliError('cli.invalidAddress', { option, value })
  return formatAddress(BigInt(value))
}
