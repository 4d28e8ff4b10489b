/**
 * What a precompiled contract is: a function at a fixed address that has a price and no code.
 * @module
 */
import type { Gas } from '../../base/units.ts'

export interface Precompile {
  readonly name: string
  /** What a run costs. Cheap to ask for any input; lengths that the input only claims are priced, not read. */
  readonly gas: (input: Uint8Array) => Gas
  readonly run: Run
  /** False while it needs a curve that `loadPrecompiles` has not brought yet. */
  readonly isLoaded: () => boolean
}

/**
 * The output for an input whose price is paid, `undefined` when the precompile fails and all of the call's gas is gone.
 * The output may be the input itself.
 * Only after `isLoaded`.
 */
export type Run = (input: Uint8Array) => Uint8Array | undefined
