/**
 * What a run has when nothing else is said. Part of the documented surface: results depend on it.
 * @module
 */
import type { Address, ByteCount } from '../base/index.ts'

/** Gas of the call, and who calls and deploys: those of the library. */
export { DEFAULT_CALLER as DEFAULT_SENDER, DEFAULT_GAS as DEFAULT_GAS_LIMIT } from '../evm/defaults.ts'

/** What the sender owns, in wei: nobody who tries a call should run out of ether. */
export const DEFAULT_BALANCE: bigint = 2n ** 128n

/** Memory of all frames together. 30 million gas pay for 4 MB; this much takes 538 million. */
export const MEMORY_LIMIT: ByteCount = 16 * 1024 * 1024

/** Where bytecode and mnemonics run. A contract that is deployed lies where its creator's nonce puts it. */
export const DEFAULT_CONTRACT: Address = '0x000000000000000000000000000000000c0de000'
