/**
 * Code in place, with the call to make: what is prepared and then run.
 * @module
 */
import type { Section } from '../assembly/index.ts'
import type { Hooks } from '../evm/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import type { BuildLocator } from '../solidity/index.ts'
import type { SourceLocator } from '../trace/index.ts'
import type { AskedCall } from './askedCall.ts'
import type { Built } from './build.ts'
import type { ReadyCall } from './call.ts'
import type { LaunchEvent } from './facts.ts'
import type { Limits } from './limits.ts'
import type { World } from './world.ts'

/** The world before any code is in place, and what is asked to be called there. */
export interface Scene extends World {
  readonly call: AskedCall
  readonly limits: Limits
  readonly onEvent?: ((event: LaunchEvent) => void) | undefined
  readonly hooks: Hooks | undefined
}

/** Code in place in a world, and what is called of it. Lives in one thread. */
export interface Stage extends ReadyCall {
  /** All of them: what the input did not say is as in `LIMITS`. */
  readonly limits: Limits
  /** Of mnemonics; empty for everything else. */
  readonly sections: readonly Section[]
  /** Lines of source by instruction; absent where there are no sources. */
  readonly locator?: SourceLocator
  /** Of sources. */
  readonly built?: Built
  /** Where the code of frames is looked for, of contracts. */
  readonly builds?: BuildLocator
  /** The text of mnemonics. */
  readonly mnemonics?: { readonly name: string; readonly text: string; readonly fork: ForkName }
}
