// Tests of two runners, one beside the other.

/** @typedef {{ status: string, reason: string | null, kind: { Unit?: { gas: number } } }} Test as forge's --json has it */
/** @typedef {Record<string, { test_results: Record<string, Test> }>} Suites */
/** @typedef {{ tests: number, verdicts: number, units: number, gas: number, failures: number, reasons: number, differences: string[] }} Comparison */

/**
 * What forge says, and whether the other says the same.
 * @param {Suites} forge @param {Suites} other @returns {Comparison}
 */
export function compared(forge, other) {
  /** @type {Comparison} */
  const sum = { tests: 0, verdicts: 0, units: 0, gas: 0, failures: 0, reasons: 0, differences: [] }
  for (const [suite, { test_results }] of Object.entries(forge))
    for (const [test, wanted] of Object.entries(test_results)) {
      const found = other[suite]?.test_results[test]
      const differs = (/** @type {string} */ what, /** @type {unknown} */ a, /** @type {unknown} */ b) =>
        sum.differences.push(`${suite} ${test}: ${what} ${a} in forge, ${b ?? 'none'} here`)
      sum.tests++
      if (found?.status === wanted.status) sum.verdicts++
      else differs('verdict', wanted.status, found && `${found.status} (${found.reason})`)
      if (wanted.kind.Unit) {
        sum.units++
        if (found?.kind.Unit?.gas === wanted.kind.Unit.gas) sum.gas++
        else differs('gas', wanted.kind.Unit.gas, found?.kind.Unit?.gas)
      }
      if (wanted.status === 'Failure') {
        sum.failures++
        if (found?.reason === wanted.reason) sum.reasons++
        else differs('reason', wanted.reason, found?.reason)
      }
    }
  return sum
}
