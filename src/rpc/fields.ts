/**
 * Fields of options: one by another name would be passed over in silence.
 * @module
 */
import { isObject, spelled } from '../base/index.ts'
import { rpcError } from './errors.ts'

/** @throws {MemlaneError} `rpc.notAnObject`, `rpc.unknownField`. */
export function refuseUnknown(what: string, given: object, names: readonly string[]): void {
  if (!isObject(given)) throw rpcError('rpc.notAnObject', { what, value: spelled(given) })
  for (const field of Object.keys(given))
    if (!names.includes(field)) throw rpcError('rpc.unknownField', { what, field, names })
}
