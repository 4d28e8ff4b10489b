/** `memlane test [path]`: the tests of a Foundry project. @module */

import { cliError, findingLines } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { flagOf, type OptionName, type OptionValues } from '../options.ts'
import { EXIT, inPlace } from '../report.ts'
import type { Session } from '../session.ts'

const OPTIONS: readonly OptionName[] = [
  ...(['matchTest', 'noMatchTest', 'matchContract', 'noMatchContract', 'matchPath', 'noMatchPath'] as const),
  ...(['fuzzRuns', 'fuzzSeed', 'checkTests', 'rules', 'severity', 'baseline', 'ffi', 'list', 'junit'] as const),
  ...(['rerun', 'verbosity', 'jobs', 'solc', 'remappings'] as const),
]

/** What says something about a check alone. */
const CHECK_OPTIONS: readonly OptionName[] = ['rules', 'severity', 'baseline']

export const test: Command = {
  name: 'test',
  operands: [{ usage: '[path]', text: 'project' }],
  options: OPTIONS,
  async run([word], options, session) {
    const idle = options.checkTests ? undefined : CHECK_OPTIONS.find((name) => options[name] !== undefined)
    if (idle !== undefined) throw cliError('cli.optionAlone', { option: flagOf(idle), other: flagOf('checkTests') })
    if (options.json && options.junit) throw cliError('cli.conflict', { option: '--json', other: '--junit' })
    const { projectAt } = await import('../forge/projectAt.ts')
    const { findTests } = await import('../forge/testing.ts')
    const at = await projectAt(word, options.remappings ?? [], session)
    const found = await findTests(at, options, session)
    if (found.suites.length === 0) {
      const { none, noneFound } = session.messages.tests
      session.note(found.areThereAny ? none : noneFound(word ?? '.'))
      return EXIT.fine
    }
    if (!options.list) return runFound(found, at.root, options, session)
    const { listScreen } = await import('../../view/tests/index.ts')
    const rows = found.suites.map(({ contract: { file, name }, tests }) => ({
      file,
      contract: name,
      tests: tests.map((signature) => signature.replace(/\(.*/, '')),
    }))
    if (options.json) session.showJson(listed(rows))
    else session.show(listScreen(rows))
    return EXIT.fine
  },
}

type Found = Awaited<ReturnType<typeof import('../forge/testing.ts')['findTests']>>

async function runFound(found: Found, root: string, options: OptionValues, session: Session): Promise<number> {
  const [{ runTests }, { keepFailures }] = await Promise.all([
    import('../forge/testing.ts'),
    import('../forge/lastFailures.ts'),
  ])
  const { junitText, suiteScreen, summaryScreen, testsDocument, traceScreen } = await import(
    '../../view/tests/index.ts'
  )
  const { messages, io } = session
  const { verbosity = 0 } = options
  const isData = options.json || options.junit
  const started = performance.now()
  const naming = { fileOf: (file: string) => file, commandFor: () => undefined }
  const ran = await runTests(
    found,
    {
      surroundings: { root, environment: io.environment },
      traces: isData || verbosity < 3 ? undefined : verbosity === 3 ? 'failing' : 'all',
      check: options.checkTests ? await checkQuestion(options, session) : undefined,
      onSuite: ({ suite, compilation, findings, notChecked }) => {
        for (const name of notChecked) session.note(messages.tests.notChecked(name))
        if (isData) return
        const below: NonNullable<Parameters<typeof suiteScreen>[1]['below']> = (_, test) => [
          ...(findings.get(test) ?? []).flatMap((finding) => [
            [],
            ...findingLines(finding, naming, messages, io.stdout.columns),
          ]),
          ...traceScreen(test, compilation, verbosity, messages),
        ]
        session.show(suiteScreen(suite, { verbosity, below }, messages))
      },
    },
    messages,
  )
  const suites = ran.map(({ suite }) => suite)
  await keepFailures(root, suites, io)
  const milliseconds = performance.now() - started
  if (options.junit) session.print(junitText(suites, milliseconds, new Date()))
  else if (options.json) {
    const findings = new Map(ran.flatMap((suite) => [...suite.findings]))
    session.showJson(testsDocument(suites, options.checkTests ? (test) => findings.get(test) ?? [] : undefined))
  } else session.show(summaryScreen(suites, milliseconds, messages))
  return suites.some(({ tests }) => tests.some(({ status }) => status === 'failure')) ? EXIT.findings : EXIT.fine
}

async function checkQuestion({ rules, severity, baseline }: OptionValues, { io }: Session) {
  if (baseline === undefined) return { rules, severity, baseline: [] }
  const [{ readJsonFile }, { readBaseline }] = await Promise.all([
    import('../jsonFile.ts'),
    import('../../launch/index.ts'),
  ])
  const document = await readJsonFile(baseline, io)
  return { rules, severity, baseline: inPlace(baseline, () => readBaseline(document)) }
}

interface ListedContract {
  readonly file: string
  readonly contract: string
  readonly tests: readonly string[]
}

/** By file, then by contract, as `forge test --list --json` has it. */
function listed(rows: readonly ListedContract[]): object {
  const files = new Map<string, Map<string, readonly string[]>>()
  for (const { file, contract, tests } of rows) {
    const known = files.get(file) ?? new Map<string, readonly string[]>()
    files.set(file, known.set(contract, tests))
  }
  return Object.fromEntries(Array.from(files, ([file, contracts]) => [file, Object.fromEntries(contracts)]))
}
