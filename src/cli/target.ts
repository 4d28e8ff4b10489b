/**
 * What a command works on. A name that exists as a file is read as its extension says, else as its content
 * looks; other names may be bytecode in hex; `-` is standard input and needs `--as`.
 * @module
 */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import type { ByteCount } from '../base/index.ts'
import { beginsAsRecording } from '../trace/file/signature.ts'
import { cliError } from '../view/index.ts'
import { isGzip, joined, unpacked } from './gzip.ts'
import type { Io } from './io.ts'
import { inPlace, placed } from './report.ts'
import { decodedText, decoderFor } from './text.ts'

/** Formats of code, and of recordings, by the word that `--as` takes. */
const CODE_FORMATS = ['sol', 'yul', 'evm', 'hex', 'artifact'] as const
const RECORDING_FORMATS = ['memlane', 'jsonl', 'json'] as const
export const FORMATS = [...CODE_FORMATS, ...RECORDING_FORMATS] as const
export type Format = (typeof FORMATS)[number]
type RecordingFormat = (typeof RECORDING_FORMATS)[number]

/** Text: a source, or the JSON of a build that a Solidity tool wrote. */
export interface SourceTarget<SourceFormat extends Format = 'sol' | 'yul' | 'evm' | 'artifact'> {
  readonly format: SourceFormat
  /** As the user wrote it: what messages begin with. */
  readonly name: string
  /** Absolute; standard input counts as a file in the current folder. */
  readonly path: string
  readonly text: string
}

export interface BytecodeTarget {
  readonly format: 'hex'
  readonly name: string
  /** Hex, as people have it. */
  readonly text: string
}

/** A run that was recorded: `.memlane`, lines of EIP-3155, or JSON with a node's struct logs; each of them packed or not. */
export interface RecordingTarget {
  readonly format: RecordingFormat
  readonly name: string
  /** All of it. */
  read(): Promise<Uint8Array>
  /** The same piece by piece, for what may be too long to hold. */
  pieces(): AsyncIterable<Uint8Array>
}

/** What can be executed. */
export type CodeTarget =
  | SourceTarget<'sol'>
  | SourceTarget<'artifact'>
  | SourceTarget<'yul'>
  | SourceTarget<'evm'>
  | BytecodeTarget
export type Target = CodeTarget | RecordingTarget

export function isRecordingTarget(target: Target): target is RecordingTarget {
  return isRecordingFormat(target.format)
}

/**
 * The target, if it is one that can be executed.
 * @throws {MemlaneError} `cli.recordingNotRun`.
 */
export function runnable(target: Target): CodeTarget {
  if (!isRecordingTarget(target)) return target
  throw placed(target.name, cliError('cli.recordingNotRun', { format: `.${target.format}` }))
}

const STANDARD_INPUT = '<stdin>'

export interface Reading {
  /** The format, whatever the name says. */
  readonly as?: Format | undefined
  /** The format of what has no telling name. */
  readonly otherwise?: Format
}

/** Reads the target that `word` names. */
export async function readTarget(word: string, reading: Reading, io: Io): Promise<Target> {
  if (word === '-') {
    const format = reading.as ?? reading.otherwise
    if (format === undefined) throw cliError('cli.standardInputNeedsAs', { formats: FORMATS })
    const bytes = await unpackedWhole(STANDARD_INPUT, await io.readInput())
    if (isRecordingFormat(format)) return recordingIn(format, STANDARD_INPUT, bytes)
    return toTarget(STANDARD_INPUT, resolve(io.folder, `stdin.${format}`), bytes, reading)
  }
  const path = resolve(io.folder, word)
  const named = reading.as ?? ((await isFile(path)) ? await formatOfFile(word, path) : undefined)
  // Recordings can be long: they are read when they are needed.
  if (named !== undefined && isRecordingFormat(named)) return recordingAt(named, word, path)
  const bytes = await readIfThere(word, path)
  if (bytes !== undefined) return toTarget(word, path, await unpackedWhole(word, bytes), reading)
  if (/^(0x.*|[0-9a-f]+)$/i.test(word)) return bytecode(shortened(word), word)
  if (/[./\\]/.test(word)) throw placed(word, cliError('cli.fileNotFound', {}))
  throw cliError('cli.noTarget', { target: word })
}

function isRecordingFormat(format: Format): format is RecordingFormat {
  return RECORDING_FORMATS.some((recording) => recording === format)
}

/** Tools write their builds as `.json` too: what such a file begins with tells it from a trace. */
async function formatOfFile(name: string, path: string): Promise<Format | undefined> {
  const format = formatOfName(name)
  return format === 'json' && looksAsArtifact(await beginningOf(path)) ? 'artifact' : format
}

/** Bytes of a JSON file that are looked at. */
const BEGINNING: ByteCount = 64 * 1024

async function beginningOf(path: string): Promise<string> {
  let beginning = ''
  try {
    for await (const piece of unpacked(createReadStream(path, { highWaterMark: BEGINNING }), path)) {
      beginning += decoderFor(piece).decode(piece, { stream: true })
      if (beginning.length >= BEGINNING) break
    }
  } catch {
    // What cannot be read is told when all of it is.
  }
  return beginning
}

function looksAsArtifact(beginning: string): boolean {
  return (
    !/"(structLogs|jsonrpc|returnValue)"\s*:/.test(beginning) &&
    /"(abi|language|contracts|sources|contractName|buildInfo|solcVersion|source_id_to_path)"\s*:/.test(beginning)
  )
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true
}

function recordingAt(format: RecordingFormat, name: string, path: string): RecordingTarget {
  return {
    format,
    name,
    read: async () => {
      const bytes = await readIfThere(name, path)
      if (bytes === undefined) throw placed(name, cliError('cli.fileNotFound', {}))
      return unpackedWhole(name, bytes)
    },
    pieces: () => unpacked(piecesOf(name, path), name),
  }
}

async function* piecesOf(name: string, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 20 })
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw placed(name, cliError('cli.notReadable', { reason }))
  }
}

function recordingIn(format: RecordingFormat, name: string, bytes: Uint8Array): RecordingTarget {
  return {
    format,
    name,
    read: async () => bytes,
    pieces: () => pieceOf(bytes),
  }
}

async function* pieceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** What is held in one array, unpacked. */
const MOST_WHOLE: ByteCount = 2 ** 30

async function unpackedWhole(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  return isGzip(bytes) ? joined(unpacked(pieceOf(bytes), name), MOST_WHOLE, name) : bytes
}

/** What the system answers when a name leads to nothing: no such entry, a way through a file, bytecode as a name. */
const NO_FILE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'])

/** The file's bytes; `undefined` if there is no such file. */
async function readIfThere(name: string, path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (NO_FILE.has(reason)) return undefined
    if (reason === 'EISDIR') {
      const { projectFolderError } = await import('./projectFolder.ts')
      throw await projectFolderError(path, name)
    }
    throw placed(name, cliError('cli.notReadable', { reason }))
  }
}

/** The target, if it has the one format that a command takes. */
export function expectFormat<Wanted extends Format>(
  wanted: Wanted,
  target: Target,
): Extract<Target, { format: Wanted }> {
  if (isFormat(wanted, target)) return target
  throw placed(target.name, cliError('cli.wrongFormat', { format: `.${target.format}`, wanted: `.${wanted}` }))
}

function isFormat<Wanted extends Format>(
  wanted: Wanted,
  target: Target,
): target is Extract<Target, { format: Wanted }> {
  return target.format === wanted
}

function toTarget(name: string, path: string, bytes: Uint8Array, { as, otherwise }: Reading): Target {
  if (beginsAsRecording(bytes) && as === undefined) return recordingIn('memlane', name, bytes)
  return inPlace(name, () => {
    const text = decodedText(bytes)
    const named = as ?? formatOfName(name)
    // Of code that is run as it is, the call is looked at first, as on the page.
    if (text.trim() === '' && named !== 'hex' && named !== 'evm') throw cliError('cli.emptyTarget', {})
    const format =
      as === undefined && (named ?? 'json') === 'json' && looksAsArtifact(text.slice(0, BEGINNING))
        ? 'artifact'
        : (named ?? otherwise ?? formatOfContent(text))
    if (isRecordingFormat(format)) return recordingIn(format, name, bytes)
    return format === 'hex' ? bytecode(name, text) : { format, name, path, text }
  })
}

function bytecode(name: string, text: string): BytecodeTarget {
  return { format: 'hex', name, text }
}

/** `trace.jsonl.gz` is a `.jsonl`. */
function formatOfName(name: string): Format | undefined {
  const extension = extname(name.replace(/\.gz$/i, '')).toLowerCase()
  return FORMATS.find((format) => extension === `.${format}`)
}

function formatOfContent(text: string): Format {
  const code = text.replace(/\/\/.*|;.*|\/\*[\s\S]*?\*\//g, '').trim()
  const looks = LOOKS.find(([, look]) => look.test(code))
  if (looks === undefined) throw cliError('cli.unknownFormat', { formats: FORMATS })
  return looks[0]
}

/** How the content of each format begins, comments aside. The first that fits counts. */
const LOOKS: readonly (readonly [Format, RegExp])[] = [
  ['hex', /^(0x[0-9a-f\s]+|(?=[a-f\s]*[0-9])[0-9a-f\s]+)$/i],
  ['sol', /^(pragma|import|(abstract\s+)?contract|library|interface)\s/],
  // Some tools write text in front of the steps.
  ['jsonl', /^\{\s*"(pc|output|stateRoot)"|^\s*\{\s*"pc"\s*:/m],
  ['json', /^(\{\s*"|\[)/],
  ['yul', /^(object\s*"|\{\s*[^"\s])/],
  ['evm', /^(\w+:|[A-Z][A-Z0-9]*)(\s|$)/],
]

/** Bytecode on the command line can be long; messages show its beginning. */
function shortened(hex: string): string {
  return hex.length <= 20 ? hex : `${hex.slice(0, 18)}…`
}
