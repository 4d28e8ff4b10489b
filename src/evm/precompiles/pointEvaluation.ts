/**
 * Whether the polynomial behind a KZG commitment has the value `y` at `z`.
 *
 *   input  │ versioned hash 32 │ z 32 │ y 32 │ commitment 48 │ proof 48 │     points of G1, compressed
 *
 * With C the commitment, π the proof and [τ] the secret of the setup ceremony, the proof is right when
 *
 *   e(C − [y]G1, G2) = e(π, [τ]G2 − [z]G2), that is, e(C − [y]G1 + [z]π, −G2) · e(π, [τ]G2) = 1
 *
 * and the second form needs multiples in G1 only. Source: EIP-4844.
 * @module
 */
import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { ByteCount } from '../../base/units.ts'
import { pairingsGiveOne } from './curvePoint.ts'
import { integerAt, integerBytes } from './integers.ts'

const G1 = bls12_381.G1.Point
const G2 = bls12_381.G2.Point

/** [τ]G2 of mainnet's ceremony: `g2_monomial[1]` in consensus-specs' `trusted_setup_4096.json`. */
const TAU_G2 = G2.fromHex(
  'b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72' +
    '185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2',
)
const MINUS_G2 = G2.BASE.negate()

const INPUT_BYTES: ByteCount = 192
const HASH_VERSION = 1
const FIELD_ELEMENTS_PER_BLOB = 4096n

/** → the number of field elements in a blob and the field's modulus, a word each. */
export function pointEvaluation(input: Uint8Array): Uint8Array | undefined {
  if (input.length !== INPUT_BYTES) return undefined
  if (!isVersionedHash(input.subarray(0, 32), input.subarray(96, 144))) return undefined
  const z = integerAt(input, 32, 32)
  const y = integerAt(input, 64, 32)
  if (!G1.Fn.isValid(z) || !G1.Fn.isValid(y)) return undefined
  const commitment = decompressed(input.subarray(96, 144))
  const proof = commitment && decompressed(input.subarray(144))
  if (commitment === undefined || proof === undefined) return undefined
  const left = commitment.add(proof.mulAddUnsafe(z, G1.BASE.negate(), y))
  if (
    !pairingsGiveOne(bls12_381, [
      [left, MINUS_G2],
      [proof, TAU_G2],
    ])
  )
    return undefined
  return integerBytes(32, FIELD_ELEMENTS_PER_BLOB, G1.Fn.ORDER)
}

function isVersionedHash(versionedHash: Uint8Array, commitment: Uint8Array): boolean {
  const hash = sha256(commitment)
  hash[0] = HASH_VERSION
  return hash.every((byte, i) => byte === versionedHash[i])
}

function decompressed(bytes: Uint8Array): WeierstrassPoint<bigint> | undefined {
  try {
    return G1.fromBytes(bytes)
  } catch {
    // Not the compressed form of a point of the subgroup.
    return undefined
  }
}
