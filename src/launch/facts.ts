/**
 * What is known of a run, as data that every surface shows in its own way.
 * @module
 */
import type { Address, ByteCount, ByteOffset, Gas, StepIndex, Word } from '../base/index.ts'
import type { FrameKind, HaltReason, Log, Status } from '../evm/index.ts'
import type { EventContent, FrameContent, RevertReason, SourcePosition, TypedValue } from '../solidity/index.ts'

/** What was called, and how it ended. */
export interface Outcome {
  /** `Contract.function(arguments)`, or the name of the code. */
  readonly call: string
  readonly status: Status
  readonly halt?: HaltReason | undefined
  /** What the invalid opcode is in later forks. */
  readonly laterOpcode?: LaterOpcode | undefined
  /** Why it reverted. */
  readonly revert?: Revert | undefined
  /** The line that reverted or halted, where the sources are known. */
  readonly endedAt?: SourcePosition | undefined
  readonly gasUsed: Gas
  readonly gasRefund: Gas
  /** The part of `gasUsed` that paid for memory. */
  readonly memoryGas: Gas
  readonly memorySize: ByteCount
  /** The free memory pointer as it was set first, and at the end; only Solidity has one. */
  readonly freePointer?: { readonly first: ByteOffset; readonly last: ByteOffset } | undefined
}

export interface LaterOpcode {
  readonly name: string
  /** The first fork that has it. */
  readonly since: string
}

export interface Revert {
  readonly reason: RevertReason
  /** The bytes that the reason was read from. */
  readonly data: Uint8Array
  /** What is known of a revert without a reason. */
  readonly cause?: RevertCause | undefined
}

export type RevertCause =
  /** Ether was sent to a function that takes none. */
  | { readonly kind: 'notPayable' }
  /** No function has the selector, and there is no fallback. */
  | { readonly kind: 'noFunction' }
  /** A call or a creation on the way failed, and nothing came after it. */
  | ({ readonly kind: 'inner'; readonly name: string; readonly isCreation: boolean } & Pick<
      Outcome,
      'status' | 'halt' | 'laterOpcode'
    >)

/** How a frame ended that should have gone well. */
export type FrameEndFacts = Pick<Outcome, 'status' | 'halt' | 'laterOpcode' | 'revert'>

/** One call, from start to end. */
export interface CallFacts {
  /** Counted from 0 in the order in which calls start. */
  readonly id: number
  /** `undefined` for the outermost call. */
  readonly parent: number | undefined
  readonly depth: number
  readonly kind: FrameKind
  readonly caller: Address
  /** Whose storage and balance the code sees. */
  readonly address: Address
  /** Whose code runs. */
  readonly codeAddress: Address
  /** Of the contract or the precompile whose code runs, where it is known. */
  readonly contract: string | undefined
  /** What was called of it, where it is known. */
  readonly content: FrameContent | undefined
  /** Of a call of the console: the line that `console.log` prints. */
  readonly said?: string | undefined
  readonly value: Word
  readonly gas: Gas
  readonly gasUsed: Gas
  readonly memorySize: ByteCount
  /** What the memory cost; a part of `gasUsed`. */
  readonly memoryGas: Gas
  readonly status: Status
  readonly halt: HaltReason | undefined
  readonly laterOpcode: LaterOpcode | undefined
  readonly revert: Revert | undefined
  /** Of a creation: its code without what is known to be its arguments. `undefined` when there was too much to keep. */
  readonly input: Uint8Array | undefined
  readonly output: Uint8Array | undefined
}

export interface CallTree {
  /** In the order in which they started; a call stands before those that it makes. */
  readonly calls: readonly CallFacts[]
  /** Further calls, of which nothing is known. */
  readonly more: number
}

/** What `console.log` printed, in order. */
export interface ConsoleFacts {
  readonly lines: readonly { readonly step: StepIndex; readonly text: string }[]
  /** Further lines. */
  readonly more: number
}

export interface LogFacts extends Log {
  /** The contract at the log's address, where it is known. */
  readonly contract: string | undefined
  /** What the log says, where the sources tell. */
  readonly event: EventContent | undefined
}

/** What memory and stack held at one moment. */
export interface MachineState {
  readonly memory: Uint8Array
  /** Bottom first. */
  readonly stack: readonly Word[]
}

/** Everything that is known after a run; memory and stack are those at its end. */
export interface RunFacts extends MachineState {
  readonly outcome: Outcome
  readonly output: Uint8Array
  /** What the function returned, by type and name; `undefined` where no ABI tells. */
  readonly outputs: readonly TypedValue[] | undefined
  readonly calls: CallTree
  readonly logs: readonly LogFacts[]
  readonly created: Address | undefined
  /** After each section of mnemonics; empty without any. */
  readonly sections: readonly SectionResult[]
  /** Whether memory is as solc lays it out. */
  readonly isSolidity: boolean
}

/** The state after a section of mnemonics, when control left it for the last time. */
export interface SectionState extends MachineState {
  readonly name: string
  /** Gas used from the start of the run to the end of this section. */
  readonly gasUsed: Gas
  readonly memorySize: ByteCount
}

export type SectionResult = SectionState | { readonly name: string; readonly notReached: true }

/** Whether labels come from a twin: how many of the allocations it has too, or why there is none. */
export type TwinUse =
  | { readonly status: 'used'; readonly allocations: number; readonly aligned: number }
  /** `message` is what the compiler said first. */
  | { readonly status: 'notCompiled'; readonly message: string }
  /** The recording of the twin's run would not fit. */
  | { readonly status: 'tooLong' }
  /** The twin's run has no such call. */
  | { readonly status: 'diverged' }

export interface StorageRow {
  readonly address: Address
  readonly slot: Word
  /** `undefined` where the layout leads to nothing. */
  readonly path: string | undefined
  readonly type: string | undefined
  readonly before: string
  readonly after: string
}

/** Of which frame and of which moment a map is. */
export interface MapPlace {
  /** The step before which memory looked so; `undefined` for the frame's end. */
  readonly at: StepIndex | undefined
  readonly stepCount: number
  readonly shown: number
  readonly frames: readonly PlacedFrame[]
}

export interface PlacedFrame extends Pick<Outcome, 'status' | 'halt'> {
  readonly id: number
  readonly depth: number
  /** `Vault.deposit(5)`, else what is known of its code. */
  readonly name: string
}

/** What goes on, for surfaces that say it. */
export type LaunchEvent =
  /** A contract is larger than the fork allows, and runs all the same. */
  | {
      readonly kind: 'overCodeLimit'
      readonly contract: string
      readonly bytes: ByteCount
      readonly limit: ByteCount
      readonly fork: string
    }
  /** The compiler of a build is not here: what the tool kept of its output is taken. */
  | { readonly kind: 'kept'; readonly version: string }
  /** A build made again has other code than the artifact says. */
  | { readonly kind: 'otherCode'; readonly contract: string }
