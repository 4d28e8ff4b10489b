/**
 * Precompiled contracts: functions at fixed addresses that have a price and no code.
 * @module
 */
import { ripemd160 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Gas } from '../base/units.ts'

export interface Precompile {
  readonly name: string
  readonly gas: (input: Uint8Array) => Gas
  readonly run: (input: Uint8Array) => Uint8Array
}

function perWord(base: bigint, word: bigint): (input: Uint8Array) => Gas {
  return (input) => base + word * BigInt(Math.ceil(input.length / 32))
}

/** By address. Source of prices: Yellow Paper, appendix E. */
const PRECOMPILES: ReadonlyMap<bigint, Precompile> = new Map<bigint, Precompile>([
  [0x02n, { name: 'sha256', gas: perWord(60n, 12n), run: (input) => sha256(input) }],
  [0x03n, { name: 'ripemd160', gas: perWord(600n, 120n), run: (input) => leftPadded(ripemd160(input)) }],
  [0x04n, { name: 'identity', gas: perWord(15n, 3n), run: (input) => input.slice() }],
])

function leftPadded(bytes: Uint8Array): Uint8Array {
  const word = new Uint8Array(32)
  word.set(bytes, 32 - bytes.length)
  return word
}

/** Addresses that are precompiles in Osaka: warm at the start of every transaction. */
const LAST_PRECOMPILE = 0x11n
const P256VERIFY = 0x100n

export function isPrecompile(address: bigint): boolean {
  return (address > 0n && address <= LAST_PRECOMPILE) || address === P256VERIFY
}

/** The precompile at an address, `undefined` where it is not present. */
export function precompileAt(address: bigint): Precompile | undefined {
  return PRECOMPILES.get(address)
}
