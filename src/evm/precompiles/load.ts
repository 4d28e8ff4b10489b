/**
 * The precompiles on curves, loaded when asked for: a curve takes 20 ms to set up, and few runs need one.
 * @module
 */
import { BugError } from '../../base/error.ts'
import type { Run } from './precompile.ts'

type CurveModules = [
  typeof import('./secp256k1.ts'),
  typeof import('./bn254.ts'),
  typeof import('./pointEvaluation.ts'),
  typeof import('./bls12381.ts'),
  typeof import('./p256.ts'),
]
type CurveFunctions = CurveModules[0] & CurveModules[1] & CurveModules[2] & CurveModules[3] & CurveModules[4]

let functions: CurveFunctions | undefined
let loading: Promise<void> | undefined

/**
 * Loads the precompiles that compute on elliptic curves, for every EVM: ecrecover, bn254, point evaluation, BLS12-381
 * and P-256. Later calls cost nothing.
 */
export function loadPrecompiles(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    // A failed download may succeed next time.
    loading = undefined
    throw error
  })
  return loading
}

async function load(): Promise<void> {
  const [secp256k1, bn254, pointEvaluation, bls12381, p256]: CurveModules = await Promise.all([
    import('./secp256k1.ts'),
    import('./bn254.ts'),
    import('./pointEvaluation.ts'),
    import('./bls12381.ts'),
    import('./p256.ts'),
  ])
  functions = { ...secp256k1, ...bn254, ...pointEvaluation, ...bls12381, ...p256 }
}

/** Names of the functions that precompiles run. */
export type CurvePrecompile = {
  [Name in keyof CurveFunctions]: CurveFunctions[Name] extends Run ? Name : never
}[keyof CurveFunctions]

/** Whether `loadPrecompiles` has brought the curves. */
export function curvesAreLoaded(): boolean {
  return functions !== undefined
}

/** The function of that name, which must be loaded. */
export function onCurve(name: CurvePrecompile): Run {
  return (input) => {
    if (functions === undefined) throw new BugError(`${name} runs before it was loaded`)
    return functions[name](input)
  }
}
