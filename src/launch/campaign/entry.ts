/**
 * What can be called of code: the functions of a contract, its receive and its fallback, and of code without sources
 * whatever it seems to compare selectors with.
 * @module
 */
import { bytesToHex, hexToBytes } from '../../base/index.ts'
import { codes, type Fork, instructions } from '../../opcodes/index.ts'
import { type CompiledContract, findFunction, functionsOf, type Member } from '../../solidity/index.ts'
import { launchError } from '../errors.ts'
import type { Stage } from '../stage.ts'

/** Something that can be called. */
export interface Entry {
  /** A signature, `receive`, `fallback`; of code without sources a selector, or `calldata`. */
  readonly name: string
  /** What calldata begins with. */
  readonly selector: Uint8Array
  /** What comes behind it. */
  readonly inputs: readonly Member[]
  /**
   * How it comes: as the ABI has it; as words, because nobody knows the types; or as the bytes of the only value, because
   * there are none.
   */
  readonly form: 'abi' | 'words' | 'bytes'
  /** Whether a call may bring ether; nobody knows of code without sources. */
  readonly isPayable: boolean
}

const SELECTOR_BYTES = 4
const MOST_SELECTORS = 256
const NOTHING = new Uint8Array(0)
const WORDS: readonly Member[] = Array.from({ length: 4 }, () => ({ name: '', type: { kind: 'uint', bits: 256 } }))
const BYTES: readonly Member[] = [{ name: 'calldata', type: { kind: 'bytes' } }]

/**
 * The entries of what a stage has in place; only the `wanted` functions where some are named.
 * @throws {MemlaneError} as `findFunction`; `launch.needsSolidity` for names where there are none.
 */
export function entriesOf(stage: Stage, code: Uint8Array, wanted: readonly string[] | undefined): Entry[] {
  const contract = stage.source?.contract
  if (contract !== undefined) return entriesOfContract(contract, wanted)
  if (wanted !== undefined) throw launchError('launch.needsSolidity', { kind: stage.name })
  return entriesOfCode(code, stage.evm.fork)
}

function entriesOfContract(contract: CompiledContract, wanted: readonly string[] | undefined): Entry[] {
  const functions = wanted?.map((name) => findFunction(contract, name)) ?? functionsOf(contract)
  const entries = functions.map(({ signature, selector, inputs, isPayable }) => ({
    ...{ name: signature, selector: hexToBytes(selector), inputs, isPayable, form: 'abi' as const },
  }))
  if (wanted !== undefined) return entries
  const bare = contract.abi.flatMap(({ type, stateMutability }) => {
    if (type !== 'fallback' && type !== 'receive') return []
    const inputs = type === 'fallback' ? BYTES : []
    return [{ name: type, selector: NOTHING, inputs, form: 'bytes' as const, isPayable: stateMutability === 'payable' }]
  })
  return [...entries, ...bare]
}

function entriesOfCode(code: Uint8Array, fork: Fork): Entry[] {
  const selectors = new Map<string, Uint8Array>()
  for (const { code: opcode, immediate } of instructions(code, fork)) {
    const isSelector = opcode === codes.PUSH1 + SELECTOR_BYTES - 1 && immediate.length === SELECTOR_BYTES
    if (isSelector && selectors.size < MOST_SELECTORS) selectors.set(bytesToHex(immediate), immediate.slice())
  }
  const known = [...selectors].map(([name, selector]) => unknownEntry(name, selector))
  return [unknownEntry('calldata', NOTHING), ...known]
}

function unknownEntry(name: string, selector: Uint8Array): Entry {
  return { name, selector, inputs: WORDS, form: 'words', isPayable: true }
}
