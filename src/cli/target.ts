/**
 * What a command works on. A name that exists as a file is read as its extension says, else as its content
 * looks; other names may be bytecode in hex; `-` is standard input and needs `--as`.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { cliError } from '../view/index.ts'
import { parseHexText } from './hexText.ts'
import type { Io } from './io.ts'
import { inPlace, placed } from './report.ts'

/** Formats that this version reads, by the word that `--as` takes. */
export const FORMATS = ['sol', 'yul', 'evm', 'hex'] as const
export type Format = (typeof FORMATS)[number]

const EXTENSIONS = FORMATS.map((format) => `.${format}`)

export interface SourceTarget<SourceFormat extends Format = 'sol' | 'yul' | 'evm'> {
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
  readonly code: Uint8Array
}

export type Target = SourceTarget<'sol'> | SourceTarget<'yul'> | SourceTarget<'evm'> | BytecodeTarget

/** Extensions of formats that later versions read: told apart from nonsense. */
const LATER_EXTENSIONS = ['.json', '.jsonl', '.memlane']

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
    return toTarget(STANDARD_INPUT, resolve(io.folder, `stdin.${format}`), await io.readInput(), reading)
  }
  const path = resolve(io.folder, word)
  const bytes = await readIfThere(word, path)
  if (bytes !== undefined) return toTarget(word, path, bytes, reading)
  if (/^(0x.*|[0-9a-f]+)$/i.test(word)) return bytecode(shortened(word), word)
  if (/[./\\]/.test(word)) throw placed(word, cliError('cli.fileNotFound', {}))
  throw cliError('cli.noTarget', { target: word })
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
    if (reason === 'EISDIR') throw placed(name, cliError('cli.isDirectory', {}))
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
  return inPlace(name, () => {
    const text = decoded(bytes)
    if (text.trim() === '') throw cliError('cli.emptyTarget', {})
    const format = as ?? formatOfName(name) ?? otherwise ?? formatOfContent(text)
    return format === 'hex' ? bytecode(name, text) : { format, name, path, text }
  })
}

function bytecode(name: string, hex: string): BytecodeTarget {
  return { format: 'hex', name, code: parseHexText(name, hex) }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw cliError('cli.notText', {})
  }
}

function formatOfName(name: string): Format | undefined {
  const extension = extname(name).toLowerCase()
  if (LATER_EXTENSIONS.includes(extension))
    throw cliError('cli.unreadFormat', { format: extension, formats: EXTENSIONS })
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
  ['yul', /^(object\s*"|\{\s*[^"\s])/],
  ['evm', /^(\w+:|[A-Z][A-Z0-9]*)(\s|$)/],
]

/** Bytecode on the command line can be long; messages show its beginning. */
function shortened(hex: string): string {
  return hex.length <= 20 ? hex : `${hex.slice(0, 18)}…`
}
