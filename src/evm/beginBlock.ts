/**
 * What a block does before its first transaction: calls by the system that cost nobody gas.
 * Sources: EIP-4788 (roots of beacon blocks, from Cancun), EIP-2935 (hashes of blocks, from Prague).
 * @module
 */
import type { Address, Hex } from '../base/units.ts'
import { isAtLeast } from '../opcodes/index.ts'
import type { BlockFields } from './block.ts'
import type { Evm } from './evm.ts'

const SYSTEM: Address = '0xfffffffffffffffffffffffffffffffffffffffe'
const BEACON_ROOTS: Address = '0x000f3df6d732807ef1319fb7b8bb8522d0beac02'
const BLOCK_HASHES: Address = '0x0000f90827f1c53a10cb7a02335b175320002935'
const SYSTEM_GAS = 30_000_000n

/** Of the block before; what is not given is not written. */
export interface ParentFields {
  /** Of the block itself, for EIP-2935. */
  readonly hash?: Hex | undefined
  /** Of the beacon block, for EIP-4788. */
  readonly beaconRoot?: Hex | undefined
}

/** Writes into the state what the block's own system calls write. An account without code is left alone. */
export async function beginBlock(evm: Evm, block: BlockFields, { hash, beaconRoot }: ParentFields): Promise<void> {
  const { name } = evm.fork
  const { number, timestamp, chainId } = block
  const fields = {
    ...(number === undefined ? {} : { number }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(chainId === undefined ? {} : { chainId }),
  }
  const write = async (to: Address, input: Hex | undefined) => {
    if (input !== undefined) await evm.callAsync({ from: SYSTEM, to, input, gas: SYSTEM_GAS, ...fields })
  }
  if (isAtLeast(name, 'cancun')) await write(BEACON_ROOTS, beaconRoot)
  if (isAtLeast(name, 'prague')) await write(BLOCK_HASHES, hash)
}
