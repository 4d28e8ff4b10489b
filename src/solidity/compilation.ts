/**
 * A build: contracts, syntax tree and sources of one run of the compiler.
 *
 *   sources ──compile──▶ Compilation ── contracts ── creation, runtime: Code
 *                             ├── ast, definitions
 *                             └── position(range): file, line, column
 * @module
 */
import type { Hex } from '../base/index.ts'
import { isCreation } from '../opcodes/index.ts'
import { Ast, type AstNode, type SourceRange } from './ast.ts'
import { Code } from './code.ts'
import type { StandardJsonOutput } from './compiler.ts'
import { type AbiItem, type Compiler, OUTPUT_SELECTION, type SolcContract, type StandardJsonInput } from './compiler.ts'
import { AstDefinitions } from './definitions.ts'
import { CompileError, type Diagnostic, diagnostic } from './diagnostics.ts'
import { solidityError } from './errors.ts'
import type { Frame } from './run.ts'
import { SourceFile, type SourcePosition } from './sourceFile.ts'

/** Sources, and the fork that they are compiled for. */
export interface CompileRequest {
  /** Content by file name; the names appear in errors and maps, and imports resolve against them. */
  readonly sources: Readonly<Record<string, string>>
  /** solc's name for the fork to compile for; without it the compiler's own choice. */
  readonly evmVersion?: string
}

/** A contract of a build. Interfaces and abstract contracts have no code. */
export interface CompiledContract {
  /** The name of the source file that defines it, as the compiler was given it. */
  readonly file: string
  /** As in the source; two files may define contracts of one name. */
  readonly name: string
  /** Empty when the build's outputs did not have it. */
  readonly abi: readonly AbiItem[]
  /** Selector by signature: `0xd275ca72` by `memoryLane()`. */
  readonly selectors: ReadonlyMap<string, Hex>
  /** The code that deploys it, without arguments. Of no bytes for interfaces and abstract contracts. */
  readonly creation: Code
  /** The code that is deployed, with zeros for immutables and libraries. */
  readonly runtime: Code
  /** Yul as the code generator wrote it and as it was compiled, of a build through the IR pipeline that gave it. */
  readonly ir: string | undefined
  /** Yul behind the optimizer, which the code was made from. */
  readonly irOptimized: string | undefined
  /** The build that it belongs to. */
  readonly compilation: Compilation
}

/**
 * Compiles without optimizer and without the IR pipeline.
 * @throws {CompileError} when the sources do not compile; it carries all that solc said.
 */
export async function compileSolidity(compiler: Compiler, request: CompileRequest): Promise<Compilation> {
  const input: StandardJsonInput = {
    language: 'Solidity',
    sources: Object.fromEntries(Object.entries(request.sources).map(([path, content]) => [path, { content }])),
    settings: {
      ...(request.evmVersion === undefined ? {} : { evmVersion: request.evmVersion }),
      optimizer: { enabled: false },
      viaIR: false,
      remappings: [],
      outputSelection: OUTPUT_SELECTION,
    },
  }
  return new Compilation(compiler.version, input, await compiler.compile(input))
}

/** One run of the compiler: its contracts, what it said, and where in the sources code comes from. */
export class Compilation {
  /** As solc prints it: `0.8.37+commit.f401782d`, with or without a platform behind it. */
  readonly compilerVersion: string
  /** What the compiler was given. */
  readonly input: StandardJsonInput
  /** What the compiler gave back. */
  readonly output: StandardJsonOutput
  /** In the order of solc's output; interfaces and abstract contracts too. */
  readonly contracts: readonly CompiledContract[]
  /** All that solc said; a build that exists has no errors among them. */
  readonly diagnostics: readonly Diagnostic[]
  /**
   * The syntax tree of all files. Empty when the output has none: then nothing is known of types and variables.
   * @internal
   */
  readonly ast: Ast
  /**
   * Members of structs and enums, and what types stand for, by id of the syntax tree.
   * @internal
   */
  readonly definitions: AstDefinitions
  /** Whether every local variable has a stack slot of its own: without the optimizer and the IR pipeline. */
  readonly hasFixedSlots: boolean
  /** Whether the code came through the IR pipeline. */
  readonly isViaIr: boolean
  readonly #fileById = new Map<number, SourceFile>()
  /** As `file:name`. */
  readonly #libraries: ReadonlySet<string>

  /**
   * @param sameSources a build of the same sources, whatever its settings: its syntax tree, which does not depend on them,
   * stands for the one that `output` then need not have
   * @throws {CompileError} when `output` reports an error
   */
  constructor(
    compilerVersion: string,
    input: StandardJsonInput,
    output: StandardJsonOutput,
    sameSources?: Compilation,
  ) {
    const files = new Map(
      Object.entries(input.sources).map(([path, { content }]) => [path, new SourceFile(path, content)]),
    )
    this.diagnostics = (output.errors ?? []).map((message) => diagnostic(message, files))
    if (this.diagnostics.some(({ severity }) => severity === 'error')) throw new CompileError(this.diagnostics)
    const sources = Object.entries(output.sources ?? {})
    for (const [path, { id }] of sources) this.#fileById.set(id, files.get(path) ?? new SourceFile(path, ''))
    this.compilerVersion = compilerVersion
    this.input = input
    this.output = output
    this.isViaIr = input.settings.viaIR === true
    this.hasFixedSlots = !this.isViaIr && !input.settings.optimizer.enabled
    this.ast = sameSources?.ast ?? new Ast(sources.map(([, { ast }]) => ast))
    this.definitions = sameSources?.definitions ?? new AstDefinitions(this.ast)
    this.#libraries = sameSources === undefined ? this.#librariesIn(this.ast) : sameSources.#libraries
    this.contracts = Object.entries(output.contracts ?? {}).flatMap(([file, contracts]) =>
      Object.entries(contracts).map(([name, contract]) => this.#contract(file, name, contract)),
    )
  }

  /**
   * The contract named `wanted` (`MemoryLane` or `src/MemoryLane.sol:MemoryLane`); without a name the only one
   * that can be deployed: of `file` if it defines any, and a library only where nothing else is.
   * @throws {MemlaneError} `solidity.noContract`, `solidity.whichContract`, `solidity.notDeployable`; the first
   * two name the contracts there are.
   */
  contract(wanted?: string, file?: string): CompiledContract {
    const deployable = this.contracts.filter(({ creation }) => creation.bytes.length > 0)
    const found =
      wanted === undefined
        ? this.#likely(deployable, file)
        : this.contracts.filter(({ file, name }) => wanted === name || wanted === `${file}:${name}`)
    const existing = contractNames(deployable)
    if (found.length === 0) throw solidityError('solidity.noContract', { wanted, existing })
    if (found.length > 1)
      throw solidityError('solidity.whichContract', { count: found.length, existing: contractNames(found) })
    const contract = found[0]!
    if (contract.creation.bytes.length === 0) throw solidityError('solidity.notDeployable', { wanted: contract.name })
    return contract
  }

  /** Those that somebody may mean who names none. */
  #likely(contracts: readonly CompiledContract[], file: string | undefined): readonly CompiledContract[] {
    const own = contracts.filter((contract) => contract.file === file)
    const near = own.length > 0 ? own : contracts
    const proper = near.filter(({ file, name }) => !this.#libraries.has(`${file}:${name}`))
    return proper.length > 0 ? proper : near
  }

  /** The contract whose code a frame runs, if it is one of this build. */
  contractOf(frame: Pick<Frame, 'kind' | 'code'>): CompiledContract | undefined {
    return this.contracts.find((contract) => runs(contract, frame))
  }

  /** Whether `other` is a build of the same files with the same content; then AST ids mean the same in both. */
  hasSourcesOf(other: Compilation): boolean {
    const [own, others] = [Object.entries(this.input.sources), other.input.sources]
    return (
      own.length === Object.keys(others).length && own.every(([path, { content }]) => others[path]?.content === content)
    )
  }

  /** Where a range begins; `undefined` for one in generated code or in no file. */
  position(range: SourceRange): SourcePosition | undefined {
    return this.#fileById.get(range.file)?.position(range.start)
  }

  /** The text of a range; empty for one in no file. */
  text(range: SourceRange): string {
    return this.#fileById.get(range.file)?.text(range.start, range.end) ?? ''
  }

  #librariesIn(ast: Ast): ReadonlySet<string> {
    const libraries = [...ast.nodes()].filter((node) => node.text('contractKind') === 'library')
    return new Set(libraries.map(({ file, name }) => `${this.#fileById.get(file)?.path}:${name}`))
  }

  #contract(file: string, name: string, { abi, ir, irOptimized, evm }: SolcContract): CompiledContract {
    const selectors = Object.entries(evm?.methodIdentifiers ?? {})
    return {
      file,
      name,
      abi: abi ?? [],
      selectors: new Map(selectors.map(([signature, selector]): [string, Hex] => [signature, `0x${selector}`])),
      creation: new Code(evm?.bytecode),
      runtime: new Code(evm?.deployedBytecode),
      ir,
      irOptimized,
      compilation: this,
    }
  }
}

/** The contract in the syntax tree; `undefined` for one that the tree does not have. */
export function definitionOf({ file, name, compilation }: CompiledContract): AstNode | undefined {
  return compilation.ast.named('ContractDefinition', name).find((node) => compilation.position(node)?.file === file)
}

/** Which of a contract's two codes a frame of this kind runs. */
export function codeOf(contract: CompiledContract, frame: Pick<Frame, 'kind'>): Code {
  return isCreation(frame.kind) ? contract.creation : contract.runtime
}

/** Whether a frame's code is this contract's. */
export function runs(contract: CompiledContract, frame: Pick<Frame, 'kind' | 'code'>): boolean {
  if (isCreation(frame.kind)) return contract.creation.startsIn(frame.code)
  return frame.code.length === contract.runtime.bytes.length && contract.runtime.startsIn(frame.code)
}

/** Bare names where they are unique, with their file otherwise. */
function contractNames(contracts: readonly CompiledContract[]): string[] {
  return contracts.map(({ file, name }) =>
    contracts.filter((other) => other.name === name).length === 1 ? name : `${file}:${name}`,
  )
}
