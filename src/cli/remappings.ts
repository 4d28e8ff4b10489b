/**
 * Remappings: which folder an import path means. `prefix=folder`, with `context:` in front for imports of some files
 * only. They come from `--remappings`, and of a Foundry project from remappings.txt, foundry.toml and its libraries.
 * Source: https://docs.soliditylang.org/en/v0.8.37/path-resolution.html#import-remapping
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { cliError } from '../view/index.ts'
import { FOUNDRY_FILE, foundryProfile } from './foundryToml.ts'
import type { Io } from './io.ts'
import { placed } from './report.ts'

export interface Remapping {
  /** Absolute; imports of files below it only. Empty for all files. */
  readonly context: string
  readonly prefix: string
  /** Absolute; ends in a separator where the prefix does. */
  readonly target: string
}

export interface Project {
  /** The folder that units are named below; `undefined` without a project. */
  readonly root: string | undefined
  /** Those that count first stand first. */
  readonly remappings: readonly Remapping[]
}

const PROJECT_FILES = [FOUNDRY_FILE, 'remappings.txt'] as const

/**
 * The project that a file is in, and the remappings for it: `given` count before those of the project.
 * @throws {MemlaneError} `cli.badRemapping`, `cli.badProjectFile`.
 */
export async function projectOf(file: string, given: readonly string[], io: Io): Promise<Project> {
  const own = given.map((text) => parseRemapping(text, io.folder, '--remappings'))
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const names = await namesIn(folder)
    if (PROJECT_FILES.some((name) => names.includes(name)))
      return { root: folder, remappings: withoutOverridden([...own, ...(await remappingsOf(folder, names, io))]) }
    if (folder === dirname(folder)) return { root: own.length > 0 ? io.folder : undefined, remappings: own }
  }
}

/** Of those with the same context and prefix the first; solc would take the last. */
function withoutOverridden(remappings: readonly Remapping[]): Remapping[] {
  const kept = new Map<string, Remapping>()
  for (const remapping of remappings) {
    const key = `${remapping.context}:${remapping.prefix}`
    if (!kept.has(key)) kept.set(key, remapping)
  }
  return [...kept.values()]
}

/** The file that an import path means, if a remapping applies to it: of the longest context and prefix. */
export function remapped(path: string, from: string, remappings: readonly Remapping[]): string | undefined {
  let best: Remapping | undefined
  for (const remapping of remappings) {
    const { context, prefix } = remapping
    if (!path.startsWith(prefix) || !from.startsWith(context)) continue
    if (
      best === undefined ||
      context.length > best.context.length ||
      (context.length === best.context.length && prefix.length > best.prefix.length)
    )
      best = remapping
  }
  return best && best.target + path.slice(best.prefix.length)
}

/** A remapping as solc takes it, for units that are named by their path below `root`. */
export function remappingText({ context, prefix, target }: Remapping, root: string): string {
  const named = (path: string) => (path === '' ? '' : relative(root, path).split(sep).join('/') + trailing(path))
  return `${context === '' ? '' : `${named(context)}:`}${prefix}=${named(target)}`
}

function trailing(path: string): string {
  return path.endsWith(sep) ? '/' : ''
}

function parseRemapping(text: string, folder: string, place: string): Remapping {
  const [, context = '', prefix = '', target = ''] = /^(?:([^:=]*):)?([^=]+)=(.*)$/.exec(text.trim()) ?? []
  if (prefix === '') throw placed(place, cliError('cli.badRemapping', { remapping: text }))
  const absolute = (path: string) => resolve(folder, path) + (path.endsWith('/') ? sep : '')
  return { context: context === '' ? '' : absolute(context), prefix, target: absolute(target) }
}

async function remappingsOf(root: string, names: readonly string[], io: Io): Promise<Remapping[]> {
  const texts: { readonly text: string; readonly place: string }[] = []
  if (names.includes('remappings.txt')) {
    const lines = (await readFile(join(root, 'remappings.txt'), 'utf8')).split(/\r?\n/)
    for (const [index, line] of lines.entries())
      if (line.trim() !== '') texts.push({ text: line, place: `${shownPath(root, 'remappings.txt', io)}:${index + 1}` })
  }
  let libraries: readonly string[] = ['lib']
  if (names.includes(FOUNDRY_FILE)) {
    const place = shownPath(root, FOUNDRY_FILE, io)
    const profile = await foundryProfile(join(root, FOUNDRY_FILE), place, io)
    for (const text of strings(profile.remappings)) texts.push({ text, place })
    if (profile.libs !== undefined) libraries = strings(profile.libs)
  }
  const written = texts.map(({ text, place }) => parseRemapping(text, root, place))
  const found = (await Promise.all(libraries.map((name) => librariesIn(resolve(root, name))))).flat()
  return [...written, ...found.filter(({ prefix }) => !written.some((other) => other.prefix === prefix))]
}

function shownPath(root: string, name: string, io: Io): string {
  return relative(io.folder, join(root, name))
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** What forge infers: each library by its name, from where its sources are; and the libraries of libraries. */
async function librariesIn(folder: string, depth = 0): Promise<Remapping[]> {
  // node_modules are searched for every import anyway.
  if (folder.endsWith('node_modules')) return []
  const found: Remapping[] = []
  for (const name of await namesIn(folder)) {
    const library = join(folder, name)
    if (!(await isFolder(library))) continue
    const inside = await namesIn(library)
    const sources = ['src', 'contracts'].find((candidate) => inside.includes(candidate))
    const target = sources === undefined ? library : join(library, sources)
    found.push({ context: '', prefix: `${name}/`, target: target + sep })
    if (depth < MOST_LIBRARY_DEPTH && inside.includes('lib'))
      found.push(...(await librariesIn(join(library, 'lib'), depth + 1)))
  }
  return found
}

const MOST_LIBRARY_DEPTH = 3

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true
}
