/**
 * Code that runs as it is, at an address of its own: bytecode and mnemonics.
 * @module
 */
import { AssemblyLocator } from '../trace/index.ts'
import { parametersOf } from './askedCall.ts'
import { assembled } from './assembled.ts'
import { parseHexText } from './hexText.ts'
import type { CodeInput } from './input.ts'
import type { Scene, Stage } from './stage.ts'
import { placeCode } from './world.ts'

const NOTHING = new Uint8Array(0)

/** @throws {LaunchError} with every problem of mnemonics at its place; `launch.codeTooLarge`, `launch.targetHasCode`. */
export function rawStage({ name, text, kind }: Extract<CodeInput, { text: unknown }>, scene: Scene): Stage {
  const { evm, call, limits, hooks } = scene
  const fork = evm.fork.name
  const assembly = kind === 'mnemonics' ? assembled(name, text, fork) : undefined
  const code = assembly?.code ?? parseHexText({ file: name }, text)
  return {
    evm,
    name,
    parameters: parametersOf(call, call.calldata ?? NOTHING, placeCode(scene, name, code, limits)),
    limits,
    hooks,
    sections: assembly?.sections ?? [],
    ...(assembly && { locator: new AssemblyLocator(name, assembly), mnemonics: { name, text, fork } }),
  }
}
