/**
 * From what is asked to be called to the call: the function and its arguments in calldata, or calldata as it is.
 * @module
 */
import { bytesToHex } from '../base/index.ts'
import type { CallParameters, Evm, Hooks } from '../evm/index.ts'
import {
  type CompiledContract,
  type ContractFunction,
  encodeCall,
  findFunction,
  functionsOf,
  signatureOfUnnamed,
} from '../solidity/index.ts'
import type { AskedCall } from './askedCall.ts'
import { cut } from './cut.ts'
import { launchError } from './errors.ts'

/** A call that is ready to be made. */
export interface ReadyCall {
  /** Where everything is in place. */
  readonly evm: Evm
  /** `Contract.function(arguments)`, or what the code is called. */
  readonly name: string
  /** What to hand to `evm.call`. */
  readonly parameters: CallParameters
  /** Of the call. */
  readonly hooks: Hooks | undefined
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
 * @throws {MemlaneError} `launch.argumentsWithoutFunction`, and what `findFunction` and `encodeCall` throw.
 */
export function contractCall(contract: CompiledContract, call: AskedCall): ContractCall {
  const { function: wanted, arguments: values, choose, calldata } = call
  if (calldata !== undefined) {
    const selector = bytesToHex(calldata.subarray(0, 4))
    const called = functionsOf(contract).find((candidate) => candidate.selector === selector)
    const signature = called?.signature ?? signatureOfUnnamed(contract, calldata)
    return { called, calldata, name: `${contract.name}.${signature ?? selector}` }
  }
  const called = findFunction(contract, wanted ?? (choose === 'likely' ? likelyFunction(contract) : undefined))
  if (wanted === undefined && choose === 'only' && values.length > 0)
    throw launchError('launch.argumentsWithoutFunction', { arguments: values })
  const name = `${contract.name}.${called.name}${argumentsText(values)}`
  return { called, calldata: encodeCall(called, values), name }
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
export function isConstructor({ function: wanted }: Pick<AskedCall, 'function'>): boolean {
  return wanted !== undefined && /^\s*constructor\s*(?:\(.*\))?\s*$/.test(wanted)
}
