/**
 * From a Solidity or Yul target to a build: its sources with all imports, one run of solc, and solc's messages at
 * the files and lines as the user knows them.
 * @module
 */
import { basename, dirname, join } from 'node:path'
import { compare } from 'semver'
import { MemlaneError } from '../base/index.ts'
import {
  BuildLocator,
  Compilation,
  type CompiledContract,
  CompileError,
  type CompilerSettings,
  type Diagnostic,
  evmVersionFor,
  type Frame,
  isSameCode,
  lackingIn,
  type NoFront,
  needsTwin,
  OUTPUT_SELECTION,
  OUTPUT_SELECTION_IR,
  type StandardJsonInput,
  type StandardJsonOutput,
  type StorageLayout,
  twinSettings,
  type YulCode,
  yulCode,
} from '../solidity/index.ts'
import { withoutCommit } from '../solidity/version.ts'
import { cliError, type Problem } from '../view/index.ts'
import type { ArtifactBuild } from './artifact.ts'
import { CompilerCache } from './compilerCache.ts'
import { type ChosenCompiler, chooseCompiler } from './compilerChoice.ts'
import { folderAt } from './folder.ts'
import { flagOf, forkOf, type OptionName, type OptionValues } from './options.ts'
import { projectOf } from './remappings.ts'
import { PlacedError, type PlacedProblem, placed } from './report.ts'
import type { Session } from './session.ts'
import { collectSources, type Sources, type SourceUnit } from './sources.ts'
import type { SourceTarget } from './target.ts'

export interface CompiledTarget {
  readonly compilation: Compilation
  /** What the build calls the target's own file. */
  readonly file: string | undefined
  /** `file:name` of the contract that the target is about, where it is about one. */
  readonly contract?: string | undefined
}

/** The same sources without the optimizer. */
export interface TwinBuild {
  readonly compilation: Compilation
  /** As of the target's own build. */
  readonly yul: TwinnedTarget['yul']
}

export interface TwinnedTarget extends CompiledTarget {
  /** Where each variable of a contract is in storage. */
  readonly storageLayout: (contract: CompiledContract) => Promise<StorageLayout | undefined>
  /**
   * Compiles the twin, or gives what solc said first about it; `undefined` for a build whose variables can be found in
   * itself.
   */
  readonly twin: (() => Promise<TwinBuild | string>) | undefined
  /** The Yul behind the code that a frame runs, or why it is not known; `undefined` for builds without the IR pipeline. */
  readonly yul: ((contract: CompiledContract, frame: Pick<Frame, 'kind'>) => Promise<YulCode | NoFront>) | undefined
}

/**
 * Compiles the target, and says on stderr what with.
 * @throws {PlacedError} with every error that solc found, or an import that is not there.
 */
export async function compileTarget(
  target: SourceTarget<'sol' | 'yul' | 'artifact'>,
  options: OptionValues,
  session: Session,
): Promise<CompiledTarget> {
  return compileUnits(await inputOf(target, options, session), session)
}

/** Compiles the target as asked, and where its variables can then not be found, says how to get a twin. */
export async function compileTwinned(
  target: SourceTarget<'sol' | 'artifact'>,
  options: OptionValues,
  session: Session,
): Promise<TwinnedTarget> {
  const asked = await inputOf(target, options, session)
  return twinnedUnits(asked, session)
}

/** The same for an input that is there already. */
export async function twinnedUnits(of: Input, session: Session): Promise<TwinnedTarget> {
  const { input: asked, compiler } = of
  const isViaIr = asked.settings.viaIR === true
  const input = isViaIr ? withYul(asked) : asked
  const compiled = await compileUnits({ ...of, input }, session)
  return {
    ...compiled,
    storageLayout: (contract) => layoutOf(contract, asked, compiler, session),
    ...(compiler.origin === 'artifact'
      ? { twin: needsTwin(input.settings) ? notHere : undefined, yul: undefined }
      : {
          twin: needsTwin(input.settings) ? () => compileTwins(compiled.compilation, compiler, session) : undefined,
          yul: isViaIr ? yulBy(compiler, session) : undefined,
        }),
  }
}

/** Asked for by itself: solc then makes no code. */
async function layoutOf(
  { file, name }: CompiledContract,
  input: StandardJsonInput,
  compiler: ChosenCompiler,
  session: Session,
): Promise<StorageLayout | undefined> {
  if (compiler.origin === 'artifact') return undefined
  const settings = { ...input.settings, outputSelection: { '*': { '*': ['storageLayout'] } } }
  const { output } = await compileInput({ ...input, settings }, compiler, session)
  return output.contracts?.[file]?.[name]?.storageLayout
}

/** Of a build that was made elsewhere: what its output has, else what its compiler says, if that is here. */
export async function keptLayout(
  contract: CompiledContract,
  options: OptionValues,
  session: Session,
): Promise<StorageLayout | undefined> {
  const { compilation, file, name } = contract
  const kept = compilation.output.contracts?.[file]?.[name]?.storageLayout
  if (kept !== undefined) return kept
  const version = withoutCommit(compilation.compilerVersion)
  try {
    const compiler = await chooseCompiler(options.solc ?? version, [], session.io.folder, session.io)
    return await layoutOf(contract, compilation.input, compiler, session)
  } catch (error) {
    if (error instanceof MemlaneError) return undefined
    throw error
  }
}

/** There is what a compiler said, but no compiler. */
async function notHere(): Promise<string> {
  return 'the compiler of the artifact is not here'
}

/** The first twin that compiles, or why the best one does not. */
async function compileTwins(
  build: Compilation,
  compiler: ChosenCompiler,
  session: Session,
): Promise<TwinBuild | string> {
  let reason = ''
  const { input } = build
  for (const { outputSelection, ...settings } of twinSettings(input.settings)) {
    // The syntax tree is that of the build.
    const selection = { '*': { '*': outputSelection['*']!['*']! } }
    const twin = await compileTwin(
      { ...input, settings: { ...settings, outputSelection: selection } },
      build,
      compiler,
      session,
    )
    if (typeof twin !== 'string') return twin
    reason ||= twin
  }
  return reason
}

/** What solc says first where it does not compile: above all "stack too deep", which the optimizer avoids. */
async function compileTwin(
  input: StandardJsonInput,
  build: Compilation,
  compiler: ChosenCompiler,
  session: Session,
): Promise<TwinBuild | string> {
  const { version, output } = await compileInput(input, compiler, session)
  try {
    const compilation = new Compilation(version, input, output, build)
    return { compilation, yul: compilation.isViaIr ? yulBy(compiler, session) : undefined }
  } catch (error) {
    if (!(error instanceof CompileError)) throw error
    const first = error.diagnostics.find(({ severity }) => severity === 'error')
    return first?.message.split('\n', 1)[0] ?? error.message
  }
}

function withYul(input: StandardJsonInput): StandardJsonInput {
  return { ...input, settings: { ...input.settings, outputSelection: OUTPUT_SELECTION_IR } }
}

function yulBy(compiler: ChosenCompiler, session: Session): TwinnedTarget['yul'] {
  const { version } = compiler
  const again = {
    version,
    compile: async (input: StandardJsonInput) => (await compileInput(input, compiler, session)).output,
  }
  return (contract, { kind }) => yulCode(again, contract, kind)
}

export interface Input {
  readonly input: StandardJsonInput
  readonly compiler: ChosenCompiler
  readonly units: readonly SourceUnit[]
  /** Of an artifact: the contract it is about, and its deployed code as hex. */
  readonly contract?: string | undefined
  readonly runtime?: string | undefined
}

/** The IR pipeline counts as production-ready from here on. Source: solc's changelog. */
const VIA_IR_SINCE = '0.8.13'

/** What says how to compile, which artifacts say themselves. */
const SETTINGS: readonly OptionName[] = ['optimize', 'optimizerRuns', 'viaIr', 'remappings', 'evmVersion']

function isArtifact(target: SourceTarget<'sol' | 'yul' | 'artifact'>): target is SourceTarget<'artifact'> {
  return target.format === 'artifact'
}

async function inputOf(
  target: SourceTarget<'sol' | 'yul' | 'artifact'>,
  options: OptionValues,
  session: Session,
): Promise<Input> {
  const { io } = session
  if (isArtifact(target)) {
    const given = SETTINGS.find((name) => options[name] !== undefined)
    if (given !== undefined) throw placed(target.name, cliError('cli.artifactSettings', { option: flagOf(given) }))
    const { artifactBuild } = await import('./artifact.ts')
    return artifactInput(await artifactBuild(target), target, options, session)
  }
  const source: SourceTarget<'sol' | 'yul'> = { ...target, format: target.format === 'yul' ? 'yul' : 'sol' }
  const { units, pragmas, remappings } = await sourcesOf(source, options, session)
  const compiler = await chooseCompiler(options.solc, pragmas, dirname(target.path), io)
  if (options.viaIr && compare(withoutCommit(compiler.version), VIA_IR_SINCE) < 0)
    throw placed(
      target.name,
      cliError('cli.noViaIr', { version: withoutCommit(compiler.version), since: VIA_IR_SINCE }),
    )
  const input: StandardJsonInput = {
    language: target.format === 'sol' ? 'Solidity' : 'Yul',
    sources: Object.fromEntries(units.map(({ name, text }) => [name, { content: text }])),
    settings: settingsOf(options, compiler.version, remappings),
  }
  return { input, compiler, units }
}

/** Sources and settings of an artifact, and the compiler that made it; what the tool kept of its output, where it is not here. */
export async function artifactInput(
  { version, input, output, contract, runtime }: ArtifactBuild,
  { name, path }: Pick<SourceTarget, 'name' | 'path'>,
  options: OptionValues,
  session: Session,
): Promise<Input> {
  const units = Object.entries(input.sources).map(([file, { content }]) => ({ name: file, text: content, shown: file }))
  const settings = { ...input.settings, outputSelection: OUTPUT_SELECTION }
  const given = { input: { ...input, settings }, units, contract, runtime }
  const asked = options.solc ?? (version && withoutCommit(version))
  try {
    return { ...given, compiler: await chooseCompiler(asked, [], dirname(path), session.io) }
  } catch (error) {
    if (!(error instanceof MemlaneError) || version === undefined || output === undefined) throw error
  }
  const lacking = lackingIn(output)
  if (lacking.length > 0) throw placed(name, cliError('cli.artifactLacks', { lacking, version }))
  return { ...given, compiler: keptCompiler(version, output) }
}

/** All builds of a project's folder, to look for code in. */
export async function artifactLocator(folder: string, options: OptionValues, session: Session): Promise<BuildLocator> {
  const { buildsIn } = await import('./artifact.ts')
  const path = await folderAt(folder, session.io)
  const compilations: Compilation[] = []
  for (const build of await buildsIn(path)) {
    const input = await artifactInput(build, { name: folder, path: join(path, '.') }, options, session)
    compilations.push((await compileUnits(input, session)).compilation)
  }
  if (compilations.length === 0) throw placed(folder, cliError('cli.noArtifacts', { folder }))
  return new BuildLocator(...compilations)
}

/** Says what a compiler once said that is not here. */
function keptCompiler(version: string, output: StandardJsonOutput): ChosenCompiler {
  const running = { version, compile: async () => output, close: async () => {} }
  return { version, origin: 'artifact', start: async () => running }
}

async function compileUnits(
  { input, compiler, units, contract, runtime }: Input,
  session: Session,
): Promise<CompiledTarget> {
  const { version, output } = await compileInput(input, compiler, session)
  try {
    const compilation = new Compilation(version, input, output)
    if (contract === undefined) return { compilation, file: runtime === undefined ? units[0]?.name : undefined }
    const made = compilation.contract(contract)
    const kept = output.contracts?.[made.file]?.[made.name]?.evm?.deployedBytecode?.object
    if (runtime !== undefined && kept !== undefined && !isSameCode(kept, runtime))
      session.note(session.messages.progress.otherCode(made.name))
    return { compilation, file: made.file, contract }
  } catch (error) {
    throw error instanceof CompileError ? withPlaces(error, units, compiler) : error
  }
}

/** What a compiler made of an input. */
export interface Compiled {
  /** As the compiler itself says it. */
  readonly version: string
  readonly output: StandardJsonOutput
}

/** Compiles, unless it was compiled before; says on stderr what with. */
export async function compileInput(
  input: StandardJsonInput,
  compiler: ChosenCompiler,
  session: Session,
): Promise<Compiled> {
  const { compiling, compiled, cached } = session.messages.progress
  const shortVersion = withoutCommit(compiler.version)
  const done = compiled(shortVersion, compiler.origin)
  if (compiler.origin === 'artifact') {
    const running = await compiler.start()
    session.note(done)
    return { version: running.version, output: await running.compile(input) }
  }
  const cache = new CompilerCache(session.io)
  const before = await cache.find(compiler.version, input)
  if (before !== undefined) {
    session.note(cached(done))
    return before
  }
  return session.whileWorking(compiling(shortVersion), done, async () => {
    const running = await compiler.start()
    try {
      const result = { version: running.version, output: await running.compile(input) }
      await cache.keep(compiler.version, input, result)
      return result
    } finally {
      await running.close()
    }
  })
}

async function sourcesOf(
  target: SourceTarget<'sol' | 'yul'>,
  { remappings = [] }: OptionValues,
  { io }: Session,
): Promise<Sources> {
  if (target.format === 'sol') return collectSources(target, await projectOf(target.path, remappings, io), io.folder)
  return {
    units: [{ name: basename(target.path), text: target.text, shown: target.name }],
    pragmas: [],
    remappings: [],
  }
}

export function settingsOf(options: OptionValues, version: string, remappings: readonly string[]): CompilerSettings {
  const { optimize, optimizerRuns, viaIr } = options
  return {
    evmVersion: evmVersionFor(forkOf(options), version),
    optimizer: {
      enabled: optimize === true || optimizerRuns !== undefined,
      ...(optimizerRuns === undefined ? {} : { runs: optimizerRuns }),
    },
    // Compilers that are older than the pipeline do not know the word.
    ...(viaIr === true ? { viaIR: true } : {}),
    remappings,
    outputSelection: OUTPUT_SELECTION,
  }
}

/** solc's number for a pragma that asks for another compiler. */
const PRAGMA_MISMATCH = '5333'

function withPlaces(error: CompileError, units: readonly SourceUnit[], { version }: ChosenCompiler): PlacedError {
  const errors = error.diagnostics.filter(({ severity }) => severity === 'error')
  const problems = errors.map((diagnostic): PlacedProblem => {
    const { position } = diagnostic
    if (position === undefined) return { place: 'solc', problem: problemOf(diagnostic, version) }
    const shown = units.find(({ name }) => name === position.file)?.shown ?? position.file
    return { place: `${shown}:${position.line}:${position.column}`, problem: problemOf(diagnostic, version) }
  })
  return new PlacedError(problems, error)
}

/** solc's messages are English in every language. */
function problemOf({ kind, message, number, position }: Diagnostic, version: string): Problem {
  if (number === PRAGMA_MISMATCH && position !== undefined)
    return cliError('cli.pragmaMismatch', { pragma: position.text, versions: [withoutCommit(version)] })
  return cliError('cli.compilerMessage', { message: `${kind}: ${message}` })
}
