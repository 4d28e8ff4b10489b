/**
 * What is to be run, as plain data: everything is JSON, so that a page can hand it to a worker and a batch to a queue.
 *
 *   code ──build──▶ contract ──▶ call          in a world, within limits
 * @module
 */
import type { Address, Hex } from '../base/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import type { StandardJsonInput, StandardJsonOutput } from '../solidity/index.ts'
import type { Limits } from './limits.ts'

/** A whole number that fits no JSON number: `'1000'`, `'0x3e8'`. */
export type Quantity = string

export interface LaunchInput {
  readonly code: CodeInput
  /** How Solidity and Yul are compiled; a build says so itself. */
  readonly build?: BuildInput
  readonly contract?: ContractInput
  readonly call?: CallInput
  readonly world?: WorldInput
  /** Those that shall be others than `LIMITS`. */
  readonly limits?: Partial<Limits>
}

export type CodeInput =
  /** Texts by the names that solc has for them; `entry` is the one that is meant. */
  | { readonly kind: 'solidity' | 'yul'; readonly entry: string; readonly sources: Readonly<Record<string, string>> }
  | BuildCode
  | { readonly kind: 'mnemonics' | 'bytecode'; readonly name: string; readonly text: string }

/** What Foundry, Hardhat or solc itself wrote. */
export interface BuildCode {
  readonly kind: 'build'
  /** What it is called in errors. */
  readonly name: string
  /** As the compiler says it; absent where only its input is there. */
  readonly version?: string | undefined
  readonly input: StandardJsonInput
  /** Used when the compiler cannot be had. */
  readonly output?: StandardJsonOutput | undefined
  /** `file:name` of the contract that it is about, where it is about one. */
  readonly contract?: string | undefined
  /** Hex of that contract's deployed code. */
  readonly runtime?: string | undefined
}

export interface BuildInput {
  /** A version, or what else the compilers at hand have for names. */
  readonly solc?: string | undefined
  readonly optimizer?: { readonly enabled: boolean; readonly runs?: number }
  readonly viaIr?: boolean
  readonly remappings?: readonly string[]
}

/** Who chooses where nothing is named: nobody, if more than one thing can be meant, or the likeliest. */
export type Choosing = 'only' | 'likely'

export interface ContractInput {
  readonly name?: string | undefined
  readonly choose?: Choosing
  /** One text for each parameter. */
  readonly constructorArguments?: readonly string[] | undefined
}

export interface CallInput {
  /** A name, a signature, or `constructor`: then the creation of the contract is what runs. */
  readonly function?: string | undefined
  readonly choose?: Choosing
  /** One text for each parameter. */
  readonly arguments?: readonly string[]
  /** In place of a function: hex, with spaces and line breaks where people have them. */
  readonly calldata?: string | undefined
  readonly from?: Address | undefined
  /** Wei. */
  readonly value?: Quantity | undefined
  readonly gas?: Quantity | undefined
}

export interface WorldInput {
  readonly fork?: ForkName | undefined
  /** Accounts that are there before anything runs, as genesis files have them. */
  readonly accounts?: Readonly<Record<Address, AccountInput>> | undefined
}

export interface AccountInput {
  readonly balance?: Quantity | number
  readonly nonce?: Quantity | number
  readonly code?: Hex
  readonly storage?: Readonly<Record<Hex, Hex>>
}
