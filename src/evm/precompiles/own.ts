/**
 * Precompiles of a caller's own, beside a fork's or in their place.
 * @module
 */
import { MemlaneError } from '../../base/error.ts'
import type { Address } from '../../base/units.ts'
import { parseAddress } from '../address.ts'
import { refuseNonObject } from '../fieldNames.ts'
import { spelled } from '../quantity.ts'
import type { Precompile, PrecompileFunction } from './precompile.ts'

/**
 * The fork's precompiles with a caller's.
 * @throws {MemlaneError} `evm.invalidAddress`, `evm.invalidPrecompile` for what is no function.
 */
export function withOwn(
  fixed: ReadonlyMap<bigint, Precompile>,
  own: Readonly<Record<Address, PrecompileFunction>>,
): ReadonlyMap<bigint, Precompile> {
  refuseNonObject('The field precompiles', own)
  const all = new Map(fixed)
  const seen = new Set<bigint>()
  for (const [address, answer] of Object.entries(own)) {
    const at = parseAddress(address)
    if (typeof answer !== 'function')
      throw new MemlaneError(
        'evm.invalidPrecompile',
        `The precompile at ${address} is ${spelled(answer)}; it must be a function of { input, gas }.`,
        { address, value: spelled(answer) },
      )
    if (seen.has(at))
      throw new MemlaneError('evm.precompileTwice', `${address} has two precompiles, in other letter case.`, {
        address,
      })
    seen.add(at)
    all.set(at, { name: address, answer, isLoaded: () => true })
  }
  return all
}
