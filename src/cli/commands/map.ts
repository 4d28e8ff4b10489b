/** `memlane map <target>`: the typed map of memory. @module */
import { cliError, mapDocument, mapEntries, mapScreen, outcomeScreen } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { flagOf, RUN_OPTIONS } from '../options.ts'
import { exitCodeOfRun, placed } from '../report.ts'
import { runRequest } from '../request.ts'
import { readTarget } from '../target.ts'

/** What this version cannot map yet, because types are known of plain builds only. */
const OTHER_BUILDS = ['optimize', 'optimizerRuns', 'viaIr'] as const

export const map: Command = {
  name: 'map',
  operands: [
    { usage: '<target>', text: 'solidityTarget' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: RUN_OPTIONS,
  async run([word, ...callArguments], options, session) {
    const { messages } = session
    const request = await runRequest(callArguments, options, session.io)
    const target = await readTarget(word, options, session.io)
    if (target.format !== 'sol')
      throw placed(target.name, cliError('cli.mapNeedsSolidity', { format: `.${target.format}` }))
    const other = OTHER_BUILDS.find((name) => options[name] !== undefined)
    if (other !== undefined) throw cliError('cli.mapNeedsPlainBuild', { option: flagOf(other) })
    const [{ prepareContract }, { mapPrepared }] = await Promise.all([
      import('../contractCall.ts'),
      import('../mapping.ts'),
    ])
    const { outcome, memoryMap, memory } = await mapPrepared(await prepareContract(target, request, session))
    if (options.json) session.showJson(mapDocument(outcome, memoryMap))
    else {
      const entries = mapEntries(memoryMap, memory, messages)
      session.show([
        ...outcomeScreen(outcome, messages),
        [],
        ...mapScreen(entries, messages, session.io.stdout.columns),
      ])
    }
    return exitCodeOfRun(outcome)
  },
}
