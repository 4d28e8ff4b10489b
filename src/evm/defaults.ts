/**
 * What stands in for what a caller leaves out, and the bound of gas. Data alone: a command line reads it at its start.
 * @module
 */
import type { Address, ByteCount, Gas } from '../base/units.ts'

/** Gas of a call, when nobody says. */
export const DEFAULT_GAS: Gas = 30_000_000n
/** What `from` is when nobody says: an address that no key is known for. */
export const DEFAULT_CALLER: Address = '0x00000000000000000000000000000000000ca11e'
/** The most gas of a call or a transaction: the machine counts it in 64 bits with a sign. */
export const MAX_GAS: Gas = 2n ** 63n - 1n
/** Memory of all live frames together, when nobody says. 30 million gas pay for 4 MB; 128 MiB take 34 billion, and are forge's limit too. */
export const DEFAULT_MEMORY_LIMIT: ByteCount = 128 * 1024 * 1024
/** Gas of a block, when nobody says. */
export const DEFAULT_BLOCK_GAS_LIMIT: Gas = 60_000_000n
