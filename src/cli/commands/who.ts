/** `memlane who <target> <range>`: who wrote these bytes, and where the values came from. @module */
import { whoDocument, whoScreen } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'
import { inPlace } from '../report.ts'

/** With --all: more than anybody reads, and still quickly found. */
const ALL_WRITERS = 1000

export const who: Command = {
  name: 'who',
  // The range stands directly behind the target: what follows it are arguments of the call.
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '<range>', text: 'range' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['at', 'frame', 'all', 'rpcUrl', 'artifacts', ...RUN_OPTIONS],
  async run([word, rangeWord, ...callArguments], options, session) {
    const { MemoryAccesses, OriginFinder, parseMoment, parseRange, writersOf } = await import('../../trace/index.ts')
    const range = inPlace('<range>', () => parseRange(rangeWord!))
    const { exitCodeOfRecorded, recordedFacts, recordTarget } = await import('../recorded.ts')
    const recorded = await recordTarget(word!, callArguments, options, session)
    const { recording, locator } = recorded
    const moment = inPlace('--at', () => parseMoment(options.at ?? 'end', recording, locator))
    const isEnd = moment === recording.stepCount
    const frame = options.frame ?? (isEnd ? 0 : recording.steps.frame(moment))
    const accesses = new MemoryAccesses(recording)
    const limits = options.all ? { most: ALL_WRITERS, shadowed: ALL_WRITERS } : {}
    const question = isEnd ? { frame, ...range } : { frame, ...range, at: moment }
    const found = inPlace('--frame', () => writersOf(recording, accesses, question, limits))
    const finder = new OriginFinder(recording, accesses, { acrossCalls: true })
    const origins = found.writers.map((writer) => finder.ofWrite(writer.step, writer))
    const at = isEnd ? undefined : moment
    const facts = { ...recordedFacts(recorded), frame, at, range, found, origins }
    if (options.json) session.showJson(whoDocument(facts))
    else session.show(whoScreen(facts, session.messages, session.io.stdout.columns))
    return exitCodeOfRecorded(recorded)
  },
}
