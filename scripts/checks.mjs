// Runs named checks one after another, all of them even if one fails, and says in a line each what came of it.
//
// A check returns nothing or a note when all is well and throws when not; one that holds many returns
// { passed, failures }, with a sentence for each failure. `--report FILE` writes the counts as JSON.
import { writeFileSync } from 'node:fs'

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

export function runChecks(checks) {
  const begin = performance.now()
  const total = { passed: 0, failed: 0 }
  for (const [name, check] of Object.entries(checks)) {
    const since = performance.now()
    const { passed, failures, note } = outcome(check)
    total.passed += passed
    total.failed += failures.length
    for (const failure of failures) console.log(`${name}: ${failure}`)
    const counts =
      passed + failures.length === 1 ? (passed ? 'passed' : 'FAILED') : `${passed} passed, ${failures.length} failed`
    console.log(`${name.padEnd(24)} ${counts}, ${seconds(since)}${note ? `: ${note}` : ''}`)
  }
  console.log(`${total.passed} passed, ${total.failed} failed in ${seconds(begin)}`)

  const report = process.argv.indexOf('--report')
  if (report > 0) writeFileSync(process.argv[report + 1], JSON.stringify(total))
  if (total.failed > 0) process.exitCode = 1
}

function outcome(check) {
  try {
    const result = check()
    return typeof result === 'object' ? result : { passed: 1, failures: [], note: result }
  } catch (error) {
    return { passed: 0, failures: [error.stack ?? String(error)] }
  }
}
