// Drivers compiled by the solc that their project asks for, as they are and with markers (`instrument.mjs`). Compiling takes up
// to a minute for each driver and mode, so what the compiler said is kept in a folder that git ignores, by the content of what
// it was asked.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Compilation, CompileError, OUTPUT_SELECTION, OUTPUT_SELECTION_IR } from 'memlane/solidity'
import { instrument } from './instrument.mjs'
import { MODES, PLAIN } from './projects.mjs'

/** @typedef {import('memlane/solidity').Compiler} Compiler */
/** @typedef {import('memlane/solidity').StandardJsonInput} Input */
/** @typedef {import('./instrument.mjs').Instrumented} Instrumented */
/** @typedef {import('./projects.mjs').Project} Project */
/** @typedef {(line: string) => void} Tell progress */

const folder = dirname(fileURLToPath(import.meta.url))
const kept = join(folder, '.cache')
const own = createRequire(import.meta.url)
/** The solc that memlane comes with, and so the newest that is measured. */
const bundled = createRequire(own.resolve('memlane/package.json'))

/** A fresh thread for each input: it gives back the gigabyte that a large one takes. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
const solc = require(workerData.solc)
// Version 0.4 has another name for it.
parentPort.postMessage((solc.compileStandardWrapper ?? solc.compile)(workerData.input))
`

/** A `Compiler` that compiles each input once. @param {Pick<Project, 'solc'>} project @param {string} what @param {Tell} tell @param {NodeJS.Require} packages has the solc @returns {Compiler} */
export function cachedCompiler({ solc }, what, tell, packages = own) {
  const path = solc === undefined ? bundled.resolve('solc') : packages.resolve(`solc-${solc}`)
  const version = solc ?? String(bundled('solc/package.json').version)
  return {
    version,
    async compile(input) {
      const text = JSON.stringify(input)
      const file = join(kept, `${createHash('sha256').update(version).update(text).digest('hex')}.json`)
      if (!existsSync(file)) {
        const began = Date.now()
        const output = await compileInThread(path, text)
        tell(`${what}: compiled ${input.language} in ${Math.round((Date.now() - began) / 1000)} s\n`)
        mkdirSync(kept, { recursive: true })
        writeFileSync(`${file}.${process.pid}`, output)
        renameSync(`${file}.${process.pid}`, file)
      }
      return JSON.parse(readFileSync(file, 'utf8'))
    },
  }
}

/** @param {string} solc @param {string} input @returns {Promise<string>} */
function compileInThread(solc, input) {
  return new Promise((resolve, reject) => {
    const thread = new Worker(THREAD, { eval: true, workerData: { solc, input } })
    thread.once('error', reject)
    thread.once('exit', (code) => reject(new Error(`solc ended with exit code ${code}`)))
    thread.once('message', (output) => {
      resolve(output)
      thread.terminate()
    })
  })
}

/**
 * @typedef {{ plain: Compilation, marked: Compilation }} Builds plain: as its author wrote it; marked: the same with markers
 * @typedef {{ instrumented: Instrumented, trees: Record<string, { ast?: unknown }>, byMode: Map<string, Builds> }} Driver
 */

/**
 * A driver's file in several modes. The markers are the same in all of them: a function whose stack they fill in one has none.
 * @param {Project} project @param {string} file @param {readonly string[]} modes @param {Tell} tell
 * @returns {Promise<Driver>}
 */
export async function build(project, file, modes, tell) {
  const sources = sourcesOf(file)
  /** @type {Map<string, Compilation>} */
  const plain = new Map()
  for (const mode of modes) {
    try {
      plain.set(mode, await compile(project, sources, file, mode, tell))
    } catch (error) {
      if (mode === PLAIN || tooDeep(error).length === 0) throw error
      tell(`${file} does not compile in mode ${mode}, as its author wrote it: ${tooDeep(error)[0]}\n`)
    }
  }
  const trees = [...plain.values()][0]?.output.sources ?? {}
  /** @type {Set<string>} */
  const without = new Set()
  for (;;) {
    const instrumented = instrument(sources, trees, without)
    try {
      /** @type {Driver['byMode']} */
      const byMode = new Map()
      for (const [mode, one] of plain) {
        const marked = await compile(project, instrumented.sources, `${file} marked`, mode, tell)
        byMode.set(mode, { plain: one, marked })
      }
      return { instrumented, trees, byMode }
    } catch (error) {
      const owners = withFullStack(error, instrumented).filter((owner) => !without.has(owner))
      if (owners.length === 0) throw error
      for (const owner of owners) without.add(owner)
      tell(`${file}: no markers in ${owners.join(', ')}, whose stack is full\n`)
    }
  }
}

/** @param {Project} project @param {Input['sources']} sources @param {string} what @param {string} mode @param {Tell} tell */
export async function compile(project, sources, what, mode, tell) {
  const { viaIR, optimizer } = MODES[mode]
  const outputSelection = viaIR ? OUTPUT_SELECTION_IR : OUTPUT_SELECTION
  const { evmVersion } = project
  const settings = {
    ...(evmVersion === undefined ? {} : { evmVersion }),
    ...(viaIR ? { viaIR } : {}),
    optimizer,
    remappings: [],
    outputSelection,
  }
  const compiler = cachedCompiler(project, `${what} ${mode}`, tell)
  /** @type {Input} */
  const input = { language: 'Solidity', sources, settings }
  return new Compilation(compiler.version, input, await compiler.compile(input))
}

/** What solc said, if nothing but that a stack is full. @param {unknown} error @returns {string[]} */
function tooDeep(error) {
  if (!(error instanceof CompileError)) return []
  const messages = error.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  return messages.every((message) => /too deep/i.test(message)) ? messages : []
}

/** The functions whose stacks the markers filled, by the places or the nodes that solc names. @param {unknown} error @param {Instrumented} instrumented @returns {string[]} */
function withFullStack(error, { markers, owners }) {
  const named = tooDeep(error).flatMap((text) =>
    [...text.matchAll(/\b(?:var|expr)\w*?_(\d+)/g)].map(([, id]) => owners.get(Number(id))),
  )
  if (error instanceof CompileError)
    for (const { severity, position } of error.diagnostics)
      if (severity === 'error' && position)
        for (const { owner } of markers) if (spans(owner, position.file, position.line)) named.push(owner)
  return [...new Set(named.filter((owner) => owner !== undefined))]
}

/** @param {string} owner @param {string} file @param {number} line */
function spans(owner, file, line) {
  const [, name, first, last] = /^(.*):(\d+)-(\d+)$/.exec(owner) ?? []
  return name === file && line >= Number(first) && line <= Number(last)
}

/** A driver's file with all that it imports, by the names that the imports use. @param {string} file @param {string} base where its folders contracts and node_modules are @param {boolean} isPackaged it is a file of a package */
export function sourcesOf(file, base = folder, isPackaged = false) {
  /** @type {Record<string, { content: string }>} */
  const sources = {}
  /** @type {Map<string, string>} */
  const paths = new Map()
  /** @type {[name: string, path: string][]} */
  const open = [[file, join(base, isPackaged ? 'node_modules' : 'contracts', file)]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [name, path] = next
    if (paths.has(name)) {
      if (paths.get(name) !== path)
        throw new Error(`${file} imports two files as ${name}: ${path}, ${paths.get(name)}.`)
      continue
    }
    paths.set(name, path)
    const content = readFileSync(path, 'utf8')
    sources[name] = { content }
    const code = content.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
    for (const [, specifier = ''] of code.matchAll(/\bimport\b[^;"']*["']([^"'\n]+)["']/g)) {
      if (specifier.startsWith('.'))
        open.push([posix.join(posix.dirname(name), specifier), join(dirname(path), specifier)])
      else open.push([specifier, packaged(specifier, path, base)])
    }
  }
  return sources
}

/** A file of a package, as Node would find it from `importer`. @param {string} specifier @param {string} importer @param {string} base */
function packaged(specifier, importer, base) {
  for (let at = dirname(importer); at.startsWith(base); at = dirname(at)) {
    const path = join(at, 'node_modules', specifier)
    if (existsSync(path)) return path
  }
  return join(folder, 'node_modules', specifier)
}
