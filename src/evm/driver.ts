/**
 * The driver: it starts frames in the machine, executes what the machine leaves to it, and ends them.
 *
 *   run ─► start frame ─► machine runs ─► exit ─┬─ host opcode: do it, run on
 *                              ▲                ├─ slot, room wanted: bring it, run on
 *                              └────────────────┤
 *                                               └─ frame ended: undo or keep, give gas and output to the caller
 *
 * Frames are data: a thousand of them nest without a call of the host nesting. What is absent (see `absent.ts`) is
 * asked for before anything of the instruction is done, so a run can wait there and go on.
 * @module
 */
import { BugError, MemlaneError } from '../base/error.ts'
import { wordToHex } from '../base/hex.ts'
import type { ByteCount, ByteOffset, Gas, Hex, Word } from '../base/units.ts'
import { type Code, decodeLogs, HALT_REASONS, Machine, type MachineFrame } from '../machine/index.ts'
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
import { TSTORE } from '../opcodes/codes.ts'
import { type Fork, isAtLeast, isSuccess, startsCall } from '../opcodes/index.ts'
import type { Steps } from './absent.ts'
import { AccessList } from './accessList.ts'
import { addressOf, formatAddress } from './address.ts'
import { completeCreation } from './creation.ts'
import { type FullEnvironment, writeEnvironment } from './environment.ts'
import { hostOperations, touchedAddress } from './hostOperations.ts'
import type { Checkpoint, OpenFrame } from './openFrame.ts'
import type { Precompile } from './precompiles/precompile.ts'
import { ECRECOVER, precompiles } from './precompiles/table.ts'
import type { HaltReason, Log, Outcome, Status } from './result.ts'
import { type Account, codeOf, delegationTarget, type State } from './state.ts'
import type { FrameKind, Tracer, WorldTouched } from './tracer.ts'

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
  /** The account that a creation deploys to. */
  readonly creates: Account | undefined
  /** Where in the caller's memory the output goes. */
  readonly outputOffset: ByteOffset
  readonly outputLength: ByteCount
  /** Where a failure goes back to. */
  readonly checkpoint: Checkpoint
}

export class Driver {
  readonly state: State
  readonly fork: Fork
  readonly machine: Machine
  readonly accessList: AccessList = new AccessList()
  /** Contracts created by the running transaction, and accounts it destroyed. */
  readonly createdAccounts: Set<Account> = new Set()
  readonly destroyedAccounts: Set<Account> = new Set()
  readonly blockHash: (number: bigint) => Hex
  /** Bytes that a contract's code may have in this run; `undefined` without a limit. */
  maxCodeSize: ByteCount | undefined
  readonly #precompiles: ReadonlyMap<bigint, Precompile>
  readonly #open: OpenFrame[] = []
  #environment: FullEnvironment | undefined
  #tracer: Tracer | undefined
  #nextFrameId = 0
  #running = false

  constructor(fork: Fork, state: State, memoryLimit: ByteCount, blockHash: (number: bigint) => Hex) {
    this.fork = fork
    this.state = state
    this.machine = new Machine(fork, memoryLimit)
    this.blockHash = blockHash
    this.#precompiles = precompiles(fork.name)
  }

  /** Block and transaction fields of the run. */
  get environment(): FullEnvironment {
    if (this.#environment === undefined) throw new BugError('no run has an environment yet')
    return this.#environment
  }

  /**
   * Does `run` as one transaction of the machine. When it throws or is given up, the state stays as it was; however it
   * ends, the machine is free afterwards.
   * @throws {MemlaneError} `evm.busy` while another run waits for something absent, and from a tracer of another run.
   */
  *withRun<T>(environment: FullEnvironment, tracer: Tracer | undefined, run: () => Steps<T>): Steps<T> {
    const { machine, state } = this
    if (this.#running)
      throw new MemlaneError(
        'evm.busy',
        'This EVM is in the middle of another run; await that one, or create a second EVM.',
      )
    this.#running = true
    const before = state.beginRun()
    let isKept = false
    try {
      this.#begin(environment, tracer)
      const result = yield* run()
      tracer?.runEnd(this.#touched())
      isKept = true
      return result
    } finally {
      machine.ring.stop()
      this.#tracer = undefined
      this.#running = false
      state.endWatch()
      if (!isKept) {
        state.revert(before)
        machine.reset()
      }
      state.endRun()
    }
  }

  #begin(environment: FullEnvironment, tracer: Tracer | undefined): void {
    const { machine, state } = this
    this.maxCodeSize = this.fork.rules.maxCodeSize
    machine.reset()
    writeEnvironment(machine, environment, this.#environment)
    this.#environment = environment
    this.accessList.clear()
    this.createdAccounts.clear()
    this.destroyedAccounts.clear()
    this.#open.length = 0
    this.#nextFrameId = 0
    this.#tracer = tracer
    if (tracer === undefined) return
    machine.ring.start((steps, side) => tracer.steps(steps, side))
    state.watch()
  }

  /** What the run looked at and changed, at its end. */
  #touched(): WorldTouched {
    const { machine, state } = this
    machine.ring.flush()
    const accounts = [...state.endWatch()].map(([address, before]) => ({
      address: formatAddress(address),
      before,
      after: state.accountState(address),
    }))
    const slots = new Map<string, WorldTouched['slots'][number]>()
    for (const { account, key, original } of machine.storage.touched()) {
      const { address } = state.numbered(account)
      const id = `${address}:${key}`
      // An account made anew starts with empty slots: what was before it is older.
      if (slots.has(id)) continue
      const after = state.find(address)?.storage.get(key) ?? 0n
      slots.set(id, { address: formatAddress(address), slot: key, before: original, after })
    }
    return { accounts, slots: [...slots.values()] }
  }

  /** Waits for an account that the state's source has not given yet. */
  *need(address: bigint): Steps<void> {
    while (!this.state.knows(address)) yield { kind: 'account', address }
  }

  /** Whose code the outermost frame runs when it calls `to`: of an account that delegates, the other's. (EIP-7702) */
  *codeAddressOf(to: bigint): Steps<bigint> {
    const account = this.state.find(to)
    const follows = account !== undefined && isAtLeast(this.fork.name, 'prague')
    const delegate = follows ? delegationTarget(account) : undefined
    if (delegate === undefined) return to
    yield* this.need(delegate)
    this.accessList.add(delegate)
    return delegate
  }

  /** Runs code as the outermost frame. Sends `value` first; a failure goes back to `checkpoint`. */
  *runCall(
    from: bigint,
    to: bigint,
    code: Code,
    input: Uint8Array,
    value: Word,
    gas: Gas,
    isStatic: boolean,
    checkpoint: Checkpoint,
    codeAddress: bigint = to,
  ): Steps<Outcome> {
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
      creates: undefined,
      outputOffset: 0,
      outputLength: 0,
      checkpoint,
    }
    const precompile = code.bytes.length === 0 ? this.precompileAt(to) : undefined
    if (precompile === undefined) return yield* this.#run(request)
    yield* this.#needPrecompile(to)
    return this.#runPrecompile(precompile, request, input)
  }

  /** Runs `initcode` as the outermost frame and deploys what it returns at `address`. */
  *runCreation(
    from: bigint,
    address: bigint,
    initcode: Uint8Array,
    value: Word,
    gas: Gas,
    checkpoint: Checkpoint,
  ): Steps<Outcome> {
    const { state } = this
    if (state.isTaken(address)) {
      this.revertTo(checkpoint)
      return { status: 'halt', halt: 'createCollision', gasLeft: 0n, output: EMPTY }
    }
    const account = state.beginCreation(address)
    this.markCreated(account)
    if (this.fork.rules.maxCodeSize !== undefined) state.setNonce(account, 1n)
    if (value > 0n) this.transfer(state.touch(from), account, value)
    return yield* this.#run({
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
      outputOffset: 0,
      outputLength: 0,
      checkpoint,
    })
  }

  #runPrecompile(precompile: Precompile, request: FrameRequest, input: Uint8Array): Outcome {
    const price = precompile.gas(input)
    const output = price <= request.gas ? precompile.run(input) : undefined
    const gasLeft = output === undefined ? 0n : request.gas - price
    this.reportPrecompile(request, output !== undefined, gasLeft, output ?? EMPTY)
    if (output !== undefined) return { status: 'return', halt: undefined, gasLeft, output }
    this.revertTo(request.checkpoint)
    return { status: 'halt', halt: 'outOfGas', gasLeft, output: EMPTY }
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
    const frame = machine.pushFrame(request, id, request.account.number, request.account.address)
    this.#open.push({
      id,
      checkpoint: request.checkpoint,
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
  *#run(request: FrameRequest): Steps<Outcome> {
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
          const opcode = machine.codes.byteAt(frame.code, frame.pc)
          yield* this.#needOperands(opcode, frame)
          const end = hostOperations[opcode]!(this, frame)
          if (end === 'stop') ended = this.#endFrame('stop', undefined)
          else if (end !== undefined) ended = this.#endFrame('halt', end)
          atLeader = true
          break
        }
        case EXIT_NEED_SLOT:
          yield* this.#bringSlot(machine.current)
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
    if (open.creates !== undefined && isSuccess(status)) {
      halt = completeCreation(this, frame, open.creates, output)
      if (halt !== undefined) {
        status = 'halt'
        frame.gas = 0n
      }
    }
    const succeeded = isSuccess(status)
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
  *#bringSlot(frame: MachineFrame): Steps<void> {
    const { machine, state } = this
    const number = machine.memory.u32(frame.address + FRAME_ACCOUNT)
    // Fast code keeps these opcodes as they are.
    if (machine.codes.byteAt(frame.code, frame.pc) === TSTORE) {
      machine.storage.insert(number + TRANSIENT, frame.top, 0n)
      return
    }
    const account = state.numbered(number)
    const slot = frame.operand(0)
    while (!account.knowsSlot(slot)) yield { kind: 'slot', account, slot }
    const warm = this.accessList.hasSlot(account.address, slot)
    machine.storage.insert(number, frame.top, account.storage.get(slot) ?? 0n, warm)
  }

  /** Waits for what the driver's opcode is going to look at, before anything of it is done. */
  *#needOperands(opcode: number, frame: MachineFrame): Steps<void> {
    if (startsCall(opcode)) yield* this.#needPrecompile(addressOf(frame.operand(1)))
    if (!this.state.hasSource) return
    const address = touchedAddress(this, opcode, frame)
    if (address === undefined) return
    yield* this.need(address)
    const account = this.state.find(address)
    const delegate = account === undefined ? undefined : delegationTarget(account)
    if (delegate !== undefined) yield* this.need(delegate)
  }

  /** Waits for the curves that the precompile at an address computes on. */
  *#needPrecompile(address: bigint): Steps<void> {
    const precompile = this.#precompiles.get(address)
    while (precompile !== undefined && !precompile.isLoaded())
      yield { kind: 'precompile', name: precompile.name, address }
  }

  /** Waits for the curves: signatures are going to be recovered. */
  *needSignatures(): Steps<void> {
    yield* this.#needPrecompile(ECRECOVER)
  }

  /** Keeps what the run changed: what failed in it was undone already. `ranCode` ran code that a caller handed in. */
  commit(ranCode?: bigint): void {
    const { state } = this
    for (const { account, key, value } of this.machine.storage.changed())
      state.keepSlot(state.numbered(account), key, value)
    for (const account of this.destroyedAccounts) state.remove(account)
    if (isAtLeast(this.fork.name, 'spuriousDragon')) state.removeTouchedEmpty(ranCode)
  }

  /** Logs of the run so far, decoded at the first call; `undefined` without any. */
  lazyLogs(): (() => readonly Log[]) | undefined {
    if (this.machine.logs.length === 0) return undefined
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
}

const EMPTY = new Uint8Array(0)
/** Exits after which the same instruction is tried again: they change nothing that a frame could undo. */
const RETRIES: ReadonlySet<number> = new Set([EXIT_NEED_SLOT, EXIT_FULL_JOURNAL, EXIT_FULL_LOGS, EXIT_FULL_RING])
