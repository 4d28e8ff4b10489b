/**
 * What forge calls a test.
 *
 *   function test…()                 unit         function test…(uint256 x)      fuzz
 *   function invariant…()            invariant    function statefulFuzz…()       the same
 *   function testFail…()             refused since forge 1.0
 *
 * Source: forge 1.7.1.
 * @module
 */
import { type CompiledContract, type ContractFunction, functionsOf } from '../../solidity/index.ts'

export type TestKind = 'unit' | 'fuzz' | 'invariant' | 'table' | 'testFail'

/** `undefined` for a function that is no test. Functions of one name may be different tests. */
export function testKind({ name, inputs }: Pick<ContractFunction, 'name' | 'inputs'>): TestKind | undefined {
  if (/^(?:invariant|statefulFuzz)/.test(name)) return 'invariant'
  if (name.startsWith('testFail')) return 'testFail'
  if (name.startsWith('test')) return inputs.length === 0 ? 'unit' : 'fuzz'
  if (name.startsWith('table') && inputs.length > 0) return 'table'
  return undefined
}

/** The tests of a contract as forge sorts them. */
export function testsOf(contract: CompiledContract): ContractFunction[] {
  return functionsOf(contract)
    .filter((called) => testKind(called) !== undefined)
    .sort((a, b) => (a.signature < b.signature ? -1 : 1))
}

/** Whether forge runs it: it has code and tests, and nobody has to say what its constructor is given. */
export function isTestContract(contract: CompiledContract): boolean {
  const creator = contract.abi.find(({ type }) => type === 'constructor')
  if (contract.creation.bytes.length === 0 || (creator?.inputs?.length ?? 0) > 0) return false
  return functionsOf(contract).some((called) => testKind(called) !== undefined)
}

/** What may declare a test, in a text: so that files without any are not compiled. */
export function maySayTests(text: string): boolean {
  return /\bfunction\s+(?:test|invariant|statefulFuzz|table)/.test(text)
}

/** Names of contracts that a text declares; those that are abstract are not among them. */
export function contractsIn(text: string): string[] {
  const found = text.matchAll(/\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|(\babstract\s+)?\bcontract\s+([\w$]+)/g)
  return Array.from(found).flatMap(([, abstract, name]) => (name === undefined || abstract ? [] : name))
}
