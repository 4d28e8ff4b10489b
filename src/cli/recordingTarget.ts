/**
 * Targets that are recordings: opened where others are run, and written.
 * @module
 */
import { MemlaneError } from '../base/index.ts'
import { isObject } from '../base/json.ts'
import { type ForkName, parseForkName } from '../opcodes/index.ts'
import { BuildLocator, Compilation, type CompiledContract, functionsOf, readBuildOutput } from '../solidity/index.ts'
import { AssemblyLocator } from '../trace/assemblyLocator.ts'
import {
  decodeRecording,
  Eip3155Importer,
  encodeRecording,
  importTraceDocument,
  isBlock,
  isTraceDocument,
  type Recording,
  type TraceContext,
} from '../trace/index.ts'
import { cliError, grouped } from '../view/index.ts'
import { assembleTarget } from './assembly.ts'
import type { ContractSource, Prepared } from './execution.ts'
import type { OptionValues } from './options.ts'
import { writeOutput } from './outputFile.ts'
import type { Recorded } from './recorded.ts'
import { awaitInPlace, inPlace, placed } from './report.ts'
import type { Session } from './session.ts'
import type { RecordingTarget } from './target.ts'
import { decodedText } from './text.ts'
import { linesOf } from './textLines.ts'

/** What a file of ours keeps of the sources, to be compiled or assembled into the same again. */
export type RecordedSources =
  | {
      readonly kind: 'build'
      /** As the compiler says it. */
      readonly version: string
      readonly input: Compilation['input']
      readonly output: Compilation['output']
      /** `file:name` */
      readonly contract?: string
      /** Of the function called. */
      readonly selector?: string
    }
  | { readonly kind: 'mnemonics'; readonly name: string; readonly text: string; readonly fork: ForkName }

/** Opens a recording; what it knows of sources comes with it. */
export async function openRecording(
  target: RecordingTarget,
  options: OptionValues,
  session: Session,
): Promise<Recorded> {
  const fork = options.fork ?? options.evmVersion
  const context: TraceContext = fork === undefined ? {} : { fork }
  if (options.tx !== undefined && target.format !== 'json') throw placed(target.name, cliError('cli.notABlock', {}))
  switch (target.format) {
    case 'memlane': {
      const bytes = await target.read()
      const { recording, call, sources } = await awaitInPlace(target.name, decodeRecording(bytes))
      return { recording, call: call || target.name, outcome: undefined, ...inPlace(target.name, () => known(sources)) }
    }
    case 'jsonl':
      return fromElsewhere(target, await importLines(target, context, session))
    case 'json':
      return fromElsewhere(target, await importDocument(target, context, options.tx))
  }
}

function fromElsewhere({ name }: RecordingTarget, recording: Recording): Recorded {
  return { recording, call: name, outcome: undefined, ...NOTHING }
}

/** Steps after which progress is shown. */
const PROGRESS_LINES = 50_000

/** EIP-3155, piece by piece: a trace can be longer than a text may be. */
async function importLines(target: RecordingTarget, context: TraceContext, session: Session): Promise<Recording> {
  const importer = new Eip3155Importer(context)
  const progress = session.counting(session.messages.progress.lines, PROGRESS_LINES)
  try {
    for await (const line of linesOf(target.pieces(), target.name)) {
      inPlace(target.name, () => importer.line(line))
      progress.count(importer.lineCount)
    }
  } finally {
    progress.end()
  }
  const recording = inPlace(target.name, () => importer.end())
  if (importer.passedOver > 0)
    session.note(session.messages.progress.passedOver(target.name, grouped(importer.passedOver)))
  return recording
}

/** A node's answer, in one document. */
async function importDocument(
  target: RecordingTarget,
  context: TraceContext,
  transaction: string | undefined,
): Promise<Recording> {
  const bytes = await target.read()
  return inPlace(target.name, () => {
    const document = jsonOf(bytes)
    if (!isTraceDocument(document)) throw cliError('cli.notATrace', {})
    if (transaction !== undefined && !isBlock(document)) throw cliError('cli.notABlock', {})
    return importTraceDocument(document, context, transaction)
  })
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = decodedText(bytes)
  try {
    return JSON.parse(text)
  } catch {
    throw cliError('cli.notJsonAtAll', {})
  }
}

/** Writes a recording with its sources; the bytes of the file. */
export async function writeRecording(recorded: Recorded, name: string, session: Session): Promise<number> {
  const { recording, call, sources } = recorded
  const bytes = await encodeRecording(recording, {
    call,
    creator: 'memlane',
    ...(sources === undefined ? {} : { sources }),
  })
  await writeOutput(name, bytes, session)
  return bytes.length
}

type Known = Pick<Recorded, 'locator' | 'builds' | 'source' | 'sources'>

const NOTHING: Known = { locator: undefined, source: undefined, sources: undefined }

/** What the file says of sources: from outside, so it is compiled into nothing before it has the right shape. */
function known(sources: unknown): Known {
  if (!isRecordedSources(sources)) return NOTHING
  if (sources.kind === 'mnemonics') {
    const { name, text } = sources
    const fork = parseForkName(sources.fork)
    const assembly = assembleTarget({ format: 'evm', name, path: name, text }, fork)
    return { locator: new AssemblyLocator(name, assembly), source: undefined, sources }
  }
  const compilation = new Compilation(sources.version, sources.input, buildIn(sources.output))
  const builds = new BuildLocator(compilation)
  return { locator: builds, builds, source: sourceOf(compilation, sources), sources }
}

/** @throws {MemlaneError} `cli.badSources`. */
function buildIn(output: unknown): Compilation['output'] {
  try {
    return readBuildOutput(output)
  } catch (error) {
    throw error instanceof MemlaneError ? cliError('cli.badSources', { field: String(error.facts.field) }) : error
  }
}

function sourceOf(
  compilation: Compilation,
  { contract: name, selector }: Extract<RecordedSources, { kind: 'build' }>,
): ContractSource | undefined {
  const contract = name === undefined ? undefined : compilation.contracts.find((one) => fullName(one) === name)
  if (contract === undefined) return undefined
  return { contract, called: functionsOf(contract).find((one) => one.selector === selector) }
}

function fullName({ file, name }: CompiledContract): string {
  return `${file}:${name}`
}

/** What a prepared call knows of its sources. */
export function sourcesOf({ source, build, mnemonics }: Prepared): RecordedSources | undefined {
  if (mnemonics !== undefined) return { kind: 'mnemonics', ...mnemonics }
  const compilation = source?.contract.compilation ?? build
  if (compilation === undefined) return undefined
  return {
    kind: 'build',
    version: compilation.compilerVersion,
    input: compilation.input,
    output: compilation.output,
    ...(source && { contract: fullName(source.contract) }),
    ...(source?.called && { selector: source.called.selector }),
  }
}

function isRecordedSources(value: unknown): value is RecordedSources {
  if (!isObject(value)) return false
  if (value.kind === 'mnemonics') return [value.name, value.text, value.fork].every((text) => typeof text === 'string')
  const { kind, version, input, output } = value
  return (
    kind === 'build' &&
    typeof version === 'string' &&
    isObject(output) &&
    isObject(input) &&
    isObject(input.settings) &&
    isObject(input.settings.optimizer) &&
    isObject(input.sources) &&
    Object.values(input.sources).every((unit) => isObject(unit) && typeof unit.content === 'string')
  )
}
