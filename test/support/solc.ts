/** The bundled solc as a `Compiler`, in this thread: for tests. */

import { readFile } from 'node:fs/promises'
import { type ChosenCompiler, type Compilers, fitsPragmas, pragmaMismatch } from '../../src/launch/index.ts'
import {
  Compilation,
  type Compiler,
  type CompilerSettings,
  compileSolidity,
  OUTPUT_SELECTION,
  OUTPUT_SELECTION_IR,
  type StandardJsonInput,
} from '../../src/solidity/index.ts'
import { keptOutput, keptVersion } from './keptSolc.ts'

export const compiler: Compiler = {
  version: keptVersion(),
  compile: async (input) => keptOutput(input),
}

/** The same for what is launched, whatever is wanted. */
export const compilers: Compilers = {
  async choose(_, pragmas): Promise<ChosenCompiler> {
    const { version } = compiler
    if (!fitsPragmas(version, pragmas)) throw pragmaMismatch([version], pragmas)
    return { version, compile: async (input) => ({ version, output: await compiler.compile(input) }) }
  },
}

/** One source, under the name `file`. */
export function compileText(content: string, file = 'Test.sol'): Promise<Compilation> {
  return compileSolidity(compiler, { sources: { [file]: content }, evmVersion: 'osaka' })
}

/** A contract of `examples/`. */
export async function compileExample(file: string): Promise<Compilation> {
  return compileText(await exampleText(file), file)
}

export function exampleText(file: string): Promise<string> {
  return readFile(new URL(`../../examples/${file}`, import.meta.url), 'utf8')
}

/** The four ways of building that people use. */
export const BUILD_MODES = {
  legacy: { optimizer: { enabled: false } },
  'legacy optimized': { optimizer: { enabled: true } },
  'via-IR': { optimizer: { enabled: false }, viaIR: true },
  'via-IR optimized': { optimizer: { enabled: true }, viaIR: true },
} as const satisfies Record<string, Partial<CompilerSettings>>

export type BuildMode = keyof typeof BUILD_MODES

/** One source, under the name `file`, built in one of the ways. */
export async function compileMode(mode: BuildMode, content: string, file = 'Test.sol'): Promise<Compilation> {
  const sources = { [file]: { content } }
  const isViaIr = mode.startsWith('via-IR')
  const outputSelection = isViaIr ? OUTPUT_SELECTION_IR : OUTPUT_SELECTION
  const settings = { evmVersion: 'osaka', ...BUILD_MODES[mode], remappings: [], outputSelection }
  const input: StandardJsonInput = { language: 'Solidity', sources, settings }
  return new Compilation(compiler.version, input, await compiler.compile(input))
}
