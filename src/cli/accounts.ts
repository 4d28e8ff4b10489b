/**
 * A file of accounts that are there before anything runs, in the form of a genesis file:
 *
 *   { "alloc": { "0x5fbd…0aa3": { "balance": "1000", "nonce": 1, "code": "0x60…", "storage": { "0x0": "0x7" } } } }
 *
 * The accounts stand under `alloc`, under `accounts`, or by themselves. All of the file is checked before any account
 * is made, and the first thing that is wrong is told by its field.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ByteCount } from '../base/index.ts'
import type { WorldInput } from '../launch/input.ts'
import { cliError } from '../view/index.ts'
import type { Io } from './io.ts'
import { inPlace, placed } from './report.ts'

/** A hundred thousand accounts with storage fit; the file is held in memory several times over while it is read. */
const MOST_BYTES: ByteCount = 16 * 1024 * 1024

/**
 * The accounts that the file names, as the file has them.
 * @throws {LaunchError} with the file's name, and the field or the line where something is wrong.
 */
export async function readAccounts(name: string, { folder }: Io): Promise<NonNullable<WorldInput['accounts']>> {
  const text = await readText(name, resolve(folder, name))
  const json = parseJson(name, text)
  const { accountsIn } = await import('../launch/world.ts')
  inPlace(name, () => accountsIn(json))
  return json as NonNullable<WorldInput['accounts']>
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
