/**
 * A file that was dropped on the page: a recording, a trace of another tool, an artifact with its sources.
 * @module
 */
import { Compilation } from 'memlane/solidity'
import { decodeRecording, Eip3155Importer, importStructLogs, isRecordingFile, isStructLogs } from 'memlane/trace'
import { InputError } from './inputError.ts'
import { type LoadedRun, openedRun } from './loadedRun.ts'
import type { OpenedFile, Program } from './protocol.ts'

/** Bytes of a file that are read. */
const MOST_BYTES = 512 * 1024 * 1024

export interface Opened {
  readonly run: LoadedRun
  readonly source: Program['source']
}

/** @throws {InputError | MemlaneError} that says what is wrong with the file. */
export async function openFile({ name, bytes }: OpenedFile): Promise<Opened> {
  if (bytes.length > MOST_BYTES) throw new InputError('tooLarge', { name, limit: '512 MiB' })
  if (isRecordingFile(bytes)) {
    const { recording, call, sources } = await decodeRecording(bytes)
    const known = sourcesOf(sources)
    return { run: openedRun(recording, call === '' ? name : call, known.compilation), source: known.source }
  }
  const text = new TextDecoder().decode(bytes)
  const document = documentOf(text)
  if (isStructLogs(document))
    return { run: openedRun(importStructLogs(document, { fork: 'osaka' }), name, undefined), source: undefined }
  if (document !== undefined || !text.trimStart().startsWith('{')) throw new InputError('notARecording', { name })
  const importer = new Eip3155Importer({ fork: 'osaka' })
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
    const source = first && { name: first[0], text: first[1].content, kind: 'solidity' as const }
    return { compilation, source }
  } catch {
    return none
  }
}
