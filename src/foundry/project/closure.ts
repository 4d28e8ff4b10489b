/**
 * A file and all that it imports, by the names that solc has for them.
 *
 *   test/A.t.sol ──"forge-std/Test.sol"──▶ remapped ─▶ lib/forge-std/src/Test.sol ──"./Base.sol"──▶ lib/forge-std/src/Base.sol
 *
 * A name that is no file of the project's folder is looked for in `node_modules` and the libraries' folders.
 * @module
 */
import { type Directives, readDirectives } from '../../launch/directives.ts'
import { foundryError } from '../errors.ts'
import { folderOf, joined, normalized, type ProjectFiles } from './files.ts'
import { type Remapping, remapped } from './remapping.ts'

/** A source as solc is given it. */
export interface SourceUnit {
  /** What solc calls it. */
  readonly name: string
  readonly text: string
  readonly pragmas: Directives['pragmas']
  /** The names of those that it imports. */
  readonly imports: readonly string[]
}

/** Reads each file once, however many closures it is in. */
export class SourceUnits {
  readonly #files: ProjectFiles
  readonly #remappings: readonly Remapping[]
  /** Where a name may be a path from. */
  readonly #folders: readonly string[]
  readonly #known = new Map<string, Promise<SourceUnit | undefined>>()

  constructor(files: ProjectFiles, remappings: readonly Remapping[], folders: readonly string[]) {
    this.#files = files
    this.#remappings = remappings
    this.#folders = folders
  }

  /** `undefined` where no file is. */
  unit(name: string): Promise<SourceUnit | undefined> {
    let known = this.#known.get(name)
    if (known === undefined) this.#known.set(name, (known = this.#read(name)))
    return known
  }

  /**
   * The file and what it imports, first the file.
   * @throws {MemlaneError} `foundry.importNotFound` with the file and line of the import.
   */
  async closure(name: string): Promise<SourceUnit[]> {
    const found = new Map<string, SourceUnit>()
    const waiting = [name]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next)) continue
      const unit = await this.unit(next)
      if (unit === undefined) throw foundryError('foundry.fileNotFound', { file: next })
      found.set(next, unit)
      for (const [index, imported] of unit.imports.entries()) {
        if (found.has(imported)) continue
        if ((await this.unit(imported)) === undefined) {
          const { path, line } = readDirectives(unit.text).imports[index]!
          throw foundryError('foundry.importNotFound', { file: unit.name, line, path })
        }
        waiting.push(imported)
      }
    }
    return [...found.values()]
  }

  async #read(name: string): Promise<SourceUnit | undefined> {
    for (const folder of ['', ...this.#folders]) {
      const text = await this.#files.read(joined(folder, name))
      if (text === undefined) continue
      const { imports, pragmas } = readDirectives(text)
      return { name, text, pragmas, imports: imports.map(({ path }) => this.#nameOf(path, name)) }
    }
    return undefined
  }

  /** As solc names what `from` imports by this path. */
  #nameOf(path: string, from: string): string {
    const direct = /^\.\.?\//.test(path) ? normalized(joined(folderOf(from), path)) : path
    return remapped(direct, from, this.#remappings) ?? direct
  }
}
