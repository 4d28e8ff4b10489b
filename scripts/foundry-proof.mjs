// `npm run foundry:proof -- FOLDER…`: the tests of Foundry projects in forge 1.7.1 and in memlane, one by one: verdict, gas of unit
// tests, reason of failures. Projects are copied first, so theirs stay as they are.
//
//   npm run foundry:proof -- ../solmate ../prb-math
//   npm run foundry:proof -- --smoke          examples/vault and our own tests of verdicts, as CI does
//   npm run foundry:proof -- --runs 64 …      so many runs of tests with parameters; 256 without it
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compared } from '../bench/foundry/verdicts.mjs'
import { installIfStale, root, run } from './project.mjs'

/** @typedef {import('../bench/foundry/verdicts.mjs').Suites} Suites */

/** Shares that a project should reach: verdicts, gas of unit tests, reasons. */
const GOALS = { verdicts: 0.995, gas: 0.999, reasons: 0.95 }
const MOST_OUTPUT = 1 << 30
const MOST_SHOWN = 40
const { values, positionals } = parseArgs({
  options: { smoke: { type: 'boolean' }, runs: { type: 'string', default: '256' } },
  allowPositionals: true,
})
const projects = values.smoke
  ? ['examples/vault', 'test/foundry/verdicts'].map((name) => join(root, name))
  : positionals
if (projects.length === 0) {
  console.error('Name the folders of Foundry projects, or --smoke.')
  process.exit(2)
}
run(root, process.execPath, join(root, 'scripts/prepare.mjs'))
installIfStale(join(root, 'bench/foundry'))

const work = mkdtempSync(join(tmpdir(), 'memlane-foundry-proof-'))
let failed = 0
try {
  for (const project of projects) failed += prove(resolve(project))
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.exit(failed === 0 ? 0 : 1)

/** @param {string} project @returns {number} 1 where it is below a goal */
function prove(project) {
  const name = basename(project)
  const folder = join(work, name)
  cpSync(project, folder, { recursive: true, filter: (path) => !/[\\/](out|cache|\.git)$/.test(path) })
  const options = ['test', '--json', '--fuzz-runs', values.runs]
  const ours = json(folder, process.execPath, [join(root, 'dist/cli/main.js'), ...options])
  const forge = json(folder, join(root, 'bench/foundry/node_modules/.bin/forge'), [
    ...[...options, '--offline', '--use', solcFor(folder, ours.told)],
  ])
  const { tests, verdicts, units, gas, failures, reasons, differences } = compared(forge.suites, ours.suites)
  const of = (/** @type {number} */ part, /** @type {number} */ whole) =>
    whole === 0 ? '–' : `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`
  console.log(
    `${name}: ${of(verdicts, tests)} verdicts, gas of ${of(gas, units)} unit tests, ${of(reasons, failures)} reasons`,
  )
  for (const line of differences.slice(0, MOST_SHOWN)) console.log(`  ${line}`)
  if (differences.length > MOST_SHOWN) console.log(`  … and ${differences.length - MOST_SHOWN} more`)
  const isReached =
    tests > 0 && verdicts >= GOALS.verdicts * tests && gas >= GOALS.gas * units && reasons >= GOALS.reasons * failures
  return isReached ? 0 : 1
}

/** @param {string} folder @param {string} program @param {readonly string[]} given @returns {{ suites: Suites, told: string }} */
function json(folder, program, given) {
  const { stdout, stderr } = spawnSync(program, given, { cwd: folder, encoding: 'utf8', maxBuffer: MOST_OUTPUT })
  const start = stdout.indexOf('{"')
  const text = program === process.execPath ? stdout : stdout.slice(Math.max(0, start))
  try {
    return { suites: JSON.parse(text), told: stderr }
  } catch {
    throw new Error(`${basename(program)} ${given.join(' ')} in ${folder} printed no results: ${stderr.slice(-2000)}`)
  }
}

/**
 * A native solc for forge: a program around the one from npm that memlane has just used.
 * @param {string} folder @param {string} told what memlane said on stderr
 */
function solcFor(folder, told) {
  const version = /solc (\d+\.\d+\.\d+)/.exec(told)?.[1] ?? ''
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const kept = join(cache, 'memlane', `solc-${version}`, 'node_modules/solc')
  const own = join(root, 'node_modules/solc')
  const place = existsSync(kept) ? kept : own
  const found = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')).version
  if (found !== version) throw new Error(`forge needs solc ${version}, which is neither in ${kept} nor in ${own}.`)
  const program = `${folder}-solc`
  writeFileSync(
    program,
    `#!${process.execPath}
const solc = require(${JSON.stringify(place)})
if (process.argv.includes('--version'))
  console.log('solc, the solidity compiler commandline interface\\nVersion: ' + solc.version().replace('.Emscripten.clang', '.Linux.g++'))
else {
  let text = ''
  process.stdin.on('data', (part) => (text += part)).on('end', () => process.stdout.write(solc.compile(text)))
}
`,
    { mode: 0o755 },
  )
  return program
}
