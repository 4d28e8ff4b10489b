/**
 * What compilers said before, on disk: under `$XDG_CACHE_HOME/memlane` (or `~/.cache/memlane`), by the hash of
 * compiler, settings and sources. Whatever is wrong with it, compiling again is the answer, so nothing here fails.
 *
 *   solc-<sha256 of version and input>.json.gz      { key: version asked for, version: what the compiler said, output }
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { ByteCount } from '../base/index.ts'
import type { Compiled } from '../launch/compilers.ts'
import type { StandardJsonInput } from '../solidity/index.ts'
import type { Io } from './io.ts'
import { replaceFile } from './replacedFile.ts'

/** Builds that were not used for the longest time go when there is more. */
const MOST_BYTES: ByteCount = 256 * 1024 * 1024
/** What a build may be when it is unpacked. */
const MOST_OUTPUT: ByteCount = 512 * 1024 * 1024
const NAME = /^solc-[0-9a-f]{64}\.json\.gz$/

/** Where memlane keeps what it can get again; `undefined` without a home. */
export function cacheFolder({ XDG_CACHE_HOME, HOME }: Io['environment']): string | undefined {
  const base = XDG_CACHE_HOME || (HOME ? join(HOME, '.cache') : undefined)
  return base === undefined ? undefined : join(base, 'memlane')
}

export class CompilerCache {
  readonly #folder: string | undefined
  readonly #io: Pick<Io, 'beforeEnd'>

  /** Without a home there is no cache. */
  constructor(io: Pick<Io, 'environment' | 'beforeEnd'>) {
    this.#io = io
    this.#folder = cacheFolder(io.environment)
  }

  /** What this compiler made of the input; `undefined` where nobody kept it. */
  find(version: string, input: StandardJsonInput): Promise<Compiled | undefined> {
    return this.findKept(keyOf(version, input), version)
  }

  /** What was kept under a key; `undefined` where it is gone. */
  async findKept(key: string, version: string): Promise<Compiled | undefined> {
    const path = this.#pathOf(key)
    if (path === undefined) return undefined
    try {
      const bytes = await promisify(gunzip)(await readFile(path), { maxOutputLength: MOST_OUTPUT })
      const entry: Partial<Compiled & { readonly key: string }> = JSON.parse(bytes.toString())
      if (entry.key !== version || entry.version === undefined || entry.output === undefined) return undefined
      const now = new Date()
      await utimes(path, now, now)
      return { version: entry.version, output: entry.output }
    } catch {
      return undefined
    }
  }

  /** Keeps what the compiler made of the input. */
  async keep(version: string, input: StandardJsonInput, compiled: Compiled): Promise<void> {
    const path = this.#pathOf(keyOf(version, input))
    if (path === undefined || this.#folder === undefined) return
    try {
      await mkdir(this.#folder, { recursive: true })
      const bytes = await promisify(gzip)(JSON.stringify({ key: version, ...compiled }), { level: 1 })
      // Another process sees all of it or none.
      await replaceFile(path, [bytes], this.#io)
      await this.#dropOldest(this.#folder)
    } catch {
      // What is not kept is compiled again.
    }
  }

  #pathOf(key: string): string | undefined {
    return this.#folder === undefined ? undefined : join(this.#folder, `solc-${key}.json.gz`)
  }

  async #dropOldest(folder: string): Promise<void> {
    const names = (await readdir(folder)).filter((name) => NAME.test(name))
    const entries = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(join(folder, name))
        return { path: join(folder, name), size, used: mtimeMs }
      }),
    )
    entries.sort((a, b) => b.used - a.used)
    let bytes = 0
    for (const { path, size } of entries) {
      bytes += size
      if (bytes > MOST_BYTES) await rm(path, { force: true })
    }
  }
}

/** What a build is kept under. */
export function keyOf(version: string, input: StandardJsonInput): string {
  return createHash('sha256')
    .update(JSON.stringify([version, input]))
    .digest('hex')
}
