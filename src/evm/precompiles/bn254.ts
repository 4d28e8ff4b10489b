/**
 * Addition, multiplication and the pairing check on bn254, also called alt_bn128.
 *
 *   G1 point  │ x │ y │                                  a word each
 *   G2 point  │ x imaginary │ x real │ y imaginary │ y real │
 *
 * Source: EIP-196, EIP-197.
 * @module
 */
import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js'
import { bn254 } from '@noble/curves/bn254.js'
import type { ByteCount, ByteOffset } from '../../base/units.ts'
import { type Pair, pairingsGiveOne, pointAt } from './curvePoint.ts'
import { integerAt, integerBytes } from './integers.ts'

const G1 = bn254.G1.Point
const G2 = bn254.G2.Point
const G1_BYTES: ByteCount = 64
const PAIR_BYTES: ByteCount = 192

/** `│ G1 │ G1 │` → their sum. */
export function bn254Add(input: Uint8Array): Uint8Array | undefined {
  const left = g1At(input, 0)
  const right = g1At(input, G1_BYTES)
  return left && right && g1Bytes(left.add(right))
}

/** `│ G1 │ scalar │` → their product. */
export function bn254Mul(input: Uint8Array): Uint8Array | undefined {
  const point = g1At(input, 0)
  const scalar = integerAt(input, G1_BYTES, 32)
  return point && g1Bytes(point.multiplyUnsafe(scalar % G1.Fn.ORDER))
}

/** `│ G1 │ G2 │ G1 │ G2 │ …` → 1 when the pairings multiply to one, else 0. */
export function bn254Pairing(input: Uint8Array): Uint8Array | undefined {
  if (input.length % PAIR_BYTES !== 0) return undefined
  const pairs: Pair[] = []
  for (let offset = 0; offset < input.length; offset += PAIR_BYTES) {
    const g1 = g1At(input, offset)
    const g2 = g2At(input, offset + G1_BYTES)
    if (g1 === undefined || !g2?.isTorsionFree()) return undefined
    pairs.push([g1, g2])
  }
  return integerBytes(32, pairingsGiveOne(bn254, pairs) ? 1n : 0n)
}

function g1At(input: Uint8Array, offset: ByteOffset): WeierstrassPoint<bigint> | undefined {
  return pointAt(G1, integerAt(input, offset, 32), integerAt(input, offset + 32, 32))
}

function g2At(input: Uint8Array, offset: ByteOffset): typeof G2.ZERO | undefined {
  const coordinate = (at: ByteOffset) => ({ c0: integerAt(input, at + 32, 32), c1: integerAt(input, at, 32) })
  return pointAt(G2, coordinate(offset), coordinate(offset + 64))
}

function g1Bytes(point: WeierstrassPoint<bigint>): Uint8Array {
  const { x, y } = point.toAffine()
  return integerBytes(32, x, y)
}
