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
import { truncate } from '../view/index.ts'
import { type CompiledTarget, compileTarget } from './compile.ts'
import { type ContractSource, calldataOf, callTo, freshEvm, type Prepared } from './execution.ts'
import { deployLinked } from './libraries.ts'
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
  const { called, calldata, call } = inPlace(target.name, () => callOf(contract, request))
  const evm = freshEvm(request)
  const to = await awaitInPlace(target.name, deployLinked(evm, contract, options, session))
  const parameters = callTo(to, calldata, options)
  return { evm, call, parameters, sections: [], source: { contract, called }, locator: new BuildLocator(compilation) }
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
  const shown = callArguments.map((argument) => truncate(argument, ARGUMENT_WIDTH)).join(', ')
  return { called, calldata: encodeCall(called, callArguments), call: `${contract.name}.${called.name}(${shown})` }
}
