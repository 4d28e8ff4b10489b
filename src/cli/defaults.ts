/**
 * What a run has when nothing else is said. Part of the documented surface: results depend on it.
 * @module
 */
import type { Address, ByteCount, Gas } from '../base/index.ts'

/** Gas of the call; what a block had room for when this became a habit of tools. */
export const DEFAULT_GAS_LIMIT: Gas = 30_000_000n

/** Who calls and deploys. */
export const DEFAULT_SENDER: Address = '0x00000000000000000000000000000000000ca11e'

/** What the sender owns, in wei: nobody who tries a call should run out of ether. */
export const DEFAULT_BALANCE: bigint = 2n ** 128n

/** Memory of all frames together. 30 million gas pay for 4 MB; this much takes 538 million. */
export const MEMORY_LIMIT: ByteCount = 16 * 1024 * 1024

/** Where bytecode and mnemonics run. A contract that is deployed lies where its creator's nonce puts it. */
export const DEFAULT_CONTRACT: Address = '0x000000000000000000000000000000000c0de000'
