/**
 * Which solc compiles: the one that `--solc` names, else the first of these that fits the sources' pragmas.
 *
 *   solc on PATH ─▶ `solc` in a node_modules of the target ─▶ the default one, if it is on this machine
 *                ─▶ those that Foundry and Hardhat installed ─▶ the default one, fetched
 *
 * A version is what the compiler itself says, never what a file is called.
 * @module
 */

import { access, constants, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import { compare } from 'semver'
import type { Pragma } from '../launch/compilers.ts'
import { fitsPragmas, pragmaMismatch } from '../launch/pragmas.ts'
import { withoutCommit } from '../solidity/version.ts'
import { cliError } from '../view/index.ts'
import { besideMemlane, bringDefaultSolc, DEFAULT_VERSION, findDefaultSolc } from './defaultSolc.ts'
import type { Io } from './io.ts'
import { NativeCompiler, nativeVersion } from './nativeSolc.ts'
import { placed } from './report.ts'
import { type RunningCompiler, SoljsonCompiler } from './solc.ts'

/** Where a compiler was found. */
export type CompilerOrigin = 'option' | 'path' | 'package' | 'default' | 'installed' | 'artifact'

export interface FoundCompiler {
  /** `0.8.37`, or longer: `0.8.30+commit.73712a01`. */
  readonly version: string
  readonly origin: CompilerOrigin
  /** False for one that is fetched when it starts. Default: true. */
  readonly isHere?: boolean
  start(): Promise<RunningCompiler>
}

/** The oldest solc whose syntax tree and source maps are understood. */
const OLDEST = '0.6.0'

function defaultCompiler(io: Io): FoundCompiler {
  const found = findDefaultSolc(io)
  return {
    version: DEFAULT_VERSION,
    origin: 'default',
    isHere: found.isHere,
    start: async () => SoljsonCompiler.start(await bringDefaultSolc(found, io)),
  }
}

/**
 * @param folder of the target: where the search for packages begins
 * @throws {MemlaneError} `cli.noSuchCompiler` for what `--solc` names; `launch.pragmaMismatch` when no compiler fits, at
 * the pragma that leaves none; `cli.compilerTooOld`.
 */
export async function chooseCompiler(
  wanted: string | undefined,
  pragmas: readonly Pragma[],
  folder: string,
  io: Io,
): Promise<FoundCompiler> {
  if (wanted !== undefined) return checked(await namedCompiler(wanted, folder, io), pragmas)
  const looked: string[] = []
  const fallback = defaultCompiler(io)
  for (const find of [onPath, inPackages, async () => fallback]) {
    const found = await find(folder, io)
    if (found === undefined || found.isHere === false) continue
    if (fits(found, pragmas)) return found
    looked.push(found.version)
  }
  const installed = (await installedCompilers(io)).filter((found) => fits(found, pragmas))
  // The newest is what both tools would take.
  const [best] = installed.sort((a, b) => compare(b.version, a.version))
  if (best !== undefined) return best
  if (fits(fallback, pragmas)) return fallback
  throw pragmaMismatch(looked, pragmas)
}

function fits({ version }: FoundCompiler, pragmas: readonly Pragma[]): boolean {
  return compare(version, OLDEST) >= 0 && fitsPragmas(version, pragmas)
}

function checked(compiler: FoundCompiler, pragmas: readonly Pragma[]): FoundCompiler {
  if (compare(compiler.version, OLDEST) < 0)
    throw cliError('cli.compilerTooOld', { version: compiler.version, oldest: OLDEST })
  if (!fits(compiler, pragmas)) throw pragmaMismatch([compiler.version], pragmas)
  return compiler
}

// ── `--solc` ───────────────────────────────────────────────────────────────────────────────────────────────────────────

async function namedCompiler(wanted: string, folder: string, io: Io): Promise<FoundCompiler> {
  const asked = /^v?(\d+\.\d+\.\d+)(?:\+commit\.[0-9a-f]+)?$/.exec(wanted)?.[1]
  if (asked === undefined) return compilerAt(resolve(io.folder, wanted), wanted)
  const here = [await onPath(folder, io), await inPackages(folder, io), ...(await installedCompilers(io))]
  const fallback = defaultCompiler(io)
  const candidates = fallback.isHere ? [fallback, ...here] : [...here, fallback]
  const found = candidates.find((candidate) => candidate !== undefined && withoutCommit(candidate.version) === asked)
  if (found !== undefined) return found
  const versions = [
    ...new Set(candidates.flatMap((candidate) => (candidate === undefined ? [] : withoutCommit(candidate.version)))),
  ]
  throw cliError('cli.noSuchCompiler', { wanted, versions: versions.sort(compare) })
}

/** A program, or the folder of a `solc` package. */
async function compilerAt(path: string, wanted: string): Promise<FoundCompiler> {
  const kind = await stat(path).catch(() => undefined)
  if (kind === undefined) throw placed(wanted, cliError('cli.fileNotFound', {}))
  const found = kind.isDirectory() ? await packageAt(path, 'option') : await programAt(path, 'option')
  if (found === undefined) throw placed(wanted, cliError('cli.notACompiler', {}))
  return found
}

async function programAt(path: string, origin: CompilerOrigin): Promise<FoundCompiler | undefined> {
  const version = await nativeVersion(path)
  return version === undefined ? undefined : { version, origin, start: async () => new NativeCompiler(path, version) }
}

async function packageAt(folder: string, origin: CompilerOrigin): Promise<FoundCompiler | undefined> {
  try {
    const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    if (name !== 'solc' || typeof version !== 'string') return undefined
    return { version, origin, start: () => SoljsonCompiler.start(folder) }
  } catch {
    return undefined
  }
}

// ── Places ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

async function onPath(_folder: string, { environment }: Io): Promise<FoundCompiler | undefined> {
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    // A relative entry of PATH would be another program in each folder.
    if (!isAbsolute(folder)) continue
    const path = join(folder, 'solc')
    if (await isProgram(path)) return programAt(path, 'path')
  }
  return undefined
}

async function inPackages(folder: string, io: Io): Promise<FoundCompiler | undefined> {
  const beside = besideMemlane()
  for (let at = folder; ; at = dirname(at)) {
    const packageFolder = join(at, 'node_modules', 'solc')
    // In memlane's own checkout the default one lies there.
    const isDefault = beside !== undefined && (await realpath(packageFolder).catch(() => '')) === beside
    const found = isDefault ? defaultCompiler(io) : await packageAt(packageFolder, 'package')
    if (found !== undefined || at === dirname(at)) return found
  }
}

/** Compilers that Foundry (svm) and Hardhat downloaded for this user. */
async function installedCompilers({ environment }: Io): Promise<FoundCompiler[]> {
  const { HOME, XDG_DATA_HOME, XDG_CACHE_HOME } = environment
  if (!HOME) return []
  const svm = [join(HOME, '.svm'), join(XDG_DATA_HOME || join(HOME, '.local/share'), 'svm')]
  const foundry = svm.map(async (folder) =>
    (await entries(folder)).map((version) => join(folder, version, `solc-${version}`)),
  )
  const hardhat = ['hardhat-nodejs/compilers-v2', 'hardhat-nodejs/compilers-v3'].map(async (name) => {
    const folder = join(XDG_CACHE_HOME || join(HOME, '.cache'), name)
    const platforms = (await entries(folder)).map((platform) => join(folder, platform))
    const files = await Promise.all(
      platforms.map(async (platform) => (await entries(platform)).map((file) => join(platform, file))),
    )
    return files.flat().filter((file) => /solc-[\w-]*v\d+\.\d+\.\d+[^/]*$/.test(file) && !file.endsWith('.json'))
  })
  const paths = (await Promise.all([...foundry, ...hardhat])).flat()
  const found: FoundCompiler[] = []
  for (const path of paths) {
    const compiler = (await isProgram(path)) ? await programAt(path, 'installed') : undefined
    if (compiler !== undefined) found.push(compiler)
  }
  return found
}

async function entries(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
