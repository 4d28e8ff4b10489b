/**
 * Getting code ready to run: an EVM of the fork with the code in place, and the call to make.
 *
 *   mnemonics ─assemble─┬─▶ code at an address ───────────────┐
 *   bytecode ───────────┘                                     ├─▶ evm, call
 *   sources, builds ─compile──▶ creation code ──deploy──▶ code ┘
 * @module
 */
import type { Hooks } from '../evm/index.ts'
import { readCall } from './askedCall.ts'
import { type BuildPorts, type Built, buildCode, type SourceCode } from './build.ts'
import { checkedInput } from './checkedInput.ts'
import { contractStage } from './contractStage.ts'
import { launchError } from './errors.ts'
import type { LaunchInput } from './input.ts'
import { LIMITS } from './limits.ts'
import { awaitInPlace, problemAt } from './problems.ts'
import { rawStage } from './rawStage.ts'
import type { Scene, Stage } from './stage.ts'
import { forkOf, worldOf } from './world.ts'
import { yulStage } from './yulStage.ts'

/** How a launch is done, beside what is launched. */
export interface LaunchPorts extends BuildPorts {
  /** The build of the code, where it was made before: a page makes it once for many runs. */
  readonly built?: Built | undefined
  /** Whether maps of memory will be asked for; without it, some code is compiled with less. */
  readonly forMaps?: boolean
  /**
   * Hooks of the call, not of deployments. Where a map needs a twin, the call is made once more and they with it: for the
   * same run they must do the same.
   */
  readonly hooks?: Hooks | undefined
}

/**
 * Compiles, assembles and deploys as the code needs, so that the call is all that is left to do. What is cheap to find is
 * told before anything is compiled, and what is wrong with the call before anything runs.
 * @throws {LaunchError} with the places of what is wrong.
 */
export async function prepare(input: LaunchInput, ports: LaunchPorts = {}): Promise<Stage> {
  const { code } = checkedInput(input)
  refuseIdle(input)
  const call = readCall(input.call)
  const limits = { ...LIMITS, ...input.limits }
  const scene: Scene = {
    ...worldOf(input.world, call.from, limits),
    call,
    limits,
    onEvent: ports.onEvent,
    hooks: ports.hooks,
  }
  if ('text' in code) return rawStage(code, scene)
  const built = await builtOf(code, input, ports)
  const file = code.kind === 'build' ? code.name : code.entry
  const stage = code.kind === 'yul' ? yulStage(file, built, scene) : contractStage(built, input.contract ?? {}, scene)
  return awaitInPlace({ file }, stage)
}

/** The build of sources: the one that was made before, or a new one. */
export function builtOf(code: SourceCode, input: LaunchInput, ports: LaunchPorts): Promise<Built> {
  if (ports.built !== undefined) return Promise.resolve(ports.built)
  return buildCode(code, input.build ?? {}, forkOf(input.world), ports, ports.forMaps ?? false)
}

/** What says something about Solidity, or to a compiler, says nothing about other code. */
function refuseIdle({ code: { kind }, contract, call, build }: LaunchInput): void {
  if (kind === 'solidity' || kind === 'build') return
  const isCompiled = kind === 'yul'
  const given = [
    ['contract.name', contract?.name],
    ['contract.constructorArguments', contract?.constructorArguments],
    ['call.function', call?.function],
    ['call.arguments', call?.arguments?.at(0)],
    ['build.viaIr', build?.viaIr],
    ['build.optimizer', isCompiled ? undefined : build?.optimizer],
    ['build.solc', isCompiled ? undefined : build?.solc],
    ['build.remappings', isCompiled ? undefined : build?.remappings],
  ].find(([, value]) => value !== undefined)
  if (given !== undefined) throw problemAt({ field: String(given[0]) }, launchError('launch.needsSolidity', { kind }))
}
