/**
 * Whether an ECDSA signature over P-256 is valid. It never fails: what is wrong in any way gives no output.
 *
 *   input  │ hash │ r │ s │ key x │ key y │     a word each
 *
 * Source: EIP-7951.
 * @module
 */
import { p256 } from '@noble/curves/nist.js'
import type { ByteCount } from '../../base/units.ts'
import { pointAt } from './curvePoint.ts'
import { integerAt, integerBytes } from './integers.ts'

const { Point } = p256
const INPUT_BYTES: ByteCount = 160

export function p256Verify(input: Uint8Array): Uint8Array {
  return isValid(input) ? integerBytes(32, 1n) : new Uint8Array(0)
}

function isValid(input: Uint8Array): boolean {
  if (input.length !== INPUT_BYTES) return false
  const r = integerAt(input, 32, 32)
  const s = integerAt(input, 64, 32)
  const { Fn } = Point
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s)) return false
  const key = pointAt(Point, integerAt(input, 96, 32), integerAt(input, 128, 32))
  if (key === undefined || key.is0()) return false
  const inverse = Fn.inv(s)
  const nonce = Point.BASE.mulAddUnsafe(Fn.mul(Fn.create(integerAt(input, 0, 32)), inverse), key, Fn.mul(r, inverse))
  return !nonce.is0() && Fn.create(nonce.toAffine().x) === r
}
