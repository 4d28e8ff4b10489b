// Contracts of this folder, compiled by any solc that it has.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Compilation, OUTPUT_SELECTION, OUTPUT_SELECTION_IR } from 'memlane/solidity'
import { cachedCompiler, sourcesOf } from '../accuracy/build.mjs'
import { MODES } from '../accuracy/projects.mjs'

/** @typedef {import('memlane/solidity').StandardJsonInput} Input */
/** @typedef {(line: string) => void} Tell progress */

const folder = dirname(fileURLToPath(import.meta.url))
const packages = createRequire(import.meta.url)

/** Sources of a contract of this folder with all that it imports. @param {string} file */
export function sourcesHere(file) {
  return sourcesOf(file, folder)
}

/** @param {Input['sources']} sources @param {string} what @param {string} mode @param {Tell} tell @param {string | undefined} solc @param {string | undefined} evmVersion */
export async function compileHere(sources, what, mode, tell, solc = undefined, evmVersion = undefined) {
  const { viaIR, optimizer } = MODES[mode]
  /** @type {Input} */
  const input = {
    language: 'Solidity',
    sources,
    settings: {
      ...(evmVersion === undefined ? {} : { evmVersion }),
      ...(viaIR ? { viaIR } : {}),
      optimizer,
      remappings: [],
      outputSelection: viaIR ? OUTPUT_SELECTION_IR : OUTPUT_SELECTION,
    },
  }
  const compiler = cachedCompiler(solc === undefined ? {} : { solc }, `${what} ${mode} ${solc ?? ''}`, tell, packages)
  return new Compilation(compiler.version, input, await compiler.compile(input))
}
