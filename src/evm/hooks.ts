/**
 * What a run lets others see and change: cheatcodes, mocks, tracers and consoles stand on this.
 *
 *   a frame is about to start ─► call      answer in its place, or change who calls what with what
 *   it has ended              ─► result    change how it ended
 *   a watched instruction     ─► step      look at stack and memory before it executes
 *   something was logged      ─► log
 *
 * All of them may look at and change the world (`RunWorld`); what they change is undone with the frame that was running.
 * A hook that throws ends the run with that error, and all of it is undone.
 * @module
 */
import type { Address, ByteCount, ByteOffset, Gas, Hex, Word } from '../base/units.ts'
import type { Given } from './quantity.ts'
import type { Environment, HaltReason, Log, Status } from './result.ts'
import type { FrameKind } from './tracer.ts'

/**
 * Functions that a run calls, and which of them it calls for what.
 *
 * @example
 * import { createEvm, type Hooks } from 'memlane/evm'
 * // The next call from a contract comes from Alice.
 * const prank: Hooks = {
 *   call(request) {
 *     if (request.depth === 1) request.caller = '0xa11ce00000000000000000000000000000000001'
 *     return undefined
 *   },
 * }
 * const evm = createEvm({ hooks: prank })
 */
export interface Hooks {
  /**
   * Before a frame starts, and before anything of it is done: depth, balance and nonce are not checked, nothing is sent,
   * and a creation has no address yet. The caller has paid, for the callee that it named. What it returns is the call's
   * end, in place of a frame; `undefined` lets it go on, with what was changed in `request`.
   */
  call?(request: CallRequest): Given<CallAnswer> | undefined
  /**
   * After a frame ended, or a call that started none: what failed in it is undone already. Whatever is changed in `result`
   * is what the caller gets. A success that is made a failure is undone; a failure that is made a success stays undone.
   */
  result?(request: CallRequest, result: FrameResult): void
  /** Before an instruction executes whose operands are there and whose static price can be paid. `step` is good until it returns. */
  step?(step: Step): void
  /**
   * A log, also of a frame that fails later. Told at the next call of another hook, and at the latest when its frame has
   * ended or the run has.
   */
  log?(log: Log): void
  /**
   * What the run calls the functions for; it decides what they cost. Read when a run begins and after each call of a
   * hook: put another object here to change it, in the middle of a run too. Without it, all are called for everything.
   */
  readonly interest?: Interest | undefined
}

/** What hooks are called for. A field that is left out: everything that there is a function for. */
export interface Interest {
  /**
   * Calls of which addresses (the code's) `call` and `result` are told; creations only with `all`. The engine goes on
   * calling all others by itself; one that is watched takes a few microseconds more.
   */
  readonly calls?: 'all' | 'none' | ReadonlySet<Address>
  /** Whether `result` is called. */
  readonly results?: boolean
  /** Whether `log` is called. */
  readonly logs?: boolean
  /**
   * Before which instructions `step` is called, by mnemonic. The others take less than 10 ns more each, because frames
   * run instruction by instruction then.
   */
  readonly steps?: 'all' | 'none' | readonly string[]
}

/** A call or a creation that is about to happen. Setting a field changes it. */
export interface CallRequest {
  /** The opcode that calls or creates; the outermost is a `call` or a `create`. */
  readonly kind: FrameKind
  /** Of the frame that is to start: 0 for the outermost. */
  readonly depth: number
  /** Whether the frame may change nothing. */
  readonly isStatic: boolean
  /** What CALLER pushes. It sends the value, and of a creation it is the creator, whose nonce makes the address. */
  caller: Address
  /**
   * Whose storage and balance the code sees; of a creation, where the contract is going to be. For `call` and
   * `staticcall`, setting it sets `codeAddress` too.
   */
  target: Address
  /** Whose code runs: another than `target` in `callcode` and `delegatecall`. A creation has none: refused there. */
  codeAddress: Address
  /** What CALLVALUE pushes, in wei. `call`, `create` and `create2` send it. */
  get value(): Word
  set value(wei: bigint | number)
  /** Calldata, or the code that a creation runs. A copy: to change it, set it. */
  get input(): Uint8Array
  set input(bytes: Uint8Array | Hex)
  /** What the caller has left beside what the frame gets; 0 for the outermost. */
  readonly callerGas: Gas
  /** What the frame gets. The caller has paid what it was going to get, and gets back what is left at the end. */
  get gas(): Gas
  set gas(gas: bigint | number)
  /** Accounts, storage and the block, now. */
  readonly world: RunWorld
}

/** The end of a call, given in its place. No value is sent. */
export interface CallAnswer {
  /** Default: `return`. With `halt` all gas is gone. */
  readonly status?: 'return' | 'revert' | 'halt'
  /** Return data; default: none. */
  readonly output?: Uint8Array | Hex
  /** Default: 0. More than there is halts for want of gas. */
  readonly gasUsed?: Gas
  /** The contract that a creation made: a creation that succeeds must have one. */
  readonly created?: Address
}

/** How a frame ended. Setting a field changes what its caller gets. */
export interface FrameResult {
  /** `stop` and `return` are successes: the caller sees 1, or the contract’s address. */
  status: Status
  /** Why, when `status` is `halt`. */
  halt: HaltReason | undefined
  /** Return data; a halt has none. */
  output: Uint8Array | Hex
  /** What goes back to the caller. */
  gasLeft: bigint | number
  /** The contract that a creation made. */
  created: Address | undefined
  /** What was left at the instruction that halted, all of which is gone; 0 for every other end. */
  readonly gasAtHalt: Gas
  /** What the frame and those in it gathered of refunds. A failure has given it back. */
  readonly refund: bigint
}

/** An instruction that is about to execute, read from the running frame as it is asked for. */
export interface Step {
  /** Of the instruction, in the code that runs. */
  readonly pc: ByteOffset
  /** The opcode's byte. */
  readonly opcode: number
  /** Its mnemonic, in capitals; `undefined` for a byte that no fork has given one. */
  readonly op: string | undefined
  /** Before the instruction has paid. */
  readonly gas: Gas
  /** 0 for the outermost frame. */
  readonly depth: number
  /** Whose storage the frame's code sees. */
  readonly address: Address
  /** Whose code runs: another than `address` in CALLCODE and DELEGATECALL, and where the account is delegated. */
  readonly codeAddress: Address
  /** What CALLER pushes. */
  readonly caller: Address
  /** Whether the frame may change nothing. */
  readonly isStatic: boolean
  /** Items on the stack. */
  readonly stackSize: number
  /**
   * The item `index` places below the top.
   * @throws {MemlaneError} `evm.noSuchStackItem`.
   */
  stack(index: number): Word
  /** Bytes of memory in use: MSIZE. */
  readonly memorySize: ByteCount
  /**
   * A copy of `[offset, offset + length)`; bytes behind the memory's end are zero, and junk in a brutalized run.
   * @throws {MemlaneError} `evm.invalidRange` for more than 128 MiB.
   */
  memory(offset: bigint | number, length: bigint | number): Uint8Array
  /** Accounts, storage and the block, now. */
  readonly world: RunWorld
}

/**
 * The world in the middle of a run, for hooks. What they change costs no gas and is undone with the frame in which the
 * hook was called: for `call` and `result` that is the caller's, which for the outermost is the run.
 * @throws {MemlaneError} `evm.notRunning` from all of it when no run is going on.
 * @throws {NotLoadedError} for what the state's source has not given yet.
 */
export interface RunWorld {
  /** A slot as it is now, with what the run stored. */
  load(address: Address, slot: bigint | number): Word
  /** Stores without refund and without warming the slot. */
  store(address: Address, slot: bigint | number, value: bigint | number): void
  /** In wei. */
  balance(address: Address): bigint
  /** Makes an account where there is none. */
  setBalance(address: Address, wei: bigint | number): void
  /** 0 where there is no account. */
  nonce(address: Address): bigint
  /** Makes an account where there is none. */
  setNonce(address: Address, nonce: bigint | number): void
  /** A copy. */
  code(address: Address): Uint8Array
  /** Frames that run already keep the code they have. */
  setCode(address: Address, code: Uint8Array | Hex): void
  /** Refunds that the run has gathered, in gas. */
  readonly refund: bigint
  /** Below 0 as long as more is taken back than there is: a frame may clear what a later one sets again. */
  setRefund(gas: bigint | number): void
  /** A mark in what has changed so far: accounts, storage, warmth. Good until the frame ends in which it was made. */
  checkpoint(): WorldCheckpoint
  /** Takes back what has changed since. Logs and refunds stay, and frames that are running go on. */
  revertTo(checkpoint: WorldCheckpoint): void
  /** Makes an account, or one of its slots, warm. */
  warm(address: Address, slot?: bigint | number): void
  /** Block and transaction fields as code reads them now. */
  readonly environment: Required<Environment>
  /** Changes some until the run ends; no revert undoes it. */
  setEnvironment(fields: Given<Environment>): void
}

/** A mark in the changes of a run. */
export interface WorldCheckpoint {
  /** @internal */
  readonly world: number
  /** @internal */
  readonly storage: number
}
