/** Maps of one source in each of the four builds, with the unoptimized twin where one is needed. */
import type { StepIndex } from '../../src/base/index.ts'
import {
  type Compilation,
  type CompiledContract,
  type MemoryMap,
  mapMemory,
  type YulCode,
  yulCode,
} from '../../src/solidity/index.ts'
import type { Recording } from '../../src/trace/index.ts'
import { BUILD_MODES, type BuildMode, compileMode, compiler } from './solc.ts'
import { type ContractCall, recordContract } from './solidityCall.ts'

export type Builds = Readonly<Record<BuildMode, Compilation>>

export const MODES = Object.keys(BUILD_MODES) as BuildMode[]

export async function compileModes(content: string, file?: string): Promise<Builds> {
  return {
    legacy: await compileMode('legacy', content, file),
    'legacy optimized': await compileMode('legacy optimized', content, file),
    'via-IR': await compileMode('via-IR', content, file),
    'via-IR optimized': await compileMode('via-IR optimized', content, file),
  }
}

/** The map of a call's outermost frame in one build. */
export function mapInMode(builds: Builds, mode: BuildMode, called: ContractCall = {}, name?: string): MemoryMap {
  const contractIn = (build: Compilation): CompiledContract => build.contract(name)
  const run = recordContract(contractIn(builds[mode]), called)
  if (mode === 'legacy') return mapMemory(contractIn(builds[mode]), run, 0)
  const twin = { compilation: builds.legacy, run: recordContract(contractIn(builds.legacy), called) }
  return mapMemory(contractIn(builds[mode]), run, 0, { twin })
}

/** All that `memlane map` knows of a call's outermost frame: with the Yul behind code of the IR pipeline too. */
export async function fullMapInMode(
  builds: Builds,
  mode: BuildMode,
  called: ContractCall & { readonly at?: (run: Recording) => StepIndex | undefined } = {},
  name?: string,
): Promise<MemoryMap> {
  const contract = builds[mode].contract(name)
  const run = recordContract(contract, called)
  const found = contract.compilation.isViaIr ? await yulOf(contract) : undefined
  const twin = { compilation: builds.legacy, run: recordContract(builds.legacy.contract(name), called) }
  const at = called.at?.(run)
  return mapMemory(contract, run, 0, {
    ...(at === undefined ? {} : { at }),
    ...(found ? { yul: found } : {}),
    ...(mode === 'legacy' || found?.isPlain ? {} : { twin }),
  })
}

const yuls = new WeakMap<CompiledContract, Promise<YulCode>>()

function yulOf(contract: CompiledContract): Promise<YulCode> {
  let yul = yuls.get(contract)
  if (!yul) yuls.set(contract, (yul = compileYul(contract)))
  return yul
}

async function compileYul(contract: CompiledContract): Promise<YulCode> {
  const found = await yulCode(compiler, contract, 'call')
  if ('reason' in found) throw new Error(found.reason)
  return found
}
