/**
 * Yul in place: the object inside is deployed; without one, the code is what runs.
 * @module
 */
import { BuildLocator, encodeCreation } from '../solidity/index.ts'
import { parametersOf } from './askedCall.ts'
import type { Built } from './build.ts'
import { deploy } from './deploy.ts'
import type { Scene, Stage } from './stage.ts'
import { placeCode } from './world.ts'

const NOTHING = new Uint8Array(0)

/** @throws {MemlaneError} `solidity.unlinked`, and what deploying throws. */
export async function yulStage(name: string, built: Built, scene: Scene): Promise<Stage> {
  const { evm, call, limits, hooks, onEvent } = scene
  const input = call.calldata ?? NOTHING
  const contract = built.compilation.contract()
  const creation = encodeCreation(contract)
  if (contract.runtime.bytes.length === 0)
    return {
      ...{ evm, name, limits, hooks, sections: [] },
      parameters: parametersOf(call, input, placeCode(scene, name, creation, limits)),
    }
  const to = await deploy({ evm, from: call.from, limits, onEvent }, contract, creation)
  return {
    ...{ evm, name, limits, hooks, sections: [], built },
    parameters: parametersOf(call, input, to, limits.codeSize !== 'fork'),
    locator: new BuildLocator(built.compilation),
  }
}
