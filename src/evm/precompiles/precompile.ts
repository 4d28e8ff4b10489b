/**
 * What a precompiled contract is: a function at a fixed address that has a price and no code.
 * @module
 */
import type { Gas } from '../../base/units.ts'
import type { CallAnswer } from '../hooks.ts'
import type { Given } from '../quantity.ts'

/** What stands at an address in place of code: a fork's own, or a caller's. */
export type Precompile = FixedPrecompile | OwnPrecompile

/** A precompile of a caller's own: it tells its price and output at once. */
export interface OwnPrecompile {
  readonly name: string
  readonly answer: PrecompileFunction
  readonly isLoaded: () => boolean
}

export interface FixedPrecompile {
  readonly name: string
  /** What a run costs. Cheap to ask for any input; lengths that the input only claims are priced, not read. */
  readonly gas: (input: Uint8Array) => Gas
  readonly run: Run
  /** False while it needs a curve that `loadPrecompiles` has not brought yet. */
  readonly isLoaded: () => boolean
}

/**
 * A precompile of one's own: from a call's input (a copy) and gas, its end. What it returns is as what a `call` hook answers.
 *
 * @example
 * import { createEvm } from 'memlane/evm'
 * const evm = createEvm({
 *   precompiles: { '0x0000000000000000000000000000000000000b0b': ({ input }) => ({ output: input.reverse(), gasUsed: 15 }) },
 * })
 */
export type PrecompileFunction = (call: { readonly input: Uint8Array; readonly gas: Gas }) => Given<CallAnswer>

/**
 * The output for an input whose price is paid, `undefined` when the precompile fails and all of the call's gas is gone.
 * The output may be the input itself.
 * Only after `isLoaded`.
 */
export type Run = (input: Uint8Array) => Uint8Array | undefined
