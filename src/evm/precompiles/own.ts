/**
 * Precompiles of a caller's own, beside a fork's or in their place.
 * @module
 */
import { spelled } from '../../base/template.ts'
import type { Address } from '../../base/units.ts'
import { parseAddress } from '../address.ts'
import { evmError } from '../errors.ts'
import type { Precompile, PrecompileFunction } from './precompile.ts'

/**
 * The fork's precompiles with a caller's.
 * @throws {MemlaneError} `evm.invalidAddress`, `evm.invalidPrecompile` for what is no function.
 */
export function withOwn(
  fixed: ReadonlyMap<bigint, Precompile>,
  own: Readonly<Record<Address, PrecompileFunction>>,
): ReadonlyMap<bigint, Precompile> {
  const all = new Map(fixed)
  for (const [address, answer] of Object.entries(own)) {
    const at = parseAddress(address)
    if (typeof answer !== 'function') throw evmError('evm.invalidPrecompile', { address, value: spelled(answer) })
    all.set(at, { name: address, answer, isLoaded: () => true })
  }
  return all
}
