/** `memlane debug <target>`: step forward and back in the terminal. @module */
import { cliError, keyLines } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'
import { EXIT, inPlace } from '../report.ts'

export const debug: Command = {
  name: 'debug',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['at', 'rpcUrl', 'artifacts', ...RUN_OPTIONS],
  helpAfter: (messages) => [messages.debugger.keysTitle, ...keyLines(messages).map((line) => `  ${line}`)].join('\n'),
  async run([word, ...callArguments], options, session) {
    const { terminal } = session.io
    if (terminal === undefined) throw cliError('cli.needsTerminal', {})
    const { launchError } = await import('../../launch/index.ts')
    const { recordedFacts, recordTarget } = await import('../recorded.ts')
    const recorded = await recordTarget(word!, callArguments, options, session)
    const { recording, locator, call, source } = recorded
    if (recording.stepCount === 0) throw launchError('launch.nothingRan', {})
    const { parseMoment } = await import('../../trace/index.ts')
    const at = inPlace('--at', () => parseMoment(options.at ?? '0', recording, locator))
    const { placeOf } = recordedFacts(recorded)
    const { ownersIn } = await import('../owners.ts')
    const ownersAt = ownersIn(recorded, session.messages)
    const isSolidity = source !== undefined || recorded.builds !== undefined
    const target = { recording, locator, placeOf, call, isSolidity, ...(ownersAt && { ownersAt }) }
    const { Debugger, debuggerScreen } = await import('../../view/debugger/index.ts')
    const { runDebugger } = await import('../terminal/runDebugger.ts')
    await runDebugger(new Debugger(target, at), terminal, session, (debug) =>
      debuggerScreen(debug, terminal.columns, terminal.rows, session.language),
    )
    return EXIT.fine
  },
}
