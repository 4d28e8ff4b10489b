/** `memlane check <target>`: which write broke which object in memory. @module */
import type { BaselineEntry } from '../../launch/index.ts'
import {
  type CheckFacts,
  checkDocument,
  checkScreen,
  cliError,
  githubLines,
  isBrutalizedOtherwise,
  sarifLog,
} from '../../view/index.ts'
import type { Command } from '../command.ts'
import { flagOf, type OptionValues, RUN_OPTIONS } from '../options.ts'
import { EXIT, inPlace } from '../report.ts'
import type { Session } from '../session.ts'
import { packageVersion } from '../version.ts'

export const check: Command = {
  name: 'check',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: [
    ...([
      'reportFormat',
      'rules',
      'severity',
      'fuzz',
      'seed',
      'brutalize',
      'assembly',
      'baseline',
      'writeBaseline',
    ] as const),
    ...(['rpcUrl', 'artifacts'] as const),
    ...RUN_OPTIONS,
  ],
  async run([word, ...callArguments], options, session) {
    const format = formatOf(options)
    if (options.seed !== undefined && options.fuzz === undefined)
      throw cliError('cli.optionAlone', { option: flagOf('seed'), other: flagOf('fuzz') })
    const baseline = await knownFindings(options, session)
    const { checkTarget } = await import('../checking.ts')
    const facts = await checkTarget({ word: word!, callArguments, options, baseline }, session)
    if (options.writeBaseline !== undefined) await writeBaseline(options.writeBaseline, facts, session)
    print(facts, format, session)
    if (facts.brutalized !== undefined && isBrutalizedOtherwise(facts.brutalized)) return EXIT.findings
    return facts.judged.findings.length === 0 || options.writeBaseline !== undefined ? EXIT.fine : EXIT.findings
  },
}

type Format = NonNullable<OptionValues['reportFormat']>

function formatOf({ reportFormat, json }: OptionValues): Format {
  if (json && reportFormat !== undefined && reportFormat !== 'json')
    throw cliError('cli.conflict', { option: '--json', other: `--format ${reportFormat}` })
  return json ? 'json' : (reportFormat ?? 'text')
}

async function knownFindings({ baseline }: OptionValues, { io }: Session): Promise<readonly BaselineEntry[]> {
  if (baseline === undefined) return []
  const [{ readJsonFile }, { readBaseline }] = await Promise.all([
    import('../jsonFile.ts'),
    import('../../launch/index.ts'),
  ])
  const document = await readJsonFile(baseline, io)
  return inPlace(baseline, () => readBaseline(document))
}

/** All that is not meant: what is hidden now is known too. */
async function writeBaseline(name: string, { judged }: CheckFacts, session: Session): Promise<void> {
  const [{ writeOutput }, { baselineOf }] = await Promise.all([
    import('../outputFile.ts'),
    import('../../launch/index.ts'),
  ])
  const findings = [...judged.findings, ...judged.hidden, ...judged.known]
  await writeOutput(name, [`${JSON.stringify(baselineOf(findings), undefined, 2)}\n`], session)
  session.note(session.messages.check.written(String(findings.length), name))
}

function print(facts: CheckFacts, format: Format, session: Session): void {
  const { messages, language } = session
  if (format === 'json') session.showJson(checkDocument(facts))
  else if (format === 'sarif') session.showJson(sarifLog(facts, language, packageVersion()))
  else if (format === 'github') session.print(githubLines(facts, messages).join('\n'))
  else session.show(checkScreen(facts, messages, session.io.stdout.columns))
}
