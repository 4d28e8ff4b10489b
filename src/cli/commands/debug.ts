/** `memlane debug <target>`: step forward and back in the terminal. @module */
import { MemlaneError } from '../../base/error.ts'
import type { FoundFindings, Launch } from '../../launch/index.ts'
import type { Debugger } from '../../view/debugger/index.ts'
import { cliError, foundText, keyLines, type Messages, messagesIn } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'
import { EXIT, inPlace, reportLines } from '../report.ts'

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
    const recorded = await recordTarget(word!, callArguments, options, session, true)
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
    const debug = new Debugger(target, at)
    await tellFindings(debug, recorded)
    await runDebugger(debug, terminal, session, () =>
      debuggerScreen(debug, terminal.columns, terminal.rows, session.language),
    )
    return EXIT.fine
  },
}

/** A comment in the sources that cannot be read keeps nobody from looking at the run. */
async function tellFindings(debug: Debugger, launch: Launch): Promise<void> {
  const { findingsOf } = await import('../../launch/index.ts')
  try {
    const found = await findingsOf(launch)
    debug.setFound(found)
    const isQuiet = 'findings' in found && found.findings.length === 0
    if (!isQuiet) debug.notice = (language) => noticeOf(found, messagesIn(language))
  } catch (error) {
    if (!(error instanceof MemlaneError)) throw error
    debug.notice = (language) => reportLines(error, language).join('  ')
  }
}

function noticeOf(found: FoundFindings, messages: Messages): string {
  const text = foundText(found, messages)
  return 'findings' in found ? messages.debugger.toFindings(text) : text
}
