/** `memlane trace export <target> --format <name>`: a run in the words of other tools. @module */
import type { Recording } from '../../../trace/index.ts'
import { cliError } from '../../../view/index.ts'
import type { TraceAction } from '../../command.ts'
import { type OptionValues, RUN_OPTIONS } from '../../options.ts'
import { EXIT } from '../../report.ts'

export const exportAction: TraceAction = {
  name: 'export',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['format', 'memory', 'diff', 'output', 'rpcUrl', ...RUN_OPTIONS],
  async run([word, ...callArguments], options, session) {
    const { recordTarget } = await import('../../recorded.ts')
    const { recording } = await recordTarget(word, callArguments, options, session)
    const text = await exportedText(recording, options)
    if (options.output !== undefined) {
      const { writeOutput } = await import('../../outputFile.ts')
      await writeOutput(options.output, text, session)
    } else await session.io.stdout.writeAll(text)
    return EXIT.fine
  },
}

/** Piece by piece: a trace can be longer than a text may be. */
async function exportedText(recording: Recording, options: OptionValues): Promise<Iterable<string>> {
  const { callTracer, eip3155Lines, prestateDiff, prestateTracer, structLogSummary, structLogs } = await import(
    '../../../trace/index.ts'
  )
  const { memory = false, diff = false } = options
  const format = options.format ?? 'eip3155'
  if (memory && format !== 'eip3155' && format !== 'structlogs')
    throw cliError('cli.notForFormat', { option: '--memory', format })
  if (diff && format !== 'prestatetracer') throw cliError('cli.notForFormat', { option: '--diff', format })
  switch (format) {
    case 'eip3155':
      return withLineEnds(eip3155Lines(recording, { memory }))
    case 'structlogs':
      return structLogText(structLogSummary(recording), structLogs(recording, { enableMemory: memory }))
    case 'calltracer':
      return [`${JSON.stringify(callTracer(recording, { withLog: true }) ?? null, undefined, 2)}\n`]
    case 'prestatetracer': {
      const result = diff ? prestateDiff(recording) : prestateTracer(recording)
      return [`${JSON.stringify(result, undefined, 2)}\n`]
    }
  }
}

function* withLineEnds(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`
}

/** One JSON document, an entry a line. */
function* structLogText(summary: object, entries: Iterable<object>): Generator<string> {
  yield `${JSON.stringify(summary).slice(0, -1)},"structLogs":[`
  let separator = '\n'
  for (const entry of entries) {
    yield separator + JSON.stringify(entry)
    separator = ',\n'
  }
  yield '\n]}\n'
}
