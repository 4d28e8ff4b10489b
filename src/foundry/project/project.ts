/**
 * A project: its settings, its remappings, and the files that may have tests.
 *
 *   foundry.toml ─▶ settings ─┬─▶ remappings: foundry.toml, remappings.txt, lib/
 *                             └─▶ test files: all below `test`, and what says a test below `src`
 * @module
 */
import type { JsonObject } from '../../base/json.ts'
import { foundryError } from '../errors.ts'
import { SourceUnits } from './closure.ts'
import { maySayTests } from './discover.ts'
import { joined, type ProjectFiles } from './files.ts'
import { libraryRemappings } from './libraries.ts'
import { type ProjectSettings, profileTable, REMAPPINGS_FILE, readSettings, type SettingProblem } from './profile.ts'
import { parseRemapping, type Remapping, withoutOverridden } from './remapping.ts'

export interface FoundryProject {
  readonly profile: string
  readonly settings: ProjectSettings
  /** What foundry.toml says that nobody understands. */
  readonly problems: readonly SettingProblem[]
  readonly remappings: readonly Remapping[]
  readonly units: SourceUnits
  readonly files: ProjectFiles
}

export interface ProjectPorts {
  readonly files: ProjectFiles
  readonly profile: string
  /** foundry.toml, parsed; empty where there is none. */
  readonly document: JsonObject
  /** Reads a library's foundry.toml; `undefined` for what is none. */
  readonly parse: (text: string) => JsonObject | undefined
  /** `prefix=target` that count before all others. */
  readonly given?: readonly string[]
}

/** @throws {MemlaneError} `foundry.badRemapping` with the place that says it. */
export async function openProject(ports: ProjectPorts): Promise<FoundryProject> {
  const { files, profile, document, parse, given = [] } = ports
  const { settings, problems } = readSettings(profileTable(document, profile))
  const written = [
    ...given.map((text) => ({ text, place: '--remappings' })),
    ...settings.remappings.map((text) => ({ text, place: 'foundry.toml' })),
    ...((await files.read(REMAPPINGS_FILE)) ?? '')
      .split(/\r?\n/)
      .map((text, index) => ({ text, place: `${REMAPPINGS_FILE}:${index + 1}` }))
      .filter(({ text }) => text.trim() !== '' && !text.trim().startsWith('#')),
  ].map(({ text, place }) => {
    const remapping = parseRemapping(text)
    if (remapping === undefined) throw foundryError('foundry.badRemapping', { place, remapping: text })
    return remapping
  })
  const found = settings.autoDetectRemappings ? await libraryRemappings(files, settings.libs, parse) : []
  const own = found.filter(({ prefix }) => !written.some((other) => other.prefix === prefix))
  const remappings = withoutOverridden([...written, ...own])
  const folders = [...settings.includePaths, ...settings.libs, 'node_modules']
  return { profile, settings, problems, remappings, files, units: new SourceUnits(files, remappings, folders) }
}

/** Folders that hold no sources of the project, wherever they stand. */
const NO_SOURCES = new Set(['node_modules', 'out', 'cache', 'artifacts', 'broadcast', 'lib'])
/** Files of one project that are looked at. */
const MOST_FILES = 50_000

/** Files that may have tests, sorted: all below the test folder, and those below `src` that say one. */
export async function testFiles({ settings, files, units }: FoundryProject): Promise<string[]> {
  const { test, src, libs, out } = settings
  const left: string[] = [test, src]
  const names = new Set<string>()
  const seen = new Set<string>()
  for (let folder = left.pop(); folder !== undefined; folder = left.pop()) {
    if (seen.has(folder)) continue
    seen.add(folder)
    for (const { name, isFolder } of await files.list(folder)) {
      const path = joined(folder, name)
      if (isFolder) {
        if (!NO_SOURCES.has(name) && !libs.includes(path) && path !== out) left.push(path)
      } else if (name.endsWith('.sol') && names.size < MOST_FILES) names.add(path)
    }
  }
  const inTest = (path: string) => path.startsWith(`${test.replace(/\/$/, '')}/`)
  const found: string[] = []
  for (const name of [...names].sort()) {
    const unit = await units.unit(name)
    if (unit !== undefined && (inTest(name) || maySayTests(unit.text))) found.push(name)
  }
  return found
}
