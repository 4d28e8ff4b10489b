/**
 * The names of the fields that callers may give. A name that is none of them would be passed over in silence, and the
 * call would be another than was meant: it is refused, with the right name where it is plain which one was meant.
 * @module
 */
import type { MemlaneError } from '../base/error.ts'
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
  gas: 'gasLimit',
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
}

/** @throws {MemlaneError} `evm.unknownField` for a field of `given` that `names` lacks. */
export function refuseUnknown(what: string, given: object, names: Readonly<Record<string, true>>): void {
  for (const field in given) if (!Object.hasOwn(names, field)) throw unknownField(what, field, Object.keys(names))
}

function unknownField(what: string, field: string, names: readonly string[]): MemlaneError {
  const same = Object.hasOwn(OTHER_NAMES, field) ? OTHER_NAMES[field] : field
  const meant = names.find((name) => name.toLowerCase() === same?.toLowerCase())
  return evmError('evm.unknownField', { what, field, meant, names })
}
