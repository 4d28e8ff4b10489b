/**
 * What opcodes that the machine leaves to TypeScript ask of whoever runs frames, and what they hand over when they start
 * one. `Frames` answers; operations see no more of it than this.
 * @module
 */

import type { ByteCount, ByteOffset, Gas, Word } from '../base/units.ts'
import type { Code, LinearAddress, Machine, MachineFrame } from '../machine/index.ts'
import type { CallKind, CreationKind, Fork } from '../opcodes/index.ts'
import type { Account } from './account.ts'
import type { BlockHashes } from './blockHashes.ts'
import type { FullEnvironment } from './environment.ts'
import type { CallRequest, WorldCheckpoint } from './hooks.ts'
import type { Precompile } from './precompiles/precompile.ts'
import type { Outcome } from './result.ts'
import type { Substate } from './substate.ts'
import type { World } from './world.ts'

/** Lengths of everything that can be undone. */
export interface Checkpoint {
  readonly world: number
  readonly storage: number
  readonly logs: number
  readonly refund: bigint
}

interface Entry {
  /** The account of the frame that calls; `undefined` for the outermost. */
  readonly self: Account | undefined
  /** What CALLER pushes; it sends the value. */
  caller: bigint
  /** What CALLVALUE pushes. */
  value: Word
  /** Taken from the caller already: what is left of it goes back. */
  gas: Gas
  readonly isStatic: boolean
  /** Of the frame that is to start. */
  readonly depth: number
  /** Calldata: a range of linear memory. */
  input: LinearAddress
  inputLength: ByteCount
  /** Where in the caller's memory the output goes. */
  readonly outputOffset: ByteOffset
  readonly outputLength: ByteCount
  /** What a failure goes back to; without it, to how things are when the frame starts. */
  readonly checkpoint: Checkpoint | undefined
  /** What hooks were told of it by. */
  request: CallRequest | undefined
}

/** A message call that is about to be entered. */
export interface MessageCall extends Entry {
  readonly kind: CallKind
  /** Whose storage and balance the code sees. */
  target: bigint
  /** Whose code runs, or that of the account which it delegates to. */
  codeAddress: bigint
  /** Code that runs instead. */
  readonly code: Code | undefined
}

/** A contract creation that is about to be entered. */
export interface Creation extends Entry {
  readonly kind: CreationKind
  /** Where the contract is going to be; `undefined` while nonce or salt are still to tell. */
  target: bigint | undefined
  initcode: Code
  /** Of CREATE2. */
  readonly salt: Word | undefined
}

export type FrameEntry = MessageCall | Creation

/** What a frame starts with, beside its entry. */
export interface FrameStarted {
  readonly account: Account
  readonly code: Code
  readonly codeAddress: bigint
  readonly checkpoint: Checkpoint
}

export interface FrameHost {
  readonly fork: Fork
  readonly world: World
  readonly substate: Substate
  readonly machine: Machine
  readonly environment: FullEnvironment
  readonly blockHashes: BlockHashes
  /** Bytes that a contract's code may have in this run; `undefined` without a limit. */
  readonly maxCodeSize: ByteCount | undefined

  /** Whether an address is warm in the running transaction. Precompiles always are. */
  isWarm(address: bigint): boolean
  precompileAt(address: bigint): Precompile | undefined
  transfer(from: Account, to: Account, value: bigint): void

  /** The account whose storage and balance the frame's code sees. */
  account(frame: MachineFrame): Account
  callerOf(frame: MachineFrame): bigint
  /** Whose code the frame runs: of a delegated account, that of its delegate. */
  codeAddressOf(frame: MachineFrame): bigint
  valueOf(frame: MachineFrame): Word

  checkpoint(): Checkpoint
  revertTo(checkpoint: Checkpoint): void

  /** Whether the engine may call an address by itself: no hook is told of its calls. */
  mayEngineCall(address: bigint): boolean
  /** The engine asks about every account again. */
  forgetEngineAccounts(): void
  /** Changes block and transaction fields for the rest of the run. */
  setEnvironment(environment: FullEnvironment): void

  /** Enters what the running frame calls or creates; its operands and gas are taken. */
  enter(entry: FrameEntry): void
  /** Starts a frame above the running one. */
  startFrame(entry: FrameEntry, started: FrameStarted): void
  /** Ends a call that runs no code of the machine; a failure goes back to `checkpoint`. Gives what the caller gets. */
  /** Takes back the world alone. */
  revertWorldTo(checkpoint: WorldCheckpoint): void
  endFrameless(entry: FrameEntry, outcome: Outcome, checkpoint: Checkpoint | undefined): Outcome
  /** Ends what could not start. Gives what the caller gets. */
  endUnstarted(entry: FrameEntry, outcome: Outcome): Outcome
  /** Reports what EXTCODECOPY wrote. */
  reportCopiedCode(address: LinearAddress, length: ByteCount): void
}
