/** `memlane trace record <target> -o <file>`: a run, every step of it, as a file. @module */
import type { Launch } from '../../../launch/index.ts'
import { cliError, writtenScreen } from '../../../view/index.ts'
import type { TraceAction } from '../../command.ts'
import { type OptionValues, RUN_OPTIONS } from '../../options.ts'
import { EXIT } from '../../report.ts'
import type { Session } from '../../session.ts'

export const recordAction: TraceAction = {
  name: 'record',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['output', 'check', 'rpcUrl', ...RUN_OPTIONS],
  async run([word, ...callArguments], options, session) {
    return keep(options, session, async () => {
      const { recordTarget } = await import('../../recorded.ts')
      const launch = await recordTarget(word, callArguments, options, session, options.check)
      if (!options.check) return launch
      const { checkedFindings } = await import('../../../launch/index.ts')
      const causes = (await checkedFindings(launch)).map(({ cause }) => cause)
      return { ...launch, findings: { kind: 'read', causes } }
    })
  },
}

/** Writes what `record` gives to the file that the options name. */
export async function keep(options: OptionValues, session: Session, record: () => Promise<Launch>): Promise<number> {
  const { output } = options
  if (output === undefined) throw cliError('cli.missingOutput', { option: '--output' })
  const recorded = await record()
  const { writeRecording } = await import('../../recordingTarget.ts')
  const { tracedStepCount } = await import('../../../trace/index.ts')
  const { findings } = recorded
  const bytes = await writeRecording(recorded, output, session)
  const facts = {
    file: output,
    call: recorded.call,
    steps: tracedStepCount(recorded.recording),
    frames: recorded.recording.frames.length,
    bytes,
    ...(findings?.kind === 'read' && { findings: findings.causes.length }),
  }
  if (options.json) session.showJson({ version: 1, ...facts })
  else session.show(writtenScreen(facts, session.messages))
  // How the run ended is in the recording; that it was recorded is what was asked for.
  return EXIT.fine
}
