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

/**
 * Everything that is launched, as JSON.
 * @example
 * import { launch } from 'memlane/launch'
 *
 * const code = { kind: 'bytecode', name: 'answer', text: '602a60005260206000f3' } as const
 * const { outcome } = await launch({ code, call: { gas: '100000' } })
 * console.log(outcome?.status, outcome?.gasUsed) // return 18n
 */
export interface LaunchInput {
  /** What runs, or is compiled and deployed first. */
  readonly code: CodeInput
  /** How Solidity and Yul are compiled; a build says so itself. */
  readonly build?: BuildInput
  /** Which contract is meant, and what its constructor gets. */
  readonly contract?: ContractInput
  /** What is called of it. Default: the only function without parameters. */
  readonly call?: CallInput
  /** The fork, and the accounts that are there before. */
  readonly world?: WorldInput
  /** Those that shall be others than `LIMITS`. */
  readonly limits?: Partial<Limits>
}

/** Code, told apart by `kind`. */
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
  /** What the compiler was given: its settings are taken. */
  readonly input: StandardJsonInput
  /** Used when the compiler cannot be had. */
  readonly output?: StandardJsonOutput | undefined
  /** `file:name` of the contract that it is about, where it is about one. */
  readonly contract?: string | undefined
  /** Hex of that contract's deployed code. */
  readonly runtime?: string | undefined
}

/** Settings of the compiler; what is absent is the compiler's own. */
export interface BuildInput {
  /** A version, or what else the compilers at hand have for names. */
  readonly solc?: string | undefined
  /** Default: off. */
  readonly optimizer?: { readonly enabled: boolean; readonly runs?: number }
  /** Default: false. */
  readonly viaIr?: boolean
  /** `context:prefix=target`, as solc takes them. */
  readonly remappings?: readonly string[]
}

/** Who chooses where nothing is named: nobody, if more than one thing can be meant, or the likeliest. */
export type Choosing = 'only' | 'likely'

/** A contract of the sources. */
export interface ContractInput {
  /** A name, or `file:name` where two have the same. */
  readonly name?: string | undefined
  /** Default: `only`. */
  readonly choose?: Choosing
  /** One text for each parameter. */
  readonly constructorArguments?: readonly string[] | undefined
}

/** A call, with arguments as people write them. */
export interface CallInput {
  /** A name, a signature, or `constructor`: then the creation of the contract is what runs. */
  readonly function?: string | undefined
  /** Default: `only`. */
  readonly choose?: Choosing
  /** One text for each parameter. */
  readonly arguments?: readonly string[]
  /** In place of a function: hex, with spaces and line breaks where people have them. */
  readonly calldata?: string | undefined
  /** Default: `DEFAULT_SENDER`, which also deploys. */
  readonly from?: Address | undefined
  /** Wei. */
  readonly value?: Quantity | undefined
  /** Default: 30,000,000. Nothing intrinsic is taken from it. */
  readonly gas?: Quantity | undefined
}

/** What is there before anything runs. */
export interface WorldInput {
  /** Default: `osaka`. */
  readonly fork?: ForkName | undefined
  /** Accounts that are there before anything runs, as genesis files have them. */
  readonly accounts?: Readonly<Record<Address, AccountInput>> | undefined
}

/** An account, as genesis files have it. */
export interface AccountInput {
  /** Wei. */
  readonly balance?: Quantity | number
  /** Default: 0. */
  readonly nonce?: Quantity | number
  /** Deployed code. */
  readonly code?: Hex
  /** Value by slot, in hex. */
  readonly storage?: Readonly<Record<Hex, Hex>>
}
