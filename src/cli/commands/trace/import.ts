/** `memlane trace import <file> -o <file>`: a trace of another tool as a recording. @module */
import { cliError } from '../../../view/index.ts'
import type { TraceAction } from '../../command.ts'
import { placed } from '../../report.ts'
import { isRecordingTarget, readTarget } from '../../target.ts'
import { keep } from './record.ts'

/** The formats of `--format` that are read, by the word for the same of `--as`. */
const READ = { eip3155: 'jsonl', structlogs: 'json' } as const

export const importAction: TraceAction = {
  name: 'import',
  operands: [{ usage: '<file>', text: 'trace' }],
  options: ['format', 'tx', 'output', 'fork', 'as'],
  async run([word], options, session) {
    const { format } = options
    if (format !== undefined && format !== 'eip3155' && format !== 'structlogs')
      throw cliError('cli.invalidChoice', { option: '--format', value: format, choices: Object.keys(READ) })
    const as = options.as ?? (format && READ[format])
    const target = await readTarget(word, { as }, session.io)
    if (!isRecordingTarget(target)) {
      const facts = { format: `.${target.format}`, wanted: Object.values(READ).map((name) => `.${name}`) }
      throw placed(target.name, cliError('cli.wrongFormat', facts))
    }
    return keep(options, session, async () => {
      const { openTarget } = await import('../../recordingTarget.ts')
      return openTarget(target, options, session)
    })
  },
}
