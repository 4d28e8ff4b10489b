/**
 * Compiles what tests need: the closure of each test file, those that are alike together, in parallel, kept on disk.
 *
 *   test files ─▶ closures ─▶ a compiler for each ─▶ chunks ─▶ kept? ─▶ compiled ─▶ contracts
 * @module
 */
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { minVersion } from 'semver'
import { MemlaneError } from '../../base/index.ts'
import { type Chunk, chunksOf, compilerInput, type FoundryProject, type SourceUnit } from '../../foundry/index.ts'
import type { Pragma } from '../../launch/compilers.ts'
import { fitsPragmas } from '../../launch/pragmas.ts'
import { Compilation } from '../../solidity/index.ts'
import { withoutCommit } from '../../solidity/version.ts'
import { CompilerCache, keyOf } from '../compilerCache.ts'
import { chooseCompiler, type FoundCompiler } from '../compilerChoice.ts'
import { bringDefaultSolc, keptSolc } from '../defaultSolc.ts'
import type { Session } from '../session.ts'
import type { RunningCompiler } from '../solc.ts'
import { SoljsonCompiler } from '../solc.ts'
import { KeptEntries } from './keptEntries.ts'
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
  const work = await Compiling.of(root, project, session, everything)
  const { kept, left } = await work.kept(closures, (units) => versions.get(units)!)
  const chunks = [...chunksOf(left, (units) => versions.get(units)!)]
  const built: BuiltChunk[] = [...kept]
  const worker = async (): Promise<void> => {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      const version = versions.get(closures.get(chunk.entries[0]!)!)!
      built.push({ entries: chunk.entries, compilation: await work.compile(chunk, compilers.get(version)!, left) })
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, chunks.length) }, worker))
  } finally {
    await work.close()
  }
  return built
}

type Closures = ReadonlyMap<string, readonly SourceUnit[]>

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
  readonly #entries: KeptEntries
  readonly #hashes = new WeakMap<SourceUnit, string>()
  /** By version: those that are free. */
  readonly #idle = new Map<string, RunningCompiler[]>()
  readonly #all: RunningCompiler[] = []

  private constructor(project: FoundryProject, session: Session, everything: boolean, entries: KeptEntries) {
    this.#project = project
    this.#session = session
    this.#everything = everything
    this.#cache = new CompilerCache(session.io)
    this.#entries = entries
  }

  static async of(root: string, project: FoundryProject, session: Session, everything: boolean): Promise<Compiling> {
    return new Compiling(project, session, everything, await KeptEntries.of(root, session.io))
  }

  /** Builds that have some of the files as they are now; and the files that none has. */
  async kept(
    closures: Closures,
    versionOf: (units: readonly SourceUnit[]) => string,
  ): Promise<{ readonly kept: readonly BuiltChunk[]; readonly left: Closures }> {
    const left = new Map(closures)
    const byKey = new Map<string, { version: string; entries: string[]; units: Map<string, SourceUnit> }>()
    for (const [entry, units] of closures) {
      const version = versionOf(units)
      const key = this.#entries.get(this.#hashOf(units, version))
      if (key === undefined) continue
      const build = byKey.get(key) ?? { version, entries: [], units: new Map<string, SourceUnit>() }
      byKey.set(key, build)
      build.entries.push(entry)
      for (const unit of units) build.units.set(unit.name, unit)
    }
    const kept: BuiltChunk[] = []
    for (const [key, { version, entries, units }] of byKey) {
      const compiled = await this.#cache.findKept(key, version)
      if (compiled === undefined) continue
      const input = this.#input({ entries, units: [...units.values()] }, version)
      kept.push({ entries, compilation: new Compilation(compiled.version, input, compiled.output) })
      for (const entry of entries) left.delete(entry)
    }
    return { kept, left }
  }

  /** @param closures by entry */
  async compile(chunk: Chunk, compiler: FoundCompiler, closures: Closures): Promise<Compilation> {
    const { progress } = this.#session.messages
    const version = withoutCommit(compiler.version)
    const input = this.#input(chunk, compiler.version)
    if (compiler.isHere === false) this.#session.note(progress.fetching(version))
    this.#session.note(progress.compiled(version, compiler.origin))
    const running = this.#idle.get(compiler.version)?.pop() ?? (await this.#start(compiler))
    const compiled = { version: running.version, output: await running.compile(input) }
    this.#idle.set(compiler.version, [...(this.#idle.get(compiler.version) ?? []), running])
    const compilation = new Compilation(compiled.version, input, compiled.output)
    await this.#cache.keep(compiler.version, input, compiled)
    const key = keyOf(compiler.version, input)
    for (const entry of chunk.entries) this.#entries.set(this.#hashOf(closures.get(entry)!, compiler.version), key)
    return compilation
  }

  #input(chunk: Chunk, version: string) {
    return compilerInput(chunk, this.#project, withoutCommit(version), this.#everything)
  }

  /** Of all that decides what a file compiles to. Most closures share most files: each is hashed once. */
  #hashOf(units: readonly SourceUnit[], version: string): string {
    const hashes = units.map((unit) => {
      let hash = this.#hashes.get(unit)
      if (hash === undefined) this.#hashes.set(unit, (hash = sha256(unit.text)))
      return `${hash} ${unit.name}`
    })
    const { settings } = this.#input({ entries: [], units: [] }, version)
    return sha256(JSON.stringify([version, settings, hashes.sort()]))
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((compiler) => compiler.close()))
    await this.#entries.save()
  }

  async #start(compiler: FoundCompiler): Promise<RunningCompiler> {
    const running = await compiler.start()
    this.#all.push(running)
    return running
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
