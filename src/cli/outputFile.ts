/**
 * Files that a command writes: whole or not at all.
 * @module
 */
import { rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { cliError } from '../view/index.ts'
import { placed } from './report.ts'
import type { Session } from './session.ts'

/**
 * Writes a file, over one that is there, by way of another name: whoever reads it meanwhile sees the old or the new.
 * @param name as the user wrote it
 * @throws {MemlaneError} `cli.notWritable`.
 */
export async function writeOutput(
  name: string,
  content: Uint8Array | Iterable<string> | AsyncIterable<string>,
  { io }: Session,
): Promise<void> {
  const path = resolve(io.folder, name)
  const unfinished = `${path}.${process.pid}.tmp`
  try {
    await writeFile(unfinished, content)
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {})
    // What comes from a generator of ours is not the disk's fault.
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    throw placed(name, cliError('cli.notWritable', { reason: String(error.code) }))
  }
}
