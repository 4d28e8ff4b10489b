/**
 * Frames, from start to end: they are started in the machine, what the machine leaves to TypeScript is done, and their ends
 * are given to their callers.
 *
 *   outermost ─► start frame ─► machine runs ─► exit ─┬─ operation of ours: do it, run on
 *                                    ▲                ├─ slot, room wanted: bring it, run on
 *                                    └────────────────┤
 *                                                     └─ frame ended: undo or keep, give gas and output to the caller
 *
 * Frames are data: a thousand of them nest without a call of TypeScript nesting. What is absent (see `absent.ts`) is
 * asked for before anything of the instruction is done, so a run can wait there and go on.
 * @module
 */
import { BugError } from '../base/error.ts'
import type { ByteCount, ByteOffset, Hex, Word } from '../base/units.ts'
import { HALT_REASONS, type LinearAddress, Machine, type MachineFrame } from '../machine/index.ts'
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
import { CALL, CALLCODE, DELEGATECALL, STATICCALL, TSTORE } from '../opcodes/codes.ts'
import type { Fork } from '../opcodes/index.ts'
import type { Steps } from './absent.ts'
import { type Account, delegationTarget } from './account.ts'
import { addressOf, formatAddress } from './address.ts'
import { completeCreation } from './creation.ts'
import { enter } from './enter.ts'
import { type FullEnvironment, writeEnvironment } from './environment.ts'
import type { Creation, FrameEntry, FrameHost, FrameStarted, MessageCall } from './frameHost.ts'
import { hostOperations, touchedAddress } from './hostOperations.ts'
import type { Checkpoint, OpenFrame } from './openFrame.ts'
import type { Precompile } from './precompiles/precompile.ts'
import { precompiles } from './precompiles/table.ts'
import { type HaltReason, hasSucceeded, type Outcome, type Status } from './result.ts'
import { Substate } from './substate.ts'
import type { Tracer } from './tracer.ts'
import type { World } from './world.ts'

/** What the outermost frame of a call starts with. */
export type OutermostCall = Pick<MessageCall, 'caller' | 'target' | 'code' | 'value' | 'gas' | 'isStatic'> & {
  readonly input: Uint8Array
  readonly checkpoint: Checkpoint
}

/** What the outermost frame of a creation starts with; `target` is where the contract is going to be. */
export type OutermostCreation = Pick<Creation, 'caller' | 'initcode' | 'value' | 'gas'> & {
  readonly target: bigint
  readonly checkpoint: Checkpoint
}

export class Frames implements FrameHost {
  readonly fork: Fork
  readonly world: World
  readonly machine: Machine
  readonly substate: Substate
  readonly blockHash: (number: bigint) => Hex
  maxCodeSize: ByteCount | undefined
  readonly #precompiles: ReadonlyMap<bigint, Precompile>
  readonly #open: OpenFrame[] = []
  #environment: FullEnvironment | undefined
  #tracer: Tracer | undefined
  #nextFrameId = 0

  constructor(fork: Fork, world: World, memoryLimit: ByteCount, blockHash: (number: bigint) => Hex) {
    this.fork = fork
    this.world = world
    this.substate = new Substate(world)
    this.machine = new Machine(fork, memoryLimit)
    this.blockHash = blockHash
    this.#precompiles = precompiles(fork.name)
  }

  /** Makes all ready for the frames of a run. */
  begin(environment: FullEnvironment, tracer: Tracer | undefined, maxCodeSize: ByteCount | undefined): void {
    const { machine } = this
    this.maxCodeSize = maxCodeSize
    machine.reset()
    writeEnvironment(machine, environment, this.#environment)
    this.#environment = environment
    this.substate.clear()
    this.#open.length = 0
    this.#nextFrameId = 0
    this.#tracer = tracer
    if (tracer !== undefined) machine.ring.start((steps, side) => tracer.steps(steps, side))
  }

  /** No frame is going to start any more. */
  end(): void {
    this.machine.ring.stop()
    this.#tracer = undefined
  }

  get environment(): FullEnvironment {
    if (this.#environment === undefined) throw new BugError('no run has an environment yet')
    return this.#environment
  }

  /** Runs code as the outermost frame. Sends `value` first; a failure goes back to `checkpoint`. */
  *call(call: OutermostCall): Steps<Outcome> {
    const { caller, target, code, value, gas, isStatic, input, checkpoint } = call
    if (code === undefined) yield* this.needPrecompile(target)
    return yield* this.#run({
      kind: 'call',
      self: undefined,
      caller,
      target,
      codeAddress: target,
      code,
      value,
      gas,
      isStatic,
      depth: 0,
      input: this.machine.placeInput(input),
      inputLength: input.length,
      outputOffset: 0,
      outputLength: 0,
      checkpoint,
    })
  }

  /** Runs `initcode` as the outermost frame and deploys what it returns. */
  *create({ caller, target, initcode, value, gas, checkpoint }: OutermostCreation): Steps<Outcome> {
    return yield* this.#run({
      kind: 'create',
      self: undefined,
      caller,
      target,
      initcode,
      salt: undefined,
      value,
      gas,
      isStatic: false,
      depth: 0,
      input: 0,
      inputLength: 0,
      outputOffset: 0,
      outputLength: 0,
      checkpoint,
    })
  }

  /** Enters the outermost frame and runs it with all that it starts. */
  *#run(entry: FrameEntry): Steps<Outcome> {
    return enter(this, entry) ?? (yield* this.#runFrames())
  }

  /** What `inspect` adds to a result. */
  inspected(): { memory: Uint8Array; stack: Word[] } {
    const frame = this.machine.frame(0)
    return { memory: frame.copyMemory(), stack: frame.stack() }
  }

  isWarm(address: bigint): boolean {
    return this.substate.isWarm(address) || this.#precompiles.has(address)
  }

  precompileAt(address: bigint): Precompile | undefined {
    return this.#precompiles.get(address)
  }

  transfer(from: Account, to: Account, value: bigint): void {
    this.world.setBalance(from, from.balance - value)
    this.world.setBalance(to, to.balance + value)
  }

  account(frame: MachineFrame): Account {
    return this.world.numbered(this.machine.memory.u32(frame.address + FRAME_ACCOUNT))
  }

  callerOf(frame: MachineFrame): bigint {
    return this.machine.memory.word(frame.address + FRAME_CALLER)
  }

  valueOf(frame: MachineFrame): Word {
    return this.machine.memory.word(frame.address + FRAME_VALUE)
  }

  checkpoint(): Checkpoint {
    const { machine, world } = this
    return {
      world: world.journalLength,
      storage: machine.storage.journalLength,
      logs: machine.logs.length,
      refund: machine.refund,
    }
  }

  revertTo(checkpoint: Checkpoint): void {
    const { machine, world } = this
    world.revert(checkpoint.world)
    machine.storage.revert(checkpoint.storage)
    machine.logs.revert(checkpoint.logs)
    machine.refund = checkpoint.refund
  }

  enter(entry: FrameEntry): void {
    const outcome = enter(this, entry)
    if (outcome !== undefined) this.#deliver(outcome, entry.outputOffset, entry.outputLength)
  }

  startFrame(entry: FrameEntry, started: FrameStarted): void {
    const { machine } = this
    const { account, checkpoint } = started
    const creates = 'initcode' in entry ? account : undefined
    const id = this.#nextFrameId++
    const parent = this.#open.at(-1)
    const frame = machine.pushFrame(entry, started.code, id, account.number, account.address)
    this.#open.push({ id, checkpoint, creates, slow: false })
    if (this.#tracer !== undefined) this.#reportStart(this.#tracer, id, parent?.id, entry, started, frame.input)
  }

  reportFrameless(entry: FrameEntry, outcome: Outcome, started: FrameStarted): void {
    if (this.#tracer === undefined) return
    const id = this.#nextFrameId++
    this.#reportStart(this.#tracer, id, this.#open.at(-1)?.id, entry, started, entry.input)
    const { status, halt, gasLeft, output } = outcome
    this.#tracer.frameEnd({ id, status, halt, gasLeft, output, memory: EMPTY, stack: [] })
  }

  reportCopiedCode(address: LinearAddress, length: ByteCount): void {
    if (this.#tracer === undefined) return
    this.machine.ring.flush()
    this.#tracer.copiedCode(this.machine.memory.copyOut(address, length))
  }

  #reportStart(
    tracer: Tracer,
    id: number,
    parent: number | undefined,
    { kind, caller, value, gas, isStatic, depth, inputLength }: FrameEntry,
    { account, code, codeAddress }: FrameStarted,
    input: LinearAddress,
  ): void {
    const { machine } = this
    machine.ring.dropResult()
    machine.ring.flush()
    tracer.frameStart({
      id,
      parent,
      depth,
      kind,
      address: formatAddress(account.address),
      codeAddress: formatAddress(codeAddress),
      caller: formatAddress(caller),
      value,
      gas,
      isStatic,
      code: code.bytes,
      input: machine.memory.copyOut(input, inputLength),
    })
  }

  /** Runs the frame that has started, and all frames that it starts. */
  *#runFrames(): Steps<Outcome> {
    const { machine } = this
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
    const { machine, world } = this
    while (this.#open.length <= machine.depth) {
      const frame = machine.frame(this.#open.length)
      const id = this.#nextFrameId++
      const { storage, logs, refund } = machine.host(frame, id)
      const checkpoint = { world: world.journalLength, storage, logs, refund }
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
    let output = status === 'return' || status === 'revert' ? machine.copyOutput() : EMPTY
    let created: bigint | undefined
    if (open.creates !== undefined && hasSucceeded(status)) {
      halt = completeCreation(this, frame, open.creates, output)
      if (halt === undefined) created = open.creates.address
      else {
        status = 'halt'
        frame.gas = 0n
      }
    }
    if (!hasSucceeded(status)) this.revertTo(open.checkpoint)
    if (status === 'halt') output = EMPTY
    const gasLeft = frame.gas
    if (this.#tracer !== undefined) {
      machine.ring.flush()
      const [memory, stack] = [frame.copyMemory(), frame.stack()]
      this.#tracer.frameEnd({ id: open.id, status, halt, gasLeft, output, memory, stack })
    }
    const outcome: Outcome = { status, halt, gasLeft, output, created }
    const isOutermost = machine.depth === 0
    const { outputOffset, outputLength } = frame
    machine.popFrame()
    if (isOutermost) return outcome
    this.#deliver(outcome, outputOffset, outputLength)
    return undefined
  }

  /** Gives an end to the running frame, which made the call: gas, return data, output in its memory, the word that it pushes. */
  #deliver(outcome: Outcome, outputOffset: ByteOffset, outputLength: ByteCount): void {
    const { machine } = this
    const { status, output, gasLeft, created } = outcome
    // A successful creation gives an address, not return data.
    const returndata = created === undefined ? output : EMPTY
    machine.setReturndata(returndata)
    const caller = machine.current
    const copied = Math.min(outputLength, returndata.length)
    if (copied > 0) machine.memory.copyIn(caller.base + outputOffset, returndata.subarray(0, copied))
    caller.gas += gasLeft
    caller.push(hasSucceeded(status) ? (created ?? 1n) : 0n)
    caller.pc++
  }

  /** Loads the slot on top of the stack into the machine's cache. */
  *#bringSlot(frame: MachineFrame): Steps<void> {
    const { machine, world, substate } = this
    const number = machine.memory.u32(frame.address + FRAME_ACCOUNT)
    // Fast code keeps these opcodes as they are.
    if (machine.codes.byteAt(frame.code, frame.pc) === TSTORE) {
      machine.storage.insert(number + TRANSIENT, frame.top, 0n)
      return
    }
    const account = world.numbered(number)
    const slot = frame.operand(0)
    while (!account.knowsSlot(slot)) yield { kind: 'slot', account, slot }
    const warm = substate.hasSlot(account.address, slot)
    machine.storage.insert(number, frame.top, account.storage.get(slot) ?? 0n, warm)
  }

  /** Waits for an account that the state's source has not given yet. */
  *need(address: bigint): Steps<void> {
    while (!this.world.knows(address)) yield { kind: 'account', address }
  }

  /** Waits for what the operation is going to look at, before anything of it is done. */
  *#needOperands(opcode: number, frame: MachineFrame): Steps<void> {
    if (CALLS.has(opcode)) yield* this.needPrecompile(addressOf(frame.operand(1)))
    if (!this.world.hasSource) return
    const address = touchedAddress(this, opcode, frame)
    if (address === undefined) return
    yield* this.need(address)
    const account = this.world.find(address)
    const delegate = account === undefined ? undefined : delegationTarget(account)
    if (delegate !== undefined) yield* this.need(delegate)
  }

  /** Waits for the curves that the precompile at an address computes on. */
  *needPrecompile(address: bigint): Steps<void> {
    const precompile = this.#precompiles.get(address)
    while (precompile !== undefined && !precompile.isLoaded())
      yield { kind: 'precompile', name: precompile.name, address }
  }
}

const EMPTY = new Uint8Array(0)
const CALLS: ReadonlySet<number> = new Set([CALL, CALLCODE, DELEGATECALL, STATICCALL])
/** Exits after which the same instruction is tried again: they change nothing that a frame could undo. */
const RETRIES: ReadonlySet<number> = new Set([EXIT_NEED_SLOT, EXIT_FULL_JOURNAL, EXIT_FULL_LOGS, EXIT_FULL_RING])
