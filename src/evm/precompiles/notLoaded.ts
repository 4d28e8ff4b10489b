/**
 * What a synchronous call throws when it needs something that only an asynchronous one can bring.
 * @module
 */
import { MemlaneError } from '../../base/error.ts'
import { formatAddress } from '../address.ts'

export class NotLoadedError extends MemlaneError {
  override readonly name = 'NotLoadedError'

  constructor(precompile: string, address: bigint) {
    super(
      'evm.notLoaded',
      `The precompile ${precompile} at ${formatAddress(address)} is not loaded. Await loadPrecompiles() once before.`,
      { precompile, address: formatAddress(address), remedy: 'loadPrecompiles' },
    )
  }
}
