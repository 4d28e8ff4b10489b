/**
 * From what is asked to be called to the call: the function and its arguments in calldata, or calldata as it is.
 * @module
 */
import { formatAddress, isAddress } from '../base/address.ts'
import { type Address, bytesToHex, MAX_WORD } from '../base/index.ts'
import type { CallParameters, Evm } from '../evm/index.ts'
import {
  type CompiledContract,
  type ContractFunction,
  encodeCall,
  findFunction,
  functionsOf,
  signatureOfUnnamed,
} from '../solidity/index.ts'
import { cut } from './cut.ts'
import { launchError } from './errors.ts'
import { parseHexText } from './hexText.ts'
import type { CallInput, Quantity } from './input.ts'
import { DEFAULT_GAS_LIMIT, DEFAULT_SENDER, MOST_GAS } from './limits.ts'
import { inPlace, problemAt } from './problems.ts'

/** A call that is ready to be made. */
export interface ReadyCall {
  /** Where everything is in place. */
  readonly evm: Evm
  /** `Contract.function(arguments)`, or what the code is called. */
  readonly name: string
  /** What to hand to `evm.call`. */
  readonly parameters: CallParameters
  /** The contract and the function, where an ABI is there to read results with. */
  readonly source?: ContractSource | undefined
}

/** What results can be read with. */
export interface ContractSource {
  /** The contract that is called. */
  readonly contract: CompiledContract
  /** `undefined` for a constructor, and for raw calldata whose selector no function has. */
  readonly called: ContractFunction | undefined
}

/** What is called of a contract, encoded. */
export interface ContractCall {
  /** `undefined` for raw calldata whose selector no function has. */
  readonly called: ContractFunction | undefined
  readonly calldata: Uint8Array
  /** `Contract.function(arguments)` */
  readonly name: string
}

/** Characters of an argument in the name of a call. */
const ARGUMENT_LENGTH = 40

/**
 * The call of a contract's function.
 * @throws {LaunchError} at the field that is wrong: `launch.callTwice`, `launch.argumentsWithoutFunction`, what
 * `findFunction`, `encodeCall` and `parseHexText` throw.
 */
export function contractCall(contract: CompiledContract, call: CallInput): ContractCall {
  const { function: wanted, arguments: values = [], choose = 'only' } = call
  if (call.calldata !== undefined) {
    if (wanted !== undefined) throw problemAt({ field: 'call.calldata' }, launchError('launch.callTwice', {}))
    const calldata = calldataOf(call)
    const selector = bytesToHex(calldata.subarray(0, 4))
    const called = functionsOf(contract).find((candidate) => candidate.selector === selector)
    const signature = called?.signature ?? signatureOfUnnamed(contract, calldata)
    return { called, calldata, name: `${contract.name}.${signature ?? selector}` }
  }
  return inPlace({ field: 'call.function' }, () => {
    const called = findFunction(contract, wanted ?? (choose === 'likely' ? likelyFunction(contract) : undefined))
    if (wanted === undefined && choose === 'only' && values.length > 0)
      throw launchError('launch.argumentsWithoutFunction', { arguments: values })
    const name = `${contract.name}.${called.name}${argumentsText(values)}`
    return { called, calldata: encodeCall(called, values), name }
  })
}

/** The first that can be called without being told more, else the first. */
export function likelyFunction(contract: CompiledContract): string | undefined {
  const functions = functionsOf(contract)
  return (functions.find(({ inputs }) => inputs.length === 0) ?? functions[0])?.signature
}

/** `(5, 0x12…)` */
export function argumentsText(values: readonly string[]): string {
  return `(${values.map((value) => cut(value, ARGUMENT_LENGTH)).join(', ')})`
}

/** `constructor`, or its signature: no function can have that name, and there is but one. */
export function isConstructor({ function: wanted }: CallInput): boolean {
  return wanted !== undefined && /^\s*constructor\s*(?:\(.*\))?\s*$/.test(wanted)
}

/** Empty without any, and for a bare `0x`, which is how a contract is only sent ether. */
export function calldataOf({ calldata = '0x' }: CallInput): Uint8Array {
  return calldata.trim() === '0x' ? new Uint8Array(0) : parseHexText({ field: 'call.calldata' }, calldata)
}

/** Who calls. */
export function senderOf({ from }: CallInput): Address {
  if (from === undefined) return DEFAULT_SENDER
  if (isAddress(from)) return formatAddress(BigInt(from))
  throw problemAt({ field: 'call.from' }, launchError('launch.notAnAddress', { value: from }))
}

/**
 * Looks at a call's numbers and addresses; runs nothing.
 * @throws {LaunchError} at the field of the call that is no number or no address.
 */
export function checkCall(call: CallInput): void {
  parametersOf(call, new Uint8Array(0), undefined)
}

/** The call to make, with its state inspected at the end; a creation without `to`. */
export function parametersOf(call: CallInput, input: Uint8Array, to: Address | undefined): CallParameters {
  return {
    input,
    from: senderOf(call),
    value: quantity('call.value', call.value, 0n, MAX_WORD),
    gas: quantity('call.gas', call.gas, DEFAULT_GAS_LIMIT, MOST_GAS),
    inspect: true,
    ...(to !== undefined && { to }),
  }
}

function quantity(field: string, value: Quantity | undefined, usual: bigint, limit: bigint): bigint {
  if (value === undefined) return usual
  // No number in range has more digits; longer ones would only take time.
  const number = /^(?:\d{1,78}|0x[0-9a-f]{1,64})$/i.test(value) ? BigInt(value) : undefined
  if (number !== undefined && number <= limit) return number
  throw problemAt({ field }, launchError('launch.notAQuantity', { value: cut(value, ARGUMENT_LENGTH), limit }))
}
