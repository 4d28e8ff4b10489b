/** The contracts are those of the EIPs, byte for byte; the slots are counted by hand from their texts. */
import { describe, expect, it } from 'vitest'
import { type Address, type Hex, wordToHex } from '../base/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import { beginBlock, createEvm } from './index.ts'

const ROOTS: Address = '0x000f3df6d732807ef1319fb7b8bb8522d0beac02'
const HASHES: Address = '0x0000f90827f1c53a10cb7a02335b175320002935'
/** EIP-4788, "Deployment". */
const ROOTS_CODE: Hex =
  '0x3373fffffffffffffffffffffffffffffffffffffffe14604d57602036146024575f5ffd5b5f35801560495762001fff810690815414603c575f5ffd5b62001fff01545f5260205ff35b5f5ffd5b62001fff42064281555f359062001fff015500'
/** EIP-2935, "Deployment". */
const HASHES_CODE: Hex =
  '0x3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500'
const ROOT: Hex = `0x${'ab'.repeat(32)}`
const HASH: Hex = `0x${'cd'.repeat(32)}`

async function begun(fork: ForkName, number = 20_000n, timestamp = 1_700_000_123n) {
  const evm = createEvm({ fork })
  evm.state.setAccount(ROOTS, { code: ROOTS_CODE })
  evm.state.setAccount(HASHES, { code: HASHES_CODE })
  await beginBlock(evm, { number, timestamp }, { hash: HASH, beaconRoot: ROOT })
  return (address: Address, slot: bigint) => evm.state.account(address)?.storage[wordToHex(slot)] ?? '0x0'
}

describe('beginBlock', () => {
  it('writes the root of the beacon block before, and the hash of the block before', async () => {
    const slot = await begun('prague')
    // 1,700,000,123 modulo 8,191 is 5,074, and the root stands 8,191 behind.
    const at = 1_700_000_123n % 8191n
    expect(slot(ROOTS, at)).toBe(wordToHex(1_700_000_123n))
    expect(slot(ROOTS, at + 8191n)).toBe(ROOT)
    // Block 19,999 modulo 8,191.
    expect(slot(HASHES, 3617n)).toBe(HASH)
  })
  it('does what the fork knows', async () => {
    const cancun = await begun('cancun')
    expect(cancun(HASHES, 3617n)).toBe('0x0')
    expect(cancun(ROOTS, 1_700_000_123n % 8191n)).not.toBe('0x0')
    const shanghai = await begun('shanghai')
    expect(shanghai(ROOTS, 1_700_000_123n % 8191n)).toBe('0x0')
  })
  it('leaves a state without the contracts as it is', async () => {
    const evm = createEvm({ fork: 'osaka' })
    await beginBlock(evm, { number: 1n, timestamp: 1n }, { hash: HASH, beaconRoot: ROOT })
    expect([...evm.state.addresses()]).toEqual([])
  })
})
