/** `memlane test [project]`: the tests of a Foundry project. @module */
import type { Command } from '../command.ts'
import type { OptionName } from '../options.ts'
import { EXIT } from '../report.ts'

const OPTIONS: readonly OptionName[] = [
  ...(['matchTest', 'noMatchTest', 'matchContract', 'noMatchContract', 'matchPath', 'noMatchPath'] as const),
  ...(['fuzzRuns', 'fuzzSeed', 'ffi', 'list', 'junit', 'verbosity', 'jobs', 'solc', 'remappings'] as const),
]

export const test: Command = {
  name: 'test',
  operands: [{ usage: '[path]', text: 'project' }],
  options: OPTIONS,
  async run([word], options, session) {
    const { projectAt } = await import('../forge/projectAt.ts')
    const { findTests, runTests } = await import('../forge/testing.ts')
    const { junitText, listScreen, suiteScreen, summaryScreen, testsDocument } = await import(
      '../../view/tests/index.ts'
    )
    const { messages } = session
    const started = performance.now()
    const at = await projectAt(word, options.remappings ?? [], session)
    const found = await findTests(at, options, session)
    if (found.suites.length === 0) {
      session.note(messages.tests.none)
      return EXIT.fine
    }
    if (options.list) {
      const rows = found.suites.map(({ contract: { file, name }, tests }) => ({ file, contract: name, tests }))
      if (options.json) session.showJson(listed(rows))
      else
        session.show(
          listScreen(rows.map((row) => ({ ...row, tests: row.tests.map((test) => test.replace(/\(.*/, '')) }))),
        )
      return EXIT.fine
    }
    const isData = options.json || options.junit
    const detail = { verbosity: options.verbosity ?? 0 }
    const ran = performance.now()
    const suites = await runTests(found, (suite) => {
      if (!isData) session.show(suiteScreen(suite, detail, messages))
    })
    const milliseconds = performance.now() - ran
    if (options.junit) session.print(junitText(suites, performance.now() - started, new Date()))
    else if (options.json) session.showJson(testsDocument(suites))
    else session.show(summaryScreen(suites, milliseconds, messages))
    return suites.some(({ tests }) => tests.some(({ status }) => status === 'failure')) ? EXIT.findings : EXIT.fine
  },
}

/** By file, then by contract, as `forge test --list --json` has it. */
function listed(
  rows: readonly { readonly file: string; readonly contract: string; readonly tests: readonly string[] }[],
): object {
  const files: Record<string, Record<string, readonly string[]>> = {}
  for (const { file, contract, tests } of rows)
    (files[file] ??= {})[contract] = tests.map((test) => test.replace(/\(.*/, ''))
  return files
}
