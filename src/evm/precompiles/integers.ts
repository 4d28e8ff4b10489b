/**
 * Big-endian integers of any width in the input and output of precompiles.
 * @module
 */
import { bytesToHex, hexToBytes } from '../../base/hex.ts'
import type { ByteCount, ByteOffset } from '../../base/units.ts'

/** The unsigned integer at `[offset, offset + length)`. Bytes behind the input's end are zero, as in calldata. */
export function integerAt(input: Uint8Array, offset: ByteOffset, length: ByteCount): bigint {
  const present = input.subarray(offset, offset + length)
  if (present.length === 0) return 0n
  // By way of hex: a shift for each byte would take time quadratic in the length.
  return BigInt(bytesToHex(present)) << BigInt(8 * (length - present.length))
}

/** The integers one behind the other, `length` bytes each. They must fit. */
export function integerBytes(length: ByteCount, ...integers: readonly bigint[]): Uint8Array {
  return hexToBytes(`0x${integers.map((integer) => integer.toString(16).padStart(2 * length, '0')).join('')}`)
}
