/**
 * Which kept build has a test file: so that a file that changed is compiled alone, and not with all that were compiled with
 * it before.
 *
 *   ~/.cache/memlane/tests-<sha256 of the project's folder>.json      { hash of a file's closure: key of the build }
 *
 * Whatever is wrong with it, compiling again is the answer, so nothing here fails.
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isObject } from '../../base/json.ts'
import { cacheFolder } from '../compilerCache.ts'
import type { Io } from '../io.ts'
import { replaceFile } from '../replacedFile.ts'

/** Files of a project that are remembered: those of this run, and of runs before as long as there is room. */
const MOST_ENTRIES = 20_000

export class KeptEntries {
  readonly #path: string | undefined
  readonly #io: Io
  readonly #known: Map<string, string>
  #isChanged = false

  private constructor(path: string | undefined, io: Io, known: Map<string, string>) {
    this.#path = path
    this.#io = io
    this.#known = known
  }

  static async of(root: string, io: Io): Promise<KeptEntries> {
    const folder = cacheFolder(io.environment)
    const path = folder && join(folder, `tests-${createHash('sha256').update(root).digest('hex')}.json`)
    return new KeptEntries(path, io, path === undefined ? new Map() : await readKnown(path))
  }

  /** The key of the build that has a file with this closure. */
  get(closure: string): string | undefined {
    return this.#known.get(closure)
  }

  set(closure: string, key: string): void {
    this.#known.delete(closure)
    this.#known.set(closure, key)
    this.#isChanged = true
  }

  async save(): Promise<void> {
    if (this.#path === undefined || !this.#isChanged) return
    const entries = [...this.#known].slice(-MOST_ENTRIES)
    try {
      await mkdir(dirname(this.#path), { recursive: true })
      await replaceFile(this.#path, [Buffer.from(JSON.stringify(Object.fromEntries(entries)))], this.#io)
    } catch {
      // What is not kept is compiled again.
    }
  }
}

async function readKnown(path: string): Promise<Map<string, string>> {
  try {
    const document: unknown = JSON.parse(await readFile(path, 'utf8'))
    const entries = isObject(document) ? Object.entries(document) : []
    return new Map(
      entries.flatMap(([closure, key]) =>
        typeof key === 'string' && /^[0-9a-f]{64}$/.test(key) ? [[closure, key]] : [],
      ),
    )
  } catch {
    return new Map()
  }
}
