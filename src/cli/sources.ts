/**
 * A Solidity file and all that it imports, from disk. No compiler asks for files: what they import is read from
 * their text, so that one standard JSON input holds everything.
 *
 *   relative imports     beside the importing file
 *   remapped imports     where the remapping says
 *   other imports        in node_modules, of the importing file's folder or one above it, or beside the target
 *
 * A source unit is named by its path below the folder that holds all files of its kind: the project or the target's
 * own, or node_modules. The names do not depend on where the project lies, so neither does the code.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { remapped } from '../foundry/project/remapping.ts'
import { readDirectives } from '../launch/directives.ts'
import { cliError } from '../view/index.ts'
import { type Project, remappingText } from './remappings.ts'
import { placed } from './report.ts'
import type { SourceTarget } from './target.ts'

export interface SourceUnit {
  /** What solc calls it. */
  readonly name: string
  readonly text: string
  /** What the user calls it: the target as given, other files from the current folder on. */
  readonly shown: string
}

interface SourceFile {
  readonly path: string
  readonly text: string
  /** The folder that the unit is named below; `undefined` for the target's own files. */
  readonly packages: string | undefined
}

export interface Sources {
  /** The target first. */
  readonly units: readonly SourceUnit[]
  /** As solc takes them, for units of these names. */
  readonly remappings: readonly string[]
}

/**
 * The target, what it imports, and what that imports.
 * @throws {LaunchError} `cli.importNotFound` at the line of the import.
 */
export async function collectSources(target: SourceTarget, project: Project, folder: string): Promise<Sources> {
  const files = new Map<string, SourceFile>()
  const shown = ({ path }: SourceFile) => (path === target.path ? target.name : relative(folder, path))
  const waiting: SourceFile[] = [{ path: target.path, text: target.text, packages: undefined }]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    files.set(file.path, file)
    for (const { path, line } of readDirectives(file.text).imports) {
      const found = await findImport(path, file, target, project)
      if (found === undefined) throw placed(`${shown(file)}:${line}`, cliError('cli.importNotFound', { path }))
      if (!files.has(found.path)) waiting.push(found)
    }
  }
  const all = [...files.values()]
  const own = all.filter(({ packages }) => packages === undefined).map(({ path }) => dirname(path))
  const root = commonFolder(project.root === undefined ? own : [project.root, ...own])
  return {
    units: all.map((file) => ({
      name: relative(file.packages ?? root, file.path)
        .split(sep)
        .join('/'),
      text: file.text,
      shown: shown(file),
    })),
    remappings: project.remappings.map((remapping) => remappingText(remapping, root)),
  }
}

async function findImport(
  path: string,
  from: SourceFile,
  target: SourceTarget,
  { remappings }: Project,
): Promise<SourceFile | undefined> {
  if (/^\.\.?\//.test(path)) return readSource(resolve(dirname(from.path), path), from.packages)
  const elsewhere = remapped(path, from.path, remappings)
  if (elsewhere !== undefined) return readSource(elsewhere, undefined)
  for (let folder = dirname(from.path); ; folder = dirname(folder)) {
    const packages = join(folder, 'node_modules')
    const found = await readSource(join(packages, path), packages)
    if (found !== undefined) return found
    if (folder === dirname(folder)) break
  }
  return readSource(resolve(dirname(target.path), path), undefined)
}

async function readSource(path: string, packages: string | undefined): Promise<SourceFile | undefined> {
  try {
    return { path, text: await readFile(path, 'utf8'), packages }
  } catch {
    return undefined
  }
}

/** The deepest folder that holds all of `folders`. */
function commonFolder(folders: readonly string[]): string {
  const [first = sep, ...rest] = folders
  return rest.reduce((common, folder) => {
    while (relative(common, folder).split(sep)[0] === '..') common = dirname(common)
    return common
  }, first)
}
