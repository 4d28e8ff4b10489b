/**
 * The names of the fields that callers may give. A name that is none of them would be passed over in silence, and the
 * call would be another than was meant: it is refused, with the right name where it is plain which one was meant.
 * @module
 */
import type { MemlaneError } from '../base/error.ts'
import { spelled } from '../base/template.ts'
import { evmError } from './errors.ts'

/** Every field of `T`, so that the compiler tells when one is missing. */
export type FieldNames<T> = Readonly<Record<keyof T, true>>

/** Names that others have for the same: nodes, libraries, test suites */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  data: 'input',
  calldata: 'input',
  bytecode: 'code',
  sender: 'from',
  caller: 'from',
  from: 'caller',
  to: 'target',
  address: 'target',
  gas: 'gasLimit',
  gasLimit: 'gas',
  static: 'isStatic',
  authorizationList: 'authorizations',
  blobVersionedHashes: 'blobHashes',
  v: 'yParity',
  baseFeePerGas: 'baseFee',
  miner: 'coinbase',
  beneficiary: 'coinbase',
  feeRecipient: 'coinbase',
  difficulty: 'prevRandao',
  mixHash: 'prevRandao',
  random: 'prevRandao',
  blockNumber: 'number',
  hardfork: 'fork',
  storageDiff: 'stateDiff',
  frameStart: 'tracer',
  stateOverrides: 'overrides',
  stateOverride: 'overrides',
  returnData: 'output',
  returndata: 'output',
  gasRemaining: 'gasLeft',
}

/** @throws {MemlaneError} `evm.unknownField` for a field of `given` that `names` lacks, `evm.notAnObject` where it has none. */
export function refuseUnknown(what: string, given: object, names: Readonly<Record<string, true>>): void {
  refuseNonObject(what, given)
  for (const field in given) if (!Object.hasOwn(names, field)) throw unknownField(what, field, Object.keys(names))
}

/**
 * A list or a map has entries, and no fields: they would be passed over.
 * @throws {MemlaneError} `evm.notAnObject`.
 */
export function refuseNonObject(what: string, given: object): void {
  const isObject = typeof given === 'object' && given !== null
  if (isObject && !(Symbol.iterator in given)) return
  throw evmError('evm.notAnObject', { what, value: isObject ? nameOf(given) : spelled(given) })
}

function nameOf(entries: object): string {
  if (entries instanceof Map) return 'a map'
  return entries instanceof Set ? 'a set' : 'a list'
}

/** That there is no such field, with the name that is meant. */
export function unknownField(what: string, field: string, names: readonly string[]): MemlaneError {
  const called = (name: string | undefined) => names.find((known) => known.toLowerCase() === name?.toLowerCase())
  const other = (name: string) => (Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined)
  // A sender is `from` in a call, and that is `caller` in a request.
  const meant = called(field) ?? called(other(field)) ?? called(other(other(field) ?? field))
  return evmError('evm.unknownField', { what, field, meant, names })
}
