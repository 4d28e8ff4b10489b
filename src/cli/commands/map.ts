/** `memlane map <target>`: the typed map of memory. @module */

import type { Launch } from '../../launch/index.ts'
import type { CompiledContract, MemoryMap } from '../../solidity/index.ts'
import {
  allocationHistory,
  allocationsScreen,
  cliError,
  consoleScreen,
  findingsAt,
  mapDocument,
  mapEntries,
  mapFindingsScreen,
  mapPlaceScreen,
  mapScreen,
  markedEntries,
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
import { type OptionValues, RUN_OPTIONS } from '../options.ts'
import { exitCodeOfRun, placed } from '../report.ts'
import type { Session } from '../session.ts'
import { isRecordingTarget, readTarget } from '../target.ts'

export const map: Command = {
  name: 'map',
  operands: [
    { usage: '<target>', text: 'solidityTarget' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: [
    'at',
    'frame',
    'check',
    'words',
    'history',
    'graph',
    'storage',
    'ethdebug',
    'rpcUrl',
    'artifacts',
    ...RUN_OPTIONS,
  ],
  async run([word, ...callArguments], options, session) {
    const { messages } = session
    const { launch, shown: names } = await mappedLaunch(word!, callArguments, options, session)
    const fileOf = (file: string) => names.get(file) ?? file
    const { consoleOf, outcomeOfFrame, outcomeOfLaunch } = await import('../../launch/index.ts')
    const { contract, memoryMap, memory, place, twin, noYul } = await launch.evidence.mapAt({
      frame: options.frame,
      at: options.at,
    })
    const ended = outcomeOfLaunch(launch)
    const shown = place.shown === 0 ? ended : outcomeOfFrame(launch.recording, place.shown, launch.builds!)
    const outcome = { ...shown, freePointer: memoryMap.freePointer }
    if (options.ethdebug) {
      const { ethdebugVariables } = await import('../../solidity/index.ts')
      const variables = ethdebugVariables(contract, memoryMap)
      if (variables === undefined) throw cliError('cli.nothingNamed', {})
      session.showJson(variables)
      return exitCodeOfRun(ended)
    }
    const { columns } = session.io.stdout
    const printed = consoleOf(launch.recording, place.at ?? launch.recording.frames[place.shown]!.endStep)
    const storage = options.storage ? await storageOf(launch, place.shown, contract) : undefined
    const words = options.words ? memoryWords(memoryMap, memory, messages) : undefined
    const history = options.history ? await historyOf(launch, memoryMap, place.shown, session) : undefined
    const graph = options.graph === undefined ? undefined : objectGraph(memoryMap)
    const all = options.check ? await findingsIn(launch) : undefined
    const findings = all && findingsAt(all, place)
    if (options.json)
      session.showJson(
        mapDocument(outcome, memoryMap, {
          ...{ twin, noYul, place, words, history, graph, storage, console: printed, findings, fileOf },
        }),
      )
    else if (graph !== undefined && options.graph === 'dot') session.io.stdout.write(objectGraphDot(graph))
    else {
      session.show([
        ...outcomeScreen(outcome, messages),
        ...mapPlaceScreen(place, messages, columns),
        ...consoleScreen(printed, messages),
        [],
        ...(words ? memoryWordsScreen(words, messages, columns) : []),
        ...(history ? allocationsScreen(history, messages, columns) : []),
        ...(graph ? objectGraphScreen(graph, messages, columns) : []),
        ...((words ?? history ?? graph)
          ? []
          : mapScreen(markedEntries(mapEntries(memoryMap, memory, messages), findings ?? []), messages, columns)),
        ...(findings && all ? mapFindingsScreen(findings, all, { fileOf }, messages, columns) : []),
        ...(storage ? storageScreen(storage, messages, columns) : []),
        ...twinScreen(twin, messages, columns),
        ...noYulScreen(noYul, messages, columns),
      ])
    }
    return exitCodeOfRun(ended)
  },
}

async function historyOf({ recording }: Launch, map: MemoryMap, frame: number, { messages }: Session) {
  const { MemoryAccesses } = await import('../../trace/index.ts')
  const reads = new MemoryAccesses(recording).from(0, { frame, kind: 'read' })
  return allocationHistory(map, reads, messages)
}

async function findingsIn(launch: Launch) {
  const { checkedFindings } = await import('../../launch/index.ts')
  return checkedFindings(launch)
}

async function storageOf({ recording, evidence }: Launch, frame: number, contract: CompiledContract) {
  const layout = await evidence.storageLayout(contract)
  if (layout === undefined) throw cliError('cli.noStorageLayout', {})
  const { storageRows } = await import('../../launch/index.ts')
  const twin = await evidence.twin()
  return storageRows(recording, recording.frames[frame]!.address, layout, contract, twin?.run)
}

/** Compiles and runs what the word names; or opens the recording, or fetches the transaction. */
async function mappedLaunch(word: string, callArguments: readonly string[], options: OptionValues, session: Session) {
  const isOther = options.rpcUrl !== undefined || options.matchTest !== undefined
  const target = !isOther ? await readTarget(word, options, session.io) : undefined
  const { recordShown } = await import('../recorded.ts')
  if (target === undefined || isRecordingTarget(target)) {
    const shown = await recordShown(word, callArguments, options, session, false)
    if (shown.launch.builds === undefined) {
      const { launchError } = await import('../../launch/index.ts')
      throw placed(word, launchError('launch.mapNeedsBuild', { frame: 0 }))
    }
    return shown
  }
  if (target.format !== 'sol' && target.format !== 'artifact')
    throw placed(target.name, cliError('cli.mapNeedsSolidity', { format: `.${target.format}` }))
  return recordShown(word, callArguments, options, session, true)
}
