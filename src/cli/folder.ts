/**
 * Folders that an option names.
 * @module
 */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { cliError } from '../view/index.ts'
import type { Io } from './io.ts'
import { placed } from './report.ts'

/**
 * The folder's path.
 * @throws {MemlaneError} `cli.folderNotFound`, `cli.notAFolder`, `cli.notReadable`.
 */
export async function folderAt(name: string, { folder }: Pick<Io, 'folder'>): Promise<string> {
  const path = resolve(folder, name)
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw placed(name, cliError('cli.folderNotFound', {}))
    throw placed(name, cliError('cli.notReadable', { reason: String(error.code) }))
  })
  if (!there.isDirectory()) throw placed(name, cliError('cli.notAFolder', {}))
  return path
}
