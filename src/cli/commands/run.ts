/** `memlane run <target>`: execute. @module */
import { runDocument, runScreen } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'
import { exitCodeOfRun } from '../report.ts'
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
    const request = await runRequest(callArguments, options, session.io)
    const target = await readTarget(word, options, session.io)
    const [{ prepare }, { runPrepared }] = await Promise.all([import('../execution.ts'), import('../running.ts')])
    const facts = await runPrepared(await prepare(target, request, session))
    if (options.json) session.showJson(runDocument(facts))
    else session.show(runScreen(facts, session.messages, session.io.stdout.columns))
    return exitCodeOfRun(facts.outcome)
  },
}
