// Drivers compiled with the bundled solc. Compiling takes up to a minute for each driver and mode, so what the compiler
// said is kept in a folder for temporary files, by the content of what it was asked.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Compilation, OUTPUT_SELECTION, OUTPUT_SELECTION_IR } from 'memlane/solidity'
import { MODES } from './projects.mjs'

const folder = dirname(fileURLToPath(import.meta.url))
const kept = join(tmpdir(), 'memlane-accuracy')
const memlane = createRequire(createRequire(import.meta.url).resolve('memlane/package.json'))

/** A fresh thread for each input: it gives back the gigabyte that a large one takes. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
parentPort.postMessage(require(workerData.solc).compile(workerData.input))
`

/** A `Compiler` that compiles each input once. `tell` is called with a line of progress. */
export function cachedCompiler(what, tell) {
  const { version } = memlane('solc/package.json')
  return {
    version,
    async compile(input) {
      const text = JSON.stringify(input)
      const file = join(kept, `${createHash('sha256').update(version).update(text).digest('hex')}.json`)
      if (!existsSync(file)) {
        const began = Date.now()
        const clock = setInterval(() => tell(`${what}: compiling ${input.language}, ${seconds(began)} s`), 1000)
        const output = await compileInThread(text).finally(() => clearInterval(clock))
        tell(`${what}: compiled ${input.language} in ${seconds(began)} s\n`)
        mkdirSync(kept, { recursive: true })
        writeFileSync(`${file}.${process.pid}`, output)
        renameSync(`${file}.${process.pid}`, file)
      }
      return JSON.parse(readFileSync(file, 'utf8'))
    },
  }
}

function compileInThread(input) {
  return new Promise((resolve, reject) => {
    const thread = new Worker(THREAD, { eval: true, workerData: { solc: memlane.resolve('solc'), input } })
    thread.once('error', reject)
    thread.once('exit', (code) => reject(new Error(`solc ended with exit code ${code}`)))
    thread.once('message', (output) => {
      resolve(output)
      thread.terminate()
    })
  })
}

function seconds(began) {
  return Math.round((Date.now() - began) / 1000)
}

/** The build of one driver file in one mode. */
export async function build(file, mode, compiler) {
  const outputSelection = MODES[mode].viaIR ? OUTPUT_SELECTION_IR : OUTPUT_SELECTION
  const settings = { evmVersion: 'osaka', ...MODES[mode], remappings: [], outputSelection }
  const input = { language: 'Solidity', sources: sourcesOf(file), settings }
  return new Compilation(compiler.version, input, await compiler.compile(input))
}

/** A driver's file with all that it imports, by the names that the imports use. */
function sourcesOf(file) {
  const sources = {}
  const open = [[file, join(folder, 'contracts', file)]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [name, path] = next
    if (name in sources) continue
    const content = readFileSync(path, 'utf8')
    sources[name] = { content }
    const code = content.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
    for (const [, specifier] of code.matchAll(/\bimport\b[^;"']*["']([^"'\n]+)["']/g)) {
      const imported = specifier.startsWith('.') ? posix.join(posix.dirname(name), specifier) : specifier
      open.push([imported, join(folder, 'node_modules', imported)])
    }
  }
  return sources
}
