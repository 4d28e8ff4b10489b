/**
 * A contract on the chain, with its libraries, and the call of one of its functions; or its creation.
 * @module
 */
import { BuildLocator, type Compilation, type CompiledContract } from '../solidity/index.ts'
import { type AskedCall, parametersOf } from './askedCall.ts'
import type { Built } from './build.ts'
import { argumentsText, contractCall, isConstructor } from './call.ts'
import { deployLinked, linkedCreation } from './deploy.ts'
import { launchError } from './errors.ts'
import type { ContractInput } from './input.ts'
import { awaitInPlace, inPlace } from './problems.ts'
import type { Scene, Stage } from './stage.ts'

/** What is wrong with contract, function and arguments is found before anything runs. */
export async function contractStage(built: Built, wanted: ContractInput, scene: Scene): Promise<Stage> {
  const { evm, call, limits, hooks, onEvent } = scene
  const contract = inPlace({ field: 'contract.name' }, () => chosenContract(built, wanted))
  const builds = new BuildLocator(built.compilation)
  const stage = { evm, limits, hooks, sections: [], locator: builds, builds, built }
  const anyCodeSize = limits.codeSize !== 'fork'
  const deployer = { evm, from: call.from, limits, onEvent }
  const inConstructor = { field: 'contract.constructorArguments' }
  if (isConstructor(call)) {
    const values = inPlace(inConstructor, () => constructorValues(wanted, call))
    const creation = await awaitInPlace(inConstructor, linkedCreation(deployer, contract, values))
    return {
      ...stage,
      name: `${contract.name}.constructor${argumentsText(values)}`,
      parameters: parametersOf(call, creation, undefined, anyCodeSize),
      source: { contract, called: undefined },
    }
  }
  const { called, calldata, name } = inPlace({ field: 'call.function' }, () => contractCall(contract, call))
  const to = await awaitInPlace(inConstructor, deployLinked(deployer, contract, wanted.constructorArguments))
  return { ...stage, name, parameters: parametersOf(call, calldata, to, anyCodeSize), source: { contract, called } }
}

/** They stand with the contract or with the call. */
function constructorValues({ constructorArguments }: ContractInput, call: AskedCall): readonly string[] {
  if (call.arguments.length > 0 && constructorArguments !== undefined) throw launchError('launch.argumentsTwice', {})
  return constructorArguments ?? call.arguments
}

/**
 * The contract that is meant: the named one, the only one that can be, or, where the likeliest will do, the one that
 * stands last in its file, which uses those before it.
 * @throws {MemlaneError} as `Compilation.contract`.
 */
export function chosenContract(
  { compilation, file, contract: meant }: Built,
  { name, choose = 'only' }: ContractInput,
): CompiledContract {
  const wanted = name || meant
  if (wanted !== undefined || choose === 'only') return compilation.contract(wanted, file)
  return lastIn(compilation, file) ?? compilation.contract(undefined, file)
}

/** By the syntax tree: what solc lists is in the order of the alphabet. */
function lastIn(compilation: Compilation, file: string | undefined): CompiledContract | undefined {
  const own = compilation.contracts.filter((one) => one.file === file && one.runtime.bytes.length > 0)
  const starts = new Map(
    [...compilation.ast.nodes()]
      .filter((node) => node.kind === 'ContractDefinition' && node.text('contractKind') === 'contract')
      .filter((node) => compilation.position(node)?.file === file)
      .map((node) => [node.name, node.start]),
  )
  const placeOf = ({ name }: CompiledContract) => starts.get(name) ?? -1
  const [last] = own.filter((one) => placeOf(one) >= 0).sort((a, b) => placeOf(b) - placeOf(a))
  return last
}
