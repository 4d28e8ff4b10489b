/** `memlane find <target> <what>`: where bytes stood in memory, and when. @module */
import { findDocument, findScreen } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'
import { inPlace } from '../report.ts'

export const find: Command = {
  name: 'find',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '<what>', text: 'pattern' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['limit', 'rpcUrl', 'artifacts', ...RUN_OPTIONS],
  async run([word, what, ...callArguments], options, session) {
    const { findBytes, parsePattern } = await import('../../trace/index.ts')
    const pattern = inPlace('<what>', () => parsePattern(what!))
    const { exitCodeOfRecorded, recordedFacts, recordTarget } = await import('../recorded.ts')
    const recorded = await recordTarget(word!, callArguments, options, session)
    const { call, placeOf } = recordedFacts(recorded)
    const facts = { call, pattern, placeOf, ...findBytes(recorded.recording, pattern, options.limit) }
    if (options.json) session.showJson(findDocument(facts))
    else session.show(findScreen(facts, session.messages, session.io.stdout.columns))
    return exitCodeOfRecorded(recorded)
  },
}
