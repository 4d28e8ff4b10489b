/** `memlane run <target>`: execute. @module */
import type { RunFacts } from '../../launch/index.ts'
import { runDocument, runScreen } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { type OptionValues, RUN_OPTIONS } from '../options.ts'
import { exitCodeOfRun } from '../report.ts'
import { runRequest } from '../request.ts'
import type { Session } from '../session.ts'
import { readTarget } from '../target.ts'

export const run: Command = {
  name: 'run',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['rpcUrl', 'artifacts', ...RUN_OPTIONS],
  async run([word, ...callArguments], options, session) {
    const facts = await runFacts(word!, callArguments, options, session)
    if (options.json) session.showJson(runDocument(facts))
    else session.show(runScreen(facts, session.messages, session.io.stdout.columns))
    return exitCodeOfRun(facts.outcome)
  },
}

/** Runs what the word names; or shows a transaction of a node as it ran. */
async function runFacts(
  word: string,
  callArguments: readonly string[],
  options: OptionValues,
  session: Session,
): Promise<RunFacts> {
  if (options.rpcUrl !== undefined || options.matchTest !== undefined) {
    const [{ recordTarget }, { runOfRecording }] = await Promise.all([
      import('../recorded.ts'),
      import('../../launch/index.ts'),
    ])
    return runOfRecording(await recordTarget(word, callArguments, options, session))
  }
  const request = await runRequest(callArguments, options, session.io)
  const target = await readTarget(word, options, session.io)
  const [{ prepare, runStage }, { inTarget, launchingOf }] = await Promise.all([
    import('../../launch/index.ts'),
    import('../launching.ts'),
  ])
  const launching = await launchingOf(target, request, session)
  return runStage(await inTarget(launching, prepare(launching.input, launching.ports)))
}
