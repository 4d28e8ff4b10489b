/**
 * A file that was dropped on the page: a recording, a trace of another tool, an artifact with its sources.
 * @module
 */
import { bytesToHex, MemlaneError } from 'memlane'
import {
  type Artifact,
  Compilation,
  functionsOf,
  readArtifact,
  type StandardJsonOutput,
  withoutCommit,
} from 'memlane/solidity'
import { decodeRecording, Eip3155Importer, importTraceDocument, isRecordingFile, isTraceDocument } from 'memlane/trace'
import { InputError } from './inputError.ts'
import { type LoadedRun, openedRun } from './loadedRun.ts'
import type { OpenedFile, OpenedInput, Program, SourceText } from './protocol.ts'
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
 * @throws {InputError | MemlaneError} for an artifact that does not hold its sources.
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
  if (artifact.kind !== 'build' && artifact.kind !== 'input') throw new InputError('needsBuildInfo')
  const { settings, sources } = artifact.input
  const texts = Object.entries(sources).map(([name, { content: text }]) => ({ name, text }))
  const contract = artifact.kind === 'build' ? lastContract(artifact.output) : undefined
  const main =
    texts.find(({ name }) => name === contract?.file) ?? texts.find((one) => !isImported(one, texts)) ?? texts[0]
  if (main === undefined) throw new InputError('needsBuildInfo')
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

/** @throws {InputError | MemlaneError} that says what is wrong with the file. */
export async function openFile({ name, bytes }: OpenedFile): Promise<Opened> {
  if (bytes.length > MOST_BYTES) throw new InputError('tooLarge', { name, limit: '512 MiB' })
  if (isRecordingFile(bytes)) {
    const { recording, call, sources } = await decodeRecording(bytes)
    const known = sourcesOf(sources)
    const calldata = bytesToHex(recording.frames[0]?.input ?? new Uint8Array(0))
    const source = known.source && { ...known.source, ...(known.source.contract === '' ? {} : { calldata }) }
    return { run: openedRun(recording, call === '' ? name : call, known.compilation), source }
  }
  const text = new TextDecoder().decode(bytes)
  const document = documentOf(text)
  if (isTraceDocument(document))
    return { run: openedRun(importTraceDocument(document, {}), name, undefined), source: undefined }
  if (document !== undefined || !/^\s*\{/m.test(text)) throw new InputError('notARecording', { name })
  const importer = new Eip3155Importer({})
  for (const line of text.split('\n')) if (line.trim() !== '') importer.line(line)
  return { run: openedRun(importer.end(), name, undefined), source: undefined }
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What the program wrote beside a recording; anything else in its place is left alone. */
function sourcesOf(sources: unknown): {
  readonly compilation: Compilation | undefined
  readonly source: Program['source']
} {
  const none = { compilation: undefined, source: undefined }
  if (typeof sources !== 'object' || sources === null || !('kind' in sources)) return none
  if (sources.kind === 'mnemonics' && 'text' in sources && 'name' in sources)
    return {
      compilation: undefined,
      source: { name: String(sources.name), text: String(sources.text), kind: 'mnemonics' },
    }
  if (!('version' in sources && 'input' in sources && 'output' in sources)) return none
  try {
    const compilation = new Compilation(
      String(sources.version),
      sources.input as ConstructorParameters<typeof Compilation>[1],
      sources.output as ConstructorParameters<typeof Compilation>[2],
    )
    const [first] = Object.entries(compilation.input.sources)
    const contract = 'contract' in sources ? compilation.contract(String(sources.contract)) : undefined
    const called =
      contract && functionsOf(contract).find(({ selector }) => 'selector' in sources && selector === sources.selector)
    const own = contract === undefined ? first : ([contract.file, compilation.input.sources[contract.file]!] as const)
    const source = own && {
      ...{ name: own[0], text: own[1].content, kind: 'solidity' as const },
      ...{ contract: contract?.name ?? '', call: called?.signature ?? '' },
    }
    return { compilation, source }
  } catch {
    return none
  }
}
