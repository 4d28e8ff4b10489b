/**
 * The driver: it starts frames in the machine, executes what the machine leaves to it, and ends them.
 *
 *   call ─► start frame ─► machine runs ─► exit ─┬─ host opcode: do it, run on
 *                              ▲                 ├─ slot, room wanted: bring it, run on
 *                              └─────────────────┤
 *                                                └─ frame ended: undo or keep, give gas and output to the caller
 *
 * Frames are data: a thousand of them nest without a call of the host nesting.
 * @module
 */
import { MemlaneError } from '../base/error.ts'
import { hexToBytes, wordToHex } from '../base/hex.ts'
import type { ByteCount, Gas, Hex, Word } from '../base/units.ts'
import { type Code, decodeLogs, HALT_REASONS, liveMemory, Machine, type MachineFrame } from '../machine/index.ts'
import {
  EXIT_FULL_JOURNAL,
  EXIT_FULL_LOGS,
  EXIT_FULL_RING,
  EXIT_HALT,
  EXIT_HOST,
  EXIT_NEED_SLOT,
  EXIT_RETURN,
  EXIT_REVERT,
  EXIT_SLOW,
  EXIT_STOP,
  FRAME_ACCOUNT,
  FRAME_CALLER,
  FRAME_VALUE,
  TRANSIENT,
} from '../machine/layout.ts'
import type { Memory } from '../memory/index.ts'
import { TSTORE } from '../opcodes/codes.ts'
import { DEFAULT_FORK, type Fork, type ForkName, fork as forkNamed, isAtLeast } from '../opcodes/index.ts'
import { AccessList } from './accessList.ts'
import { formatAddress, parseAddress } from './address.ts'
import type { BlockFields } from './block.ts'
import { completeCreation, createdAddress } from './creation.ts'
import { type FullEnvironment, fullEnvironment, word, writeEnvironment } from './environment.ts'
import { hostOperations } from './hostOperations.ts'
import type { Checkpoint, OpenFrame } from './openFrame.ts'
import type { Precompile } from './precompiles/precompile.ts'
import { precompiles } from './precompiles/table.ts'
import type { CallParameters, CallResult, HaltReason, Log, Status, TransactionResult } from './result.ts'
import { type Account, codeOf, delegationTarget, State } from './state.ts'
import type { FrameKind, Tracer } from './tracer.ts'
import { transact } from './transact.ts'
import type { Transaction } from './transaction.ts'

export const DEFAULT_GAS: Gas = 30_000_000n
/** What `from` is when nobody says: an address that no key is known for. */
export const DEFAULT_CALLER = '0x00000000000000000000000000000000000ca11e'
const MAX_GAS: Gas = (1n << 63n) - 1n
/** All frames' memory together: a transaction of 60 million gas stays far below. */
const DEFAULT_MEMORY_LIMIT: ByteCount = 1 << 30
/** Most entries in the cache of code that callers hand in. */
const CODE_CACHE_SIZE = 64

export interface EvmOptions {
  /** Default: `osaka`. */
  readonly fork?: ForkName
  /** The host's cap on the bytes of all live frames' memory; the frame that would pass it halts with `memoryLimit`. Default 1 GiB. */
  readonly memoryLimit?: ByteCount
  /** The hash of one of the last 256 blocks. Default: zero for each. */
  readonly blockHash?: (number: bigint) => Hex
}

/** What a new frame is made of. */
export interface FrameRequest {
  readonly kind: FrameKind
  /** Whose storage and balance the code sees. */
  readonly account: Account
  readonly codeAddress: bigint
  readonly code: Code
  readonly caller: bigint
  /** What CALLVALUE pushes. */
  readonly value: Word
  readonly gas: Gas
  readonly isStatic: boolean
  /** Calldata, in linear memory. */
  readonly input: number
  readonly inputLength: ByteCount
  readonly creates?: Account
  readonly outputOffset?: number
  readonly outputLength?: ByteCount
  /** Where a failure goes back to; without it, to the moment the frame starts. */
  readonly checkpoint?: Checkpoint
}

/** How the outermost frame ended. */
export interface Outcome {
  readonly status: Status
  readonly halt: HaltReason | undefined
  readonly gasLeft: Gas
  readonly output: Uint8Array
}

export class Evm {
  readonly state: State = new State()
  readonly fork: Fork
  /** Internal to the room: host operations work on it. */
  readonly machine: Machine
  readonly accessList: AccessList = new AccessList()
  /** Contracts created by the running transaction, and accounts it destroyed. */
  readonly createdAccounts: Set<Account> = new Set()
  readonly destroyedAccounts: Set<Account> = new Set()
  readonly blockHash: (number: bigint) => Hex
  environment: FullEnvironment | undefined
  readonly #precompiles: ReadonlyMap<bigint, Precompile>
  readonly #open: OpenFrame[] = []
  readonly #codes = new Map<Hex, Code>()
  #tracer: Tracer | undefined
  #nextFrameId = 0

  constructor(options: EvmOptions = {}) {
    this.fork = forkNamed(options.fork ?? DEFAULT_FORK)
    this.#precompiles = precompiles(this.fork.name)
    this.machine = new Machine(this.fork, options.memoryLimit ?? DEFAULT_MEMORY_LIMIT)
    this.blockHash = options.blockHash ?? (() => '0x0')
  }

  /**
   * Runs a call or a creation. What it changed stays when it succeeded; a revert or halt leaves no trace.
   * A contract's end is in the result; thrown is only what the caller got wrong.
   * @throws {MemlaneError} `evm.…` for parameters out of range, `base.invalidHex` for bad hex.
   */
  call(parameters: CallParameters, tracer?: Tracer): CallResult {
    const { state } = this
    const from = parseAddress(parameters.from ?? DEFAULT_CALLER)
    const gas = checkedGas(parameters.gas ?? DEFAULT_GAS)
    const value = word('value', parameters.value ?? 0n)
    const input = inputBytes(parameters.input)
    const to = parameters.to === undefined ? undefined : parseAddress(parameters.to)
    const code = parameters.code === undefined ? undefined : this.#cachedCode(parameters.code)
    const environment = fullEnvironment(parameters, from)
    const balance = state.find(from)?.balance ?? 0n
    if (balance < value)
      throw new MemlaneError(
        'evm.insufficientBalance',
        `${formatAddress(from)} has ${balance} wei and cannot send ${value}.`,
        {
          address: formatAddress(from),
          balance,
          value,
        },
      )
    return this.withRun(environment, tracer, () => {
      const before = this.checkpoint()
      const creates = to === undefined && code === undefined
      const target = creates ? createdAddress(from, state.find(from)?.nonce ?? 0n) : (to ?? 0n)
      for (const address of [from, target, environment.coinbase]) this.accessList.add(address)
      if (creates) state.setNonce(state.touch(from), (state.find(from)?.nonce ?? 0n) + 1n)
      const codeAddress = creates || code !== undefined ? target : this.codeAddressOf(target)
      const outcome = creates
        ? this.runCreation(from, target, input, value, gas, before)
        : this.runCall(
            from,
            target,
            code ?? state.codeAt(codeAddress),
            input,
            value,
            gas,
            parameters.isStatic ?? false,
            before,
            codeAddress,
          )
      const succeeded = outcome.status === 'stop' || outcome.status === 'return'
      if (succeeded) this.commit()
      const logs = this.lazyLogs()
      return {
        ...outcomeFields(outcome),
        gasUsed: gas - outcome.gasLeft,
        gasRefund: succeeded ? this.machine.refund : 0n,
        get logs() {
          return logs()
        },
        ...(creates && succeeded ? { created: formatAddress(target) } : {}),
        ...(parameters.inspect ? this.inspected() : {}),
      }
    })
  }

  /**
   * Runs a transaction in a block: validity, fees, access list, authorizations, refunds. What it changed stays; of a
   * reverted or halted one that is nonce, fees and authorizations.
   * @throws {InvalidTransactionError} when it may not be in the block; the state stays as it was.
   */
  transact(transaction: Transaction, block: BlockFields = {}, tracer?: Tracer): TransactionResult {
    return transact(this, transaction, block, tracer)
  }

  /** Like `call`, and loads what is absent on the way. */
  async callAsync(parameters: CallParameters, tracer?: Tracer): Promise<CallResult> {
    return this.call(parameters, tracer)
  }

  /** Like `transact`, and loads what is absent on the way. */
  async transactAsync(transaction: Transaction, block: BlockFields = {}, tracer?: Tracer): Promise<TransactionResult> {
    return this.transact(transaction, block, tracer)
  }

  /** Does `run` as one transaction of the machine. When it throws, the state stays as it was. */
  withRun<T>(environment: FullEnvironment, tracer: Tracer | undefined, run: () => T): T {
    const { machine, state } = this
    machine.reset()
    writeEnvironment(machine, environment, this.environment)
    this.environment = environment
    this.accessList.clear()
    this.createdAccounts.clear()
    this.destroyedAccounts.clear()
    this.#open.length = 0
    this.#nextFrameId = 0
    this.#tracer = tracer
    const before = state.journalLength
    if (tracer !== undefined) machine.ring.start((steps, side) => tracer.steps(steps, side))
    try {
      return run()
    } catch (error) {
      state.revert(before)
      throw error
    } finally {
      if (tracer !== undefined) machine.ring.stop()
      this.#tracer = undefined
      state.endRun()
    }
  }

  /** Whose code the outermost frame runs when it calls `to`: of an account that delegates, the other's. (EIP-7702) */
  codeAddressOf(to: bigint): bigint {
    const account = this.state.find(to)
    const follows = account !== undefined && isAtLeast(this.fork.name, 'prague')
    const delegate = follows ? delegationTarget(account) : undefined
    if (delegate === undefined) return to
    this.accessList.add(delegate)
    return delegate
  }

  /** Runs code as the outermost frame. Sends `value` first; a failure goes back to `checkpoint`. */
  runCall(
    from: bigint,
    to: bigint,
    code: Code,
    input: Uint8Array,
    value: Word,
    gas: Gas,
    isStatic: boolean,
    checkpoint: Checkpoint,
    codeAddress: bigint = to,
  ): Outcome {
    const { state, machine } = this
    const account = state.touch(to)
    state.markTouched(account)
    if (value > 0n) this.transfer(state.touch(from), account, value)
    const request: FrameRequest = {
      kind: 'call',
      account,
      codeAddress,
      code,
      caller: from,
      value,
      gas,
      isStatic,
      input: machine.placeInput(input),
      inputLength: input.length,
      checkpoint,
    }
    const precompile = code.bytes.length === 0 ? this.precompileAt(to) : undefined
    return precompile === undefined ? this.#run(request) : this.#runPrecompile(precompile, request, input)
  }

  /** Runs `initcode` as the outermost frame and deploys what it returns at `address`. */
  runCreation(
    from: bigint,
    address: bigint,
    initcode: Uint8Array,
    value: Word,
    gas: Gas,
    checkpoint: Checkpoint,
  ): Outcome {
    const { state } = this
    if (state.isTaken(address)) return { status: 'halt', halt: 'createCollision', gasLeft: 0n, output: EMPTY }
    const account = state.beginCreation(address)
    this.markCreated(account)
    if (this.fork.rules.maxCodeSize !== undefined) state.setNonce(account, 1n)
    if (value > 0n) this.transfer(state.touch(from), account, value)
    return this.#run({
      kind: 'create',
      account,
      codeAddress: address,
      code: codeOf(initcode),
      caller: from,
      value,
      gas,
      isStatic: false,
      input: 0,
      inputLength: 0,
      creates: account,
      checkpoint,
    })
  }

  #runPrecompile(precompile: Precompile, request: FrameRequest, input: Uint8Array): Outcome {
    const price = precompile.gas(input)
    const output = price <= request.gas ? precompile.run(input) : undefined
    const gasLeft = output === undefined ? 0n : request.gas - price
    this.reportPrecompile(request, output !== undefined, gasLeft, output ?? EMPTY)
    if (output !== undefined) return { status: 'return', halt: undefined, gasLeft, output }
    this.revertTo(request.checkpoint!)
    return { status: 'halt', halt: 'outOfGas', gasLeft, output: EMPTY }
  }

  /**
   * The memory of an open frame, for a tracer: 0 is the outermost frame's depth. The bytes are the machine's own;
   * the handle cannot grow them, and refuses when the frame has ended.
   * @throws {MemlaneError} `evm.noSuchFrame` when no frame is open at that depth.
   */
  memoryAt(depth: number): Memory {
    if (!Number.isInteger(depth) || depth < 0 || depth > this.machine.depth)
      throw new MemlaneError(
        'evm.noSuchFrame',
        `No frame is open at depth ${depth}; the deepest is ${this.machine.depth}.`,
        {
          depth,
          deepest: this.machine.depth,
        },
      )
    return liveMemory(this.machine, depth)
  }

  /** What `inspect` adds to a result. */
  inspected(): { memory: Uint8Array; stack: Word[] } {
    const frame = this.machine.frame(0)
    return { memory: frame.copyMemory(), stack: frame.stack() }
  }

  /** Whether an address is warm in the running transaction. Precompiles always are. */
  isWarm(address: bigint): boolean {
    return this.accessList.isWarm(address) || this.#precompiles.has(address)
  }

  /** The fork's precompile at an address. */
  precompileAt(address: bigint): Precompile | undefined {
    return this.#precompiles.get(address)
  }

  transfer(from: Account, to: Account, value: bigint): void {
    this.state.setBalance(from, from.balance - value)
    this.state.setBalance(to, to.balance + value)
  }

  /** The account whose storage and balance the frame's code sees. */
  account(frame: MachineFrame): Account {
    return this.state.numbered(this.machine.memory.u32(frame.address + FRAME_ACCOUNT))
  }

  callerOf(frame: MachineFrame): bigint {
    return this.machine.memory.word(frame.address + FRAME_CALLER)
  }

  valueOf(frame: MachineFrame): Word {
    return this.machine.memory.word(frame.address + FRAME_VALUE)
  }

  markCreated(account: Account): void {
    this.createdAccounts.add(account)
    this.state.onUndo(() => this.createdAccounts.delete(account))
  }

  markDestroyed(account: Account): void {
    if (this.destroyedAccounts.has(account)) return
    this.destroyedAccounts.add(account)
    this.state.onUndo(() => this.destroyedAccounts.delete(account))
  }

  checkpoint(): Checkpoint {
    const { machine, state } = this
    return {
      state: state.journalLength,
      storage: machine.storage.journalLength,
      logs: machine.logs.length,
      refund: machine.refund,
    }
  }

  revertTo(checkpoint: Checkpoint): void {
    const { machine, state } = this
    state.revert(checkpoint.state)
    machine.storage.revert(checkpoint.storage)
    machine.logs.revert(checkpoint.logs)
    machine.refund = checkpoint.refund
  }

  /** Starts a frame above the running one. */
  startFrame(request: FrameRequest): void {
    const { machine } = this
    const id = this.#nextFrameId++
    const parent = this.#open.at(-1)
    const frame = machine.pushFrame({
      ...request,
      outputOffset: request.outputOffset ?? 0,
      outputLength: request.outputLength ?? 0,
      id,
      account: request.account.number,
      address: request.account.address,
    })
    this.#open.push({
      id,
      checkpoint: request.checkpoint ?? this.checkpoint(),
      creates: request.creates,
      slow: false,
    })
    this.#reportStart(id, parent?.id, frame.depth, request, frame.input)
  }

  /** Reports a call that runs no code of the machine: a precompile's. */
  reportPrecompile(request: FrameRequest, succeeded: boolean, gasLeft: Gas, output: Uint8Array): void {
    if (this.#tracer === undefined) return
    const id = this.#nextFrameId++
    this.#reportStart(id, this.#open.at(-1)?.id, this.#open.length, request, request.input)
    this.#tracer.frameEnd({
      id,
      status: succeeded ? 'return' : 'halt',
      halt: succeeded ? undefined : 'outOfGas',
      gasLeft,
      output,
      memory: EMPTY,
      stack: [],
    })
  }

  /** Reports what EXTCODECOPY wrote. */
  reportCopiedCode(address: number, length: ByteCount): void {
    if (this.#tracer === undefined) return
    this.machine.ring.flush()
    this.#tracer.copiedCode(this.machine.memory.copyOut(address, length))
  }

  #reportStart(id: number, parent: number | undefined, depth: number, request: FrameRequest, input: number): void {
    if (this.#tracer === undefined) return
    const { machine } = this
    machine.ring.dropResult()
    machine.ring.flush()
    this.#tracer.frameStart({
      id,
      parent,
      depth,
      kind: request.kind,
      address: formatAddress(request.account.address),
      codeAddress: formatAddress(request.codeAddress),
      caller: formatAddress(request.caller),
      value: request.value,
      gas: request.gas,
      isStatic: request.isStatic,
      code: request.code.bytes,
      input: machine.memory.copyOut(input, request.inputLength),
    })
  }

  /** Runs a frame and all frames that it starts. */
  #run(request: FrameRequest): Outcome {
    const { machine } = this
    this.startFrame(request)
    const recording = this.#tracer !== undefined
    for (let atLeader = true; ; ) {
      const exit = machine.run(recording || this.#open.at(-1)!.slow, atLeader)
      atLeader = false
      if (!RETRIES.has(exit)) this.#hostNewFrames()
      let ended: Outcome | undefined
      switch (exit) {
        case EXIT_HOST: {
          const frame = machine.current
          const end = hostOperations[machine.codes.byteAt(frame.code, frame.pc)]!(this, frame)
          if (end === 'stop') ended = this.#endFrame('stop', undefined)
          else if (end !== undefined) ended = this.#endFrame('halt', end)
          atLeader = true
          break
        }
        case EXIT_NEED_SLOT:
          this.#bringSlot(machine.current)
          break
        case EXIT_SLOW:
          this.#open.at(-1)!.slow = true
          break
        case EXIT_FULL_JOURNAL:
          machine.storage.growJournal()
          break
        case EXIT_FULL_LOGS:
          machine.logs.grow()
          break
        case EXIT_FULL_RING:
          machine.ring.makeRoom()
          break
        case EXIT_STOP:
          ended = this.#endFrame('stop', undefined)
          atLeader = true
          break
        case EXIT_RETURN:
          ended = this.#endFrame('return', undefined)
          atLeader = true
          break
        case EXIT_REVERT:
          ended = this.#endFrame('revert', undefined)
          atLeader = true
          break
        default:
          ended = this.#endFrame('halt', HALT_REASONS[exit - EXIT_HALT])
          atLeader = true
      }
      if (ended !== undefined) return ended
    }
  }

  /** Takes over the frames that the engine started and could not finish. Nothing outside it changed since they did. */
  #hostNewFrames(): void {
    const { machine, state } = this
    while (this.#open.length <= machine.depth) {
      const frame = machine.frame(this.#open.length)
      const id = this.#nextFrameId++
      const checkpoint = { state: state.journalLength, ...machine.host(frame, id) }
      this.#open.push({ id, checkpoint, creates: undefined, slow: false })
    }
  }

  /** Ends the running frame. Returns the outcome when it was the outermost; otherwise its caller runs on. */
  #endFrame(status: Status, halt: HaltReason | undefined): Outcome | undefined {
    const { machine } = this
    const open = this.#open.pop()!
    const frame = machine.current
    machine.ring.dropResult()
    if (status === 'halt') frame.gas = 0n
    // Only RETURN and REVERT set the output.
    const output = status === 'return' || status === 'revert' ? machine.copyOutput() : EMPTY
    if (open.creates !== undefined && (status === 'stop' || status === 'return')) {
      halt = completeCreation(this, frame, open.creates, output)
      if (halt !== undefined) {
        status = 'halt'
        frame.gas = 0n
      }
    }
    const succeeded = status === 'stop' || status === 'return'
    if (!succeeded) this.revertTo(open.checkpoint)
    const gasLeft = frame.gas
    const visibleOutput = status === 'halt' ? EMPTY : output
    if (this.#tracer !== undefined) {
      machine.ring.flush()
      this.#tracer.frameEnd({
        id: open.id,
        status,
        halt,
        gasLeft,
        output: visibleOutput,
        memory: frame.copyMemory(),
        stack: frame.stack(),
      })
    }
    if (machine.depth === 0) {
      machine.popFrame()
      return { status, halt, gasLeft, output: visibleOutput }
    }
    // A successful creation gives an address, not return data.
    const returndata = open.creates !== undefined && succeeded ? EMPTY : visibleOutput
    machine.setReturndata(returndata)
    machine.popFrame()
    const caller = machine.current
    const copied = Math.min(frame.outputLength, returndata.length)
    if (copied > 0) machine.memory.copyIn(caller.base + frame.outputOffset, returndata.subarray(0, copied))
    caller.gas += gasLeft
    caller.push(succeeded ? (open.creates?.address ?? 1n) : 0n)
    caller.pc++
    return undefined
  }

  /** Loads the slot on top of the stack into the machine's cache. */
  #bringSlot(frame: MachineFrame): void {
    const { machine } = this
    const number = machine.memory.u32(frame.address + FRAME_ACCOUNT)
    // Fast code keeps these opcodes as they are.
    if (machine.codes.byteAt(frame.code, frame.pc) === TSTORE) machine.storage.insert(number + TRANSIENT, frame.top, 0n)
    else {
      const account = this.state.numbered(number)
      const slot = frame.operand(0)
      machine.storage.insert(
        number,
        frame.top,
        account.storage.get(slot) ?? 0n,
        this.accessList.hasSlot(account.address, slot),
      )
    }
  }

  /** Keeps what the run changed: what failed in it was undone already. */
  commit(): void {
    const { state } = this
    for (const { account, key, value } of this.machine.storage.changed())
      state.setSlot(state.numbered(account), key, value)
    for (const account of this.destroyedAccounts) state.remove(account)
    if (isAtLeast(this.fork.name, 'spuriousDragon')) state.removeTouchedEmpty()
  }

  /** Logs of the run so far. Decoded when somebody asks: a thousand logs take longer to spell than to write. */
  lazyLogs(): () => readonly Log[] {
    const records = this.machine.logs.copyRecords()
    let decoded: readonly Log[] | undefined
    return () => {
      if (decoded !== undefined) return decoded
      decoded = decodeLogs(records).map(({ address, topics, data }) => ({
        address: formatAddress(address),
        topics: topics.map(wordToHex),
        data,
      }))
      return decoded
    }
  }

  /** Code that a caller hands in, loaded once for each content. */
  #cachedCode(code: Hex | Uint8Array): Code {
    if (typeof code !== 'string') {
      for (const known of this.#codes.values()) if (sameBytes(known.bytes, code)) return known
    }
    const key = typeof code === 'string' ? code : (`0x${this.#codes.size}:${code.length}` as Hex)
    const found = typeof code === 'string' ? this.#codes.get(key) : undefined
    if (found !== undefined) return found
    if (this.#codes.size >= CODE_CACHE_SIZE) this.#codes.clear()
    const made = codeOf(code)
    this.#codes.set(key, made)
    return made
  }
}

const EMPTY = new Uint8Array(0)
/** Exits after which the same instruction is tried again: they change nothing that a frame could undo. */
const RETRIES: ReadonlySet<number> = new Set([EXIT_NEED_SLOT, EXIT_FULL_JOURNAL, EXIT_FULL_LOGS, EXIT_FULL_RING])

/** Bytes of an input as callers give it. */
export function inputBytes(input: Uint8Array | Hex | undefined): Uint8Array {
  return typeof input === 'string' ? hexToBytes(input) : (input ?? EMPTY)
}

/** The part of a result that every kind of run has. */
export function outcomeFields({ status, halt, output }: Outcome): Pick<CallResult, 'status' | 'halt' | 'output'> {
  return { status, ...(halt === undefined ? {} : { halt }), output }
}

function checkedGas(gas: Gas): Gas {
  if (gas >= 0n && gas <= MAX_GAS) return gas
  throw new MemlaneError('evm.invalidGas', `gas is ${gas}; it must be from 0 to 2^63 - 1.`, { gas })
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** An EVM with an empty world. */
export function createEvm(options: EvmOptions = {}): Evm {
  return new Evm(options)
}
