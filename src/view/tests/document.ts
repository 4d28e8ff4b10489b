/**
 * Results of tests for programs: JSON with forge's fields, and JUnit's XML.
 * @module
 */
import { type SuiteResult, type TestResult, tallyOf } from '../../foundry/index.ts'
import type { ExplainedFinding } from '../../launch/index.ts'
import { findingFields } from '../findings/document.ts'

/** Files are called as the compiler calls them: by their path in the project. */
const NAMING = { fileOf: (file: string) => file }

const STATUS = { success: 'Success', failure: 'Failure', skipped: 'Skipped' } as const satisfies Record<
  TestResult['status'],
  string
>

/**
 * By suite, then by test, as `forge test --json` has it.
 * @param findingsOf what a check of memory found in a test; `undefined` where nothing was checked
 */
export function testsDocument(
  suites: readonly SuiteResult[],
  findingsOf?: (test: TestResult) => readonly ExplainedFinding[],
): object {
  return Object.fromEntries(
    suites.map((suite) => [
      `${suite.file}:${suite.contract}`,
      {
        duration: secondsText(suite.milliseconds),
        test_results: Object.fromEntries(
          suite.tests.map((test) => [
            test.signature,
            {
              ...testDocument(test),
              ...(findingsOf && { findings: findingsOf(test).map((finding) => findingFields(finding, NAMING)) }),
            },
          ]),
        ),
        warnings: suite.warnings,
      },
    ]),
  )
}

function testDocument(test: TestResult): object {
  const { status, reason, counterexample, sequence, logs, labels, milliseconds } = test
  return {
    status: STATUS[status],
    reason: reason ?? null,
    counterexample: counterexample
      ? { Single: { calldata: counterexample.calldata, args: counterexample.arguments.join(', ') } }
      : sequence
        ? { Sequence: [sequence.original, sequence.calls.map(callDocument)] }
        : null,
    decoded_logs: logs,
    kind: kindDocument(test),
    labeled_addresses: labels,
    duration: secondsText(milliseconds),
  }
}

function callDocument(call: NonNullable<TestResult['sequence']>['calls'][number]): object {
  return {
    sender: call.sender,
    addr: call.address,
    calldata: call.calldata,
    contract_name: call.contract ?? null,
    signature: call.signature,
    args: call.arguments.join(', '),
  }
}

/** Gas fits: a block has less than 2^53. */
function kindDocument({ figures }: TestResult): object {
  switch (figures.kind) {
    case 'unit':
      return { Unit: { gas: Number(figures.gas) } }
    case 'fuzz':
      return {
        Fuzz: { runs: figures.runs, mean_gas: Number(figures.mean), median_gas: Number(figures.median) },
      }
    case 'invariant': {
      const metrics = figures.counts.map((count) => [
        `${count.contract}.${count.function}`,
        { calls: count.calls, reverts: count.reverts, discards: count.discards },
      ])
      const { runs, calls, reverts } = figures
      return { Invariant: { runs, calls, reverts, metrics: Object.fromEntries(metrics) } }
    }
  }
}

/** As Rust writes a duration for people: `1ms 978µs 39ns`; to the microsecond. */
function secondsText(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000)
  const parts = [
    [Math.floor(micros / 1_000_000), 's'],
    [Math.floor(micros / 1000) % 1000, 'ms'],
    [micros % 1000, 'µs'],
  ] as const
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`)
  return shown.length === 0 ? '0s' : shown.join(' ')
}

/** What continuous integration reads. */
export function junitText(suites: readonly SuiteResult[], milliseconds: number, at: Date): string {
  const total = tallyOf(suites.flatMap(({ tests }) => tests))
  const count = total.passed + total.failed + total.skipped
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Test run" tests="${count}" failures="${total.failed}" errors="0" timestamp="${at.toISOString()}" time="${inSeconds(milliseconds)}">`,
    ...suites.flatMap((suite) => {
      const { failed, skipped } = tallyOf(suite.tests)
      const name = escaped(`${suite.file}:${suite.contract}`)
      return [
        `    <testsuite name="${name}" tests="${suite.tests.length}" disabled="${skipped}" errors="0" failures="${failed}" time="${inSeconds(suite.milliseconds)}">`,
        ...suite.tests.flatMap(caseLines),
        '    </testsuite>',
      ]
    }),
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}

function caseLines({ signature, status, reason, milliseconds, counterexample, logs }: TestResult): string[] {
  const example = counterexample === undefined ? [] : [`args=[${counterexample.arguments.join(', ')}]`]
  const message = escaped([...(reason === undefined ? [] : [reason]), ...example].join('; '))
  const inside = [
    ...(status === 'failure' ? [`            <failure message="${message}"/>`] : []),
    ...(status === 'skipped' ? [`            <skipped message="${message}"/>`] : []),
    ...(logs.length === 0 ? [] : [`            <system-out>${escaped(logs.join('\n'))}</system-out>`]),
  ]
  const open = `        <testcase name="${escaped(signature)}" time="${inSeconds(milliseconds)}"`
  return inside.length === 0 ? [`${open}/>`] : [`${open}>`, ...inside, '        </testcase>']
}

function inSeconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}

/** XML has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
