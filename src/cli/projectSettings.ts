/**
 * How the project of a source compiles it, as options: of Foundry by foundry.toml, of Hardhat, whose settings are a
 * program, by the newest build of the file. What is given on the command line wins.
 * @module
 */
import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { MemlaneError } from '../base/index.ts'
import { FOUNDRY_FILE, profileName } from '../foundry/project/profile.ts'
import { parseForkName } from '../opcodes/index.ts'
import { withoutCommit } from '../solidity/version.ts'
import { cliError } from '../view/index.ts'
import { chooseCompiler } from './compilerChoice.ts'
import { foundryProfile } from './foundryToml.ts'
import type { Io } from './io.ts'
import type { OptionValues } from './options.ts'
import { inPlace, placed } from './report.ts'
import type { Session } from './session.ts'
import type { Target } from './target.ts'

/** Those that a project can say. */
type ProjectOptions = Pick<OptionValues, 'optimize' | 'optimizerRuns' | 'viaIr' | 'evmVersion' | 'solc'>

interface ProjectSettings {
  /** What said it, for people: `foundry.toml`, `artifacts/build-info/….json`. */
  readonly place: string
  readonly options: ProjectOptions
}

/**
 * The options with what the target's project says where they say nothing; what is taken is told on stderr.
 * @throws {MemlaneError} `cli.badProjectFile`, `cli.badProjectValue`, `opcodes.unknownFork`.
 */
export async function withProject(target: Target, options: OptionValues, session: Session): Promise<OptionValues> {
  if (target.format !== 'sol') return options
  const found = await projectSettings(target.path, session)
  if (found === undefined) return options
  const { optimize, optimizerRuns, viaIr, evmVersion, solc } = found.options
  const isOptimizerGiven = options.optimize !== undefined || options.optimizerRuns !== undefined
  const taken: ProjectOptions = {
    ...(isOptimizerGiven || optimize === undefined ? {} : { optimize }),
    // `--optimize` alone means the project's own runs.
    ...(options.optimizerRuns === undefined && optimizerRuns !== undefined && (options.optimize ?? optimize) !== false
      ? { optimizerRuns }
      : {}),
    ...(options.viaIr !== undefined || viaIr === undefined ? {} : { viaIr }),
    ...(options.evmVersion !== undefined || options.fork !== undefined || evmVersion === undefined
      ? {}
      : { evmVersion }),
    ...(options.solc === undefined && solc !== undefined && (await isHere(solc, target.path, found.place, session))
      ? { solc }
      : {}),
  }
  const facts = factsOf(taken)
  if (facts.length > 0) session.note(session.messages.progress.project(found.place, facts.join(', ')))
  return { ...options, ...taken }
}

/** Whether there is the compiler that the project asks for; where it is not, that is said, and another is taken. */
async function isHere(solc: string, file: string, place: string, session: Session): Promise<boolean> {
  try {
    await chooseCompiler(solc, [], dirname(file), session.io)
    return true
  } catch (error) {
    if (!(error instanceof MemlaneError)) throw error
    session.note(session.messages.progress.noProjectCompiler(place, solc))
    return false
  }
}

/** As they would be given. */
function factsOf({ optimize, optimizerRuns, viaIr, evmVersion, solc }: ProjectOptions): string[] {
  return [
    ...(optimize === true && optimizerRuns === undefined ? ['--optimize'] : []),
    ...(optimizerRuns === undefined ? [] : [`--optimizer-runs ${optimizerRuns}`]),
    ...(viaIr === true ? ['--via-ir'] : []),
    ...(evmVersion === undefined ? [] : [`--evm-version ${evmVersion}`]),
    ...(solc === undefined ? [] : [`--solc ${solc}`]),
  ]
}

const HARDHAT_FILES = ['hardhat.config.ts', 'hardhat.config.js', 'hardhat.config.cjs', 'hardhat.config.mjs'] as const

async function projectSettings(file: string, session: Session): Promise<ProjectSettings | undefined> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const names = await readdir(folder).catch((): string[] => [])
    if (names.includes(FOUNDRY_FILE)) return foundrySettings(folder, session.io)
    const hardhat = HARDHAT_FILES.find((name) => names.includes(name))
    if (hardhat !== undefined) return hardhatSettings(folder, hardhat, file, session)
    if (folder === dirname(folder)) return undefined
  }
}

async function foundrySettings(root: string, io: Io): Promise<ProjectSettings> {
  const path = join(root, FOUNDRY_FILE)
  const shown = relative(io.folder, path)
  const profile = await foundryProfile(path, shown, io)
  const field = <Kind extends 'boolean' | 'number' | 'string'>(name: string, kind: Kind) => {
    const value = profile[name]
    if (value === undefined) return undefined
    if (typeof value !== kind) throw placed(shown, cliError('cli.badProjectValue', { name, kind }))
    return value as { boolean: boolean; number: number; string: string }[Kind]
  }
  const runs = field('optimizer_runs', 'number')
  if (runs !== undefined && !(Number.isInteger(runs) && runs >= 0 && runs < 2 ** 32))
    throw placed(shown, cliError('cli.badProjectValue', { name: 'optimizer_runs', kind: 'number' }))
  // As forge has it: a number of runs alone turns the optimizer on, unless it is 0.
  const optimize = field('optimizer', 'boolean') ?? (runs === undefined ? undefined : runs > 0)
  const viaIr = field('via_ir', 'boolean')
  const version = field('evm_version', 'string')
  const solc = field('solc', 'string') ?? field('solc_version', 'string')
  return {
    place: `${shown} [profile.${profileName(io.environment)}]`,
    options: {
      ...(optimize === undefined ? {} : { optimize }),
      ...(runs === undefined ? {} : { optimizerRuns: runs }),
      ...(viaIr === undefined ? {} : { viaIr }),
      ...(version === undefined ? {} : { evmVersion: inPlace(shown, () => parseForkName(version.toLowerCase())) }),
      // A path is meant from the project's folder.
      ...(solc === undefined ? {} : { solc: /^[v=]?\d/.test(solc) ? solc.replace(/^=/, '') : resolve(root, solc) }),
    },
  }
}

async function hardhatSettings(
  root: string,
  config: string,
  file: string,
  session: Session,
): Promise<ProjectSettings | undefined> {
  const { buildInfoFiles, buildAt } = await import('./artifact.ts')
  const unit = relative(root, file).split(sep).join('/')
  const files = await Promise.all(
    (await buildInfoFiles(join(root, 'artifacts'))).map(async (path) => ({ path, at: (await stat(path)).mtimeMs })),
  )
  for (const { path } of files.sort((a, b) => b.at - a.at)) {
    const build = await buildAt(path)
    // Hardhat 3 names units of the project so.
    const isHere = build && (unit in build.input.sources || `project/${unit}` in build.input.sources)
    if (!build || !isHere) continue
    const { optimizer, viaIR, evmVersion } = build.input.settings
    const shown = relative(session.io.folder, path)
    return {
      place: shown,
      options: {
        optimize: optimizer?.enabled === true,
        ...(optimizer?.enabled === true && typeof optimizer.runs === 'number' ? { optimizerRuns: optimizer.runs } : {}),
        viaIr: viaIR === true,
        ...(evmVersion === undefined ? {} : { evmVersion: inPlace(shown, () => parseForkName(evmVersion)) }),
        ...(build.version === undefined ? {} : { solc: withoutCommit(build.version) }),
      },
    }
  }
  session.note(session.messages.progress.hardhatUnread(relative(session.io.folder, join(root, config))))
  return undefined
}
