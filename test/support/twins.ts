/** Maps of one source in each of the four builds, with the unoptimized twin where one is needed. */
import { type Compilation, type CompiledContract, type MemoryMap, mapMemory } from '../../src/solidity/index.ts'
import { BUILD_MODES, type BuildMode, compileMode } from './solc.ts'
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
