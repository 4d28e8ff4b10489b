/**
 * Cheatcodes as a suite sees them: it begins and ends transactions, and keeps what setUp left for each test.
 * @module
 */

import type { CallResult, Environment, Given, Hooks } from '../../evm/index.ts'
import type { ProjectSettings } from '../project/profile.ts'

/** How a transaction ended, in forge's eyes. */
export type Ended =
  | { readonly status: 'pass' }
  /** `reason` where it is no revert's: an expectation that nothing met. */
  | { readonly status: 'fail'; readonly reason?: string | undefined }
  | { readonly status: 'skip'; readonly reason?: string | undefined }
  /** `vm.assume`. */
  | { readonly status: 'rejected' }

export interface TestCheats {
  readonly hooks: Hooks
  /** For the next transaction. */
  readonly environment: Given<Environment>
  /** Before each test: comments above it may say otherwise than the project. */
  use(settings: ProjectSettings): void
  begin(): void
  end(result: CallResult): Ended
  save(): unknown
  restore(state: unknown): void
  /** Lines of the console and of ds-test's logs since the last `restore` or `begin`. */
  readonly logs: readonly string[]
  /** Names by address in lower case. */
  readonly labels: ReadonlyMap<string, string>
}
