/**
 * Compiles what tests need: the closure of each test file, those that are alike together, in parallel, kept on disk.
 *
 *   test files ─▶ closures ─▶ a compiler for each ─▶ chunks ─▶ kept? ─▶ compiled ─▶ contracts
 * @module
 */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { minVersion } from 'semver'
import { MemlaneError } from '../../base/index.ts'
import { type Chunk, chunksOf, compilerInput, type FoundryProject, type SourceUnit } from '../../foundry/index.ts'
import type { Pragma } from '../../launch/compilers.ts'
import { fitsPragmas } from '../../launch/pragmas.ts'
import { Compilation } from '../../solidity/index.ts'
import { withoutCommit } from '../../solidity/version.ts'
import { CompilerCache } from '../compilerCache.ts'
import { chooseCompiler, type FoundCompiler } from '../compilerChoice.ts'
import { bringDefaultSolc, keptSolc } from '../defaultSolc.ts'
import type { Session } from '../session.ts'
import type { RunningCompiler } from '../solc.ts'
import { SoljsonCompiler } from '../solc.ts'
import type { ProjectAt } from './projectAt.ts'

export interface BuiltChunk {
  /** Files with tests. */
  readonly entries: readonly string[]
  readonly compilation: Compilation
}

export interface BuildRequest {
  readonly entries: readonly string[]
  /** Compilers at the same time. */
  readonly jobs?: number | undefined
  /** `--solc`. */
  readonly solc?: string | undefined
  /** With syntax tree and source maps. */
  readonly everything: boolean
}

/** @throws {MemlaneError} for a compiler that nobody has, imports that lead nowhere, and what does not compile. */
export async function buildTests(
  { root, project }: ProjectAt,
  request: BuildRequest,
  session: Session,
): Promise<BuiltChunk[]> {
  const { entries, jobs = availableParallelism(), everything } = request
  const closures = new Map<string, readonly SourceUnit[]>()
  for (const entry of entries) closures.set(entry, await project.units.closure(entry))
  const choice = new Choice(root, request.solc, project, session)
  const compilers = new Map<string, FoundCompiler>()
  const versions = new Map<readonly SourceUnit[], string>()
  for (const units of closures.values()) {
    const compiler = await choice.of(units)
    versions.set(units, compiler.version)
    compilers.set(compiler.version, compiler)
  }
  const chunks = chunksOf(closures, (units) => versions.get(units)!)
  const versionOf = (chunk: Chunk) => versions.get(closures.get(chunk.entries[0]!)!)!
  const work = new Compiling(project, session, everything)
  const built: BuiltChunk[] = []
  const left = [...chunks.entries()]
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, chunk] = next
      built[index] = {
        entries: chunk.entries,
        compilation: await work.compile(chunk, compilers.get(versionOf(chunk))!),
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, chunks.length) }, worker))
  } finally {
    await work.close()
  }
  return built
}

/** Which compiler for which sources. */
class Choice {
  readonly #root: string
  readonly #wanted: string | undefined
  readonly #session: Session
  readonly #known = new Map<string, Promise<FoundCompiler>>()

  constructor(root: string, given: string | undefined, { settings }: FoundryProject, session: Session) {
    const { solc } = settings
    this.#root = root
    // A path is meant from the project's folder.
    this.#wanted = given ?? (solc === undefined || /^v?\d/.test(solc) ? solc : resolve(root, solc))
    this.#session = session
  }

  of(units: readonly SourceUnit[]): Promise<FoundCompiler> {
    const pragmas = units.flatMap(({ name, pragmas }) => pragmas.map((pragma): Pragma => ({ ...pragma, file: name })))
    const key = [...new Set(pragmas.map(({ range }) => range))].sort().join('\n')
    let known = this.#known.get(key)
    if (known === undefined) this.#known.set(key, (known = this.#choose(pragmas)))
    return known
  }

  /** One that is nowhere on this machine comes from npm, if it is clear which. */
  async #choose(pragmas: readonly Pragma[]): Promise<FoundCompiler> {
    const { io } = this.#session
    try {
      return await chooseCompiler(this.#wanted, pragmas, this.#root, io)
    } catch (error) {
      if (!(error instanceof MemlaneError)) throw error
      const version = this.#wanted === undefined ? leastFitting(pragmas) : plainVersion(this.#wanted)
      if (version === undefined || !fitsPragmas(version, pragmas)) throw error
      const kept = keptSolc(io, version)
      return {
        version,
        origin: 'default',
        isHere: kept.isHere,
        start: async () => SoljsonCompiler.start(await bringDefaultSolc(kept, io, version)),
      }
    }
  }
}

function plainVersion(text: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+)$/.exec(text)?.[1]
}

/** The oldest version that all pragmas let through: for `=0.8.15` that one. */
function leastFitting(pragmas: readonly Pragma[]): string | undefined {
  const least = pragmas.flatMap(({ range }) => {
    try {
      return minVersion(range)?.version ?? []
    } catch {
      return []
    }
  })
  return least.find((version) => fitsPragmas(version, pragmas))
}

/** Compilers that run, and what was kept. */
class Compiling {
  readonly #project: FoundryProject
  readonly #session: Session
  readonly #everything: boolean
  readonly #cache: CompilerCache
  /** By version: those that are free. */
  readonly #idle = new Map<string, RunningCompiler[]>()
  readonly #all: RunningCompiler[] = []

  constructor(project: FoundryProject, session: Session, everything: boolean) {
    this.#project = project
    this.#session = session
    this.#everything = everything
    this.#cache = new CompilerCache(session.io)
  }

  async compile(chunk: Chunk, compiler: FoundCompiler): Promise<Compilation> {
    const { progress } = this.#session.messages
    const version = withoutCommit(compiler.version)
    const input = compilerInput(chunk, this.#project, version, this.#everything)
    const kept = await this.#cache.find(compiler.version, input)
    if (kept !== undefined) return new Compilation(kept.version, input, kept.output)
    if (compiler.isHere === false) this.#session.note(progress.fetching(version))
    this.#session.note(progress.compiled(version, compiler.origin))
    const running = this.#idle.get(compiler.version)?.pop() ?? (await this.#start(compiler))
    const compiled = { version: running.version, output: await running.compile(input) }
    this.#idle.set(compiler.version, [...(this.#idle.get(compiler.version) ?? []), running])
    const compilation = new Compilation(compiled.version, input, compiled.output)
    await this.#cache.keep(compiler.version, input, compiled)
    return compilation
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((compiler) => compiler.close()))
  }

  async #start(compiler: FoundCompiler): Promise<RunningCompiler> {
    const running = await compiler.start()
    this.#all.push(running)
    return running
  }
}
