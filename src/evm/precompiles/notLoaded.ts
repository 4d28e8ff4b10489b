/**
 * What a synchronous call throws when it needs something that only an asynchronous one can bring.
 * @module
 */
import { MemlaneError } from '../../base/error.ts'
import type { Address, Hex } from '../../base/units.ts'

/**
 * Something that a synchronous call cannot wait for: a precompile on a curve, an account or a slot of the state's
 * source. `callAsync` and `transactAsync` load it and go on. The run is undone.
 *
 * Codes: `evm.notLoaded`, `evm.accountNotLoaded`, `evm.slotNotLoaded`; the facts name the address, and the precompile
 * or the slot.
 */
export class NotLoadedError extends MemlaneError {
  override readonly name = 'NotLoadedError'

  /** For a precompile whose curve is not loaded: `loadPrecompiles` loads all of them. */
  static precompile(precompile: string, address: Address): NotLoadedError {
    return new NotLoadedError(
      'evm.notLoaded',
      `The precompile ${precompile} at ${address} is not loaded. Await loadPrecompiles() once before.`,
      { precompile, address, remedy: 'loadPrecompiles' },
    )
  }

  /** For an account that the source has not given yet. */
  static account(address: Address): NotLoadedError {
    return new NotLoadedError(
      'evm.accountNotLoaded',
      `The account ${address} was not fetched from the state's source yet. Use callAsync or transactAsync.`,
      { address },
    )
  }

  /** For a slot that the source has not given yet. */
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
