/**
 * `memlane diff <target> --at … --to …`: what is another at two moments of a run.
 * `memlane diff <target> <target>`, `memlane diff <target> --against '…'`: where two runs part.
 * @module
 */
import type { Launch } from '../../launch/index.ts'
import { cliError, momentsDocument, momentsScreen, runsDocument, runsScreen } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { type OptionValues, parseWords, RUN_OPTIONS } from '../options.ts'
import { EXIT, inPlace } from '../report.ts'
import type { Session } from '../session.ts'

export const diff: Command = {
  name: 'diff',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'otherTarget' },
  ],
  options: ['at', 'to', 'against', 'rpcUrl', 'artifacts', ...RUN_OPTIONS],
  async run([word, ...rest], options, session) {
    const { recordTarget } = await import('../recorded.ts')
    const { at, to, against } = options
    const isMoments = at !== undefined || to !== undefined
    if (isMoments && against !== undefined) throw cliError('cli.conflict', { option: '--at', other: '--against' })
    if (isMoments) {
      const recorded = await recordTarget(word!, rest, options, session)
      return showMoments(recorded, at ?? 'step:0', to ?? 'end', options, session)
    }
    if (against !== undefined) {
      const other: OptionValues = { ...options, ...parseWords('--against', against, session.messages) }
      const first = await recordTarget(word!, rest, options, session)
      return showRuns(
        first,
        await recordTarget(word!, rest, other, session),
        [word!, `${word} ${against}`],
        options,
        session,
      )
    }
    const [second, ...callArguments] = rest
    if (second === undefined) throw cliError('cli.nothingToCompare', {})
    const first = await recordTarget(word!, callArguments, options, session)
    return showRuns(
      first,
      await recordTarget(second, callArguments, options, session),
      [word!, second],
      options,
      session,
    )
  },
}

async function showMoments(
  recorded: Launch,
  at: string,
  to: string,
  options: OptionValues,
  session: Session,
): Promise<number> {
  const { diffMoments, parseMoment } = await import('../../trace/index.ts')
  const { recording, locator, call } = recorded
  const from = inPlace('--at', () => parseMoment(at, recording, locator))
  const end = inPlace('--to', () => parseMoment(to, recording, locator))
  const facts = { call, from, to: end, difference: diffMoments(recording, from, end) }
  if (options.json) session.showJson(momentsDocument(facts))
  else session.show(momentsScreen(facts, session.messages, session.io.stdout.columns))
  return EXIT.fine
}

async function showRuns(
  first: Launch,
  second: Launch,
  [a, b]: readonly [string, string],
  options: OptionValues,
  session: Session,
): Promise<number> {
  const { diffRuns } = await import('../../trace/index.ts')
  const { recordedFacts } = await import('../recorded.ts')
  const facts = {
    first: `${first.call}   ${a}`,
    second: `${second.call}   ${b}`,
    difference: diffRuns(first.recording, second.recording),
    placeOf: [recordedFacts(first).placeOf, recordedFacts(second).placeOf] as const,
  }
  if (options.json) session.showJson(runsDocument(facts))
  else session.show(runsScreen(facts, session.messages, session.io.stdout.columns))
  return EXIT.fine
}
