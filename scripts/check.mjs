// `npm test`: every check that a clone can run. The build before it has checked the types of what is published.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChecks } from './checks.mjs'
import { checkDocs } from './docs.mjs'
import { checkFacts } from './facts.mjs'
import { root } from './project.mjs'
import { checkRooms, hostTypesOfCore } from './rooms.mjs'

const tool = (path) => join(root, 'node_modules', path)

runChecks({
  types: () => quietly(tool('typescript/bin/tsc'), '-p', 'tsconfig.test.json'),
  'types of scripts': () => quietly(tool('typescript/bin/tsc'), '-p', 'tsconfig.scripts.json'),
  'types of the page': () => quietly(tool('typescript/bin/tsc'), '-p', 'web/tsconfig.json'),
  lint: () => quietly(tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'),
  rooms: () => {
    const failures = [...checkRooms(root), ...hostTypesOfCore(root)]
    return { passed: failures.length === 0 ? 1 : 0, failures }
  },
  'facts in one place': () => {
    const failures = checkFacts(root)
    return { passed: failures.length === 0 ? 1 : 0, failures }
  },
  'API pages': () => quietly(join(root, 'scripts/api.mjs'), '--check'),
  size: () => quietly(join(root, 'scripts/size.mjs')),
  tests: unitTests,
  'documentation examples': () => checkDocs(root),
})
if (!process.env.MEMLANE_VECTORS)
  console.log('Not run: test/official, which wants the folder of the official EVM vectors in MEMLANE_VECTORS.')
if (!existsSync(join(root, 'test/anvil/node_modules')))
  console.log('Not run: test/anvil, which wants a node to ask; npm ci in test/anvil brings it.')
if (spawnSync('tmux', ['-V']).status !== 0) console.log('Not run: test/terminal, which wants tmux to type into.')
console.log('Not run: the playground in a browser (npm run browser).')
console.log('Not run: the official EVM vectors themselves (npm run conformance).')

/** Runs a tool that says nothing of interest unless it fails. */
function quietly(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  return status === 0 ? undefined : { passed: 0, failures: [`exit code ${status}\n${stdout}${stderr}`] }
}

/** All unit tests, with their progress on the terminal. Counts come from vitest's own report. */
function unitTests() {
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
