/**
 * JSON that Solidity tools write, told apart by what is in it:
 *
 *   build       input and output of one run of solc: Foundry's and Hardhat 2's build-info, Hardhat 3's without output
 *   input       solc's standard JSON input            output   solc's standard JSON output
 *   hardhat     a contract of Hardhat 2 or 3: its build is in another file
 *   foundry     a contract of Foundry, with its own metadata: settings, and the sources' names and hashes
 *
 * It comes from outside: nothing is taken for what it should be before it was looked at.
 * Sources: hardhat.org/hardhat-runner/docs/advanced/artifacts, NomicFoundation/hardhat (v-next artifacts),
 * foundry-rs/compilers (artifacts, buildinfo), docs.soliditylang.org/en/v0.8.37/using-the-compiler.html
 * @module
 */
import { isObject, type MemlaneError } from '../base/index.ts'
import type { CompilerSettings, StandardJsonInput, StandardJsonOutput } from './compiler.ts'
import { solidityError } from './errors.ts'

/** A document of a Solidity tool, told apart by `kind`. What its fields hold was checked as far as it is read here. */
export type Artifact =
  | {
      readonly kind: 'build'
      /** Long where it is known: `0.8.30+commit.73712a01`. */
      readonly version: string
      readonly input: StandardJsonInput
      readonly output: StandardJsonOutput | undefined
    }
  | { readonly kind: 'input'; readonly input: StandardJsonInput }
  | { readonly kind: 'output'; readonly output: StandardJsonOutput }
  | {
      readonly kind: 'hardhat'
      readonly contract: string
      readonly file: string
      /** Hardhat 3: the name of the build, and what the build calls the file. */
      readonly buildId: string | undefined
      readonly inputFile: string | undefined
      /** Hex of the deployed code. */
      readonly runtime: string
    }
  | {
      readonly kind: 'foundry'
      readonly contract: string
      readonly file: string
      readonly version: string
      readonly settings: CompilerSettings
      /** Hash of each source by its name, as hex. */
      readonly sources: ReadonlyMap<string, string>
      /** Sources that the metadata brought along. */
      readonly contents: ReadonlyMap<string, string>
      readonly runtime: string
    }
  /** Hardhat 3 keeps what solc said in a file of its own. */
  | { readonly kind: 'buildOutput'; readonly id: string; readonly output: StandardJsonOutput }
  /** Hardhat 2: where a contract's build is. */
  | { readonly kind: 'pointer'; readonly buildInfo: string }
  /** Foundry without `build_info = true`: names of the sources only. */
  | { readonly kind: 'names' }

type Fields = Readonly<Record<string, unknown>>

/**
 * What a parsed JSON document is.
 * @throws {MemlaneError} `solidity.notAnArtifact` for what no tool writes; `solidity.badArtifact` for one that lacks a
 * field or has a wrong one, with the field's name.
 */
export function readArtifact(document: unknown): Artifact {
  if (!isObject(document)) throw notAnArtifact()
  const { _format: format } = document
  if (format === 'hh-sol-dbg-1') return { kind: 'pointer', buildInfo: text(document, 'buildInfo') }
  if (format === 'hh3-sol-build-info-output-1')
    return { kind: 'buildOutput', id: text(document, 'id'), output: output(document.output) }
  if (isObject(document.input) && typeof document.solcVersion === 'string')
    return {
      kind: 'build',
      version: typeof document.solcLongVersion === 'string' ? document.solcLongVersion : document.solcVersion,
      input: input(document.input),
      output: document.output === undefined ? undefined : output(document.output),
    }
  if ('source_id_to_path' in document) return { kind: 'names' }
  if (typeof document.contractName === 'string' && 'deployedBytecode' in document)
    return {
      kind: 'hardhat',
      contract: document.contractName,
      file: text(document, 'sourceName'),
      buildId: typeof document.buildInfoId === 'string' ? document.buildInfoId : undefined,
      inputFile: typeof document.inputSourceName === 'string' ? document.inputSourceName : undefined,
      runtime: text(document, 'deployedBytecode').replace(/^0x/, ''),
    }
  if (isObject(document.deployedBytecode) && ('metadata' in document || 'rawMetadata' in document))
    return foundry(document, document.deployedBytecode)
  if (typeof document.language === 'string' && isObject(document.sources))
    return { kind: 'input', input: input(document) }
  if (isObject(document.contracts) && isObject(document.sources)) return { kind: 'output', output: output(document) }
  throw notAnArtifact()
}

function foundry(document: Fields, deployed: Fields): Artifact {
  const metadata = isObject(document.metadata) ? document.metadata : parsed(text(document, 'rawMetadata'))
  const compiler = fields(metadata, 'compiler', 'metadata.')
  const settings = fields(metadata, 'settings', 'metadata.')
  const [target] = Object.entries(fields(settings, 'compilationTarget', 'metadata.settings.'))
  if (target === undefined || typeof target[1] !== 'string') throw bad('metadata.settings.compilationTarget')
  const sources = new Map<string, string>()
  const contents = new Map<string, string>()
  for (const [file, source] of Object.entries(fields(metadata, 'sources', 'metadata.'))) {
    if (!isObject(source)) throw bad(`metadata.sources[${JSON.stringify(file)}]`)
    sources.set(file, text(source, 'keccak256'))
    if (typeof source.content === 'string') contents.set(file, source.content)
  }
  const { compilationTarget: _target, ...others } = settings
  return {
    kind: 'foundry',
    contract: target[1],
    file: target[0],
    version: text(compiler, 'version'),
    settings: settingsOf(withLibraries(others)),
    sources,
    contents,
    runtime: text(deployed, 'object').replace(/^0x/, ''),
  }
}

/** Metadata names libraries as `file:name`; the compiler wants them by file. */
function withLibraries(settings: Fields): Fields {
  if (!isObject(settings.libraries)) return settings
  const libraries: Record<string, Record<string, unknown>> = {}
  for (const [name, address] of Object.entries(settings.libraries)) {
    const at = name.lastIndexOf(':')
    const file = at < 0 ? '' : name.slice(0, at)
    libraries[file] = { ...libraries[file], [name.slice(at + 1)]: address }
  }
  return { ...settings, libraries }
}

function parsed(raw: string): Fields {
  try {
    const metadata: unknown = JSON.parse(raw)
    if (isObject(metadata)) return metadata
  } catch {}
  throw bad('rawMetadata')
}

function input(value: Fields): StandardJsonInput {
  if (value.language !== 'Solidity') throw bad('language')
  const sources: Record<string, { content: string }> = {}
  for (const [file, source] of Object.entries(fields(value, 'sources', 'input.'))) {
    if (!isObject(source) || typeof source.content !== 'string') throw solidityError('solidity.sourceByUrl', { file })
    sources[file] = { content: source.content }
  }
  return { language: 'Solidity', sources, settings: settingsOf(isObject(value.settings) ? value.settings : {}) }
}

/** Everything that decides about the code, and the optimizer where it was left out. */
function settingsOf(settings: Fields): CompilerSettings {
  const { optimizer, remappings, outputSelection: _selection, ...others } = settings
  if (optimizer !== undefined && !isObject(optimizer)) throw bad('settings.optimizer')
  if (remappings !== undefined && !(Array.isArray(remappings) && remappings.every((one) => typeof one === 'string')))
    throw bad('settings.remappings')
  return {
    ...others,
    optimizer: { ...optimizer, enabled: optimizer?.enabled === true },
    remappings: remappings ?? [],
    outputSelection: {},
  }
}

/**
 * The output of a build that stands in something else.
 * @throws {MemlaneError} `solidity.badArtifact` that names the field.
 */
export function readBuildOutput(value: unknown): StandardJsonOutput {
  return output(isObject(value) ? { contracts: {}, sources: {}, ...value } : value)
}

/** That it has contracts and sources; what is in them is looked at where it is used. */
function output(value: unknown): StandardJsonOutput {
  if (!isObject(value)) throw bad('output')
  const contracts = fields(value, 'contracts', 'output.')
  const sources = fields(value, 'sources', 'output.')
  for (const [file, source] of Object.entries(sources))
    if (!isObject(source) || !Number.isSafeInteger(source.id)) throw bad(`output.sources[${JSON.stringify(file)}].id`)
  for (const [file, named] of Object.entries(contracts)) {
    if (!isObject(named)) throw bad(`output.contracts[${JSON.stringify(file)}]`)
    for (const [name, contract] of Object.entries(named)) checkContract(contract, `output.contracts[${file}][${name}]`)
  }
  return value as StandardJsonOutput
}

function checkContract(contract: unknown, at: string): void {
  if (!isObject(contract)) throw bad(at)
  const { abi, evm, ir, irOptimized } = contract
  if (abi !== undefined && !(Array.isArray(abi) && abi.every(isAbiItem))) throw bad(`${at}.abi`)
  for (const [name, yul] of Object.entries({ ir, irOptimized }))
    if (yul !== undefined && typeof yul !== 'string') throw bad(`${at}.${name}`)
  if (evm === undefined) return
  if (!isObject(evm)) throw bad(`${at}.evm`)
  for (const name of ['bytecode', 'deployedBytecode']) {
    const code = evm[name]
    if (code === undefined) continue
    if (!isObject(code)) throw bad(`${at}.evm.${name}`)
    const { object, sourceMap } = code
    if (object !== undefined && !(typeof object === 'string' && /^(0x)?([0-9a-fA-F]|__.{36}__)*$/.test(object)))
      throw bad(`${at}.evm.${name}.object`)
    if (sourceMap !== undefined && typeof sourceMap !== 'string') throw bad(`${at}.evm.${name}.sourceMap`)
  }
}

function isAbiItem(item: unknown): boolean {
  return (
    isObject(item) &&
    typeof item.type === 'string' &&
    [item.inputs, item.outputs].every((list) => list === undefined || areParameters(list, MOST_COMPONENTS))
  )
}

/** Structs in structs: deeper than any interface. */
const MOST_COMPONENTS = 64

function areParameters(list: unknown, depth: number): boolean {
  return (
    Array.isArray(list) &&
    depth > 0 &&
    list.every(
      (one: unknown) =>
        isObject(one) &&
        typeof one.type === 'string' &&
        (one.components === undefined || areParameters(one.components, depth - 1)),
    )
  )
}

/** What a build's output does not have that the map needs, with the name solc gives it; empty when all is there. */
export function lackingIn({ sources = {}, contracts = {} }: StandardJsonOutput): string[] {
  const lacking: string[] = []
  if (Object.values(sources).some(({ ast }) => ast === undefined)) lacking.push('ast')
  const codes = Object.values(contracts).flatMap((named) => Object.values(named).map(({ evm }) => evm))
  const deployable = codes.filter((evm) => (evm?.bytecode?.object ?? '') !== '')
  if (deployable.length === 0) lacking.push('evm.bytecode.object')
  if (deployable.some((evm) => evm?.bytecode?.sourceMap === undefined)) lacking.push('evm.bytecode.sourceMap')
  if (deployable.some((evm) => evm?.deployedBytecode?.sourceMap === undefined))
    lacking.push('evm.deployedBytecode.sourceMap')
  if (deployable.some((evm) => evm?.methodIdentifiers === undefined)) lacking.push('evm.methodIdentifiers')
  return lacking
}

/** Whether two codes are the same but for what is filled in later and for the hash of the metadata at their end. */
export function isSameCode(own: string, other: string): boolean {
  return own.length === other.length && withoutMetadata(own) === withoutMetadata(other)
}

/** The last two bytes say how long the metadata before them are. Libraries' places and addresses are blanked. */
function withoutMetadata(hex: string): string {
  const code = hex.replace(/__.{36}__/g, '0'.repeat(40)).toLowerCase()
  const length = Number.parseInt(code.slice(-4), 16)
  return Number.isNaN(length) || length * 2 + 4 > code.length ? code : code.slice(0, code.length - length * 2 - 4)
}

function fields(of: Fields, name: string, path: string): Fields {
  const value = of[name]
  if (!isObject(value)) throw bad(path + name)
  return value
}

function text(of: Fields, name: string): string {
  const value = of[name]
  if (typeof value !== 'string') throw bad(name)
  return value
}

function bad(field: string): MemlaneError {
  return solidityError('solidity.badArtifact', { field })
}

function notAnArtifact(): MemlaneError {
  return solidityError('solidity.notAnArtifact', {})
}
