/**
 * From sources, or from what a tool wrote, to a build; and what the same compiler can be asked about it later.
 *
 *   solidity, yul ─▶ standard JSON ─┐
 *   build ──────────────────────────┴─compiler─▶ Compilation ─▶ twin, Yul, storage layout, when they are asked for
 * @module
 */

import { compare, valid } from 'semver'
import { MemlaneError } from '../base/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import {
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
import type { ChosenCompiler, Compiled, Compilers, Pragma } from './compilers.ts'
import { readDirectives } from './directives.ts'
import { launchError } from './errors.ts'
import type { LaunchEvent } from './facts.ts'
import type { BuildCode, BuildInput, CodeInput } from './input.ts'
import { LaunchError, type LaunchProblem, problemAt } from './problems.ts'

/** The Yul behind the code that a frame runs, or why it is not known. */
export type YulOf = (contract: CompiledContract, frame: Pick<Frame, 'kind'>) => Promise<YulCode | NoFront>

/** A build of the sources, and what else can be had of the same compiler. */
export interface Built {
  /** What the compiler made of them. */
  readonly compilation: Compilation
  /** What the build calls the target's own file. */
  readonly file: string | undefined
  /** `file:name` of the contract that the target is about, where it is about one. */
  readonly contract?: string | undefined
  /** Where each variable of a contract is in storage. */
  readonly storageLayout: (contract: CompiledContract) => Promise<StorageLayout | undefined>
  /**
   * Compiles the twin, or gives what solc said first about it; `undefined` for a build whose variables can be found in
   * itself.
   */
  readonly twin: (() => Promise<TwinBuild | string>) | undefined
  /** `undefined` for builds without the IR pipeline. */
  readonly yul: YulOf | undefined
}

/** The same sources without the optimizer. */
export interface TwinBuild {
  /** What the compiler made of them then. */
  readonly compilation: Compilation
  /** As of the target's own build. */
  readonly yul: YulOf | undefined
}

/** What compiling asks of whoever launches. */
export interface BuildPorts {
  /** Absent: nothing can be compiled. */
  readonly compilers?: Compilers | undefined
  /** Told what happens on the way. */
  readonly onEvent?: ((event: LaunchEvent) => void) | undefined
}

/** Code that a compiler has to make first. */
export type SourceCode = Extract<CodeInput, { kind: 'solidity' | 'yul' | 'build' }>

/**
 * Compiles the code.
 * @param forMaps whether the Yul is wanted, which variables of optimized code are found in
 * @throws {LaunchError} with every error that the compiler found, at its place; `launch.noViaIr`,
 * `launch.artifactLacks`, `launch.noCompiler`, and what the compilers throw.
 */
export async function buildCode(
  code: SourceCode,
  settings: BuildInput,
  fork: ForkName,
  ports: BuildPorts,
  forMaps: boolean,
): Promise<Built> {
  const { input, compiler } =
    code.kind === 'build' ? await buildAgain(code, settings, ports) : await sourceInput(code, settings, fork, ports)
  const isViaIr = input.settings.viaIR === true
  const asked = isViaIr && forMaps ? withYul(input) : input
  const compilation = compilationOf(await compiler.compile(asked), asked)
  return {
    compilation,
    ...(code.kind === 'build' ? meantIn(code, compilation, ports) : { file: code.entry }),
    storageLayout: (contract) => layoutOf(contract, input, compiler),
    ...(compiler.isKept
      ? { twin: needsTwin(input.settings) ? notHere : undefined, yul: undefined }
      : {
          twin: needsTwin(input.settings) ? () => compileTwins(compilation, compiler) : undefined,
          yul: isViaIr ? yulBy(compiler) : undefined,
        }),
  }
}

interface Asked {
  readonly input: StandardJsonInput
  readonly compiler: ChosenCompiler
}

/** The IR pipeline counts as production-ready from here on. Source: solc's changelog. */
const VIA_IR_SINCE = '0.8.13'

async function sourceInput(
  code: Extract<SourceCode, { sources: unknown }>,
  settings: BuildInput,
  fork: ForkName,
  ports: BuildPorts,
): Promise<Asked> {
  const { kind, entry, sources } = code
  if (!Object.hasOwn(sources, entry)) throw problemAt({ field: 'code.entry' }, launchError('launch.noEntry', { entry }))
  const pragmas =
    kind === 'yul'
      ? []
      : Object.entries(sources).flatMap(([file, text]) =>
          readDirectives(text).pragmas.map(({ range, line }): Pragma => ({ range, line, file })),
        )
  const compiler = await choose(settings.solc, pragmas, ports)
  const version = withoutCommit(compiler.version)
  if (settings.viaIr && compare(version, VIA_IR_SINCE) < 0)
    throw problemAt({ field: 'build.viaIr' }, launchError('launch.noViaIr', { version, since: VIA_IR_SINCE }))
  const input: StandardJsonInput = {
    language: kind === 'solidity' ? 'Solidity' : 'Yul',
    sources: Object.fromEntries(Object.entries(sources).map(([name, content]) => [name, { content }])),
    settings: settingsOf(settings, fork, compiler.version),
  }
  return { input, compiler }
}

/** solc's settings for what is asked. */
export function settingsOf(
  { optimizer = { enabled: false }, viaIr, remappings = [] }: BuildInput,
  fork: ForkName,
  version: string,
): CompilerSettings {
  return {
    evmVersion: evmVersionFor(fork, version),
    optimizer,
    // Compilers that are older than the pipeline do not know the word.
    ...(viaIr === true ? { viaIR: true } : {}),
    remappings,
    outputSelection: OUTPUT_SELECTION,
  }
}

/** The compiler, if what was handed in gives one: plain JavaScript may give anything. */
async function choose(
  wanted: string | undefined,
  pragmas: readonly Pragma[],
  { compilers }: BuildPorts,
): Promise<ChosenCompiler> {
  if (compilers === undefined) throw launchError('launch.noCompiler', {})
  const chosen: Partial<ChosenCompiler> | undefined = await compilers.choose(wanted, pragmas)
  if (typeof chosen?.version !== 'string' || valid(withoutCommit(chosen.version)) === null)
    throw launchError('launch.badCompiler', { what: 'version' })
  if (typeof chosen.compile !== 'function') throw launchError('launch.badCompiler', { what: 'compile' })
  const { version, isKept = false } = chosen
  return { version, isKept, compile: async (input) => checkedOutput(await chosen.compile!(input)) }
}

function checkedOutput(compiled: Partial<Compiled> | undefined): Compiled {
  if (typeof compiled?.version !== 'string') throw launchError('launch.badCompiler', { what: '{ version, output }' })
  if (typeof compiled.output !== 'object' || compiled.output === null)
    throw launchError('launch.badCompiler', { what: 'output' })
  return { version: compiled.version, output: compiled.output }
}

/** What the tool kept of the output has to do where its compiler is not here. */
async function buildAgain(code: BuildCode, { solc, ...rest }: BuildInput, ports: BuildPorts): Promise<Asked> {
  const given = Object.entries(rest).find(([, value]) => value !== undefined)
  if (given !== undefined) throw problemAt({ field: `build.${given[0]}` }, launchError('launch.buildSettings', {}))
  const { name, version, output } = code
  const input = { ...code.input, settings: { ...code.input.settings, outputSelection: OUTPUT_SELECTION } }
  try {
    return { input, compiler: await choose(solc ?? (version && withoutCommit(version)), [], ports) }
  } catch (error) {
    // A compiler that was named and is none is told; one that is not here is done without.
    const isLost = error instanceof MemlaneError && !(error instanceof LaunchError)
    if (!isLost || version === undefined || output === undefined) throw error
  }
  const lacking = lackingIn(output)
  if (lacking.length > 0) throw problemAt({ file: name }, launchError('launch.artifactLacks', { lacking, version }))
  ports.onEvent?.({ kind: 'kept', version: withoutCommit(version) })
  return { input, compiler: keptCompiler(version, output) }
}

/** Says what a compiler once said that is not here. */
export function keptCompiler(version: string, output: StandardJsonOutput): ChosenCompiler {
  return { version, isKept: true, compile: async () => ({ version, output }) }
}

/** Which contract an artifact is about. That its code is another by now is told, and no reason to stop. */
function meantIn({ contract, runtime }: BuildCode, compilation: Compilation, { onEvent }: BuildPorts) {
  if (contract === undefined) {
    const [first] = Object.keys(compilation.input.sources)
    return { file: runtime === undefined ? first : undefined }
  }
  const { file, name } = compilation.contract(contract)
  const made = compilation.output.contracts?.[file]?.[name]?.evm?.deployedBytecode?.object
  if (runtime !== undefined && made !== undefined && !isSameCode(made, runtime))
    onEvent?.({ kind: 'otherCode', contract: name })
  return { file, contract }
}

function compilationOf({ version, output }: Compiled, input: StandardJsonInput, same?: Compilation): Compilation {
  try {
    return new Compilation(version, input, output, same)
  } catch (error) {
    throw error instanceof CompileError ? withPlaces(error, version) : error
  }
}

/** solc's number for a pragma that asks for another compiler. */
const PRAGMA_MISMATCH = '5333'

function withPlaces(error: CompileError, version: string): LaunchError {
  const [first, ...rest] = error.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((diagnostic): LaunchProblem => {
      const { position } = diagnostic
      const { code, message, facts } = problemOf(diagnostic, version)
      const at = position ? { file: position.file, line: position.line, column: position.column } : undefined
      return { code, message, facts, at: at ?? { by: 'compiler' } }
    })
  return new LaunchError([first!, ...rest])
}

/** solc's messages are English in every language. */
function problemOf({ kind, message, number, position }: Diagnostic, version: string): MemlaneError {
  if (number === PRAGMA_MISMATCH && position !== undefined)
    return launchError('launch.pragmaMismatch', { pragma: position.text, versions: [withoutCommit(version)] })
  return launchError('launch.compilerMessage', { message: `${kind}: ${message}` })
}

// ── What the compiler can be asked later ───────────────────────────────────────────────────────────────────────────────

/** Asked for by itself: solc then makes no code. */
async function layoutOf(
  { file, name }: CompiledContract,
  input: StandardJsonInput,
  compiler: ChosenCompiler,
): Promise<StorageLayout | undefined> {
  if (compiler.isKept) return undefined
  const settings = { ...input.settings, outputSelection: { '*': { '*': ['storageLayout'] } } }
  const { output } = await compiler.compile({ ...input, settings })
  return output.contracts?.[file]?.[name]?.storageLayout
}

/** Of a build that was made elsewhere: what its output has, else what its compiler says, if that is here. */
export async function keptLayout(
  contract: CompiledContract,
  solc: string | undefined,
  ports: BuildPorts,
): Promise<StorageLayout | undefined> {
  const { compilation, file, name } = contract
  const kept = compilation.output.contracts?.[file]?.[name]?.storageLayout
  if (kept !== undefined) return kept
  try {
    const compiler = await choose(solc ?? withoutCommit(compilation.compilerVersion), [], ports)
    return await layoutOf(contract, compilation.input, compiler)
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
async function compileTwins(build: Compilation, compiler: ChosenCompiler): Promise<TwinBuild | string> {
  let reason = ''
  const { input } = build
  for (const { outputSelection, ...settings } of twinSettings(input.settings)) {
    // The syntax tree is that of the build.
    const selection = { '*': { '*': outputSelection['*']!['*']! } }
    const twin = await compileTwin({ ...input, settings: { ...settings, outputSelection: selection } }, build, compiler)
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
): Promise<TwinBuild | string> {
  const { version, output } = await compiler.compile(input)
  try {
    const compilation = new Compilation(version, input, output, build)
    return { compilation, yul: compilation.isViaIr ? yulBy(compiler) : undefined }
  } catch (error) {
    if (!(error instanceof CompileError)) throw error
    const first = error.diagnostics.find(({ severity }) => severity === 'error')
    return first?.message.split('\n', 1)[0] ?? error.message
  }
}

function withYul(input: StandardJsonInput): StandardJsonInput {
  return { ...input, settings: { ...input.settings, outputSelection: OUTPUT_SELECTION_IR } }
}

function yulBy(compiler: ChosenCompiler): YulOf {
  const again = {
    version: compiler.version,
    compile: async (input: StandardJsonInput) => (await compiler.compile(input)).output,
  }
  return (contract, { kind }) => yulCode(again, contract, kind)
}
