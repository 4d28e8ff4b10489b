/**
 * A call's parameters, checked before anything runs.
 * @module
 */
import type { Gas, Word } from '../base/units.ts'
import type { Code } from '../machine/index.ts'
import { parseAddress } from './address.ts'
import type { CodeCache } from './codeCache.ts'
import { DEFAULT_CALLER, DEFAULT_GAS, MAX_GAS } from './defaults.ts'
import { ENVIRONMENT_FIELDS, type FullEnvironment, fullEnvironment } from './environment.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import { type Given, quantity, word } from './quantity.ts'
import { type CallParameters, inputBytes } from './result.ts'

export interface Call {
  readonly from: bigint
  readonly to: bigint | undefined
  /** Code that the caller handed in. */
  readonly code: Code | undefined
  readonly input: Uint8Array
  readonly value: Word
  readonly gas: Gas
  readonly environment: FullEnvironment
}

const CALL_FIELDS: FieldNames<CallParameters> = {
  code: true,
  to: true,
  from: true,
  input: true,
  value: true,
  gas: true,
  isStatic: true,
  anyCodeSize: true,
  inspect: true,
  ...ENVIRONMENT_FIELDS,
}

/** @throws {MemlaneError} `evm.…` naming what is wrong, `base.invalidHex`. */
export function checkedCall(parameters: Given<CallParameters>, codes: CodeCache): Call {
  refuseUnknown('A call', parameters, CALL_FIELDS)
  const { code, to } = parameters
  const from = parseAddress(parameters.from ?? DEFAULT_CALLER)
  return {
    from,
    gas: checkedGas(parameters.gas ?? DEFAULT_GAS),
    value: word('value', parameters.value ?? 0n),
    input: inputBytes(parameters.input),
    to: to === undefined ? undefined : parseAddress(to),
    code: code === undefined ? undefined : codes.of(typeof code === 'string' ? code : inputBytes(code, 'code')),
    environment: fullEnvironment(parameters, from),
  }
}

/** @throws {MemlaneError} `evm.invalidGas`, `evm.invalidQuantity`. */
export function checkedGas(given: bigint | number): Gas {
  const gas = quantity('gas', given)
  if (gas >= 0n && gas <= MAX_GAS) return gas
  throw evmError('evm.invalidGas', { gas })
}
