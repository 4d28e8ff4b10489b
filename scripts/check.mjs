// `npm test`: every check that a clone can run, one after another, all of them even if one fails.
//
//   --report FILE   also writes what passed and failed as JSON
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkDocs } from './docs.mjs'
import { root } from './project.mjs'
import { checkRooms, hostTypesOfCore } from './rooms.mjs'

const tool = (path) => join(root, 'node_modules', path)

// Each returns how much passed and the failures as text. The build has checked the types of what is published.
const CHECKS = {
  types: () => all([quietly(tool('typescript/bin/tsc'), '-p', 'tsconfig.test.json')]),
  lint: () => all([quietly(tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.')]),
  rooms: () => all([[...checkRooms(root), ...hostTypesOfCore(root)].join('\n')]),
  tests: () => vitest(),
  docs: () => checkDocs(root),
}

const NOT_RUN =
  'the official EVM vectors (files for MEMLANE_VECTORS; their runner is still to come), a browser, anvil (no test needs them yet).'

/** Runs a tool; returns what it printed if it failed, otherwise nothing. */
function quietly(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  return status === 0 ? '' : `${stdout}${stderr}`.trim() || `exit code ${status}`
}

function all(outcomes) {
  const failures = outcomes.filter(Boolean)
  return { passed: outcomes.length - failures.length, failures }
}

/** All unit tests, with their progress on the terminal. Counts come from vitest's own report. */
function vitest() {
  const folder = mkdtempSync(join(tmpdir(), 'memlane-tests-'))
  const report = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { status } = spawnSync(process.execPath, [tool('vitest/vitest.mjs'), 'run', ...reporters], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const { numPassedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
      const failed = assertionResults
        .filter((test) => test.status === 'failed')
        .map((test) => `${name}: ${test.fullName}`)
      // A file that could not be loaded has no tests to fail.
      return status === 'failed' && failed.length === 0 ? [`${name}: ${message}`] : failed
    })
    if (status !== 0 && failures.length === 0) failures.push(`vitest ended with exit code ${status}`)
    if (numPendingTests > 0) failures.push(`${numPendingTests} tests were skipped; a test runs or goes`)
    return { passed: numPassedTests, failures }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

const begin = performance.now()
const results = []
for (const [name, check] of Object.entries(CHECKS)) {
  const since = performance.now()
  let result
  try {
    result = check()
  } catch (error) {
    result = { passed: 0, failures: [error.stack] }
  }
  results.push({ name, ...result })
  for (const failure of result.failures) console.log(failure)
  console.log(`${name.padEnd(6)} ${result.passed} passed, ${result.failures.length} failed   ${seconds(since)}`)
}

const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce((sum, result) => sum + result.failures.length, 0)
const report = process.argv.indexOf('--report')
if (report > 0) writeFileSync(process.argv[report + 1], JSON.stringify({ passed, failed, results }))
console.log(`Not run: ${NOT_RUN}`)
console.log(`${passed} passed, ${failed} failed in ${seconds(begin)}`)
process.exitCode = failed > 0 ? 1 : 0
