/**
 * Files that a command writes, by what is there already:
 *
 *   nothing, a regular file     replaced, whole or not at all; it keeps mode and owner
 *   a link                      what it leads to, whether that is there or not
 *   a device, a pipe, a FIFO    written through; so is a file that has other names or cannot be replaced by its like
 *   /dev/stdout, /dev/fd/3      written on from where the process stands in it
 * @module
 */
import { type Stats, writeFile as writeDescriptor } from 'node:fs'
import { access, constants, open, readlink, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { cliError } from '../view/index.ts'
import type { Content, Io } from './io.ts'
import { NotReplaceableError, replaceFile } from './replacedFile.ts'
import { placed } from './report.ts'
import type { Session } from './session.ts'
import { chunksOf } from './textChunks.ts'

/**
 * Writes a file, over one that is there.
 * @param name as the user wrote it
 * @throws {MemlaneError} `cli.notWritable`.
 */
export async function writeOutput(name: string, content: Content, { io }: Session): Promise<void> {
  try {
    const path = await endOfLinks(resolve(io.folder, name))
    const descriptor = descriptorOf(path)
    if (descriptor === undefined) await writeAt(path, content, io)
    else await writeOn(descriptor, path, content, io)
  } catch (error) {
    // What comes from a generator of ours is not the disk's fault.
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    throw placed(name, cliError('cli.notWritable', { reason: String(error.code) }))
  }
}

/** More than any system follows. */
const MOST_LINKS = 40

/** Where links lead, of which the last may lead to nothing yet. */
async function endOfLinks(path: string): Promise<string> {
  let at = path
  for (let links = 0; links < MOST_LINKS && descriptorOf(at) === undefined; links++) {
    at = join(await realpath(dirname(at)), basename(at))
    if (descriptorOf(at) !== undefined) return at
    const next = await linkAt(at)
    if (next === undefined) return at
    at = resolve(dirname(at), next)
  }
  return at
}

async function linkAt(path: string): Promise<string | undefined> {
  return readlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EINVAL' || error.code === 'ENOENT') return undefined
    throw error
  })
}

/** The number of what this process has open, where a path names that. */
function descriptorOf(path: string): number | undefined {
  const [, owner, number] = /^\/(?:dev|proc\/(self|\d+))\/fd\/(\d{1,9})$/.exec(path) ?? []
  const isOurs = owner === undefined || owner === 'self' || Number(owner) === process.pid
  return number !== undefined && isOurs ? Number(number) : undefined
}

async function writeOn(descriptor: number, path: string, content: Content, io: Io): Promise<void> {
  if (descriptor === 1) return io.stdout.writeAll(content)
  if (descriptor === 2) return io.stderr.writeAll(content)
  if (!(await stat(path)).isFile()) return writeThrough(path, content)
  // Another opening of it would begin at its beginning.
  for (const part of partsOf(content)) await promisify(writeDescriptor)(descriptor, part)
}

async function writeAt(path: string, content: Content, io: Io): Promise<void> {
  const there = await statIfThere(path)
  if (there !== undefined && (!there.isFile() || there.nlink > 1)) return writeThrough(path, content)
  // Its folder could let one replace a file that nobody may write.
  if (there !== undefined) await access(path, constants.W_OK)
  try {
    await replaceFile(path, partsOf(content), io, there)
  } catch (error) {
    if (!(error instanceof NotReplaceableError)) throw error
    await writeThrough(path, content)
  }
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

async function writeThrough(path: string, content: Content): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_TRUNC)
  try {
    for (const part of partsOf(content)) await file.writeFile(part)
  } finally {
    await file.close()
  }
}

function partsOf(content: Content): Iterable<string | Uint8Array> {
  return content instanceof Uint8Array ? [content] : chunksOf(content)
}
