/**
 * The compiler as this room sees it: standard JSON in, standard JSON out. Which solc stands behind it, and
 * whether in a worker, is for whoever hands one in.
 *
 * The types name only what is asked for and read here. Everything that comes back is optional: it may come
 * from another version, a cache or a file.
 * Source: https://docs.soliditylang.org/en/v0.8.37/using-the-compiler.html#compiler-input-and-output-json-description
 * @module
 */
import type { StorageLayout } from './storageLayout.ts'

/** A solc, wherever it runs. */
export interface Compiler {
  /** As solc prints it: `0.8.37+commit.f401782d`, with or without a platform behind it. */
  readonly version: string
  /**
   * Standard JSON in and out. Mistakes in the sources are in the output's `errors`; it rejects only when the compiler
   * itself fails.
   */
  compile(input: StandardJsonInput): Promise<StandardJsonOutput>
}

/** What solc takes, as far as it is written here. (solc documentation, "Input Description") */
export interface StandardJsonInput {
  /** Of all sources. */
  readonly language: 'Solidity' | 'Yul'
  /** Content by name; imports name other sources by these names. */
  readonly sources: Readonly<Record<string, { readonly content: string }>>
  /** How to compile, and what to give back. */
  readonly settings: CompilerSettings
}

/** solc's settings, under solc's names. */
export interface CompilerSettings {
  /** solc's name of a fork, `osaka`; without it the compiler's own choice. */
  readonly evmVersion?: string
  /** Off unless `enabled`; `runs` defaults to 200 in solc. */
  readonly optimizer: {
    readonly enabled: boolean
    readonly runs?: number
    /** Single parts of the optimizer, as solc's documentation lists them. */
    readonly details?: Readonly<Record<string, unknown>>
  }
  /** Absent for compilers that do not know it. */
  readonly viaIR?: boolean
  /** What stands behind the code: a hash of the sources, which changes nothing that it does. */
  readonly metadata?: {
    readonly useLiteralContent?: boolean
    readonly bytecodeHash?: 'ipfs' | 'none' | 'bzzr1'
    readonly appendCBOR?: boolean
  }
  /** `context:prefix=target`, as solc takes them. */
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

/** What solc gives back, as far as it is read here. (solc documentation, "Output Description") */
export interface StandardJsonOutput {
  /** Warnings and notes too: `severity` tells. */
  readonly errors?: readonly SolcMessage[]
  /** By name: the number that source maps call the file by, and its syntax tree. */
  readonly sources?: Readonly<Record<string, { readonly id: number; readonly ast?: unknown }>>
  /** By file, then by name. */
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, SolcContract>>>>
}

/** An error, a warning or a note of solc's. */
export interface SolcMessage {
  /** An `error` is why there is no code. */
  readonly severity: 'error' | 'warning' | 'info'
  /** Such as `ParserError`. */
  readonly type: string
  /** In one line. */
  readonly message: string
  /** solc's number for it: `2314`. */
  readonly errorCode?: string
  /** With the lines of source that it is about. */
  readonly formattedMessage?: string
  /** In bytes of a file; absent where it is about none. */
  readonly sourceLocation?: { readonly file: string; readonly start: number; readonly end: number }
}

/** What solc gives back of one contract. */
export interface SolcContract {
  /** Functions, events and errors. */
  readonly abi?: readonly AbiItem[]
  /** Yul before the optimizer. */
  readonly ir?: string
  /** Yul as it was compiled. */
  readonly irOptimized?: string
  /** Where its variables lie. */
  readonly storageLayout?: StorageLayout
  /** Code, and selectors without 0x by signature. */
  readonly evm?: {
    readonly methodIdentifiers?: Readonly<Record<string, string>>
    readonly bytecode?: SolcCode
    readonly deployedBytecode?: SolcCode
  }
}

/** Code as solc gives it: `bytecode` or `deployedBytecode`. */
export interface SolcCode {
  /** Hex without 0x; a place to be linked holds `__$…$__`. */
  readonly object?: string
  /** As solc packs it. */
  readonly sourceMap?: string
  /** By solc's name of the function. */
  readonly functionDebugData?: Readonly<Record<string, SolcFunction>>
  /** Where addresses of libraries belong, by file and library. */
  readonly linkReferences?: Readonly<Record<string, Readonly<Record<string, readonly CodeRange[]>>>>
  /** Where immutables belong, by AST id. */
  readonly immutableReferences?: Readonly<Record<string, readonly CodeRange[]>>
}

/** What solc tells of a function in the code. */
export interface SolcFunction {
  /** The pc of its first instruction. */
  readonly entryPoint?: number | null
  /** The AST id of a function of the user's; null for a generated one. */
  readonly id?: number | null
}

/** Bytes of code, counted from its start. */
export interface CodeRange {
  /** The first byte. */
  readonly start: number
  /** How many bytes. */
  readonly length: number
}

/** An entry of a contract's ABI. Source: https://docs.soliditylang.org/en/v0.8.37/abi-spec.html#json */
export interface AbiItem {
  /** `function`, `constructor`, `receive`, `fallback`, `event` or `error`. */
  readonly type: string
  /** Absent for constructors, `receive` and `fallback`. */
  readonly name?: string
  /** Parameters, in order. */
  readonly inputs?: readonly AbiParameter[]
  /** What a function returns, in order. */
  readonly outputs?: readonly AbiParameter[]
  /** `pure`, `view`, `nonpayable` or `payable`. */
  readonly stateMutability?: string
  /** Of an event: without the topic that tells it. */
  readonly anonymous?: boolean
}

/** A parameter, or a member of a struct. */
export interface AbiParameter {
  /** Empty for an unnamed one. */
  readonly name: string
  /** The ABI's type: `uint256[]`, and `tuple` for a struct. */
  readonly type: string
  /** As the source says it: `struct Mem.Point[]`. */
  readonly internalType?: string
  /** Members, of a `tuple`. */
  readonly components?: readonly AbiParameter[]
  /** Of an event: whether it stands in a topic. */
  readonly indexed?: boolean
}
