/**
 * The remappings that forge makes of what lies in `lib/`: each library by its name, from where its sources are, what its
 * own foundry.toml says, and the libraries of libraries. Of two by one name the one that lies less deep.
 *
 *   lib/solmate/src/               solmate/=lib/solmate/src/
 *   lib/solmate/lib/ds-test/src/   ds-test/=lib/solmate/lib/ds-test/src/
 *
 * Source: what forge 1.7.1 answers to `forge remappings`.
 * @module
 */
import type { JsonObject } from '../../base/json.ts'
import { type FolderEntry, joined, type ProjectFiles } from './files.ts'
import { FOUNDRY_FILE, profileTable, readSettings } from './profile.ts'
import { parseRemapping, type Remapping } from './remapping.ts'

/** Libraries in libraries are looked for so deep. */
const MOST_DEPTH = 3
/** Folders that forge takes for sources, the first that is there. */
const SOURCE_FOLDERS = ['src', 'contracts'] as const

/** @param parse reads a foundry.toml; what is none says nothing */
export async function libraryRemappings(
  files: ProjectFiles,
  libs: readonly string[],
  parse: (text: string) => JsonObject | undefined,
): Promise<Remapping[]> {
  const nearest = new Map<string, Remapping>()
  const offer = (remapping: Remapping): void => {
    const key = `${remapping.context}:${remapping.prefix}`
    const known = nearest.get(key)
    if (known === undefined || depthOf(remapping) < depthOf(known)) nearest.set(key, remapping)
  }
  const visit = async (folder: string, depth: number): Promise<void> => {
    // Every import is looked for in node_modules anyway.
    if (folder.endsWith('node_modules')) return
    for (const { name, isFolder } of await files.list(folder)) {
      if (!isFolder) continue
      const library = joined(folder, name)
      const inside = await files.list(library)
      const own = await ownSettings(library, inside)
      for (const text of own?.remappings ?? []) {
        const remapping = parseRemapping(text)
        if (remapping !== undefined) offer({ ...remapping, target: joined(library, remapping.target) })
      }
      const sources = own?.src ?? SOURCE_FOLDERS.find((candidate) => hasFolder(inside, candidate))
      const target = sources !== undefined && hasFolder(inside, sources) ? joined(library, sources) : library
      offer({ context: '', prefix: `${name}/`, target: `${target}/` })
      if (depth < MOST_DEPTH && hasFolder(inside, 'lib')) await visit(joined(library, 'lib'), depth + 1)
    }
  }
  const ownSettings = async (library: string, inside: readonly FolderEntry[]) => {
    if (!inside.some(({ name }) => name === FOUNDRY_FILE)) return undefined
    const document = parse((await files.read(joined(library, FOUNDRY_FILE))) ?? '')
    if (document === undefined) return undefined
    const table = profileTable(document, 'default')
    const { settings } = readSettings(table)
    return { remappings: settings.remappings, src: table.src === undefined ? undefined : settings.src }
  }
  for (const folder of libs) await visit(folder, 0)
  return [...nearest.values()]
}

function depthOf({ target }: Remapping): number {
  return target.split('/').length
}

function hasFolder(entries: readonly FolderEntry[], name: string): boolean {
  const [first] = name.split('/')
  return entries.some((entry) => entry.isFolder && entry.name === first)
}
