/** `memlane run <target>`: execute. @module */
import { bytesToHex } from '../../base/index.ts'
import {
  type NamedValue,
  outcomeScreen,
  type RunFacts,
  runDocument,
  runScreen,
  sectionScreen,
} from '../../view/index.ts'
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'
import { EXIT } from '../report.ts'
import { runRequest } from '../request.ts'
import { readTarget } from '../target.ts'

export const run: Command = {
  name: 'run',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: RUN_OPTIONS,
  async run([word, ...callArguments], options, session) {
    const { messages } = session
    const request = runRequest(callArguments, options)
    const target = await readTarget(word, options, session.io)
    const [{ execute, prepare }, { outcomeOf, succeeded }] = await Promise.all([
      import('../execution.ts'),
      import('../outcome.ts'),
    ])
    const prepared = await prepare(target, request, session)
    const { result, sections } = await execute(prepared)
    const outcome = outcomeOf(prepared.call, result, undefined)
    const { memory = new Uint8Array(0), stack = [], output, logs, created } = result
    const facts: RunFacts = { outcome, output, logs, created, sections, memory, stack }
    if (options.json) session.showJson(runDocument(facts))
    else
      session.show([
        ...outcomeScreen(outcome, messages),
        ...(sections.length > 0
          ? sections.flatMap((section) => sectionScreen(section, messages))
          : runScreen({ output: namedOutput(output), logs: [], memory, stack, owners: [] }, messages)),
      ])
    return succeeded(result) ? EXIT.fine : EXIT.failed
  },
}

function namedOutput(output: Uint8Array): readonly NamedValue[] {
  return output.length === 0 ? [] : [{ label: '', value: bytesToHex(output) }]
}
