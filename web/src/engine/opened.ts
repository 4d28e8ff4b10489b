/**
 * A file that was dropped on the page: a recording, a trace of another tool, an artifact with its sources.
 * @module
 */
import { bytesToHex, MemlaneError } from 'memlane'
import { type Launch, openLaunch } from 'memlane/launch'
import { type Artifact, readArtifact, type StandardJsonOutput, withoutCommit } from 'memlane/solidity'
import { isRecordingFile, isTraceDocument } from 'memlane/trace'
import type { SourceText } from './input.ts'
import { type LoadedRun, loadedRun } from './loadedRun.ts'
import type { OpenedFile, OpenedInput, Program } from './protocol.ts'
import { PageError } from './reasons.ts'
import { BUNDLED_VERSION } from './solc.ts'

/** Bytes of a file that are read. */
const MOST_BYTES = 512 * 1024 * 1024

export interface Opened {
  readonly run: LoadedRun
  readonly source: Program['source']
}

/**
 * The source that an artifact asks to be run, with what it imports and how it was compiled; `undefined` for a file that is
 * no artifact.
 * @throws {PageError | MemlaneError} for an artifact that does not hold its sources.
 */
export function openArtifact({ bytes }: OpenedFile): OpenedInput | undefined {
  const document = isRecordingFile(bytes) ? undefined : documentOf(new TextDecoder().decode(bytes))
  if (document === undefined || isTraceDocument(document)) return undefined
  let artifact: Artifact
  try {
    artifact = readArtifact(document)
  } catch (error) {
    if (error instanceof MemlaneError && error.code === 'solidity.notAnArtifact') return undefined
    throw error
  }
  if (artifact.kind !== 'build' && artifact.kind !== 'input') throw new PageError('needsBuildInfo')
  const { settings, sources } = artifact.input
  const texts = Object.entries(sources).map(([name, { content: text }]) => ({ name, text }))
  const contract = artifact.kind === 'build' ? lastContract(artifact.output) : undefined
  const main =
    texts.find(({ name }) => name === contract?.file) ?? texts.find((one) => !isImported(one, texts)) ?? texts[0]
  if (main === undefined) throw new PageError('needsBuildInfo')
  const version = artifact.kind === 'build' ? withoutCommit(artifact.version) : BUNDLED_VERSION
  return {
    ...main,
    others: texts.filter((text) => text !== main),
    remappings: settings.remappings ?? [],
    solc: version === BUNDLED_VERSION ? '' : version,
    contract: contract?.name ?? '',
    optimize: settings.optimizer.enabled,
    viaIr: settings.viaIR === true,
  }
}

function isImported({ name }: SourceText, texts: readonly SourceText[]): boolean {
  const file = name.slice(name.lastIndexOf('/') + 1)
  return texts.some(
    (other) =>
      other.name !== name && other.text.split('\n').some((line) => /\bimport\b/.test(line) && line.includes(file)),
  )
}

/** The last one with code: the one that uses those before it. */
function lastContract(
  output: StandardJsonOutput | undefined,
): { readonly file: string; readonly name: string } | undefined {
  const all = Object.entries(output?.contracts ?? {}).flatMap(([file, named]) =>
    Object.entries(named).map(([name, { evm }]) => ({ file, name, size: evm?.bytecode?.object?.length ?? 0 })),
  )
  return all.sort((a, b) => a.size - b.size).at(-1)
}

/** @throws {PageError | MemlaneError} that says what is wrong with the file. */
export async function openFile({ name, bytes }: OpenedFile): Promise<Opened> {
  if (bytes.length > MOST_BYTES) throw new PageError('tooLarge', { name, limit: '512 MiB' })
  try {
    const launch = await openLaunch({ name, bytes })
    return { run: loadedRun(launch), source: sourceOf(launch) }
  } catch (error) {
    if (error instanceof MemlaneError && error.code === 'launch.notARecording')
      throw new PageError('notARecording', { name })
    throw error
  }
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What the file says of its source, for the editor and the form. */
function sourceOf({ recording, source, sources }: Launch): Program['source'] {
  if (sources === undefined) return undefined
  if (sources.kind === 'mnemonics') return { name: sources.name, text: sources.text, kind: 'mnemonics' }
  const [first] = Object.keys(sources.input.sources)
  const name = source?.contract.file ?? first
  if (name === undefined) return undefined
  return {
    name,
    text: sources.input.sources[name]?.content ?? '',
    kind: sources.input.language === 'Yul' ? 'yul' : 'solidity',
    contract: source?.contract.name ?? '',
    call: source?.called?.signature ?? '',
    ...(source && { calldata: bytesToHex(recording.frames[0]?.input ?? new Uint8Array(0)) }),
  }
}
