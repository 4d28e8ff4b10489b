/**
 * Which function a function pointer in memory leads to.
 *
 *   external          address and selector          0x1f98…c0de.transfer
 *   internal, plain   the place of its JUMPDEST: of creation code in the high half of 64 bits, of deployed code in the low
 *   internal, via IR  solc's number of it, which the syntax tree has from 0.8.20 on; before, its AST id
 * @module
 */
import { type Hex, type Word, wordToHex } from '../base/index.ts'
import { isCreation } from '../opcodes/index.ts'
import { abiLookup } from './abi/lookup.ts'
import { type CompiledContract, codeOf, definitionOf } from './compilation.ts'
import type { Definitions } from './definitions.ts'
import type { Frame } from './run.ts'

/** The definitions of the contract's build, with the names of functions that pointers in a frame of it lead to. */
export function withFunctionNames(contract: CompiledContract, frame: Pick<Frame, 'kind'>): Definitions {
  const { compilation } = contract
  const { definitions } = compilation
  return {
    members: (id) => definitions.members(id),
    enumMembers: (id) => definitions.enumMembers(id),
    underlying: (id) => definitions.underlying(id),
    functionName: ({ external }, word) =>
      external ? externalName(contract, word) : internalName(contract, frame, word),
  }
}

function externalName({ compilation }: CompiledContract, word: Word): string | undefined {
  const hex = wordToHex(word).slice(2).padStart(64, '0')
  const selector: Hex = `0x${hex.slice(40, 48)}`
  const signature = abiLookup(compilation).functionSignature(selector)
  return signature === undefined
    ? undefined
    : `0x${hex.slice(0, 4)}…${hex.slice(36, 40)}.${signature.replace(/\(.*/, '')}`
}

function internalName(contract: CompiledContract, frame: Pick<Frame, 'kind'>, word: Word): string | undefined {
  const { ast, isViaIr } = contract.compilation
  const id = isViaIr ? numbered(contract, word) : idAt(contract, frame, word)
  const node = id === undefined ? undefined : ast.byId(id)
  if (node?.kind !== 'FunctionDefinition') return undefined
  const owner = node.parent?.kind === 'ContractDefinition' ? `${node.parent.name}.` : ''
  return owner + node.name
}

const LOW_HALF = (1n << 32n) - 1n

function idAt(contract: CompiledContract, frame: Pick<Frame, 'kind'>, word: Word): number | undefined {
  const pc = isCreation(frame.kind) ? word >> 32n : word & LOW_HALF
  return pc > LOW_HALF ? undefined : codeOf(contract, frame).functionAt(Number(pc))?.id
}

function numbered(contract: CompiledContract, word: Word): number | undefined {
  if (word > LOW_HALF) return undefined
  const numbers = numbersOf(contract)
  return numbers ? numbers.get(Number(word)) : Number(word)
}

const numberings = new WeakMap<CompiledContract, ReadonlyMap<number, number> | undefined>()

/** AST ids by solc's numbers, looked for once: an array can hold many pointers. */
function numbersOf(contract: CompiledContract): ReadonlyMap<number, number> | undefined {
  if (!numberings.has(contract)) {
    const numbers = definitionOf(contract)?.numbersById('internalFunctionIDs')
    numberings.set(contract, numbers && new Map(numbers.map(([id, number]) => [number, id])))
  }
  return numberings.get(contract)
}
