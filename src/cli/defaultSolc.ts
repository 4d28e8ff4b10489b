/**
 * The solc that compiles where there is no other: the version that memlane is tested with. It is no part of the package,
 * since libraries have no use for its 9 MB. It stands beside memlane when somebody installed it there, else npm brings it
 * once:
 *
 *   node_modules beside memlane ─▶ ~/.cache/memlane/solc-0.8.37 ─▶ npm install, into that folder
 * @module
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { cliError } from '../view/index.ts'
import { cacheFolder } from './compilerCache.ts'
import type { Io } from './io.ts'

/** Also the version of the page that `memlane serve` serves. */
export const DEFAULT_VERSION = '0.8.37'

const FETCH_MILLISECONDS = 300_000

/** Where the package is, or is fetched to. */
export interface DefaultSolc {
  /** `undefined` without a home. */
  readonly folder: string | undefined
  readonly isHere: boolean
}

export function findDefaultSolc(io: Pick<Io, 'environment'>): DefaultSolc {
  const beside = besideMemlane()
  return beside === undefined ? keptSolc(io) : { folder: beside, isHere: true }
}

/** The one that was fetched, or will be; another version for projects that ask for one. */
export function keptSolc({ environment }: Pick<Io, 'environment'>, version = DEFAULT_VERSION): DefaultSolc {
  const cache = cacheFolder(environment)
  if (cache === undefined) return { folder: undefined, isHere: false }
  const folder = join(cache, `solc-${version}`, 'node_modules/solc')
  return { folder, isHere: existsSync(join(folder, 'package.json')) }
}

/** The folder of that version, where memlane's own packages are found. */
export function besideMemlane(): string | undefined {
  try {
    const file = createRequire(import.meta.url).resolve('solc/package.json')
    return JSON.parse(readFileSync(file, 'utf8')).version === DEFAULT_VERSION ? dirname(file) : undefined
  } catch {
    return undefined
  }
}

/**
 * The folder of the package. Where it is not here, npm installs it, which compares what it got with the registry's hash;
 * none of its scripts run. Another process sees all of it or none.
 * @throws {MemlaneError} `cli.noSolc` with what npm said.
 */
export async function bringDefaultSolc(
  { folder, isHere }: DefaultSolc,
  io: Pick<Io, 'environment' | 'beforeEnd'>,
  version = DEFAULT_VERSION,
): Promise<string> {
  if (folder === undefined) throw cliError('cli.noSolc', { version, reason: 'HOME is not set' })
  if (isHere) return folder
  const whole = join(folder, '../..')
  const unfinished = `${whole}-${randomBytes(6).toString('hex')}.tmp`
  const isOver = io.beforeEnd?.(() => rmSync(unfinished, { recursive: true, force: true }))
  const options = ['--no-global', '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
  try {
    await mkdir(unfinished, { recursive: true })
    await promisify(execFile)('npm', ['install', '--prefix', unfinished, ...options, `solc@${version}`], {
      cwd: unfinished,
      env: { ...io.environment },
      timeout: FETCH_MILLISECONDS,
      // On Windows npm is no program but a file of commands.
      shell: process.platform === 'win32',
    })
    await rename(unfinished, whole)
    return folder
  } catch (error) {
    // Somebody else may have been faster.
    if (existsSync(join(folder, 'package.json'))) return folder
    throw cliError('cli.noSolc', { version, reason: reasonOf(error) })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
    isOver?.()
  }
}

/** npm's first line that says something. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  const line = said.split('\n').find((text) => /^npm (error|ERR!) (?!code )/.test(text))
  const [first = ''] = String(error instanceof Error ? error.message : error).split('\n')
  return line?.replace(/^npm (error|ERR!) /, '') ?? first
}
