/**
 * What is to be run, as it stands on the page: the form, and what a link holds.
 * @module
 */
import type { ForkName } from 'memlane/opcodes'

export type SourceKind = 'solidity' | 'yul' | 'mnemonics' | 'bytecode'

export interface SourceText {
  readonly name: string
  readonly text: string
}

/** What is to be run, as it stands on the page. */
export interface Input {
  readonly kind: SourceKind
  /** Name of the file in errors and maps. */
  readonly name: string
  readonly text: string
  /** Files that the text imports, of a build that was opened. */
  readonly others: readonly SourceText[]
  readonly remappings: readonly string[]
  /** Version of the compiler; empty for the one that comes with the page. */
  readonly solc: string
  /** Of several; empty for the only one, or the last. */
  readonly contract: string
  /** Signature; empty for the only one, or the first without parameters. */
  readonly call: string
  /** One text for each parameter. */
  readonly callArguments: readonly string[]
  readonly constructorArguments: readonly string[]
  /** Hex, in place of `call` when it is not empty. */
  readonly calldata: string
  readonly value: string
  readonly from: string
  readonly gas: string
  readonly fork: ForkName
  readonly optimize: boolean
  readonly viaIr: boolean
}
