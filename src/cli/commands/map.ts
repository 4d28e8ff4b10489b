/** `memlane map <target>`: the typed map of memory. @module */

import type { CompiledContract, MemoryMap } from '../../solidity/index.ts'
import {
  allocationHistory,
  allocationsScreen,
  cliError,
  mapDocument,
  mapEntries,
  mapPlaceScreen,
  mapScreen,
  memoryWords,
  memoryWordsScreen,
  noYulScreen,
  objectGraph,
  objectGraphDot,
  objectGraphScreen,
  outcomeScreen,
  storageScreen,
  twinScreen,
} from '../../view/index.ts'
import type { Command } from '../command.ts'
import type { MappedRun } from '../mapping.ts'
import { flagOf, type OptionValues, RUN_OPTIONS } from '../options.ts'
import { exitCodeOfRun, placed } from '../report.ts'
import { runRequest } from '../request.ts'
import type { Session } from '../session.ts'
import { isRecordingTarget, readTarget } from '../target.ts'

export const map: Command = {
  name: 'map',
  operands: [
    { usage: '<target>', text: 'solidityTarget' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['at', 'frame', 'words', 'history', 'graph', 'storage', 'ethdebug', 'rpcUrl', 'artifacts', ...RUN_OPTIONS],
  async run([word, ...callArguments], options, session) {
    const { messages } = session
    const run = await mappedRun(word!, callArguments, options, session)
    const { mapAt, outcomeOfFrame } = await import('../mapping.ts')
    const { contract, memoryMap, memory, place, twin, noYul } = await mapAt(run, {
      frame: options.frame,
      at: options.at,
    })
    const shown = place.shown === 0 ? run.outcome : outcomeOfFrame(run.recording, place.shown, run.builds)
    const outcome = { ...shown, freePointer: memoryMap.freePointer }
    if (options.ethdebug) {
      const { ethdebugVariables } = await import('../../solidity/index.ts')
      const variables = ethdebugVariables(contract, memoryMap)
      if (variables === undefined) throw cliError('cli.nothingNamed', {})
      session.showJson(variables)
      return exitCodeOfRun(run.outcome)
    }
    const { columns } = session.io.stdout
    const storage = options.storage ? await storageOf(run, place.shown, contract) : undefined
    const words = options.words ? memoryWords(memoryMap, memory, messages) : undefined
    const history = options.history ? await historyOf(run, memoryMap, place.shown, session) : undefined
    const graph = options.graph === undefined ? undefined : objectGraph(memoryMap)
    if (options.json)
      session.showJson(mapDocument(outcome, memoryMap, { twin, noYul, place, words, history, graph, storage }))
    else if (graph !== undefined && options.graph === 'dot') session.io.stdout.write(objectGraphDot(graph))
    else {
      session.show([
        ...outcomeScreen(outcome, messages),
        ...mapPlaceScreen(place, messages, columns),
        [],
        ...(words ? memoryWordsScreen(words, messages, columns) : []),
        ...(history ? allocationsScreen(history, messages, columns) : []),
        ...(graph ? objectGraphScreen(graph, messages, columns) : []),
        ...((words ?? history ?? graph) ? [] : mapScreen(mapEntries(memoryMap, memory, messages), messages, columns)),
        ...(storage ? storageScreen(storage, messages, columns) : []),
        ...twinScreen(twin, messages, columns),
        ...noYulScreen(noYul, messages, columns),
      ])
    }
    return exitCodeOfRun(run.outcome)
  },
}

async function historyOf({ recording }: MappedRun, map: MemoryMap, frame: number, { messages }: Session) {
  const { MemoryAccesses } = await import('../../trace/index.ts')
  const reads = new MemoryAccesses(recording).from(0, { frame, kind: 'read' })
  return allocationHistory(map, reads, messages)
}

async function storageOf({ recording, storageLayout, twin }: MappedRun, frame: number, contract: CompiledContract) {
  const layout = await storageLayout?.(contract)
  if (layout === undefined) throw cliError('cli.noStorageLayout', {})
  const { storageRows } = await import('../storage.ts')
  return storageRows(recording, recording.frames[frame]!.address, layout, contract, twin?.run)
}

/** Compiles and runs what the word names; or opens the recording, or fetches the transaction. */
async function mappedRun(word: string, callArguments: readonly string[], options: OptionValues, session: Session) {
  const target = options.rpcUrl === undefined ? await readTarget(word, options, session.io) : undefined
  if (target === undefined || isRecordingTarget(target)) {
    const { recordTarget } = await import('../recorded.ts')
    const { mappedRecording } = await import('../mapping.ts')
    const recorded = await recordTarget(word, callArguments, options, session)
    const { builds } = recorded
    if (builds === undefined)
      throw placed(word, cliError('cli.mapNeedsBuild', { frame: 0, option: `${flagOf('artifacts')} <folder>` }))
    const { keptLayout } = await import('../compile.ts')
    return mappedRecording(recorded, builds, (contract) => keptLayout(contract, options, session))
  }
  if (target.format !== 'sol' && target.format !== 'artifact')
    throw placed(target.name, cliError('cli.mapNeedsSolidity', { format: `.${target.format}` }))
  const [{ projectRequest }, { prepareCompiled }, { compileTwinned }, { runMapped }] = await Promise.all([
    import('../execution.ts'),
    import('../contractCall.ts'),
    import('../compile.ts'),
    import('../mapping.ts'),
  ])
  const request = await projectRequest(target, await runRequest(callArguments, options, session.io), session)
  const compiled = await compileTwinned(target, request.options, session)
  return runMapped(await prepareCompiled(target, compiled, request, session), compiled)
}
