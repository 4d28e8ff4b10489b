/**
 * From a Solidity or Yul target to a build: its sources with all imports, one run of solc, and solc's messages at
 * the files and lines as the user knows them.
 * @module
 */
import { basename } from 'node:path'
import {
  Compilation,
  CompileError,
  type CompilerSettings,
  type Diagnostic,
  OUTPUT_SELECTION,
} from '../solidity/index.ts'
import { cliError, type Problem } from '../view/index.ts'
import { forkOf, type OptionValues } from './options.ts'
import { PlacedError, type PlacedProblem } from './report.ts'
import type { Session } from './session.ts'
import { BUNDLED_VERSION, BundledCompiler } from './solc.ts'
import { collectSources, type SourceUnit } from './sources.ts'
import type { SourceTarget } from './target.ts'

export interface CompiledTarget {
  readonly compilation: Compilation
  /** What the build calls the target's own file. */
  readonly file: string
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
  const units = await unitsOf(target, session)
  const input = {
    language: target.format === 'sol' ? 'Solidity' : 'Yul',
    sources: Object.fromEntries(units.map(({ name, text }) => [name, { content: text }])),
    settings: settingsOf(options),
  } as const
  const { compiling, compiled } = session.messages.progress
  return session.whileWorking(compiling(BUNDLED_VERSION), compiled(BUNDLED_VERSION), async () => {
    const compiler = await BundledCompiler.start()
    try {
      const compilation = new Compilation(compiler.version, input, await compiler.compile(input))
      return { compilation, file: units[0]!.name }
    } catch (error) {
      throw error instanceof CompileError ? withPlaces(error, units) : error
    } finally {
      await compiler.close()
    }
  })
}

async function unitsOf(target: SourceTarget<'sol' | 'yul'>, { io }: Session): Promise<readonly SourceUnit[]> {
  if (target.format === 'sol') return collectSources(target, io.folder)
  return [{ name: basename(target.path), text: target.text, shown: target.name }]
}

function settingsOf(options: OptionValues): CompilerSettings {
  const { optimize, optimizerRuns, viaIr } = options
  const fork = forkOf(options)
  return {
    // solc's list of forks begins with Homestead; its code for that runs on Frontier, DELEGATECALL aside.
    evmVersion: fork === 'frontier' ? 'homestead' : fork,
    optimizer: {
      enabled: optimize === true || optimizerRuns !== undefined,
      ...(optimizerRuns === undefined ? {} : { runs: optimizerRuns }),
    },
    viaIR: viaIr === true,
    remappings: [],
    outputSelection: OUTPUT_SELECTION,
  }
}

/** solc's number for a pragma that asks for another compiler. */
const PRAGMA_MISMATCH = '5333'

function withPlaces(error: CompileError, units: readonly SourceUnit[]): PlacedError {
  const errors = error.diagnostics.filter(({ severity }) => severity === 'error')
  const problems = errors.map((diagnostic): PlacedProblem => {
    const { position } = diagnostic
    if (position === undefined) return { place: 'solc', problem: problemOf(diagnostic) }
    const shown = units.find(({ name }) => name === position.file)?.shown ?? position.file
    return { place: `${shown}:${position.line}:${position.column}`, problem: problemOf(diagnostic) }
  })
  return new PlacedError(problems, error)
}

/** solc's messages are English in every language. */
function problemOf({ kind, message, number, position }: Diagnostic): Problem {
  if (number === PRAGMA_MISMATCH && position !== undefined)
    return cliError('cli.pragmaMismatch', { pragma: position.text, version: BUNDLED_VERSION })
  return cliError('cli.compilerMessage', { message: `${kind}: ${message}` })
}
