// Builds dist/ from src/ and web/, in four steps:
//
//   asc       machine/engine/  →  machine/engine.generated.ts    the WebAssembly module, in hexadecimal
//   rolldown  src/             →  dist/**/*.js                   one file per published path, shared parts in chunks/
//   tsc       src/             →  dist/**/*.d.ts                 and all types checked
//   vite      web/             →  dist/web/                      the playground, static files for any folder
//
// Few files, because Node spends half a millisecond on each: memlane/evm as 60 files took 35 ms to import, as 6 it
// takes 9. For the same reason @noble/hashes, which every path to the EVM needs, is part of the files; other packages
// stay imports.
//
// All output goes to stderr, so that `npm start -- … --json` leaves stdout to the program.
//
//   --engine   only the engine's module, for those who work on it
//   --clean    first remove dist/, and with it what deleted sources left there; the published package is built so
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { cache, fingerprint, root, run, Stamp, sources, TOOLS } from './project.mjs'

const ENGINE = 'src/machine/engine/index.ts'
const ENGINE_MODULE = join(root, 'src/machine/engine.generated.ts')

const tool = (script, ...args) => run(root, process.execPath, join(root, 'node_modules', script), ...args)

/** The files that the engine is compiled from. */
function engineSources() {
  const files = [join(root, ENGINE)]
  // Grows while it is walked.
  for (const file of files)
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/\bfrom '(\.[^']+)'/g)) {
      const target = resolve(dirname(file), specifier)
      if (!files.includes(target)) files.push(target)
    }
  return files
}

/** The engine takes seconds to compile and changes seldom: only when its own sources did. */
function buildEngine() {
  const stamp = new Stamp('engine')
  const print = fingerprint([...engineSources(), ...TOOLS])
  if (existsSync(ENGINE_MODULE) && stamp.isOf(print)) return
  stamp.remove()
  mkdirSync(cache, { recursive: true })
  const wasm = join(cache, 'engine.wasm')
  // SIMD and bulk memory are all the engine needs: Chrome 91, Firefox 89, Safari 16.4, Node 16.4.
  tool(
    'assemblyscript/bin/asc.js',
    ENGINE,
    ...['--outFile', wasm, '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
    ...['--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory', '--importMemory', '--memoryBase', '1024'],
    // 201: conversions from usize to 32 bits, which WebAssembly memory has.
    ...['--use', 'abort=', '--noExportMemory', '--disableWarning', '201'],
  )
  // In hexadecimal its repetitions stay whole bytes, which packs as well as the bytes do, and needs nothing to unpack it.
  const text = `// Made by scripts/build.mjs from ${ENGINE}. Do not edit.
import type { Hex } from '../base/units.ts'

/** WebAssembly. */
export const ENGINE_WASM: Hex =
  '0x${readFileSync(wasm, 'hex')}'
`
  // An unchanged engine keeps its date, so that tsc has nothing to do.
  if (!existsSync(ENGINE_MODULE) || readFileSync(ENGINE_MODULE, 'utf8') !== text) writeFileSync(ENGINE_MODULE, text)
  stamp.set(print)
}

/** One entry for each path of package.json, and the program. */
async function bundle() {
  const { exports, bin, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const published = [...Object.values(exports).map((path) => path.default), ...Object.values(bin)].filter(Boolean)
  // The official tests' formats are for our own checks.
  const entries = [...published.map((path) => path.match(/^\.\/dist\/(.*)\.js$/)[1]), 'official/index']
  const outside = Object.keys(dependencies).filter((name) => name !== '@noble/hashes')
  const build = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [entry, join(root, 'src', `${entry}.ts`)])),
    external: [/^node:/, ...outside.map((name) => new RegExp(`^${name}(/|$)`))],
    platform: 'neutral',
    // A name that does not resolve or is not exported is a mistake, not a warning.
    onLog: (level, log, report) => report(level === 'warn' ? 'error' : level, log),
  })
  const { output } = await build.generate({
    chunkFileNames: 'chunks/[name].js',
    // A tenth of the time to import is spent on reading past comments; editors show those of the .d.ts.
    comments: { legal: true, annotation: true, jsdoc: false },
    codeSplitting: {
      groups: [
        { name: 'base', test: /[\\/]src[\\/](base|opcodes)[\\/]/ },
        // Small ones that others share: each file costs half a millisecond of the first call.
        {
          name: 'parameters',
          test: /[\\/]src[\\/](machine[\\/](layout|opcodeTable)|evm[\\/](errors|defaults|block|beginBlock|fieldNames|events|brutalize)|memory[\\/]junk)\.ts$/,
        },
        { name: 'hashes', test: /@noble[\\/]hashes[\\/](utils|_md|sha2|legacy)\.js/, priority: 1 },
        // Signatures, storage keys and state roots: what runs in the engine has its own.
        { name: 'keccak', test: /@noble[\\/]hashes[\\/]sha3\.js/ },
      ],
    },
  })
  rmSync(join(root, 'dist/chunks'), { recursive: true, force: true })
  for (const part of output) {
    const file = join(root, 'dist', part.fileName)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, part.type === 'chunk' ? part.code : part.source)
  }
  // Their licence asks for it.
  copyFileSync(join(root, 'node_modules/@noble/hashes/LICENSE'), join(root, 'dist/LICENSE-noble-hashes'))
}

const stamp = new Stamp('build')
const print = fingerprint(sources())
stamp.remove()
buildEngine()
if (!process.argv.includes('--engine')) {
  if (process.argv.includes('--clean')) rmSync(join(root, 'dist'), { recursive: true, force: true })
  await bundle().catch(({ message }) => {
    console.error(message)
    process.exit(1)
  })
  tool('typescript/bin/tsc', '-b', 'tsconfig.cli.json')
  tool('vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn')
  stamp.set(print)
}
