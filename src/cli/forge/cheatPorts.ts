/**
 * What cheatcodes get of this machine: environment variables, the project's files within `fs_permissions`, the build's code.
 * @module
 */
import { readFileSync, realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { bytesToHex } from '../../base/index.ts'
import { CheatcodeError, type CheatPorts, createdBy, type ProjectSettings, revertReason } from '../../foundry/index.ts'
import type { Compilation } from '../../solidity/index.ts'
import type { Io } from '../io.ts'

/** A file that a test reads may be so large. */
const MOST_BYTES = 64 * 1024 * 1024

export interface CheatSurroundings {
  /** The project's folder, absolute. */
  readonly root: string
  readonly environment: Io['environment']
}

export function cheatPorts(
  { root, environment }: CheatSurroundings,
  settings: ProjectSettings,
  build: Compilation,
  builds: readonly Compilation[],
): CheatPorts {
  return {
    root,
    environment,
    artifact: (name) => artifact(name, builds),
    readFile: (path) => {
      const bytes = readFileSync(allowed(path, root, settings))
      if (bytes.length > MOST_BYTES) throw new CheatcodeError(`the file ${path} has more than 64 MiB`)
      return bytes
    },
    // A selector alone is no error with arguments.
    revertText: (data) =>
      data.length === 4 ? (textOf(data) ?? `custom error ${bytesToHex(data)}`) : revertReason(data, build),
    now: Date.now,
    createdBy,
  }
}

/** The path of a file that may be read: as it is written, and with links followed. */
function allowed(path: string, root: string, { permissions }: ProjectSettings): string {
  const absolute = resolve(root, path)
  const folders = permissions
    .filter(({ access }) => access === 'read' || access === 'readWrite')
    .map(({ path: folder }) => resolve(root, folder))
  const refused = new CheatcodeError(`the path ${path} is not allowed to be accessed for read operations`)
  if (!folders.some((folder) => isWithin(absolute, folder))) throw refused
  let real: string
  try {
    real = realpathSync(absolute)
  } catch {
    throw new CheatcodeError(`failed to resolve path \`${path}\`: there is no such file`)
  }
  if (!folders.some((folder) => isWithin(real, resolveReal(folder)))) throw refused
  return real
}

function resolveReal(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`))
}

/** `Vault`, `Vault.sol`, `Vault.sol:Vault`, `src/Vault.sol:Vault`, `out/Vault.sol/Vault.json`. */
function artifact(name: string, builds: readonly Compilation[]): ReturnType<CheatPorts['artifact']> {
  const json = /([^/]+)\/([^/]+)\.json$/.exec(name)
  const [file = '', contract] = json ? [json[1]!, json[2]!] : name.includes('.sol') ? name.split(':') : ['', name]
  const wanted =
    contract ??
    file
      .split('/')
      .at(-1)
      ?.replace(/\.(t\.)?sol$/, '')
  for (const build of builds)
    for (const one of build.contracts) {
      if (one.name !== wanted) continue
      if (file !== '' && one.file !== file && !one.file.endsWith(`/${file}`)) continue
      return { creation: one.creation.bytes, runtime: one.runtime.bytes }
    }
  return undefined
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
