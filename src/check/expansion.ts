/**
 * The price of growing memory.
 * @module
 */
import type { ByteCount } from '../base/units.ts'
import { memoryCost } from '../memory/index.ts'

/** Gas for growing from one MSIZE to another, both multiples of 32. */
export function expansionGas(from: ByteCount, to: ByteCount): bigint {
  return memoryCost(BigInt(to / 32)) - memoryCost(BigInt(from / 32))
}
