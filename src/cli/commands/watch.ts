/** `memlane watch <target> <range>`: every read and write of a range of memory. @module */
import { watchDocument, watchScreen } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { DEFAULT_LISTED, RUN_OPTIONS } from '../options.ts'
import { inPlace } from '../report.ts'

export const watch: Command = {
  name: 'watch',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '<range>', text: 'range' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['on', 'when', 'frame', 'limit', 'rpcUrl', 'artifacts', ...RUN_OPTIONS],
  async run([word, rangeWord, ...callArguments], options, session) {
    const { MemoryAccesses, parseCondition, parseRange, watch } = await import('../../trace/index.ts')
    const range = inPlace('<range>', () => parseRange(rangeWord!))
    const { when: condition, on = 'both', frame, limit = DEFAULT_LISTED } = options
    const when = condition === undefined ? undefined : inPlace('--when', () => parseCondition(condition))
    const { exitCodeOfRecorded, recordedFacts, recordTarget } = await import('../recorded.ts')
    const recorded = await recordTarget(word!, callArguments, options, session)
    const { recording } = recorded
    const question = { ...range, on, ...(frame !== undefined && { frame }), ...(when && { when }) }
    const found = watch(recording, new MemoryAccesses(recording), question, { most: limit })
    const facts = { ...recordedFacts(recorded), range, ...found }
    if (options.json) session.showJson(watchDocument(facts))
    else session.show(watchScreen(facts, session.messages, session.io.stdout.columns))
    return exitCodeOfRecorded(recorded)
  },
}
