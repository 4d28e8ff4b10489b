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
  /** How it ended. */
  readonly status: Status
  /** The reason, when `status` is `halt`. */
  readonly halt?: HaltReason | undefined
  /** What the invalid opcode is in later forks. */
  readonly laterOpcode?: LaterOpcode | undefined
  /** Why it reverted. */
  readonly revert?: Revert | undefined
  /** The line that reverted or halted, where the sources are known. */
  readonly endedAt?: SourcePosition | undefined
  /** Of the call alone, before refunds: nothing intrinsic is in it. */
  readonly gasUsed: Gas
  /** What a transaction would get back, before its cap. */
  readonly gasRefund: Gas
  /** The part of `gasUsed` that paid for memory. */
  readonly memoryGas: Gas
  /** MSIZE at the end. */
  readonly memorySize: ByteCount
  /** The free memory pointer as it was set first, and at the end; only Solidity has one. */
  readonly freePointer?: { readonly first: ByteOffset; readonly last: ByteOffset } | undefined
}

/** An opcode that the fork does not have, and a later one does. */
export interface LaterOpcode {
  /** Its mnemonic. */
  readonly name: string
  /** The first fork that has it. */
  readonly since: string
}

/** Why a call reverted. */
export interface Revert {
  /** What its data says. */
  readonly reason: RevertReason
  /** The bytes that the reason was read from. */
  readonly data: Uint8Array
  /** What is known of a revert without a reason. */
  readonly cause?: RevertCause | undefined
}

/** Why a call may have reverted that gave no reason, told apart by `kind`. */
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
  /** 0 for the outermost. */
  readonly depth: number
  /** The instruction that made it; `call` or `create` for the outermost. */
  readonly kind: FrameKind
  /** The account that called. */
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
  /** Wei. */
  readonly value: Word
  /** What it had. */
  readonly gas: Gas
  /** With that of the calls it made. */
  readonly gasUsed: Gas
  /** MSIZE at its end. */
  readonly memorySize: ByteCount
  /** What the memory cost; a part of `gasUsed`. */
  readonly memoryGas: Gas
  /** How it ended. */
  readonly status: Status
  /** The reason, when `status` is `halt`. */
  readonly halt: HaltReason | undefined
  /** What the invalid opcode is in later forks. */
  readonly laterOpcode: LaterOpcode | undefined
  /** Why it reverted, when `status` is `revert`. */
  readonly revert: Revert | undefined
  /** Of a creation: its code without what is known to be its arguments. `undefined` when there was too much to keep. */
  readonly input: Uint8Array | undefined
  /** What it gave back; `undefined` when there was too much to keep. */
  readonly output: Uint8Array | undefined
}

/** The calls of a run. */
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

/** A log, and what is known of it. */
export interface LogFacts extends Log {
  /** The contract at the log's address, where it is known. */
  readonly contract: string | undefined
  /** What the log says, where the sources tell. */
  readonly event: EventContent | undefined
}

/** What memory and stack held at one moment. */
export interface MachineState {
  /** All of it: its length is MSIZE. */
  readonly memory: Uint8Array
  /** Bottom first. */
  readonly stack: readonly Word[]
}

/** Everything that is known after a run; memory and stack are those at its end. */
export interface RunFacts extends MachineState {
  /** What was called, and how it ended. */
  readonly outcome: Outcome
  /** What RETURN or REVERT gave. */
  readonly output: Uint8Array
  /** What the function returned, by type and name; `undefined` where no ABI tells. */
  readonly outputs: readonly TypedValue[] | undefined
  /** The outermost call first. */
  readonly calls: CallTree
  /** In the order in which they were logged; empty unless the call succeeded. */
  readonly logs: readonly LogFacts[]
  /** The contract that a creation made. */
  readonly created: Address | undefined
  /** After each section of mnemonics; empty without any. */
  readonly sections: readonly SectionResult[]
  /** Whether memory is as solc lays it out. */
  readonly isSolidity: boolean
}

/** The state after a section of mnemonics, when control left it for the last time. */
export interface SectionState extends MachineState {
  /** What stands behind `;; section` on its line. */
  readonly name: string
  /** Gas used from the start of the run to the end of this section. */
  readonly gasUsed: Gas
  /** MSIZE then. */
  readonly memorySize: ByteCount
}

/** What a section came to; with `notReached`, control never came there. */
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

/** A part of a slot that a run looked at or changed. */
export interface StorageRow {
  /** Whose storage it is. */
  readonly address: Address
  /** Its key. */
  readonly slot: Word
  /** `undefined` where the layout leads to nothing. */
  readonly path: string | undefined
  /** As in a declaration. */
  readonly type: string | undefined
  /** As the type says it; hex where there is none. */
  readonly before: string
  /** As the type says it; hex where there is none. */
  readonly after: string
}

/** Of which frame and of which moment a map is. */
export interface MapPlace {
  /** The step before which memory looked so; `undefined` for the frame's end. */
  readonly at: StepIndex | undefined
  /** Of the whole recording. */
  readonly stepCount: number
  /** The frame that is mapped, by its place in `frames`. */
  readonly shown: number
  /** All frames of the run, in the order in which they started. */
  readonly frames: readonly PlacedFrame[]
}

/** A frame of a list to choose from. */
export interface PlacedFrame extends Pick<Outcome, 'status' | 'halt'> {
  /** In the recording. */
  readonly id: number
  /** 0 for the outermost. */
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
