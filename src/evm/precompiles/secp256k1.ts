/**
 * The address that signed a hash, from an ECDSA signature over secp256k1.
 * Source: Yellow Paper, appendix F.
 * @module
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToBigint, wordToBytes } from '../../base/word.ts'
import { integerAt } from './integers.ts'

const { Signature, Point } = secp256k1
const EMPTY = new Uint8Array(0)

/** `│ hash │ 27 or 28 │ r │ s │` → the address in a word, or nothing. */
export function ecrecover(input: Uint8Array): Uint8Array {
  const v = integerAt(input, 32, 32)
  if (v !== 27n && v !== 28n) return EMPTY
  const hash = wordToBytes(integerAt(input, 0, 32))
  const address = recoverAddress(hash, Number(v - 27n), integerAt(input, 64, 32), integerAt(input, 96, 32))
  return address === undefined ? EMPTY : wordToBytes(address)
}

/**
 * The signer's address, `undefined` where no key can have made the signature.
 * @param yParity 0 or 1: whether the nonce point's y is odd.
 */
function recoverAddress(hash: Uint8Array, yParity: number, r: bigint, s: bigint): bigint | undefined {
  if (!Point.Fn.isValidNot0(r) || !Point.Fn.isValidNot0(s)) return undefined
  let key: Uint8Array
  try {
    key = new Signature(r, s, yParity).recoverPublicKey(hash).toBytes(false)
  } catch {
    // No point of the curve has this x, or the key would be the point at infinity.
    return undefined
  }
  return bytesToBigint(keccak_256(key.subarray(1)).subarray(12))
}
