/**
 * What a recording's file keeps of the sources, to be compiled or assembled into the same again.
 * @module
 */

import { MemlaneError } from '../base/index.ts'
import { isObject } from '../base/json.ts'
import { type ForkName, parseForkName } from '../opcodes/index.ts'
import { BuildLocator, Compilation, type CompiledContract, functionsOf, readBuildOutput } from '../solidity/index.ts'
import { AssemblyLocator, type SourceLocator } from '../trace/index.ts'
import { assembled } from './assembled.ts'
import type { ContractSource } from './call.ts'
import { launchError } from './errors.ts'
import type { Stage } from './stage.ts'

/** What a file keeps of sources: plain JSON, told apart by `kind`. */
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

/** Sources of a recording, ready for questions. */
export interface KnownSources {
  /** Where instructions come from. */
  readonly locator: SourceLocator | undefined
  /** Where the code of frames is looked for. */
  readonly builds?: BuildLocator | undefined
  /** The contract and the function that were called. */
  readonly source: ContractSource | undefined
  /** As the file has them. */
  readonly sources: RecordedSources | undefined
}

/** Of a recording that says nothing of sources. */
export const NO_SOURCES: KnownSources = { locator: undefined, source: undefined, sources: undefined }

/**
 * What the file says of sources: from outside, so it is compiled into nothing before it has the right shape.
 * @throws {MemlaneError} `launch.badSources`, and what assembling mnemonics throws.
 */
export function knownSources(sources: unknown): KnownSources {
  if (!isRecordedSources(sources)) return NO_SOURCES
  if (sources.kind === 'mnemonics') {
    const { name, text } = sources
    const assembly = assembled(name, text, parseForkName(sources.fork))
    return { locator: new AssemblyLocator(name, assembly), source: undefined, sources }
  }
  const compilation = new Compilation(sources.version, sources.input, buildIn(sources.output))
  const builds = new BuildLocator(compilation)
  return { locator: builds, builds, source: sourceOf(compilation, sources), sources }
}

/** @throws {MemlaneError} `launch.badSources`. */
function buildIn(output: unknown): Compilation['output'] {
  try {
    return readBuildOutput(output)
  } catch (error) {
    throw error instanceof MemlaneError ? launchError('launch.badSources', { field: String(error.facts.field) }) : error
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

/** What a stage knows of its sources. */
export function sourcesOf({ source, built, mnemonics }: Stage): RecordedSources | undefined {
  if (mnemonics !== undefined) return { kind: 'mnemonics', ...mnemonics }
  if (built === undefined) return undefined
  const { compilerVersion: version, input, output } = built.compilation
  return {
    ...{ kind: 'build', version, input, output },
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
