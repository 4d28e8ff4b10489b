/**
 * What can be named in a project's folder: its contracts and its files of tests, for who names the folder.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { MemlaneError } from '../base/index.ts'
import { contractsIn, maySayTests } from '../foundry/index.ts'
import { LaunchError, type LaunchProblem } from '../launch/index.ts'
import { cliError } from '../view/index.ts'
import { placed } from './report.ts'

export type ProjectKind = 'Foundry' | 'Hardhat'

const MARKS: readonly (readonly [RegExp, ProjectKind])[] = [
  [/^foundry\.toml$/, 'Foundry'],
  [/^hardhat\.config\.[cm]?[jt]s$/, 'Hardhat'],
]
/** Folders whose sources are others', or made. */
const OTHERS: ReadonlySet<string> = new Set(['node_modules', 'lib', 'out', 'artifacts', 'cache', 'broadcast'])
const MOST_FILES = 2000
const MOST_BYTES = 1024 * 1024
const MOST_SHOWN = 24

/**
 * Says what a project's folder has, where that is one: a line for each contract and each file of tests.
 * @param word how the folder was named
 */
export async function projectFolderError(folder: string, word: string): Promise<LaunchError> {
  const names = await readdir(folder).catch((): string[] => [])
  const kind = MARKS.find(([mark]) => names.some((name) => mark.test(name)))?.[1]
  if (kind === undefined) return placed(word, cliError('cli.isDirectory', {}))
  const [first, ...others] = await thingsIn(folder, word, kind)
  if (first === undefined) return placed(word, cliError('cli.emptyProject', { kind }))
  const all = [first, ...others]
  const more = all.length - MOST_SHOWN
  return new LaunchError([
    problemOf(word, cliError('cli.projectFolder', { kind })),
    ...all.slice(0, MOST_SHOWN).map(({ path, command }) => problemOf(path, cliError('cli.inProject', { command }))),
    ...(more > 0 ? [problemOf(word, cliError('cli.moreInProject', { count: more }))] : []),
  ])
}

function problemOf(place: string, error: MemlaneError): LaunchProblem {
  return placed(place, error).problems[0]
}

interface Thing {
  readonly path: string
  readonly command: string
}

/** Contracts, then files of tests. */
async function thingsIn(folder: string, word: string, kind: ProjectKind): Promise<Thing[]> {
  const contracts: Thing[] = []
  const tests: Thing[] = []
  for (const path of await sourcesIn(folder)) {
    const text = await readFile(path, 'utf8').catch(() => '')
    if (text.length > MOST_BYTES) continue
    const shown = join(word, relative(folder, path))
    if (kind === 'Foundry' && maySayTests(text)) tests.push({ path: shown, command: `memlane test ${quoted(shown)}` })
    else
      for (const name of contractsIn(text))
        contracts.push({ path: shown, command: `memlane map ${quoted(shown)} --contract ${name}` })
  }
  return [...contracts, ...tests]
}

function quoted(path: string): string {
  return /[^\w./-]/.test(path) ? `'${path.replaceAll("'", "'\\''")}'` : path
}

/** Sources of the project's own, in the order of their paths. */
async function sourcesIn(folder: string): Promise<string[]> {
  const found: string[] = []
  const open = [folder]
  for (let at = open.pop(); at !== undefined && found.length < MOST_FILES; at = open.pop()) {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = join(at, entry.name)
      if (entry.isDirectory() && !OTHERS.has(entry.name) && !entry.name.startsWith('.')) open.push(path)
      else if (entry.isFile() && entry.name.endsWith('.sol') && !entry.name.endsWith('.s.sol')) found.push(path)
    }
  }
  return found.sort()
}
