/**
 * Getting code ready to run: an EVM of the fork with the code in place, and the call to make.
 *
 *   mnemonics ─assemble─┬─▶ code at an address ───────────────┐
 *   bytecode ───────────┘                                     ├─▶ evm, call
 *   sources, builds ─compile──▶ creation code ──deploy──▶ code ┘
 * @module
 */
import type { Section } from '../assembly/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import { BuildLocator, type Compilation, type CompiledContract, encodeCreation } from '../solidity/index.ts'
import { AssemblyLocator, type SourceLocator } from '../trace/index.ts'
import { assembled } from './assembled.ts'
import { type BuildPorts, type Built, buildCode, type SourceCode } from './build.ts'
import {
  argumentsText,
  calldataOf,
  checkCall,
  contractCall,
  isConstructor,
  parametersOf,
  type ReadyCall,
  senderOf,
} from './call.ts'
import { deploy, deployLinked, linkedCreation } from './deploy.ts'
import { launchError } from './errors.ts'
import { parseHexText } from './hexText.ts'
import type { CodeInput, ContractInput, LaunchInput } from './input.ts'
import { LIMITS, type Limits } from './limits.ts'
import { awaitInPlace, inPlace, problemAt } from './problems.ts'
import { forkOf, placeCode, worldOf } from './world.ts'

/** Code in place in a world, and what is called of it. Lives in one thread. */
export interface Stage extends ReadyCall {
  /** All of them: what the input did not say is as in `LIMITS`. */
  readonly limits: Limits
  /** Of mnemonics; empty for everything else. */
  readonly sections: readonly Section[]
  /** Lines of source by instruction; absent where there are no sources. */
  readonly locator?: SourceLocator
  /** Of sources. */
  readonly built?: Built
  /** Where the code of frames is looked for, of contracts. */
  readonly builds?: BuildLocator
  /** The text of mnemonics. */
  readonly mnemonics?: { readonly name: string; readonly text: string; readonly fork: ForkName }
}

/** How a launch is done, beside what is launched. */
export interface LaunchPorts extends BuildPorts {
  /** The build of the code, where it was made before: a page makes it once for many runs. */
  readonly built?: Built | undefined
  /** Whether maps of memory will be asked for; without it, some code is compiled with less. */
  readonly forMaps?: boolean
}

/**
 * Compiles, assembles and deploys as the code needs, so that the call is all that is left to do. What is wrong with the
 * contract, the function and its arguments is found before anything runs.
 * @throws {LaunchError} with the places of what is wrong.
 */
export async function prepare(input: LaunchInput, ports: LaunchPorts = {}): Promise<Stage> {
  const { code } = input
  const limits: Limits = { ...LIMITS, ...input.limits }
  // Cheap to find, so it is told before anything is compiled.
  checkCall(input.call ?? {})
  switch (code.kind) {
    case 'bytecode':
    case 'mnemonics': {
      refuse(input)
      return prepareRaw(code, input, limits)
    }
    case 'yul':
      refuse(input)
      return prepareYul(code.entry, await builtOf(code, input, ports), input, limits, ports)
    case 'solidity':
    case 'build': {
      const built = await builtOf(code, input, ports)
      const source = code.kind === 'build' ? code.name : code.entry
      return awaitInPlace({ file: source }, prepareContract(built, input, limits, ports))
    }
    default:
      throw problemAt({ field: 'code.kind' }, launchError('launch.unknownCode', { value: kindOf(code), kinds: KINDS }))
  }
}

const KINDS: readonly CodeInput['kind'][] = ['solidity', 'yul', 'build', 'mnemonics', 'bytecode']

/** From JSON anything may come. */
function kindOf(code: never): string {
  return String((code as CodeInput | undefined)?.kind)
}

/** The build of sources. */
export function builtOf(code: SourceCode, input: LaunchInput, ports: LaunchPorts): Promise<Built> {
  if (ports.built !== undefined) return Promise.resolve(ports.built)
  return buildCode(code, input.build ?? {}, forkOf(input.world), ports, ports.forMaps ?? false)
}

/** What says something about Solidity, or to a compiler, says nothing about other code. */
function refuse({ code: { kind }, contract, call, build }: LaunchInput): void {
  const isCompiled = kind === 'yul'
  const given = [
    ['contract.name', contract?.name],
    ['contract.constructorArguments', contract?.constructorArguments],
    ['call.function', call?.function],
    ['build.viaIr', build?.viaIr],
    ['build.optimizer', isCompiled ? undefined : build?.optimizer],
    ['build.solc', isCompiled ? undefined : build?.solc],
    ['build.remappings', isCompiled ? undefined : build?.remappings],
  ].find(([, value]) => value !== undefined)
  if (given !== undefined) throw problemAt({ field: String(given[0]) }, launchError('launch.needsSolidity', { kind }))
}

function prepareRaw(
  code: Extract<CodeInput, { text: unknown }>,
  { call = {}, world }: LaunchInput,
  limits: Limits,
): Stage {
  const { name, text, kind } = code
  const fork = forkOf(world)
  const assembly = kind === 'mnemonics' ? assembled(name, text, fork) : undefined
  const there = worldOf(world, senderOf(call), limits)
  const to = placeCode(there, name, assembly?.code ?? parseHexText({ file: name }, text), limits)
  return {
    evm: there.evm,
    name,
    parameters: parametersOf(call, calldataOf(call), to),
    limits,
    sections: assembly?.sections ?? [],
    ...(assembly && { locator: new AssemblyLocator(name, assembly), mnemonics: { name, text, fork } }),
  }
}

async function prepareYul(
  name: string,
  built: Built,
  { call = {}, world }: LaunchInput,
  limits: Limits,
  { onEvent }: LaunchPorts,
): Promise<Stage> {
  const { compilation } = built
  const from = senderOf(call)
  const there = worldOf(world, from, limits)
  const { evm } = there
  const input = calldataOf(call)
  const contract = compilation.contract()
  const creation = inPlace({ file: name }, () => encodeCreation(contract))
  // An object inside is what the code deploys; without one, the code is what runs.
  if (contract.runtime.bytes.length === 0) {
    const parameters = parametersOf(call, input, placeCode(there, name, creation, limits))
    return { evm, name, parameters, limits, sections: [] }
  }
  const to = await awaitInPlace({ file: name }, deploy({ evm, from, limits, onEvent }, contract, creation))
  const parameters = { ...parametersOf(call, input, to), anyCodeSize: limits.codeSize !== 'fork' }
  return { evm, name, parameters, limits, sections: [], locator: new BuildLocator(compilation), built }
}

async function prepareContract(
  built: Built,
  { call = {}, contract: wanted = {}, world }: LaunchInput,
  limits: Limits,
  { onEvent }: LaunchPorts,
): Promise<Stage> {
  const contract = inPlace({ field: 'contract.name' }, () => chosenContract(built, wanted))
  const from = senderOf(call)
  const builds = new BuildLocator(built.compilation)
  const stage = { limits, sections: [], locator: builds, builds, built }
  const anyCodeSize = limits.codeSize !== 'fork'
  if (isConstructor(call)) {
    const values = constructorValues(wanted, call)
    const { evm } = worldOf(world, from, limits)
    const deployer = { evm, from, limits, onEvent }
    const creation = await inConstructor(linkedCreation(deployer, contract, values))
    return {
      ...stage,
      evm,
      name: `${contract.name}.constructor${argumentsText(values)}`,
      parameters: { ...parametersOf(call, creation, undefined), anyCodeSize },
      source: { contract, called: undefined },
    }
  }
  const { called, calldata, name } = contractCall(contract, call)
  const { evm } = worldOf(world, from, limits)
  const to = await inConstructor(deployLinked({ evm, from, limits, onEvent }, contract, wanted.constructorArguments))
  const parameters = { ...parametersOf(call, calldata, to), anyCodeSize }
  return { ...stage, evm, name, parameters, source: { contract, called } }
}

function inConstructor<Result>(work: Promise<Result>): Promise<Result> {
  return awaitInPlace({ field: 'contract.constructorArguments' }, work)
}

/** They stand with the contract or with the call. */
function constructorValues({ constructorArguments }: ContractInput, call: NonNullable<LaunchInput['call']>) {
  const { arguments: values = [] } = call
  if (values.length > 0 && constructorArguments !== undefined)
    throw problemAt({ field: 'contract.constructorArguments' }, launchError('launch.argumentsTwice', {}))
  return constructorArguments ?? values
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
