/**
 * Running on this host, whose memory has an end.
 * @module
 */
import { launchError } from './errors.ts'

/**
 * Waits for a run; logs and storage have no limit but gas, and gas may be without limit.
 * @throws {MemlaneError} `launch.hostMemory` when the host has no more memory for what the run keeps.
 */
export async function onHost<Result>(run: Promise<Result>): Promise<Result> {
  try {
    return await run
  } catch (error) {
    // What engines say when a WebAssembly memory or a buffer cannot be had.
    if (error instanceof RangeError && /memory|allocation/i.test(error.message))
      throw launchError('launch.hostMemory', {})
    throw error
  }
}
