/**
 * From an artifact's file to the build it belongs to: the files around it that the tool wrote, and the sources where
 * the tool did not keep them.
 *
 *   Foundry    out/A.sol/A.json            ─▶ out/build-info/*.json, else metadata and the project's sources
 *   Hardhat 2  artifacts/…/A.sol/A.json    ─▶ A.dbg.json ─▶ artifacts/build-info/<id>.json
 *   Hardhat 3  artifacts/…/A.sol/A.json    ─▶ artifacts/build-info/<id>.json and <id>.output.json
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex } from '../base/index.ts'
import {
  type Artifact,
  isSameCode,
  readArtifact,
  type StandardJsonInput,
  type StandardJsonOutput,
} from '../solidity/index.ts'
import { cliError } from '../view/index.ts'
import { inPlace, placed } from './report.ts'
import type { SourceTarget } from './target.ts'

export interface ArtifactBuild {
  /** `undefined` where the file does not say it: solc's own input. */
  readonly version: string | undefined
  readonly input: StandardJsonInput
  /** What the tool kept of solc's output. */
  readonly output: StandardJsonOutput | undefined
  /** `file:name`, of a file that is about one contract. */
  readonly contract: string | undefined
  /** Hex of its deployed code. */
  readonly runtime: string | undefined
}

/** Folders above an artifact in which its tool's build-info is looked for. */
const MOST_LEVELS = 12
const BUILD_INFO = 'build-info'

export async function artifactBuild({ name, path, text }: SourceTarget<'artifact'>): Promise<ArtifactBuild> {
  const artifact = inPlace(name, () => readArtifact(jsonOf(text)))
  switch (artifact.kind) {
    case 'build':
      return {
        ...artifact,
        output: artifact.output ?? (await outputBeside(path)),
        contract: undefined,
        runtime: undefined,
      }
    case 'input':
      return { version: undefined, input: artifact.input, output: undefined, contract: undefined, runtime: undefined }
    case 'hardhat':
      return hardhatBuild(artifact, name, path)
    case 'foundry':
      return foundryBuild(artifact, name, path)
    case 'output':
      throw placed(name, cliError('cli.outputWithoutInput', {}))
    default:
      throw placed(name, cliError('cli.artifactTellsNothing', {}))
  }
}

type HardhatArtifact = Extract<Artifact, { kind: 'hardhat' }>
type FoundryArtifact = Extract<Artifact, { kind: 'foundry' }>

async function hardhatBuild(artifact: HardhatArtifact, name: string, path: string): Promise<ArtifactBuild> {
  const { contract, file, inputFile, runtime } = artifact
  const found = await hardhatBuildFile(artifact, path)
  const build = found === undefined ? undefined : await artifactAt(found)
  if (found === undefined || build?.kind !== 'build')
    throw placed(name, cliError('cli.noBuildInfo', { tool: 'Hardhat', remedy: 'npx hardhat compile --force' }))
  return {
    ...build,
    output: build.output ?? (await outputBeside(found)),
    contract: `${inputFile ?? file}:${contract}`,
    runtime,
  }
}

async function hardhatBuildFile({ buildId, file }: HardhatArtifact, path: string): Promise<string | undefined> {
  const pointer = await artifactAt(path.replace(/\.json$/, '.dbg.json'))
  if (pointer?.kind === 'pointer') return resolve(dirname(path), pointer.buildInfo)
  for await (const folder of buildInfoFolders(path)) {
    // The name comes from a file: it must not lead elsewhere.
    if (buildId !== undefined) return join(folder, `${basename(buildId)}.json`)
    for (const candidate of await jsonFiles(folder)) {
      const build = await artifactAt(candidate)
      if (build?.kind === 'build' && file in build.input.sources) return candidate
    }
  }
  return undefined
}

async function foundryBuild(artifact: FoundryArtifact, name: string, path: string): Promise<ArtifactBuild> {
  const { contract, file, version, settings, runtime } = artifact
  const named = { contract: `${file}:${contract}`, runtime }
  for await (const folder of buildInfoFolders(path))
    for (const candidate of await jsonFiles(folder)) {
      const build = await artifactAt(candidate)
      if (build?.kind !== 'build' || !(file in build.input.sources)) continue
      const made = build.output?.contracts?.[file]?.[contract]?.evm?.deployedBytecode?.object
      // Older builds of the same file lie there too.
      if (made === undefined || isSameCode(made.replace(/^0x/, ''), runtime)) return { ...build, ...named }
    }
  const sources: Record<string, { content: string }> = {}
  const root = await projectFolder(path)
  for (const [source, hash] of artifact.sources) {
    const content =
      artifact.contents.get(source) ?? (await readFile(resolve(root, source), 'utf8').catch(() => undefined))
    if (content === undefined) throw placed(name, cliError('cli.artifactSourceGone', { file: source, folder: root }))
    if (bytesToHex(keccak_256(new TextEncoder().encode(content))) !== hash)
      throw placed(name, cliError('cli.artifactSourceChanged', { file: source }))
    sources[source] = { content }
  }
  return { version, input: { language: 'Solidity', sources, settings }, output: undefined, ...named }
}

/** The folder with the tool's settings above an artifact; without one, that of `out/`. */
async function projectFolder(path: string): Promise<string> {
  let at = dirname(path)
  for (let level = 0; level < MOST_LEVELS && at !== dirname(at); level++, at = dirname(at))
    if ((await namesIn(at)).includes('foundry.toml')) return at
  return dirname(dirname(dirname(path)))
}

async function* buildInfoFolders(path: string): AsyncGenerator<string> {
  let at = dirname(path)
  for (let level = 0; level < MOST_LEVELS; level++, at = dirname(at)) {
    const folder = basename(at) === BUILD_INFO ? at : join(at, BUILD_INFO)
    if ((await jsonFiles(folder)).length > 0) {
      yield folder
      return
    }
    if (at === dirname(at)) return
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

async function jsonFiles(folder: string): Promise<string[]> {
  const names = await namesIn(folder)
  return names
    .filter((name) => name.endsWith('.json') && !name.endsWith('.output.json'))
    .map((name) => join(folder, name))
}

/** Hardhat 3 keeps the output beside the input. */
async function outputBeside(path: string): Promise<StandardJsonOutput | undefined> {
  const beside = await artifactAt(path.replace(/\.json$/, '.output.json'))
  return beside?.kind === 'buildOutput' ? beside.output : undefined
}

/** What lies there, if it can be read as one. */
async function artifactAt(path: string): Promise<Artifact | undefined> {
  try {
    return readArtifact(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** The files of a tool's builds in its folder. */
export function buildInfoFiles(folder: string): Promise<string[]> {
  return jsonFiles(join(folder, BUILD_INFO))
}

/** The build in a file; `undefined` for what is none. */
export async function buildAt(path: string): Promise<Pick<ArtifactBuild, 'version' | 'input'> | undefined> {
  const found = await artifactAt(path)
  return found?.kind === 'build' ? found : undefined
}

/** All builds in a folder of a tool, or in a project with such a folder. */
export async function buildsIn(folder: string): Promise<ArtifactBuild[]> {
  const builds: ArtifactBuild[] = []
  for (const place of [folder, join(folder, 'out'), join(folder, 'artifacts')]) {
    for (const path of await jsonFiles(basename(place) === BUILD_INFO ? place : join(place, BUILD_INFO))) {
      const found = await artifactAt(path)
      if (found?.kind !== 'build') continue
      const output = found.output ?? (await outputBeside(path))
      builds.push({ ...found, output, contract: undefined, runtime: undefined })
    }
    if (builds.length === 0) builds.push(...(await foundryBuildsIn(place)))
  }
  return builds
}

/** One for each set of sources and settings: Foundry writes a file for each contract. */
async function foundryBuildsIn(folder: string): Promise<ArtifactBuild[]> {
  const builds = new Map<string, ArtifactBuild>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.json') || !entry.parentPath.endsWith('.sol')) continue
    const path = join(entry.parentPath, entry.name)
    const artifact = await artifactAt(path)
    if (artifact?.kind !== 'foundry' || artifact.runtime === '') continue
    const build = await foundryBuild(artifact, path, path)
    builds.set(JSON.stringify([build.version, build.input]), { ...build, contract: undefined, runtime: undefined })
  }
  return [...builds.values()]
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw cliError('cli.notJsonAtAll', {})
  }
}
