/**
 * A call of a Solidity contract: compiled, deployed, and the function with its arguments in calldata.
 * @module
 */
import { bytesToHex } from '../base/index.ts'
import {
  BuildLocator,
  type CompiledContract,
  type ContractFunction,
  encodeCall,
  findFunction,
  functionsOf,
  signatureOfUnnamed,
} from '../solidity/index.ts'
import { cliError, truncate } from '../view/index.ts'
import { type CompiledTarget, compileTarget } from './compile.ts'
import { anySize, type ContractSource, calldataOf, callTo, creationOf, freshEvm, type Prepared } from './execution.ts'
import { deployLinked, linkedCreation } from './libraries.ts'
import { flagOf } from './options.ts'
import { awaitInPlace, inPlace } from './report.ts'
import type { RunRequest } from './request.ts'
import type { Session } from './session.ts'
import type { SourceTarget } from './target.ts'

export interface PreparedContract extends Prepared {
  readonly source: ContractSource
  readonly locator: BuildLocator
}

/** What is wrong with the contract, the function and its arguments is found before anything runs. */
export async function prepareContract(
  target: SourceTarget<'sol' | 'artifact'>,
  request: RunRequest,
  session: Session,
): Promise<PreparedContract> {
  return prepareCompiled(target, await compileTarget(target, request.options, session), request, session)
}

/** The same for a target that is compiled already. */
export async function prepareCompiled(
  target: SourceTarget<'sol' | 'artifact'>,
  { compilation, file, contract: meant }: CompiledTarget,
  request: RunRequest,
  session: Session,
): Promise<PreparedContract> {
  const { options } = request
  const contract = inPlace(target.name, () => compilation.contract(options.contract ?? meant, file))
  const locator = new BuildLocator(compilation)
  const evm = freshEvm(request)
  if (isConstructor(options.call)) {
    const values = constructorValues(request)
    const input = await awaitInPlace(target.name, linkedCreation(evm, contract, values, options, session))
    const parameters = anySize(creationOf(input, options), options)
    const call = `${contract.name}.constructor${argumentsText(values)}`
    return { evm, call, parameters, sections: [], source: { contract, called: undefined }, locator }
  }
  const { called, calldata, call } = inPlace(target.name, () => callOf(contract, request))
  const to = await awaitInPlace(target.name, deployLinked(evm, contract, options, session))
  const parameters = anySize(callTo(to, calldata, options), options)
  return { evm, call, parameters, sections: [], source: { contract, called }, locator }
}

interface ContractCall {
  readonly called: ContractFunction | undefined
  readonly calldata: Uint8Array
  /** `Contract.function(arguments)` */
  readonly call: string
}

/** Columns of an argument in the name of the call. */
const ARGUMENT_WIDTH = 40

function callOf(contract: CompiledContract, { options, callArguments }: RunRequest): ContractCall {
  if (options.calldata !== undefined) {
    const calldata = calldataOf(options)
    const selector = bytesToHex(calldata.subarray(0, 4))
    const called = functionsOf(contract).find((candidate) => candidate.selector === selector)
    const signature = called?.signature ?? signatureOfUnnamed(contract, calldata)
    return { called, calldata, call: `${contract.name}.${signature ?? selector}` }
  }
  const called = findFunction(contract, options.call)
  const call = `${contract.name}.${called.name}${argumentsText(callArguments)}`
  return { called, calldata: encodeCall(called, callArguments), call }
}

function argumentsText(values: readonly string[]): string {
  return `(${values.map((value) => truncate(value, ARGUMENT_WIDTH)).join(', ')})`
}

/** `constructor`, or its signature: no function can have that name, and there is but one. */
function isConstructor(call: string | undefined): boolean {
  return call !== undefined && /^\s*constructor\s*(?:\(.*\))?\s*$/.test(call)
}

/** They stand behind the target or in their own option. */
function constructorValues({ options, callArguments }: RunRequest): readonly string[] {
  if (callArguments.length > 0 && options.constructorArgs !== undefined)
    throw cliError('cli.argumentsTwice', { option: flagOf('constructorArgs') })
  return options.constructorArgs ?? callArguments
}
