/**
 * Getting a target ready to run: an EVM of the fork with the code in place, and the call to make.
 *
 *   mnemonics ─assemble─┬─▶ code at an address ───────────────┐
 *   bytecode ───────────┘                                     ├─▶ evm, call
 *   Solidity, Yul ─compile──▶ creation code ──deploy──▶ code ─┘
 * @module
 */
import type { Section } from '../assembly/index.ts'
import type { Address } from '../base/index.ts'
import { type CallParameters, createEvm, type Evm, loadPrecompiles, NotLoadedError } from '../evm/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import type { Compilation, CompiledContract, ContractFunction } from '../solidity/index.ts'
import type { SourceLocator } from '../trace/index.ts'
import { cliError } from '../view/index.ts'
import { DEFAULT_BALANCE, DEFAULT_CONTRACT, DEFAULT_GAS_LIMIT, DEFAULT_SENDER, MEMORY_LIMIT } from './defaults.ts'
import { parseHexText } from './hexText.ts'
import { flagOf, forkOf, type OptionName, type OptionValues } from './options.ts'
import { awaitInPlace, inPlace, placed } from './report.ts'
import type { RunRequest } from './request.ts'
import type { Session } from './session.ts'
import { type CodeTarget, runnable, type Target } from './target.ts'

export interface Prepared {
  readonly evm: Evm
  /** What is called, for people: `Contract.function(arguments)`, or the target's name. */
  readonly call: string
  readonly parameters: CallParameters
  /** Of mnemonics; empty for everything else. */
  readonly sections: readonly Section[]
  /** Lines of source by instruction; absent where there are no sources. */
  readonly locator?: SourceLocator
  /** Of Yul: its build, which no contract of an ABI leads to. */
  readonly build?: Compilation
  /** The text of mnemonics. */
  readonly mnemonics?: { readonly name: string; readonly text: string; readonly fork: ForkName }
  /** The contract and the function, where an ABI is there to read results with. */
  readonly source?: ContractSource
}

export interface ContractSource {
  readonly contract: CompiledContract
  /** `undefined` for raw calldata whose selector no function has. */
  readonly called: ContractFunction | undefined
}

/** Options that only say something about Solidity. */
const SOLIDITY_OPTIONS: readonly OptionName[] = ['contract', 'call', 'constructorArgs', 'viaIr']
/** Options that only say something to the compiler. */
const COMPILER_OPTIONS: readonly OptionName[] = ['optimize', 'optimizerRuns', 'solc', 'remappings']

/** Reads, assembles, compiles and deploys as the target needs, so that the call is all that is left to do. */
export async function prepare(any: Target, asked: RunRequest, session: Session): Promise<Prepared> {
  const target = runnable(any)
  const request = await projectRequest(target, asked, session)
  const { options } = request
  if (options.tx !== undefined) throw placed(target.name, cliError('cli.notABlock', {}))
  if (target.format !== 'sol' && target.format !== 'artifact') refuse(SOLIDITY_OPTIONS, options, target)
  switch (target.format) {
    case 'hex':
      refuse(COMPILER_OPTIONS, options, target)
      return prepareCode(target.name, target.code, [], request)
    case 'evm': {
      refuse(COMPILER_OPTIONS, options, target)
      const { assembleTarget } = await import('./assembly.ts')
      const assembly = assembleTarget(target, forkOf(options))
      const { AssemblyLocator } = await import('../trace/index.ts')
      const prepared = prepareCode(target.name, assembly.code, assembly.sections, request)
      const mnemonics = { name: target.name, text: target.text, fork: forkOf(options) }
      return { ...prepared, locator: new AssemblyLocator(target.name, assembly), mnemonics }
    }
    case 'yul': {
      const { compileTarget } = await import('./compile.ts')
      const { BuildLocator, encodeCreation } = await import('../solidity/index.ts')
      const { compilation } = await compileTarget(target, options, session)
      const contract = compilation.contract()
      const creation = inPlace(target.name, () => encodeCreation(contract))
      // An object inside is what the code deploys; without one, the code is what runs.
      if (contract.runtime.bytes.length === 0) return prepareCode(target.name, creation, [], request)
      const evm = freshEvm(request)
      const { deploy } = await import('./deployment.ts')
      const to = await awaitInPlace(target.name, deploy(evm, contract, creation, options, session))
      const locator = new BuildLocator(compilation)
      const parameters = anySize(callTo(to, calldataOf(options), options), options)
      return { evm, call: target.name, parameters, sections: [], locator, build: compilation }
    }
    case 'sol':
    case 'artifact': {
      const { prepareContract } = await import('./contractCall.ts')
      return prepareContract(target, request, session)
    }
  }
}

/** The request with the settings of the project that the target is in. */
export async function projectRequest(target: Target, request: RunRequest, session: Session): Promise<RunRequest> {
  if (target.format !== 'sol') return request
  const { withProject } = await import('./projectSettings.ts')
  return { ...request, options: await withProject(target, request.options, session) }
}

function refuse(names: readonly OptionName[], options: OptionValues, { name, format }: CodeTarget): void {
  const given = names.find((option) => options[option] !== undefined)
  if (given === undefined) return
  throw placed(name, cliError('cli.optionNeedsSolidity', { option: flagOf(given), format: `.${format}` }))
}

/** Code that runs as it is. */
function prepareCode(name: string, code: Uint8Array, sections: readonly Section[], request: RunRequest): Prepared {
  const { options, accounts } = request
  const evm = freshEvm(request)
  const { maxCodeSize } = evm.fork.rules
  if (maxCodeSize !== undefined && code.length > maxCodeSize)
    throw placed(name, cliError('cli.codeTooLarge', { bytes: code.length, limit: maxCodeSize, fork: evm.fork.name }))
  if (accounts.get(DEFAULT_CONTRACT)?.code !== undefined)
    throw placed(options.accounts ?? name, cliError('cli.targetHasCode', { address: DEFAULT_CONTRACT, target: name }))
  evm.state.setAccount(DEFAULT_CONTRACT, { code })
  return { evm, call: name, parameters: callTo(DEFAULT_CONTRACT, calldataOf(options), options), sections }
}

/** An EVM of the fork with the accounts of the request; the sender has ether unless they say how much. */
export function freshEvm({ options, accounts }: RunRequest): Evm {
  const evm = createEvm({ fork: forkOf(options), memoryLimit: MEMORY_LIMIT })
  for (const [address, fields] of accounts) evm.state.setAccount(address, fields)
  const sender = options.from ?? DEFAULT_SENDER
  if (accounts.get(sender)?.balance === undefined) evm.state.setAccount(sender, { balance: DEFAULT_BALANCE })
  return evm
}

/**
 * Runs something, a second time if it needs precompiles on curves: they are loaded only then.
 * @throws {MemlaneError} `cli.hostMemory` when the host has no more memory for what the run keeps.
 */
export async function runOnHost<Result>(run: () => Result): Promise<Result> {
  try {
    return inHostMemory(run)
  } catch (error) {
    if (!(error instanceof NotLoadedError)) throw error
  }
  await loadPrecompiles()
  return inHostMemory(run)
}

/** Logs and storage have no limit but gas, and gas may be without limit. */
function inHostMemory<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    // What engines say when a WebAssembly memory or a buffer cannot be had.
    if (error instanceof RangeError && /memory|allocation/i.test(error.message)) throw cliError('cli.hostMemory', {})
    throw error
  }
}

/** Empty without the option, and for a bare `0x`, which is how a contract is only sent ether. */
export function calldataOf({ calldata = '0x' }: OptionValues): Uint8Array {
  return calldata === '0x' ? new Uint8Array(0) : parseHexText('--calldata', calldata)
}

/** Code that was compiled here may be larger than the fork allows, as without the optimizer it often is. */
export function anySize(parameters: CallParameters, { codeSizeLimit }: OptionValues): CallParameters {
  return codeSizeLimit ? parameters : { ...parameters, anyCodeSize: true }
}

/** The call to make, with its state inspected at the end. */
export function callTo(to: Address, input: Uint8Array, options: OptionValues): CallParameters {
  return { ...creationOf(input, options), to }
}

/** The creation of a contract to make, by its creation code. */
export function creationOf(input: Uint8Array, { from, value, gasLimit }: OptionValues): CallParameters {
  return {
    input,
    from: from ?? DEFAULT_SENDER,
    value: value ?? 0n,
    gas: gasLimit ?? DEFAULT_GAS_LIMIT,
    inspect: true,
  }
}
