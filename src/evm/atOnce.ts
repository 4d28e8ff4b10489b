/**
 * What others give a run is taken at once: a promise would pass for an empty answer, and what goes wrong in it for nobody's.
 * @module
 */
import { evmError } from './errors.ts'

/** @throws {MemlaneError} `evm.asyncHook` for a promise that `name` returned. */
export function refusePromise(name: string, returned: unknown): void {
  if (typeof returned !== 'object' || returned === null || !('then' in returned)) return
  // Nobody is going to wait for it: what it rejects with would end the process.
  if (returned instanceof Promise) returned.catch(() => undefined)
  throw evmError('evm.asyncHook', { name })
}
