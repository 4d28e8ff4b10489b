/** `memlane trace record <target> -o <file>`: a run, every step of it, as a file. @module */
import { cliError, writtenScreen } from '../../../view/index.ts'
import type { TraceAction } from '../../command.ts'
import { RUN_OPTIONS } from '../../options.ts'
import { EXIT } from '../../report.ts'

export const recordAction: TraceAction = {
  name: 'record',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['output', ...RUN_OPTIONS],
  async run([word, ...callArguments], options, session) {
    const { output } = options
    if (output === undefined) throw cliError('cli.missingOutput', { option: '--output' })
    const [{ recordTarget }, { writeRecording }] = await Promise.all([
      import('../../recorded.ts'),
      import('../../recordingTarget.ts'),
    ])
    const recorded = await recordTarget(word, callArguments, options, session)
    const bytes = await writeRecording(recorded, output, session)
    const facts = {
      file: output,
      call: recorded.call,
      steps: recorded.recording.stepCount,
      frames: recorded.recording.frames.length,
      bytes,
    }
    if (options.json) session.showJson({ version: 1, ...facts })
    else session.show(writtenScreen(facts, session.messages))
    // How the run ended is in the recording; that it was recorded is what was asked for.
    return EXIT.fine
  },
}
