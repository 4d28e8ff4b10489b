/** Deploys a contract, calls it in both EVMs, and writes maps as lines to compare. */
import { createEvm } from '../../src/evm/index.ts'
import {
  type CompiledContract,
  encodeCall,
  encodeCreation,
  findFunction,
  type MemoryMap,
  type Run,
  valueText,
} from '../../src/solidity/index.ts'
import { type Recording, record } from '../../src/trace/index.ts'
import { EthereumjsEvm } from './ethereumjsRun.ts'

export interface ContractCall {
  readonly call?: string
  readonly args?: readonly string[]
  readonly constructorArgs?: readonly string[]
  readonly gas?: bigint
}

/** A call of a freshly deployed contract, run by @ethereumjs/evm. */
export async function callContract(contract: CompiledContract, called: ContractCall = {}): Promise<Run> {
  const evm = await EthereumjsEvm.create()
  const to = await evm.deploy(encodeCreation(contract, called.constructorArgs))
  const input = encodeCall(findFunction(contract, called.call), called.args ?? [])
  return (await evm.call({ to, input, ...(called.gas === undefined ? {} : { gas: called.gas }) })).run
}

/** The same, run and recorded by our own EVM. */
export function recordContract(contract: CompiledContract, called: ContractCall = {}): Recording {
  const evm = createEvm()
  const { created } = evm.call({ input: encodeCreation(contract, called.constructorArgs) })
  if (created === undefined) throw new Error('deployment failed')
  const input = encodeCall(findFunction(contract, called.call), called.args ?? [])
  return record(evm, { to: created, input, ...(called.gas === undefined ? {} : { gas: called.gas }) }).recording
}

/** The creation itself, run by @ethereumjs/evm. */
export async function createContract(contract: CompiledContract, args: readonly string[] = []): Promise<Run> {
  return (await (await EthereumjsEvm.create()).call({ input: encodeCreation(contract, args) })).run
}

/** `0x120 64 bytes32[2] b = [1, 0] :8`, with how it is known where it is not by a declaration. */
export function objectLines({ objects }: MemoryMap): string[] {
  return objects.map(({ offset, size, type, path, value, known, allocatedBy }) => {
    const named = `0x${offset.toString(16)} ${size} ${type ?? '?'}${path === undefined ? '' : ` ${path}`}`
    const shown = value === undefined ? '' : ` = ${valueText(value)}`
    const line = allocatedBy === undefined ? '' : ` :${allocatedBy.line}`
    return `${named}${shown}${line}${known === 'declared' ? '' : ` (${known})`}`
  })
}

/** `0x200 480 return f() = {1}` */
export function bufferLines({ buffers }: MemoryMap): string[] {
  return buffers.map(({ offset, size, use, signature, value }) => {
    const of = signature === undefined ? '' : ` ${signature}`
    return `0x${offset.toString(16)} ${size} ${use}${of}${value === undefined ? '' : ` = ${valueText(value)}`}`
  })
}
