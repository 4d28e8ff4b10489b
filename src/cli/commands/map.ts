/** `memlane map <target>`: the typed map of memory. @module */
import {
  cliError,
  mapDocument,
  mapEntries,
  mapScreen,
  noYulScreen,
  outcomeScreen,
  twinScreen,
} from '../../view/index.ts'
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'
import { exitCodeOfRun, placed } from '../report.ts'
import { runRequest } from '../request.ts'
import { readTarget } from '../target.ts'

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
    if (target.format !== 'sol' && target.format !== 'artifact')
      throw placed(target.name, cliError('cli.mapNeedsSolidity', { format: `.${target.format}` }))
    const [{ prepareCompiled }, { compileTwinned }, { mapPrepared }] = await Promise.all([
      import('../contractCall.ts'),
      import('../compile.ts'),
      import('../mapping.ts'),
    ])
    const compiled = await compileTwinned(target, options, session)
    const prepared = await prepareCompiled(target, compiled, request, session)
    const { outcome, memoryMap, memory, twin, noYul } = await mapPrepared(prepared, compiled)
    if (options.json) session.showJson(mapDocument(outcome, memoryMap, { twin, noYul }))
    else {
      const entries = mapEntries(memoryMap, memory, messages)
      session.show([
        ...outcomeScreen(outcome, messages),
        [],
        ...mapScreen(entries, messages, session.io.stdout.columns),
        ...twinScreen(twin, messages, session.io.stdout.columns),
        ...noYulScreen(noYul, messages, session.io.stdout.columns),
      ])
    }
    return exitCodeOfRun(outcome)
  },
}
