/**
 * A Solidity file and all that it imports, from disk. No compiler asks for files: what they import is read from
 * their text, so that one standard JSON input holds everything.
 *
 *   relative imports     beside the importing file
 *   other imports        in node_modules, of the importing file's folder or one above it, or beside the target
 *
 * A source unit is named by its path below the folder that holds all files of its kind: the target's own, or
 * node_modules. The names do not depend on where the project lies, so neither does the code.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { cliError } from '../view/index.ts'
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

/**
 * The target first, then what it imports, and what that imports.
 * @throws {PlacedError} `cli.importNotFound` at the line of the import.
 */
export async function collectSources(target: SourceTarget, folder: string): Promise<readonly SourceUnit[]> {
  const files = new Map<string, SourceFile>()
  const shown = ({ path }: SourceFile) => (path === target.path ? target.name : relative(folder, path))
  const waiting: SourceFile[] = [{ path: target.path, text: target.text, packages: undefined }]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    files.set(file.path, file)
    for (const { path, line } of importsOf(file.text)) {
      const found = await findImport(path, file, target)
      if (found === undefined) throw placed(`${shown(file)}:${line}`, cliError('cli.importNotFound', { path }))
      if (!files.has(found.path)) waiting.push(found)
    }
  }
  const all = [...files.values()]
  const root = commonFolder(all.filter(({ packages }) => packages === undefined).map(({ path }) => dirname(path)))
  return all.map((file) => ({
    name: relative(file.packages ?? root, file.path)
      .split(sep)
      .join('/'),
    text: file.text,
    shown: shown(file),
  }))
}

async function findImport(path: string, from: SourceFile, target: SourceTarget): Promise<SourceFile | undefined> {
  if (/^\.\.?\//.test(path)) return readSource(resolve(dirname(from.path), path), from.packages)
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

interface Import {
  readonly path: string
  readonly line: number
}

/**
 * Comments and strings, so that no import is seen in them, and imports: the path is the first string. No import names
 * so much that the bound matters; without it, a file of nothing but the word would take quadratic time.
 */
const TOKEN =
  /\/\/.*|\/\*[\s\S]*?\*\/|\bimport\b[^;"']{0,9999}(?:"([^"\n]*)"|'([^'\n]*)')|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g

function importsOf(text: string): Import[] {
  const imports: Import[] = []
  for (const token of text.matchAll(TOKEN)) {
    const path = token[1] ?? token[2]
    if (path === undefined) continue
    imports.push({ path, line: text.slice(0, token.index + token[0].length).split('\n').length })
  }
  return imports
}

/** The deepest folder that holds all of `folders`. */
function commonFolder(folders: readonly string[]): string {
  const [first = sep, ...rest] = folders
  return rest.reduce((common, folder) => {
    while (relative(common, folder).split(sep)[0] === '..') common = dirname(common)
    return common
  }, first)
}
