/**
 * From a Solidity or Yul target to a build: its sources with all imports, one run of solc, and solc's messages at
 * the files and lines as the user knows them.
 * @module
 */
import { basename, dirname } from 'node:path'
import {
  Compilation,
  type CompiledContract,
  CompileError,
  type CompilerSettings,
  type Diagnostic,
  evmVersionFor,
  type NoFront,
  needsTwin,
  OUTPUT_SELECTION,
  OUTPUT_SELECTION_IR,
  type StandardJsonInput,
  type StandardJsonOutput,
  twinSettings,
  type YulCode,
  yulCode,
} from '../solidity/index.ts'
import { cliError, type Problem } from '../view/index.ts'
import { CompilerCache } from './compilerCache.ts'
import { type ChosenCompiler, chooseCompiler } from './compilerChoice.ts'
import { forkOf, type OptionValues } from './options.ts'
import { projectOf } from './remappings.ts'
import { PlacedError, type PlacedProblem } from './report.ts'
import type { Session } from './session.ts'
import { collectSources, type Sources, type SourceUnit } from './sources.ts'
import type { SourceTarget } from './target.ts'

export interface CompiledTarget {
  readonly compilation: Compilation
  /** What the build calls the target's own file. */
  readonly file: string
}

/** The same sources without the optimizer. */
export interface TwinBuild {
  readonly compilation: Compilation
  /** As of the target's own build. */
  readonly yul: TwinnedTarget['yul']
}

export interface TwinnedTarget extends CompiledTarget {
  /**
   * Compiles the twin, or gives what solc said first about it; `undefined` for a build whose variables can be found in
   * itself.
   */
  readonly twin: (() => Promise<TwinBuild | string>) | undefined
  /** The Yul behind a contract's deployed code, or why it is not known; `undefined` for builds without the IR pipeline. */
  readonly yul: ((contract: CompiledContract) => Promise<YulCode | NoFront>) | undefined
}

/**
 * Compiles the target, and says on stderr what with.
 * @throws {PlacedError} with every error that solc found, or an import that is not there.
 */
export async function compileTarget(
  target: SourceTarget<'sol' | 'yul'>,
  options: OptionValues,
  session: Session,
): Promise<CompiledTarget> {
  const { input, compiler, units } = await inputOf(target, options, session)
  return compileUnits(input, compiler, units, session)
}

/** Compiles the target as asked, and where its variables can then not be found, says how to get a twin. */
export async function compileTwinned(
  target: SourceTarget<'sol'>,
  options: OptionValues,
  session: Session,
): Promise<TwinnedTarget> {
  const { input: asked, compiler, units } = await inputOf(target, options, session)
  const isViaIr = asked.settings.viaIR === true
  const input = isViaIr ? withYul(asked) : asked
  return {
    ...(await compileUnits(input, compiler, units, session)),
    twin: needsTwin(input.settings) ? () => compileTwins(input, compiler, session) : undefined,
    yul: isViaIr ? yulBy(compiler, session) : undefined,
  }
}

/** The first twin that compiles, or why the best one does not. */
async function compileTwins(
  input: StandardJsonInput,
  compiler: ChosenCompiler,
  session: Session,
): Promise<TwinBuild | string> {
  let reason = ''
  for (const settings of twinSettings(input.settings)) {
    const twin = await compileTwin({ ...input, settings }, compiler, session)
    if (typeof twin !== 'string') return twin
    reason ||= twin
  }
  return reason
}

/** What solc says first where it does not compile: above all "stack too deep", which the optimizer avoids. */
async function compileTwin(
  input: StandardJsonInput,
  compiler: ChosenCompiler,
  session: Session,
): Promise<TwinBuild | string> {
  const { version, output } = await compileInput(input, compiler, session)
  try {
    const compilation = new Compilation(version, input, output)
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
  return (contract) => yulCode(again, contract, 'call')
}

interface Input {
  readonly input: StandardJsonInput
  readonly compiler: ChosenCompiler
  readonly units: readonly SourceUnit[]
}

async function inputOf(target: SourceTarget<'sol' | 'yul'>, options: OptionValues, session: Session): Promise<Input> {
  const { io } = session
  const { units, pragmas, remappings } = await sourcesOf(target, options, session)
  const compiler = await chooseCompiler(options.solc, pragmas, dirname(target.path), io)
  const input: StandardJsonInput = {
    language: target.format === 'sol' ? 'Solidity' : 'Yul',
    sources: Object.fromEntries(units.map(({ name, text }) => [name, { content: text }])),
    settings: settingsOf(options, compiler.version, remappings),
  }
  return { input, compiler, units }
}

async function compileUnits(
  input: StandardJsonInput,
  compiler: ChosenCompiler,
  units: readonly SourceUnit[],
  session: Session,
): Promise<CompiledTarget> {
  const { version, output } = await compileInput(input, compiler, session)
  try {
    return { compilation: new Compilation(version, input, output), file: units[0]!.name }
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
  const shortVersion = compiler.version.replace(/\+.*/, '')
  const done = compiled(shortVersion, compiler.origin)
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
    return cliError('cli.pragmaMismatch', { pragma: position.text, versions: [version.replace(/\+.*/, '')] })
  return cliError('cli.compilerMessage', { message: `${kind}: ${message}` })
}
