/** `memlane check <target>`: which write broke which object in memory. @module */

import type { Launch } from '../../launch/index.ts'
import { type CheckFacts, checkDocument, checkScreen, cliError, githubLines, sarifLog } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { type OptionName, type OptionValues, RUN_OPTIONS } from '../options.ts'
import { EXIT, inPlace } from '../report.ts'
import type { Session } from '../session.ts'
import { packageVersion } from '../version.ts'

/** What says which run is meant; `debug` takes them too. */
const TARGET_OPTIONS: readonly OptionName[] = ['rpcUrl', 'artifacts', ...RUN_OPTIONS]

export const check: Command = {
  name: 'check',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['reportFormat', 'rules', 'severity', 'baseline', 'writeBaseline', ...TARGET_OPTIONS],
  async run([word, ...callArguments], options, session) {
    const format = formatOf(options)
    const baseline = await knownFindings(options, session)
    const { recordShown } = await import('../recorded.ts')
    const { launch, shown } = await recordShown(word!, callArguments, options, session, true)
    const judged = await judge(launch, options, baseline)
    const { sameTarget } = await import('../shellCommand.ts')
    const command = word === '-' ? undefined : sameTarget(word!, callArguments, options, TARGET_OPTIONS)
    const facts: CheckFacts = {
      call: launch.call,
      end: launch.outcome ?? launch.recording.frames[0],
      judged,
      severity: options.severity ?? 'note',
      baseline: options.baseline,
      fileOf: (file) => shown.get(file) ?? file,
      commandAt: (step) => command && [...command, '--at', String(step)],
    }
    if (options.writeBaseline !== undefined) await writeBaseline(options.writeBaseline, facts, session)
    print(facts, format, session)
    return judged.findings.length === 0 || options.writeBaseline !== undefined ? EXIT.fine : EXIT.findings
  },
}

type Format = NonNullable<OptionValues['reportFormat']>

function formatOf({ reportFormat, json }: OptionValues): Format {
  if (json && reportFormat !== undefined && reportFormat !== 'json')
    throw cliError('cli.conflict', { option: '--json', other: `--format ${reportFormat}` })
  return json ? 'json' : (reportFormat ?? 'text')
}

async function knownFindings({ baseline }: OptionValues, { io }: Session) {
  if (baseline === undefined) return []
  const [{ readJsonFile }, { readBaseline }] = await Promise.all([
    import('../jsonFile.ts'),
    import('../../launch/index.ts'),
  ])
  const document = await readJsonFile(baseline, io)
  return inPlace(baseline, () => readBaseline(document))
}

async function judge(
  launch: Launch,
  { rules, severity }: OptionValues,
  baseline: Awaited<ReturnType<typeof knownFindings>>,
) {
  const [{ checkRecording, factsFrom }, { judgeFindings }] = await Promise.all([
    import('../../check/index.ts'),
    import('../../launch/index.ts'),
  ])
  const report = checkRecording(launch.recording, {
    ...(rules && { rules }),
    ...(launch.builds && { factsOf: factsFrom(launch.builds) }),
  })
  return judgeFindings(launch, report, { severity, baseline })
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
