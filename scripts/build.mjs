// Builds dist/ from src/: the AssemblyScript engine to a base64 module, then TypeScript to JavaScript.
// All output goes to stderr, so that `npm start -- … --json` leaves stdout to the program.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const engineSource = 'src/machine/engine/index.ts'
const engineModule = `${root}src/machine/engine.generated.ts`
const wasmFile = `${root}node_modules/.cache/memlane/engine.wasm`

function run(command, ...args) {
  const { status, error } = spawnSync(process.execPath, [`${root}node_modules/${command}`, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

// SIMD and bulk memory are all the engine needs: Chrome 91, Firefox 89, Safari 16.4, Node 16.4.
mkdirSync(`${root}node_modules/.cache/memlane`, { recursive: true })
run(
  'assemblyscript/bin/asc.js',
  engineSource,
  ...['--outFile', wasmFile, '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
  ...['--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory', '--importMemory', '--memoryBase', '1024'],
  ...['--use', 'abort=', '--noExportMemory'],
)
const module =
  `// Made by scripts/build.mjs from ${engineSource}. Do not edit.\n` +
  `export const ENGINE_WASM_BASE64 =\n  '${readFileSync(wasmFile).toString('base64')}'\n`
// An unchanged engine keeps its date, so that tsc has nothing to do.
if (!existsSync(engineModule) || readFileSync(engineModule, 'utf8') !== module) writeFileSync(engineModule, module)

if (process.argv.includes('--engine')) process.exit(0)
if (process.argv.includes('--clean')) rmSync(`${root}dist`, { recursive: true, force: true })
run('typescript/bin/tsc', '-b', 'tsconfig.cli.json')
