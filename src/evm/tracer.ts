/**
 * What the EVM tells an observer of a run. `trace` implements it; the EVM knows nothing of recordings.
 *
 * Steps arrive in chunks, in the layout of `events.ts`; frames arrive one by one, always after the steps before
 * them. A call of a precompile is a frame without steps; a call that fails before it starts is none.
 * @module
 */
import type { Address, Gas, Word } from '../base/units.ts'
import type { FrameKind } from '../opcodes/index.ts'
import type { Brutalized } from './brutalize.ts'
import type { HaltReason, Status } from './result.ts'
import type { StepRecords } from './stepRecords.ts'

export type { FrameKind }

/** A frame that starts. */
export interface FrameStart {
  /** Counted from 0 in the order in which frames start. */
  readonly id: number
  /** `undefined` for the outermost frame. */
  readonly parent: number | undefined
  /** 0 for the outermost frame. */
  readonly depth: number
  /** The opcode that started it; the outermost is a `call` or a `create`. */
  readonly kind: FrameKind
  /** Whose storage and balance the code sees. */
  readonly address: Address
  /** Whose code runs; `address` unless delegated or created. */
  readonly codeAddress: Address
  /** What CALLER pushes. */
  readonly caller: Address
  /** What CALLVALUE pushes, in wei. */
  readonly value: Word
  /** What the frame starts with. */
  readonly gas: Gas
  /** Whether it may change nothing. */
  readonly isStatic: boolean
  /** A copy the tracer may keep. */
  readonly code: Uint8Array
  /** A copy the tracer may keep. */
  readonly input: Uint8Array
}

/** A frame that ended. */
export interface FrameEnd {
  /** That of its start. */
  readonly id: number
  /** How it ended. */
  readonly status: Status
  /** The reason, when `status` is `halt`. */
  readonly halt: HaltReason | undefined
  /** What goes back to the caller. */
  readonly gasLeft: Gas
  /** A copy the tracer may keep. */
  readonly output: Uint8Array
  /** Whole memory at the end, a copy the tracer may keep. */
  readonly memory: Uint8Array
  /** The stack at the end, bottom first, after the last instruction took its operands (before it, in a halt). */
  readonly stack: readonly Word[]
}

/** An account apart from its storage. */
export interface AccountState {
  /** In wei. */
  readonly balance: bigint
  /** How many transactions it sent, or contracts it created. */
  readonly nonce: bigint
  /** The account’s own bytes: not to be changed. */
  readonly code: Uint8Array
}

/** What a run looked at or changed in the world: each account and each slot once. */
export interface WorldTouched {
  /** `undefined` where there is no account. */
  readonly accounts: readonly {
    readonly address: Address
    readonly before: AccountState | undefined
    readonly after: AccountState | undefined
  }[]
  /** Persistent slots. */
  readonly slots: readonly {
    readonly address: Address
    readonly slot: Word
    readonly before: Word
    readonly after: Word
  }[]
}

/** What a run is, before any of it is done. */
export interface RunStart {
  /** What memory and the free pointer start with, where that is not what it should be. */
  readonly brutalized: Brutalized | undefined
}

/** Is told of every step and every frame of a run. `Recorder` of `memlane/trace` is one. */
export interface Tracer {
  /** A run begins. */
  runStart?(run: RunStart): void
  /** A frame starts; all steps before it were told. */
  frameStart(frame: FrameStart): void
  /** A frame ended; all of its steps were told. */
  frameEnd(frame: FrameEnd): void
  /** What EXTCODECOPY just wrote, in the step that `steps` gives last: nothing else tells it. A copy the tracer may keep. */
  copiedCode(bytes: Uint8Array): void
  /** Steps that ran since the last time. They are valid during this call only. */
  steps(steps: StepRecords): void
  /** The run is over and what it changed is kept. Not called when it threw. */
  runEnd(touched: WorldTouched): void
}
