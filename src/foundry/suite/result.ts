/**
 * What came of a project's tests, as plain data: workers hand it over, and each output is made of it.
 * @module
 */
import type { Address, Hex } from '../../base/index.ts'
import type { TracedCall } from '../../launch/callTracer.ts'

/** A call that made a test fail. */
export interface Counterexample {
  readonly calldata: Hex
  /** Arguments as forge prints them. */
  readonly arguments: readonly string[]
}

/** One of the calls that broke an invariant. */
export interface SequenceCall extends Counterexample {
  readonly sender: Address
  readonly address: Address
  /** `src/Vault.sol:Vault` */
  readonly contract: string | undefined
  /** `deposit(uint256)` */
  readonly signature: string
}

/** Calls of one function in an invariant's runs. */
export interface CallCount {
  readonly contract: string
  readonly function: string
  readonly calls: number
  readonly reverts: number
  readonly discards: number
}

export type TestFigures =
  | { readonly kind: 'unit'; readonly gas: bigint }
  | { readonly kind: 'fuzz'; readonly runs: number; readonly mean: bigint; readonly median: bigint }
  | {
      readonly kind: 'invariant'
      readonly runs: number
      readonly calls: number
      readonly reverts: number
      readonly counts: readonly CallCount[]
    }

export interface TestResult {
  /** `testDeposit()` */
  readonly signature: string
  readonly status: 'success' | 'failure' | 'skipped'
  readonly reason: string | undefined
  readonly counterexample?: Counterexample | undefined
  readonly sequence?: { readonly original: number; readonly calls: readonly SequenceCall[] } | undefined
  readonly figures: TestFigures
  readonly logs: readonly string[]
  readonly labels: Readonly<Record<Address, string>>
  /** The calls of its transaction, and of setUp's, where they were asked for. */
  readonly trace?: TestTrace | undefined
  readonly setUpTrace?: TestTrace | undefined
  readonly milliseconds: number
}

/** The calls of a transaction, in the order in which they started. */
export interface TestTrace {
  readonly calls: readonly TracedCall[]
  /** How many there were beyond those that are kept. */
  readonly more: number
}

export interface SuiteResult {
  readonly file: string
  readonly contract: string
  readonly tests: readonly TestResult[]
  readonly warnings: readonly string[]
  readonly milliseconds: number
}

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export function tallyOf(tests: readonly Pick<TestResult, 'status'>[]): Tally {
  const count = (status: TestResult['status']) => tests.filter((test) => test.status === status).length
  return { passed: count('success'), failed: count('failure'), skipped: count('skipped') }
}
