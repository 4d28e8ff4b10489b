/** `memlane map <target>`: the typed map of memory. @module */
import { cliError, mapDocument, mapEntries, mapScreen, outcomeScreen } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { flagOf, RUN_OPTIONS } from '../options.ts'
import { EXIT, placed } from '../report.ts'
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
    const request = runRequest(callArguments, options)
    const target = await readTarget(word, options, session.io)
    if (target.format !== 'sol')
      throw placed(target.name, cliError('cli.mapNeedsSolidity', { format: `.${target.format}` }))
    const other = OTHER_BUILDS.find((name) => options[name] !== undefined)
    if (other !== undefined) throw cliError('cli.mapNeedsPlainBuild', { option: flagOf(other) })
    const [{ prepareContract }, { record }, { mapMemory }, { outcomeOf, succeeded }] = await Promise.all([
      import('../contractCall.ts'),
      import('../../trace/index.ts'),
      import('../../solidity/index.ts'),
      import('../outcome.ts'),
    ])
    const { evm, call, parameters, contract } = await prepareContract(target, request, session)
    const { result, recording } = record(evm, parameters)
    const memoryMap = mapMemory(contract, recording, 0)
    const outcome = outcomeOf(call, result, memoryMap.freePointer)
    if (options.json) session.showJson(mapDocument(outcome, memoryMap))
    else {
      const entries = mapEntries(memoryMap, result.memory ?? new Uint8Array(0), messages)
      session.show([...outcomeScreen(outcome, messages), [], ...mapScreen(entries, messages)])
    }
    return succeeded(result) ? EXIT.fine : EXIT.failed
  },
}
