/** The bundled solc as a `Compiler`, in this thread: for tests. */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Compilation, type Compiler, compileSolidity, type StandardJsonOutput } from '../../src/solidity/index.ts'

interface Soljson {
  version(): string
  compile(input: string): string
}

const solc: Soljson = createRequire(import.meta.url)('solc')

export const compiler: Compiler = {
  version: solc.version(),
  async compile(input): Promise<StandardJsonOutput> {
    return JSON.parse(solc.compile(JSON.stringify(input)))
  },
}

/** One source, under the name `file`. */
export function compileText(content: string, file = 'Test.sol'): Promise<Compilation> {
  return compileSolidity(compiler, { sources: { [file]: content }, evmVersion: 'osaka' })
}

/** A contract of `examples/`. */
export async function compileExample(file: string): Promise<Compilation> {
  return compileText(await readFile(new URL(`../../examples/${file}`, import.meta.url), 'utf8'), file)
}
