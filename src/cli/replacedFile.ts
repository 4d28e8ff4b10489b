/**
 * A file that is there whole or not at all: written under another name in the same folder, which then becomes its own.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Io } from './io.ts'

/** What a file is beside its content. */
export interface FileMarks {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** The process may not make another file that takes the place of this one. */
export class NotReplaceableError extends Error {
  override readonly name = 'NotReplaceableError'
}

/**
 * Writes the file. Whoever reads it meanwhile sees the old or the new, and nothing unfinished is left when the process is
 * ended by a signal.
 * @param path no link
 * @param marks of the file that is there
 * @throws {NotReplaceableError} when the folder takes no other file, or one with these marks; nothing is done then.
 */
export async function replaceFile(
  path: string,
  parts: Iterable<string | Uint8Array>,
  { beforeEnd }: Pick<Io, 'beforeEnd'>,
  marks?: FileMarks,
): Promise<void> {
  // Its own name could be as long as the folder allows.
  const unfinished = join(dirname(path), `.memlane-${randomBytes(6).toString('hex')}.tmp`)
  const remove = () => rmSync(unfinished, { force: true })
  const isOver = beforeEnd?.(remove)
  try {
    const file = await create(unfinished, marks)
    try {
      if (marks !== undefined) await mark(file, marks)
      for (const part of parts) await file.writeFile(part)
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    remove()
    throw error
  } finally {
    isOver?.()
  }
}

const REFUSED: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS'])

async function create(path: string, marks: FileMarks | undefined): Promise<FileHandle> {
  try {
    // From the beginning nobody may read it who could not read the old one.
    return await open(path, 'wx', marks === undefined ? 0o666 : marks.mode & 0o700)
  } catch (error) {
    if (marks !== undefined && isRefusal(error)) throw new NotReplaceableError(path, { cause: error })
    throw error
  }
}

async function mark(file: FileHandle, { mode, uid, gid }: FileMarks): Promise<void> {
  const own = await file.stat()
  try {
    if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid)
    await file.chmod(mode & 0o7777)
  } catch (error) {
    throw isRefusal(error) ? new NotReplaceableError('It would belong to somebody else.', { cause: error }) : error
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && REFUSED.has(error.code)
}
