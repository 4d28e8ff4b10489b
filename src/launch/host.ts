/**
 * Running on this host: precompiles on curves are loaded when they are needed, and memory has an end.
 * @module
 */
import { loadPrecompiles, NotLoadedError } from '../evm/index.ts'
import { launchError } from './errors.ts'

/**
 * Runs something, a second time if it needs precompiles on curves: they are loaded only then, so whatever observes the
 * run is made inside.
 * @throws {MemlaneError} `launch.hostMemory` when the host has no more memory for what the run keeps.
 */
export async function runOnHost<Result>(run: () => Result): Promise<Result> {
  try {
    return inHostMemory(run)
  } catch (error) {
    if (!(error instanceof NotLoadedError)) throw error
  }
  await loadPrecompiles()
  return inHostMemory(run)
}

/** Logs and storage have no limit but gas, and gas may be without limit. */
function inHostMemory<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    // What engines say when a WebAssembly memory or a buffer cannot be had.
    if (error instanceof RangeError && /memory|allocation/i.test(error.message))
      throw launchError('launch.hostMemory', {})
    throw error
  }
}
