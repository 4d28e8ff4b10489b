/**
 * The compiler as this room sees it: standard JSON in, standard JSON out. Which solc stands behind it, and
 * whether in a worker, is for whoever hands one in.
 *
 * The types name only what is asked for and read here. Everything that comes back is optional: it may come
 * from another version, a cache or a file.
 * Source: https://docs.soliditylang.org/en/v0.8.37/using-the-compiler.html#compiler-input-and-output-json-description
 * @module
 */
import type { StorageLayout } from './storage.ts'

export interface Compiler {
  /** As solc prints it: `0.8.37+commit.f401782d`, with or without a platform behind it. */
  readonly version: string
  compile(input: StandardJsonInput): Promise<StandardJsonOutput>
}

export interface StandardJsonInput {
  readonly language: 'Solidity' | 'Yul'
  readonly sources: Readonly<Record<string, { readonly content: string }>>
  readonly settings: CompilerSettings
}

export interface CompilerSettings {
  readonly evmVersion?: string
  readonly optimizer: {
    readonly enabled: boolean
    readonly runs?: number
    /** Single parts of the optimizer, as solc's documentation lists them. */
    readonly details?: Readonly<Record<string, unknown>>
  }
  /** Absent for compilers that do not know it. */
  readonly viaIR?: boolean
  readonly remappings?: readonly string[]
  /** By file, then by contract; `''` stands for the file itself, `*` for all. */
  readonly outputSelection: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

/** What the typed map reads of a build. */
export const OUTPUT_SELECTION: CompilerSettings['outputSelection'] = {
  '*': {
    '': ['ast'],
    '*': [
      'abi',
      'evm.methodIdentifiers',
      'evm.bytecode.object',
      'evm.bytecode.sourceMap',
      'evm.bytecode.functionDebugData',
      'evm.bytecode.linkReferences',
      'evm.deployedBytecode.object',
      'evm.deployedBytecode.sourceMap',
      'evm.deployedBytecode.functionDebugData',
      'evm.deployedBytecode.linkReferences',
      'evm.deployedBytecode.immutableReferences',
    ],
  },
}

/** The same of a build through the IR pipeline. Its Yul must be named: `*` does not select it. */
export const OUTPUT_SELECTION_IR: CompilerSettings['outputSelection'] = {
  '*': { ...OUTPUT_SELECTION['*'], '*': [...OUTPUT_SELECTION['*']!['*']!, 'ir', 'irOptimized'] },
}

export interface StandardJsonOutput {
  readonly errors?: readonly SolcMessage[]
  readonly sources?: Readonly<Record<string, { readonly id: number; readonly ast?: unknown }>>
  /** By file, then by name. */
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, SolcContract>>>>
}

export interface SolcMessage {
  readonly severity: 'error' | 'warning' | 'info'
  /** Such as `ParserError`. */
  readonly type: string
  readonly message: string
  readonly errorCode?: string
  readonly formattedMessage?: string
  readonly sourceLocation?: { readonly file: string; readonly start: number; readonly end: number }
}

export interface SolcContract {
  readonly abi?: readonly AbiItem[]
  /** Yul before the optimizer, and as it was compiled. */
  readonly ir?: string
  readonly irOptimized?: string
  readonly storageLayout?: StorageLayout
  readonly evm?: {
    readonly methodIdentifiers?: Readonly<Record<string, string>>
    readonly bytecode?: SolcCode
    readonly deployedBytecode?: SolcCode
  }
}

export interface SolcCode {
  /** Hex without 0x; a place to be linked holds `__$…$__`. */
  readonly object?: string
  readonly sourceMap?: string
  readonly functionDebugData?: Readonly<Record<string, SolcFunction>>
  readonly linkReferences?: Readonly<Record<string, Readonly<Record<string, readonly CodeRange[]>>>>
  readonly immutableReferences?: Readonly<Record<string, readonly CodeRange[]>>
}

export interface SolcFunction {
  readonly entryPoint?: number | null
  /** The AST id of a function of the user's; null for a generated one. */
  readonly id?: number | null
}

/** Bytes of code, counted from its start. */
export interface CodeRange {
  readonly start: number
  readonly length: number
}

/** An entry of a contract's ABI. Source: https://docs.soliditylang.org/en/v0.8.37/abi-spec.html#json */
export interface AbiItem {
  readonly type: string
  readonly name?: string
  readonly inputs?: readonly AbiParameter[]
  readonly outputs?: readonly AbiParameter[]
  readonly stateMutability?: string
  /** Of an event: without the topic that tells it. */
  readonly anonymous?: boolean
}

export interface AbiParameter {
  readonly name: string
  readonly type: string
  /** As the source says it: `struct Mem.Point[]`. */
  readonly internalType?: string
  readonly components?: readonly AbiParameter[]
  readonly indexed?: boolean
}
