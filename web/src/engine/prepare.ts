/**
 * A call that is ready to be made: contracts deployed, arguments encoded.
 * @module
 */

import { hexToBytes, MemlaneError } from 'memlane'
import {
  type CallParameters,
  createEvm,
  DEFAULT_CALLER,
  DEFAULT_GAS,
  type Evm,
  loadPrecompiles,
  MAX_GAS,
  NotLoadedError,
} from 'memlane/evm'
import { isSuccess } from 'memlane/opcodes'
import {
  type CompiledContract,
  type ContractFunction,
  decodeRevert,
  encodeCall,
  encodeCreation,
  findFunction,
  functionsOf,
  revertText,
} from 'memlane/solidity'
import { parseAddress, parseAmount, parseWhole } from 'memlane/view'
import type { Build } from './build.ts'
import { InputError } from './inputError.ts'
import type { Input } from './protocol.ts'

const CODE_ADDRESS = '0x000000000000000000000000000000000c0de000'
const SENDER_BALANCE = 2n ** 128n
/** Memory of all frames together: as much as a page can hold beside its recording. */
const MEMORY_LIMIT = 64 * 1024 * 1024

export interface Prepared {
  readonly evm: Evm
  readonly parameters: CallParameters
  /** For people. */
  readonly call: string
  readonly contract: CompiledContract | undefined
  readonly called: ContractFunction | undefined
}

/** Runs, and once more when a precompile on a curve had to be loaded first. */
export async function withPrecompiles<Result>(run: () => Result): Promise<Result> {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof NotLoadedError)) throw error
  }
  await loadPrecompiles()
  return run()
}

/** @throws {InputError | MemlaneError} naming the field that is wrong. */
export async function prepare(build: Build, input: Input): Promise<Prepared> {
  const evm = createEvm({ fork: input.fork, memoryLimit: MEMORY_LIMIT })
  const from =
    input.from.trim() === '' ? DEFAULT_CALLER : InputError.in('from', () => parseAddress('from', input.from.trim()))
  evm.state.setAccount(from, { balance: SENDER_BALANCE })
  const rest = {
    from,
    value: input.value.trim() === '' ? 0n : InputError.in('value', () => parseAmount('value', input.value.trim())),
    gas:
      input.gas.trim() === '' ? DEFAULT_GAS : InputError.in('gas', () => parseWhole('gas', input.gas.trim(), MAX_GAS)),
    inspect: true,
  }
  const calldata = InputError.in('calldata', () => calldataOf(input.calldata))
  if (build.kind !== 'solc') {
    evm.state.setAccount(CODE_ADDRESS, { code: build.code })
    return {
      evm,
      parameters: { ...rest, to: CODE_ADDRESS, input: calldata ?? new Uint8Array(0) },
      call: input.name,
      ...NONE,
    }
  }
  const contract = InputError.in('contract', () => contractOf(build, input))
  if (build.isYul) {
    const creation = encodeCreation(contract)
    const isObject = contract.runtime.bytes.length > 0
    if (!isObject) evm.state.setAccount(CODE_ADDRESS, { code: creation })
    const to = isObject ? await deploy(evm, contract, creation, from) : CODE_ADDRESS
    return { evm, parameters: { ...rest, to, input: calldata ?? new Uint8Array(0) }, call: input.name, ...NONE }
  }
  const { called, data } = InputError.in('call', () => callOf(contract, input, calldata))
  const to = await deployLinked(evm, contract, input.constructorArguments, from)
  const shown =
    called === undefined ? contract.name : `${contract.name}.${called.name}(${input.callArguments.join(', ')})`
  return { evm, parameters: { ...rest, to, input: data }, call: shown, contract, called }
}

const NONE = { contract: undefined, called: undefined } as const

/**
 * The contract that the input names; without a name the only one that can be meant, or the last one in the text, which is
 * the one that uses the others.
 * @throws {MemlaneError} when there is none.
 */
function contractOf(
  { compilation }: Extract<Build, { kind: 'solc' }>,
  { contract, name, text }: Input,
): CompiledContract {
  if (contract !== '') return compilation.contract(contract, name)
  const own = compilation.contracts.filter(({ file, runtime }) => file === name && runtime.bytes.length > 0)
  const placeOf = (one: CompiledContract) =>
    text.search(new RegExp(`\\bcontract\\s+${one.name.replace(/\$/g, '\\$&')}\\b`))
  const [last] = own.filter((one) => placeOf(one) >= 0).sort((a, b) => placeOf(b) - placeOf(a))
  return last ?? compilation.contract(undefined, name)
}

/** The same, `undefined` where there is none. */
export function chosenContract(build: Extract<Build, { kind: 'solc' }>, input: Input): CompiledContract | undefined {
  try {
    return contractOf(build, input)
  } catch (error) {
    if (error instanceof MemlaneError) return undefined
    throw error
  }
}

/** `undefined` for an empty field: the call is made by name. */
function calldataOf(text: string): Uint8Array | undefined {
  const hex = text.replace(/\s+/g, '')
  return hex === '' ? undefined : hexToBytes(hex)
}

function callOf(contract: CompiledContract, input: Input, calldata: Uint8Array | undefined) {
  if (calldata !== undefined) {
    const selector = [...calldata.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    return { called: functionsOf(contract).find((one) => one.selector === `0x${selector}`), data: calldata }
  }
  const called = findFunction(contract, input.call === '' ? defaultFunction(contract) : input.call)
  return { called, data: encodeCall(called, input.callArguments.slice(0, called.inputs.length)) }
}

/** The first that can be called without being told more. */
export function defaultFunction(contract: CompiledContract): string | undefined {
  const functions = functionsOf(contract)
  return (functions.find(({ inputs }) => inputs.length === 0) ?? functions[0])?.signature
}

async function deployLinked(
  evm: Evm,
  contract: CompiledContract,
  values: readonly string[],
  from: `0x${string}`,
): Promise<`0x${string}`> {
  const addresses = new Map<string, `0x${string}`>()
  const begun = new Set<string>()
  const deployWith = async (code: CompiledContract, given: readonly string[]): Promise<`0x${string}`> => {
    for (const needed of code.creation.unlinked) {
      const library = contract.compilation.contracts.find(({ file, name }) => `${file}:${name}` === needed)
      if (library === undefined || begun.has(needed)) continue
      begun.add(needed)
      addresses.set(needed, await deployWith(library, []))
    }
    const creation = InputError.in('constructor', () => encodeCreation(code, given, addresses))
    return deploy(evm, code, creation, from)
  }
  return deployWith(contract, values)
}

async function deploy(
  evm: Evm,
  contract: CompiledContract,
  input: Uint8Array,
  from: `0x${string}`,
): Promise<`0x${string}`> {
  const { status, halt, output, created } = await withPrecompiles(() => evm.call({ from, input, gas: DEFAULT_GAS }))
  if (created !== undefined && isSuccess(status)) return created
  const reason = status === 'revert' ? revertText(decodeRevert(contract.compilation, output)) : (halt ?? status)
  throw new InputError('deployment', { contract: contract.name, reason })
}
