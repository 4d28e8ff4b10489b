// The playground in a real browser: Chromium, from Debian's package or where CHROMIUM says.
//
//   --report FILE   also writes what passed and failed as JSON
//   other words     files of test/browser to run
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChecks } from './checks.mjs'
import { root } from './project.mjs'

const files = process.argv
  .slice(2)
  .filter((word, index, words) => word !== '--report' && words[index - 1] !== '--report')

runChecks({
  'the playground in Chromium': () => {
    const folder = mkdtempSync(join(tmpdir(), 'memlane-browser-'))
    const report = join(folder, 'report.json')
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const args = ['run', '--config', 'test/browser/vitest.config.ts', '--reporter', 'default', '--reporter', 'json']
    spawnSync(process.execPath, [vitest, ...args, '--outputFile.json', report, ...files], {
      cwd: root,
      stdio: 'inherit',
    })
    try {
      const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
      const failures = testResults.flatMap(({ name, message, assertionResults }) => [
        ...assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]?.split('\n')[0]}`),
        ...(assertionResults.length === 0 ? [`${name}: ${message}`] : []),
      ])
      return { passed: numPassedTests, failures }
    } catch (error) {
      return { passed: 0, failures: [`no report of the tests: ${error.message}`] }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})
