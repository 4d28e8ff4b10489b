/**
 * What a run has when nothing else is said, and what it may take at most: the same on every surface, because results
 * depend on it. Everything here is documented.
 * @module
 */
import type { Address, ByteCount } from '../base/index.ts'
import { DEFAULT_MEMORY_LIMIT } from '../evm/defaults.ts'

/** Gas of the call, the most that it may be, and who calls and deploys: those of the library. */
export {
  DEFAULT_CALLER as DEFAULT_SENDER,
  DEFAULT_GAS as DEFAULT_GAS_LIMIT,
  MAX_GAS as MOST_GAS,
} from '../evm/defaults.ts'

/** What the sender owns, in wei: nobody who tries a call should run out of ether. */
export const DEFAULT_BALANCE: bigint = 2n ** 128n

/** Where bytecode and mnemonics run. A contract that is deployed lies where its creator's nonce puts it. */
export const DEFAULT_CONTRACT: Address = '0x000000000000000000000000000000000c0de000'

/** What a run may take, and how much of it is kept. */
export interface Limits {
  /** Memory of all frames together: the library's limit. */
  readonly memory: ByteCount
  /**
   * Whether deployed code may be larger than the fork allows. Without a word, code that is compiled here may, because
   * without the optimizer it often is, and code that is given may not.
   */
  readonly codeSize: 'fork' | 'any' | undefined
  /** Steps of a recording. */
  readonly steps: number
  /** What a recording takes: 30 million gas of the cheapest instruction are 0.96 GB. */
  readonly bytes: ByteCount
  /** For how long an unoptimized twin may run. */
  readonly twinMilliseconds: number
  /** Calls of a run that are kept where no step is recorded, the first ones. */
  readonly calls: number
  /** Input, output and creation code of these calls. */
  readonly callBytes: ByteCount
  /** Values that are decoded of all calls and logs together. */
  readonly decodedItems: number
  /** Bytes that are decoded of all calls and logs together. */
  readonly decodedBytes: ByteCount
}

/** The limits of every surface, when nothing else is said. */
export const LIMITS: Limits = {
  memory: DEFAULT_MEMORY_LIMIT,
  codeSize: undefined,
  steps: 2 ** 25,
  bytes: 2 ** 30,
  twinMilliseconds: 60_000,
  calls: 10_000,
  callBytes: 16 * 1024 * 1024,
  decodedItems: 200_000,
  decodedBytes: 4 * 1024 * 1024,
}
