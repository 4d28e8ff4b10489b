/**
 * Results of tests as forge's users read them.
 *
 *   Ran 2 tests for test/Vault.t.sol:VaultTest
 *   [PASS] testDeposit() (gas: 46812)
 *   [FAIL: too little] testWithdraw() (gas: 12345)
 *   Suite result: FAILED. 1 passed; 1 failed; 0 skipped; finished in 1.23ms
 *
 * What stands in brackets, reasons, counterexamples and figures are forge's in every language: tools read them.
 * @module
 */
import type { SuiteResult, Tally, TestResult } from '../../foundry/index.ts'
import { tallyOf } from '../../foundry/index.ts'
import type { Messages } from '../messages/index.ts'
import { type Line, type Screen, span } from '../span.ts'
import { printable } from '../width.ts'
import { durationText } from './duration.ts'

/** What is shown of each test. */
export interface TestDetail {
  /** As with forge's -v: from 2 on logs. */
  readonly verbosity: number
  /** Lines below a test: traces, findings. */
  readonly below?: ((suite: SuiteResult, test: TestResult) => Screen) | undefined
}

export function suiteScreen(suite: SuiteResult, detail: TestDetail, messages: Messages): Screen {
  const { tests: texts } = messages
  const { tests, warnings, milliseconds } = suite
  const tally = tallyOf(tests)
  return [
    [],
    ...warnings.map((warning): Line => [span(texts.warning(printable(warning)), 'bad')]),
    [span(texts.ran(String(tests.length), suiteName(suite)))],
    ...tests.flatMap((test) => [
      ...testLines(test),
      ...logLines(test, detail.verbosity, messages),
      ...(detail.below?.(suite, test) ?? []),
    ]),
    [
      span(texts.suiteResult),
      span(' '),
      tally.failed === 0 ? span(texts.ok, 'good') : span(texts.failed, 'bad'),
      span(` ${texts.tally(...counts(tally), durationText(milliseconds))}`),
    ],
  ]
}

/** The end of the run: what failed, once more. */
export function summaryScreen(suites: readonly SuiteResult[], milliseconds: number, messages: Messages): Screen {
  const { tests: texts } = messages
  const all = suites.flatMap(({ tests }) => tests)
  const tally = tallyOf(all)
  const total = texts.total(String(suites.length), durationText(milliseconds), ...counts(tally), String(all.length))
  const lines: Line[] = [[], [span(total, tally.failed === 0 ? 'good' : 'bad')]]
  if (tally.failed === 0) return lines
  lines.push([], [span(texts.failing, 'strong')])
  for (const suite of suites) {
    const failing = suite.tests.filter(({ status }) => status === 'failure')
    if (failing.length === 0) continue
    lines.push([span(texts.encountered(String(failing.length), suiteName(suite)))], ...failing.flatMap(testLines), [])
  }
  lines.push([span(texts.encounteredTotal(String(tally.failed), String(tally.passed)))])
  return lines
}

export function suiteName({ file, contract }: Pick<SuiteResult, 'file' | 'contract'>): string {
  return printable(`${file}:${contract}`)
}

function counts({ passed, failed, skipped }: Tally): [string, string, string] {
  return [String(passed), String(failed), String(skipped)]
}

/** `[FAIL: boo; counterexample: calldata=0x… args=[1]] testX(uint256) (runs: 3, μ: 5, ~: 5)` */
export function testLines(test: TestResult): Screen {
  const { signature, status, sequence } = test
  const ink = status === 'success' ? 'good' : status === 'failure' ? 'bad' : 'strong'
  const name = span(` ${printable(signature)} ${figuresText(test)}`)
  if (sequence === undefined) return [[span(`[${printable(verdictText(test))}]`, ink), name], ...metricLines(test)]
  return [
    [span(`[${printable(verdictText(test))}]`, ink)],
    [span(`\t[Sequence] (original: ${sequence.original}, shrunk: ${sequence.calls.length})`)],
    ...sequence.calls.map(
      ({ sender, address, contract, signature: called, arguments: values }): Line => [
        span(
          printable(
            `\t\tsender=${sender} addr=[${contract ?? ''}]${address} calldata=${called} args=[${values.join(', ')}]`,
          ).replace(/^\\t\\t/, '\t\t'),
        ),
      ],
    ),
    [name],
    ...metricLines(test),
  ]
}

function verdictText({ status, reason, counterexample }: TestResult): string {
  if (status === 'success') return 'PASS'
  if (status === 'skipped') return reason ? `SKIP: ${reason}` : 'SKIP'
  const example =
    counterexample &&
    `counterexample: calldata=${counterexample.calldata} args=[${counterexample.arguments.join(', ')}]`
  const parts = [reason, example].filter((part) => part !== undefined && part !== '')
  return parts.length === 0 ? 'FAIL' : `FAIL: ${parts.join('; ')}`
}

function figuresText({ figures }: TestResult): string {
  switch (figures.kind) {
    case 'unit':
      return `(gas: ${figures.gas})`
    case 'fuzz':
      return `(runs: ${figures.runs}, μ: ${figures.mean}, ~: ${figures.median})`
    case 'invariant':
      return `(runs: ${figures.runs}, calls: ${figures.calls}, reverts: ${figures.reverts})`
  }
}

/** The calls that an invariant's runs made. */
function metricLines({ figures }: TestResult): Screen {
  if (figures.kind !== 'invariant' || figures.counts.length === 0) return []
  const rows = [
    ['Contract', 'Selector', 'Calls', 'Reverts', 'Discards'],
    ...figures.counts.map((count) => [
      printable(count.contract),
      printable(count.function),
      String(count.calls),
      String(count.reverts),
      String(count.discards),
    ]),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const text = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  const rule = (left: string, line: string, middle: string, right: string) =>
    left + widths.map((width) => line.repeat(width + 2)).join(middle) + right
  const [head, ...body] = rows
  const lines = [
    '',
    rule('╭', '-', '+', '╮'),
    text(head!),
    rule('+', '=', '=', '+'),
    ...body.flatMap((row, index) => (index === 0 ? [text(row)] : [rule('|', '-', '+', '|'), text(row)])),
    rule('╰', '-', '+', '╯'),
    '',
  ]
  return lines.map((line): Line => [span(line)])
}

function logLines({ logs }: TestResult, verbosity: number, { tests: texts }: Messages): Screen {
  if (verbosity < 2 || logs.length === 0) return []
  const lines = logs.flatMap((log) => log.split('\n'))
  return [[span(texts.logs)], ...lines.map((line): Line => [span(`  ${printable(line)}`)]), []]
}

/** What there is to run, by file and contract. */
export function listScreen(
  found: readonly { readonly file: string; readonly contract: string; readonly tests: readonly string[] }[],
): Screen {
  const lines: Line[] = []
  let file: string | undefined
  for (const suite of found) {
    if (suite.file !== file) lines.push([span(printable(suite.file), 'strong')])
    file = suite.file
    lines.push([span(`  ${printable(suite.contract)}`)])
    lines.push(...suite.tests.map((name): Line => [span(`    ${printable(name)}`)]), [])
  }
  return lines
}
