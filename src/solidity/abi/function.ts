/**
 * The functions of a contract: finding the one that a user means, and going from arguments to calldata and from
 * return data to values.
 * @module
 */
import { type Address, type Hex, hexToBytes } from '../../base/index.ts'
import type { CompiledContract } from '../compilation.ts'
import { solidityError } from '../errors.ts'
import type { Member } from '../type.ts'
import type { Value } from '../value.ts'
import { parseArgument } from './argument.ts'
import { decodeAbi } from './decode.ts'
import { encodeAbi } from './encode.ts'
import { abiMembers, abiSignature, type EnumLookup } from './type.ts'

/** A function that can be called from outside: an external or public one, or a public variable's getter. */
export interface ContractFunction {
  /** Without types; functions of the same name are overloads. */
  readonly name: string
  /** Name and types: `transfer(address,uint256)`. */
  readonly signature: string
  /** The first four bytes of its calldata. */
  readonly selector: Hex
  /** Its parameters, in order. An unnamed one has the name `''`. */
  readonly inputs: readonly Member[]
  /** What it returns, in order. An unnamed one has the name `''`. */
  readonly outputs: readonly Member[]
  /** Whether a call of it may bring ether. The compiler's check reverts others. */
  readonly isPayable: boolean
}

/** The functions that can be called from outside, in the ABI's order. */
export function functionsOf(contract: CompiledContract): ContractFunction[] {
  const enums = enumsOf(contract)
  return contract.abi.flatMap((item) => {
    if (item.type !== 'function') return []
    const { name = '' } = item
    const inputs = abiMembers(item.inputs, enums)
    const signature = abiSignature(name, inputs)
    const selector = contract.selectors.get(signature)
    // Library functions with storage parameters have selectors that the ABI's types do not lead to.
    if (selector === undefined) return []
    const isPayable = item.stateMutability === 'payable'
    return [{ name, signature, selector, inputs, outputs: abiMembers(item.outputs, enums), isPayable }]
  })
}

/**
 * The function that `wanted` means: a name, or a signature when the name is overloaded. In signatures, spaces,
 * parameter names and `uint` for `uint256` are fine. Without `wanted`, the only function without parameters.
 * @throws {MemlaneError} `solidity.noFunction` and `solidity.whichFunction`, with the signatures there are.
 */
export function findFunction(contract: CompiledContract, wanted?: string): ContractFunction {
  const functions = functionsOf(contract)
  const found = functions.filter((candidate) => isMeant(candidate, wanted))
  if (found.length === 1) return found[0]!
  const candidates = found.length === 0 ? functions : found
  const existing = candidates.map(({ signature }) => signature)
  if (found.length > 1)
    throw solidityError('solidity.whichFunction', { contract: contract.name, count: found.length, existing })
  throw solidityError('solidity.noFunction', { contract: contract.name, wanted, existing })
}

function isMeant(candidate: ContractFunction, wanted: string | undefined): boolean {
  if (wanted === undefined) return candidate.inputs.length === 0
  return wanted.includes('(') ? candidate.signature === normalized(wanted) : candidate.name === wanted.trim()
}

/** `f(uint a, string memory s)` → `f(uint256,string)`. */
function normalized(signature: string): string {
  return signature
    .trim()
    .replace(/\s*([(,])\s*/g, '$1')
    .replace(/\s+\)/g, ')')
    .replace(/(\)(?:\[\d*\])*|[^(),\s]+)\s+[^(),]*/g, '$1')
    .replace(/\b(u?int)(?!\w)/g, '$1256')
}

/**
 * Calldata for a call with arguments as `parseArgument` reads them.
 * @throws {MemlaneError} `solidity.argumentCount` and `solidity.badArgument`.
 */
export function encodeCall(called: ContractFunction, texts: readonly string[]): Uint8Array<ArrayBuffer> {
  const encoded = encodeTexts(called.signature, called.inputs, texts)
  const selector = hexToBytes(called.selector)
  const calldata = new Uint8Array(selector.length + encoded.length)
  calldata.set(selector)
  calldata.set(encoded, selector.length)
  return calldata
}

/**
 * Creation code with the constructor's arguments behind it, linked with the addresses of libraries (`file:name`).
 * @throws {MemlaneError} `solidity.argumentCount`, `solidity.badArgument`, and `solidity.unlinked` when the address of a
 * library is missing.
 */
export function encodeCreation(
  contract: CompiledContract,
  texts: readonly string[] = [],
  addresses: ReadonlyMap<string, Address> = new Map(),
): Uint8Array<ArrayBuffer> {
  const unlinked = contract.creation.unlinked.filter((library) => !addresses.has(library))
  if (unlinked.length > 0) throw solidityError('solidity.unlinked', { contract: contract.name, libraries: unlinked })
  const bytes = contract.creation.linked(addresses)
  const inputs = constructorInputs(contract)
  const encoded = encodeTexts(abiSignature('constructor', inputs), inputs, texts)
  const code = new Uint8Array(bytes.length + encoded.length)
  code.set(bytes)
  code.set(encoded, bytes.length)
  return code
}

/** The parameters of a contract's constructor; none for one that is not declared. */
export function constructorInputs(contract: CompiledContract): Member[] {
  return abiMembers(contract.abi.find(({ type }) => type === 'constructor')?.inputs, enumsOf(contract))
}

function enumsOf({ compilation }: Pick<CompiledContract, 'compilation'>): EnumLookup {
  return (name) => compilation.definitions.enumNamed(name)
}

function encodeTexts(signature: string, inputs: readonly Member[], texts: readonly string[]): Uint8Array<ArrayBuffer> {
  if (texts.length !== inputs.length)
    throw solidityError('solidity.argumentCount', { signature, needed: inputs.length, given: texts.length })
  const values = inputs.map(({ name, type }, index) => parseArgument(type, texts[index]!, { number: index + 1, name }))
  return encodeAbi(inputs, values)
}

/** What a call that ended well returned, as the members of a struct. */
export function decodeOutput(called: ContractFunction, output: Uint8Array): Value {
  return decodeAbi(called.outputs, output)
}
