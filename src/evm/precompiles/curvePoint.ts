/**
 * Points and pairings in the form that precompiles give them: affine coordinates, and all zero for infinity.
 * @module
 */
import type { BlsCurvePair } from '@noble/curves/abstract/bls.js'
import type { Fp2 } from '@noble/curves/abstract/tower.js'
import type { WeierstrassPoint, WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js'

/** `undefined` for a coordinate outside the field or a point off the curve. Says nothing of the subgroup. */
export function pointAt<T>(curve: WeierstrassPointCons<T>, x: T, y: T): WeierstrassPoint<T> | undefined {
  const { Fp } = curve
  if (!Fp.isValid(x) || !Fp.isValid(y)) return undefined
  if (Fp.is0(x) && Fp.is0(y)) return curve.ZERO
  const { a, b } = curve.CURVE()
  const ySquared = Fp.add(Fp.mul(x, Fp.add(Fp.sqr(x), a)), b)
  return Fp.eql(Fp.sqr(y), ySquared) ? curve.fromAffine({ x, y }) : undefined
}

export type Pair = readonly [g1: WeierstrassPoint<bigint>, g2: WeierstrassPoint<Fp2>]

/** Pairs whose lines are in memory at once: some 60 kB each. */
const BATCH = 64

/** Whether the pairings of all pairs multiply to one. The points must be in their subgroups; infinity pairs to one. */
export function pairingsGiveOne(curve: BlsCurvePair, pairs: readonly Pair[]): boolean {
  const { Fp12 } = curve.fields
  const finite = pairs.filter(([g1, g2]) => !g1.is0() && !g2.is0())
  let product = Fp12.ONE
  for (let i = 0; i < finite.length; i += BATCH) {
    const terms = finite.slice(i, i + BATCH).map(([g1, g2]): Parameters<typeof curve.millerLoopBatch>[0][number] => {
      const { x, y } = g1.toAffine()
      return [curve.utils.calcPairingPrecomputes(g2), x, y]
    })
    product = Fp12.mul(product, curve.millerLoopBatch(terms))
  }
  return Fp12.eql(Fp12.finalExponentiate(product), Fp12.ONE)
}
