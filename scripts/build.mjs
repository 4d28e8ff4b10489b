// Builds dist/ from src/: the AssemblyScript engine to a base64 module, then TypeScript to JavaScript.
// All output goes to stderr, so that `npm start -- … --json` leaves stdout to the program.
//
//   --engine   only the engine's module, for those who work on it
//   --clean    first remove dist/, and with it what deleted sources left there; the published package is built so
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beginBuild, endBuild, root, run, sources } from './project.mjs'

const engineSource = 'src/machine/engine/index.ts'
const engineModule = join(root, 'src/machine/engine.generated.ts')

const before = sources()
const wasmFile = join(beginBuild(), 'engine.wasm')
const tool = (script, ...args) => run(root, process.execPath, join(root, 'node_modules', script), ...args)

// SIMD and bulk memory are all the engine needs: Chrome 91, Firefox 89, Safari 16.4, Node 16.4.
tool(
  'assemblyscript/bin/asc.js',
  engineSource,
  ...['--outFile', wasmFile, '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
  ...['--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory', '--importMemory', '--memoryBase', '1024'],
  ...['--use', 'abort=', '--noExportMemory', '--disableWarning', '201'],
)
const module =
  `// Made by scripts/build.mjs from ${engineSource}. Do not edit.\n` +
  `export const ENGINE_WASM_BASE64 =\n  '${readFileSync(wasmFile).toString('base64')}'\n`
// An unchanged engine keeps its date, so that tsc has nothing to do.
if (!existsSync(engineModule) || readFileSync(engineModule, 'utf8') !== module) writeFileSync(engineModule, module)

if (!process.argv.includes('--engine')) {
  if (process.argv.includes('--clean')) rmSync(join(root, 'dist'), { recursive: true, force: true })
  tool('typescript/bin/tsc', '-b', 'tsconfig.cli.json')
  endBuild(before)
}
