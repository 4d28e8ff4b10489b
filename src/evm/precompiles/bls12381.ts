/**
 * The curve BLS12-381: sums of points and of multiples, the pairing check, and maps from field elements to points.
 *
 *   field element  64 bytes, the first 16 zero
 *   G1 point       │ x │ y │
 *   G2 point       │ x real │ x imaginary │ y real │ y imaginary │
 *
 * Additions take any point of the curve; everything else only points of the subgroup. Source: EIP-2537.
 * @module
 */
import { type AffinePoint, mulAddUnsafe } from '@noble/curves/abstract/curve.js'
import type { Fp2 } from '@noble/curves/abstract/tower.js'
import type { WeierstrassPoint, WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import type { ByteCount, ByteOffset } from '../../base/units.ts'
import { type Pair, pairingsGiveOne, pointAt } from './curvePoint.ts'
import { integerAt, integerBytes } from './integers.ts'

const FIELD_BYTES: ByteCount = 64
const SCALAR_BYTES: ByteCount = 32

/** A group and how its points stand in bytes. */
interface Group<T> {
  readonly curve: WeierstrassPointCons<T>
  readonly bytes: ByteCount
  readonly coordinateAt: (input: Uint8Array, offset: ByteOffset) => T
  readonly integersOf: (coordinate: T) => readonly bigint[]
}

const G1: Group<bigint> = {
  curve: bls12_381.G1.Point,
  bytes: 2 * FIELD_BYTES,
  coordinateAt: (input, offset) => integerAt(input, offset, FIELD_BYTES),
  integersOf: (coordinate) => [coordinate],
}

const G2: Group<Fp2> = {
  curve: bls12_381.G2.Point,
  bytes: 4 * FIELD_BYTES,
  coordinateAt: (input, offset) => ({
    c0: integerAt(input, offset, FIELD_BYTES),
    c1: integerAt(input, offset + FIELD_BYTES, FIELD_BYTES),
  }),
  integersOf: ({ c0, c1 }) => [c0, c1],
}

export const bls12G1Add = (input: Uint8Array): Uint8Array | undefined => add(G1, input)
export const bls12G2Add = (input: Uint8Array): Uint8Array | undefined => add(G2, input)
export const bls12G1Msm = (input: Uint8Array): Uint8Array | undefined => sumOfMultiples(G1, input)
export const bls12G2Msm = (input: Uint8Array): Uint8Array | undefined => sumOfMultiples(G2, input)

/** `│ point │ point │` → their sum. */
function add<T>(group: Group<T>, input: Uint8Array): Uint8Array | undefined {
  if (input.length !== 2 * group.bytes) return undefined
  const left = curvePointAt(group, input, 0)
  const right = curvePointAt(group, input, group.bytes)
  return left && right && pointBytes(group, left.add(right).toAffine())
}

/** `│ point │ scalar │ point │ scalar │ …` → the sum of the products. */
function sumOfMultiples<T>(group: Group<T>, input: Uint8Array): Uint8Array | undefined {
  const step = group.bytes + SCALAR_BYTES
  if (input.length === 0 || input.length % step !== 0) return undefined
  const points: WeierstrassPoint<T>[] = []
  const scalars: bigint[] = []
  for (let offset = 0; offset < input.length; offset += step) {
    const point = subgroupPointAt(group, input, offset)
    if (point === undefined) return undefined
    points.push(point)
    scalars.push(integerAt(input, offset + group.bytes, SCALAR_BYTES) % group.curve.Fn.ORDER)
  }
  // One doubling chain for all, 55 additions a point: fewer than Pippenger's buckets need up to 2,000 points.
  return pointBytes(group, mulAddUnsafe(group.curve, points, scalars).toAffine())
}

/** `│ G1 │ G2 │ G1 │ G2 │ …` → 1 when the pairings multiply to one, else 0. */
export function bls12Pairing(input: Uint8Array): Uint8Array | undefined {
  const step = G1.bytes + G2.bytes
  if (input.length === 0 || input.length % step !== 0) return undefined
  const pairs: Pair[] = []
  for (let offset = 0; offset < input.length; offset += step) {
    const g1 = subgroupPointAt(G1, input, offset)
    const g2 = g1 && subgroupPointAt(G2, input, offset + G1.bytes)
    if (g1 === undefined || g2 === undefined) return undefined
    pairs.push([g1, g2])
  }
  return integerBytes(32, pairingsGiveOne(bls12_381, pairs) ? 1n : 0n)
}

/** A field element → its point in G1, by the map of RFC 9380 with the cofactor cleared. */
export function bls12MapFpToG1(input: Uint8Array): Uint8Array | undefined {
  if (input.length !== FIELD_BYTES) return undefined
  const element = G1.coordinateAt(input, 0)
  if (!G1.curve.Fp.isValid(element)) return undefined
  // @ts-expect-error noble 2.4 declares an array here, but takes a lone integer for a field of degree 1.
  return pointBytes(G1, bls12_381.G1.mapToCurve(element))
}

/** An element of the quadratic field → its point in G2. */
export function bls12MapFp2ToG2(input: Uint8Array): Uint8Array | undefined {
  if (input.length !== 2 * FIELD_BYTES) return undefined
  const element = G2.coordinateAt(input, 0)
  if (!G2.curve.Fp.isValid(element)) return undefined
  return pointBytes(G2, bls12_381.G2.mapToCurve([element.c0, element.c1]))
}

function curvePointAt<T>(group: Group<T>, input: Uint8Array, offset: ByteOffset): WeierstrassPoint<T> | undefined {
  const { curve, bytes, coordinateAt } = group
  return pointAt(curve, coordinateAt(input, offset), coordinateAt(input, offset + bytes / 2))
}

function subgroupPointAt<T>(group: Group<T>, input: Uint8Array, offset: ByteOffset): WeierstrassPoint<T> | undefined {
  const point = curvePointAt(group, input, offset)
  return point?.isTorsionFree() ? point : undefined
}

function pointBytes<T>({ integersOf }: Group<T>, { x, y }: AffinePoint<T>): Uint8Array {
  return integerBytes(FIELD_BYTES, ...integersOf(x), ...integersOf(y))
}
