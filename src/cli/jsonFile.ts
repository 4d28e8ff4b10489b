/**
 * A JSON file that a user names.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ByteCount } from '../base/index.ts'
import { cliError } from '../view/index.ts'
import type { Io } from './io.ts'
import { placed } from './report.ts'

/** A hundred thousand accounts with storage fit; the file is held in memory several times over while it is read. */
const MOST_BYTES: ByteCount = 16 * 1024 * 1024

/**
 * What the file says.
 * @throws {LaunchError} with the file's name, and the line where it stops being JSON.
 */
export async function readJsonFile(name: string, { folder }: Io): Promise<unknown> {
  return parseJson(name, await readText(name, resolve(folder, name)))
}

async function readText(name: string, path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > MOST_BYTES) throw placed(name, cliError('cli.fileTooLarge', { bytes: size, limit: MOST_BYTES }))
    return await readFile(path, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
    const reason = String(error.code)
    if (reason === 'ENOENT' || reason === 'ENOTDIR') throw placed(name, cliError('cli.fileNotFound', {}))
    if (reason === 'EISDIR') throw placed(name, cliError('cli.isDirectory', {}))
    throw placed(name, cliError('cli.notReadable', { reason }))
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // The engine tells the place in its message, if at all.
    const [, position] = /at position (\d+)/.exec(String(error)) ?? []
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n')
    throw placed(`${name}:${before.length}:${before.at(-1)!.length + 1}`, cliError('cli.notJson', {}))
  }
}
