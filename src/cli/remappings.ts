/**
 * Remappings: which folder an import path means. `prefix=folder`, with `context:` in front for imports of some files
 * only. They come from `--remappings`, and of a Foundry project from remappings.txt, foundry.toml and its libraries.
 * Source: https://docs.soliditylang.org/en/v0.8.37/path-resolution.html#import-remapping
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { isObject } from '../base/json.ts'
import { libraryRemappings } from '../foundry/project/libraries.ts'
import { FOUNDRY_FILE, REMAPPINGS_FILE } from '../foundry/project/profile.ts'
import { parseRemapping, type Remapping, withoutOverridden } from '../foundry/project/remapping.ts'
import { cliError } from '../view/index.ts'
import { NodeFiles } from './forge/nodeFiles.ts'
import { foundryProfile } from './foundryToml.ts'
import type { Io } from './io.ts'
import { placed } from './report.ts'

/** Contexts and targets are absolute here; a target ends in a separator where the prefix does. */
export interface Project {
  /** The folder that units are named below; `undefined` without a project. */
  readonly root: string | undefined
  /** Those that count first stand first. */
  readonly remappings: readonly Remapping[]
}

const PROJECT_FILES = [FOUNDRY_FILE, REMAPPINGS_FILE] as const

/**
 * The project that a file is in, and the remappings for it: `given` count before those of the project.
 * @throws {MemlaneError} `cli.badRemapping`, `cli.badProjectFile`.
 */
export async function projectOf(file: string, given: readonly string[], io: Io): Promise<Project> {
  const own = given.map((text) => absolute(text, io.folder, '--remappings'))
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const names = await namesIn(folder)
    if (PROJECT_FILES.some((name) => names.includes(name)))
      return { root: folder, remappings: withoutOverridden([...own, ...(await remappingsOf(folder, names, io))]) }
    if (folder === dirname(folder)) return { root: own.length > 0 ? io.folder : undefined, remappings: own }
  }
}

/** A remapping as solc takes it, for units that are named by their path below `root`. */
export function remappingText({ context, prefix, target }: Remapping, root: string): string {
  const named = (path: string) => (path === '' ? '' : relative(root, path).split(sep).join('/') + trailing(path))
  return `${context === '' ? '' : `${named(context)}:`}${prefix}=${named(target)}`
}

function trailing(path: string): string {
  return path.endsWith(sep) ? '/' : ''
}

/** @throws {MemlaneError} `cli.badRemapping`. */
function absolute(text: string, folder: string, place: string): Remapping {
  const remapping = parseRemapping(text)
  if (remapping === undefined) throw placed(place, cliError('cli.badRemapping', { remapping: text }))
  return from(folder, remapping)
}

/** With paths that lead from the folder. */
function from(folder: string, { context, prefix, target }: Remapping): Remapping {
  const path = (text: string) => resolve(folder, text) + (text.endsWith('/') ? sep : '')
  return { context: context === '' ? '' : path(context), prefix, target: path(target) }
}

async function remappingsOf(root: string, names: readonly string[], io: Io): Promise<Remapping[]> {
  const texts: { readonly text: string; readonly place: string }[] = []
  if (names.includes(REMAPPINGS_FILE)) {
    const lines = (await readFile(join(root, REMAPPINGS_FILE), 'utf8')).split(/\r?\n/)
    for (const [index, line] of lines.entries())
      if (line.trim() !== '') texts.push({ text: line, place: `${shownPath(root, REMAPPINGS_FILE, io)}:${index + 1}` })
  }
  let libraries: readonly string[] = ['lib']
  if (names.includes(FOUNDRY_FILE)) {
    const place = shownPath(root, FOUNDRY_FILE, io)
    const profile = await foundryProfile(join(root, FOUNDRY_FILE), place, io)
    for (const text of strings(profile.remappings)) texts.push({ text, place })
    if (profile.libs !== undefined) libraries = strings(profile.libs)
  }
  const written = texts.map(({ text, place }) => absolute(text, root, place))
  const found = (await libraryRemappings(new NodeFiles(root), libraries, await tomlReader())).map((one) =>
    from(root, one),
  )
  return [...written, ...found.filter(({ prefix }) => !written.some((other) => other.prefix === prefix))]
}

/** A library's own foundry.toml may be anything. */
async function tomlReader() {
  const { parse } = await import('smol-toml')
  return (text: string) => {
    try {
      const document = parse(text)
      return isObject(document) ? document : undefined
    } catch {
      return undefined
    }
  }
}

function shownPath(root: string, name: string, io: Io): string {
  return relative(io.folder, join(root, name))
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
