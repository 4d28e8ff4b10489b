/**
 * Commitments: the state root of all accounts and the hash of a list of logs.
 *
 *   root = trie of keccak(address) → rlp([nonce, balance, storage root, code hash])
 *   storage root = trie of keccak(slot) → rlp(value)
 *
 * Source: Yellow Paper, sections 4.1 and appendix D. The trie library is loaded when first asked for a root.
 * @module
 */
import { RLP } from '@ethereumjs/rlp'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes } from '../base/hex.ts'
import type { Hex } from '../base/units.ts'
import { wordToBytes } from '../base/word.ts'
import type { Account } from './account.ts'
import type { Log } from './result.ts'

export async function stateRoot(accounts: Iterable<Account>): Promise<Hex> {
  const { MerklePatriciaTrie } = await import('@ethereumjs/mpt')
  const newTrie = () => new MerklePatriciaTrie({ useKeyHashing: false, useNodePruning: false })
  const state = newTrie()
  for (const account of accounts) {
    const storage = newTrie()
    for (const [slot, value] of account.storage)
      await storage.put(keccak_256(wordToBytes(slot)), RLP.encode(trimmed(value)))
    await state.put(
      keccak_256(wordToBytes(account.address).subarray(12)),
      RLP.encode([trimmed(account.nonce), trimmed(account.balance), storage.root(), keccak_256(account.code.bytes)]),
    )
  }
  return bytesToHex(state.root())
}

/** Keccak-256 of the RLP of logs, as test suites give it. */
export function logsHash(logs: readonly Log[]): Hex {
  return bytesToHex(
    keccak_256(
      RLP.encode(
        logs.map(({ address, topics, data }) => [hexToBytes(address), topics.map((topic) => hexToBytes(topic)), data]),
      ),
    ),
  )
}

/** A number's bytes without leading zeros: RLP's form of a scalar. */
function trimmed(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0)
  const bytes = wordToBytes(value)
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0))
}
