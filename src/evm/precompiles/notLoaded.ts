/**
 * What a synchronous call throws when it needs something that only an asynchronous one can bring.
 * @module
 */
import { MemlaneError } from '../../base/error.ts'
import type { Address, Hex } from '../../base/units.ts'

/** A run needs what only an asynchronous one can bring: `callAsync`, `transactAsync`, or `loadPrecompiles`. */
export class NotLoadedError extends MemlaneError {
  override readonly name = 'NotLoadedError'

  /** A curve: `loadPrecompiles` brings it. */
  static precompile(precompile: string, address: Address): NotLoadedError {
    return new NotLoadedError(
      'evm.notLoaded',
      `The precompile ${precompile} at ${address} is not loaded. Await loadPrecompiles() once before.`,
      { precompile, address, remedy: 'loadPrecompiles' },
    )
  }

  /** An account that a source has. */
  static account(address: Address): NotLoadedError {
    return new NotLoadedError(
      'evm.accountNotLoaded',
      `The account ${address} was not fetched from the state's source yet. Use callAsync or transactAsync.`,
      { address },
    )
  }

  /** A slot of an account that a source has. */
  static slot(address: Address, slot: Hex): NotLoadedError {
    return new NotLoadedError(
      'evm.slotNotLoaded',
      `Slot ${slot} of ${address} was not fetched from the state's source yet. Use callAsync or transactAsync.`,
      { address, slot },
    )
  }

  /** That the hash of a block is not here. */
  static blockHash(number: bigint): NotLoadedError {
    return new NotLoadedError(
      'evm.blockHashNotLoaded',
      `The hash of block ${number} was not fetched from the state's source yet. Use callAsync or transactAsync.`,
      { number },
    )
  }
}
