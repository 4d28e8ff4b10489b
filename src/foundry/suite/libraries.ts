/**
 * Libraries of a test contract: forge deploys each from an address of its own, before the test contract, those that
 * others need first.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Address, bytesToHex, hexToBytes } from '../../base/index.ts'
import { rlpOf } from '../../evm/rlp.ts'
import type { Compilation, CompiledContract } from '../../solidity/index.ts'
import { foundryError } from '../errors.ts'

/** What `cast` makes of "foundry library deployer". */
export const LIBRARY_DEPLOYER: Address = '0x1f95d37f27ea0dea9c252fc09d5a6eaa97647353'

/** Where CREATE puts a contract. */
export function createdBy(creator: Address, nonce: bigint): Address {
  return `0x${bytesToHex(keccak_256(rlpOf([hexToBytes(creator), nonce]))).slice(-40)}`
}

export interface LinkedLibrary {
  readonly contract: CompiledContract
  readonly address: Address
}

/**
 * Libraries of a project with the addresses that they have in every test: by the order in which they are needed.
 * @param given `file:Library:0x…` of those that are there already
 */
export class Libraries {
  readonly addresses = new Map<string, Address>()
  readonly #linked: LinkedLibrary[] = []

  constructor(given: readonly string[] = []) {
    for (const text of given) {
      const [, name, address] = /^(.*):(0x[0-9a-fA-F]{40})$/.exec(text) ?? []
      if (name !== undefined && address !== undefined) this.addresses.set(name, `0x${address.slice(2)}`)
    }
  }

  /** In the order of their nonces. */
  get linked(): readonly LinkedLibrary[] {
    return this.#linked
  }

  /**
   * Takes in those that a contract needs, and what they need.
   * @throws {MemlaneError} `foundry.unlinked`.
   */
  need(contract: CompiledContract): void {
    for (const id of contract.creation.unlinked) {
      if (this.addresses.has(id)) continue
      const library = contractOf(contract.compilation, id)
      if (library === undefined) throw foundryError('foundry.unlinked', { contract: contract.name, library: id })
      this.need(library)
      if (this.addresses.has(id)) continue
      const address = createdBy(LIBRARY_DEPLOYER, BigInt(this.#linked.length))
      this.addresses.set(id, address)
      this.#linked.push({ contract: library, address })
    }
  }
}

function contractOf({ contracts }: Compilation, id: string): CompiledContract | undefined {
  return contracts.find(({ file, name }) => `${file}:${name}` === id)
}
