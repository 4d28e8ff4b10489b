/**
 * A project's files on disk.
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FolderEntry, ProjectFiles } from '../../foundry/index.ts'

export class NodeFiles implements ProjectFiles {
  readonly #root: string

  /** @param root absolute */
  constructor(root: string) {
    this.#root = root
  }

  async read(path: string): Promise<string | undefined> {
    try {
      return await readFile(resolve(this.#root, path), 'utf8')
    } catch {
      return undefined
    }
  }

  async list(folder: string): Promise<readonly FolderEntry[]> {
    const path = resolve(this.#root, folder)
    const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
    const found = entries.map(async (entry): Promise<FolderEntry> => {
      // A library may be a link to another checkout.
      const isFolder = entry.isSymbolicLink()
        ? (await stat(join(path, entry.name)).catch(() => undefined))?.isDirectory() === true
        : entry.isDirectory()
      return { name: entry.name, isFolder }
    })
    return (await Promise.all(found)).sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}
