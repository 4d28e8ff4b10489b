/**
 * What a synchronous call throws when it needs something that only an asynchronous one can bring.
 * @module
 */
import { MemlaneError } from '../../base/error.ts'
import { type FactsOf, fill } from '../../base/template.ts'
import type { Address, Hex } from '../../base/units.ts'
import { evmErrors } from '../errors.ts'

/** A run needs what only an asynchronous one can bring: `callAsync`, `transactAsync`, or `loadPrecompiles`. */
export class NotLoadedError extends MemlaneError {
  override readonly name = 'NotLoadedError'

  /** A curve: `loadPrecompiles` brings it. */
  static precompile(precompile: string, address: Address): NotLoadedError {
    return notLoaded('evm.notLoaded', { precompile, address, remedy: 'loadPrecompiles' })
  }

  /** An account that a source has. */
  static account(address: Address): NotLoadedError {
    return notLoaded('evm.accountNotLoaded', { address })
  }

  /** A slot of an account that a source has. */
  static slot(address: Address, slot: Hex): NotLoadedError {
    return notLoaded('evm.slotNotLoaded', { address, slot })
  }

  /** That the hash of a block is not here. */
  static blockHash(number: bigint): NotLoadedError {
    return notLoaded('evm.blockHashNotLoaded', { number })
  }
}

function notLoaded<Code extends keyof typeof evmErrors>(
  code: Code,
  facts: FactsOf<(typeof evmErrors)[Code]>,
): NotLoadedError {
  return new NotLoadedError(code, fill(evmErrors[code], facts), facts)
}
