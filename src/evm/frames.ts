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
import { addressOf, formatAddress } from '../base/address.ts'
import { BugError } from '../base/error.ts'
import type { Address, ByteCount, ByteOffset, Word } from '../base/units.ts'
import { type Code, HALT_REASONS, type LinearAddress, Machine, type MachineFrame } from '../machine/index.ts'
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
  EXIT_STEP,
  EXIT_STOP,
  FRAME_ACCOUNT,
  FRAME_CALLER,
  FRAME_VALUE,
  TRANSIENT,
} from '../machine/layout.ts'
import { BLOCKHASH, TSTORE } from '../opcodes/codes.ts'
import { type Fork, isCreation, isSuccess, opcodeOfByte, startsCall } from '../opcodes/index.ts'
import type { Steps } from './absent.ts'
import { type Account, delegateOf } from './account.ts'
import type { BlockHashes } from './blockHashes.ts'
import type { Brutalized } from './brutalize.ts'
import { completeCreation, creationAddress } from './creation.ts'
import { Door } from './door.ts'
import { enter } from './enter.ts'
import { type FullEnvironment, writeEnvironment } from './environment.ts'
import type { Checkpoint, Creation, FrameEntry, FrameHost, FrameStarted, MessageCall } from './frameHost.ts'
import type { Hooks, WorldCheckpoint } from './hooks.ts'
import { hostOperations, touchedAddress } from './hostOperations.ts'
import type { OpenFrame } from './openFrame.ts'
import { withOwn } from './precompiles/own.ts'
import type { Precompile, PrecompileFunction } from './precompiles/precompile.ts'
import { precompiles } from './precompiles/table.ts'
import type { HaltReason, Outcome, Status, Undone } from './result.ts'
import { StepRecords } from './stepRecords.ts'
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

/** What the frames of one run have in common. */
export interface FramesSetup {
  readonly environment: FullEnvironment
  readonly tracer: Tracer | undefined
  readonly hooks: Hooks | undefined
  /** In place of the EVM's own. */
  readonly precompiles: ReadonlyMap<bigint, Precompile> | undefined
  readonly maxCodeSize: ByteCount | undefined
  readonly brutalized: Brutalized | undefined
}

export class Frames implements FrameHost {
  readonly fork: Fork
  readonly world: World
  readonly machine: Machine
  readonly substate: Substate
  readonly blockHashes: BlockHashes
  maxCodeSize: ByteCount | undefined
  /** The fork's and the caller's. */
  readonly #allPrecompiles: ReadonlyMap<bigint, Precompile>
  /** Where they stand in this run. */
  #precompiles: ReadonlyMap<bigint, Precompile>
  readonly #open: OpenFrame[] = []
  #environment: FullEnvironment | undefined
  #tracer: Tracer | undefined
  /** Only in a run that has hooks. */
  #door: Door | undefined
  /** What a hook was told of and has yet to be entered. */
  #waiting: FrameEntry | undefined
  #nextFrameId = 0

  constructor(
    fork: Fork,
    world: World,
    memoryLimit: ByteCount,
    blockHashes: BlockHashes,
    own: Readonly<Record<Address, PrecompileFunction>>,
  ) {
    this.fork = fork
    this.world = world
    this.substate = new Substate(world)
    this.machine = new Machine(fork, memoryLimit)
    this.blockHashes = blockHashes
    this.#allPrecompiles = this.#precompiles = withOwn(precompiles(fork.name), own)
  }

  /** Makes all ready for the frames of a run. */
  begin({ environment, tracer, hooks, precompiles, maxCodeSize, brutalized }: FramesSetup): void {
    const { machine } = this
    this.maxCodeSize = maxCodeSize
    this.#precompiles = precompiles ?? this.#allPrecompiles
    machine.reset()
    machine.brutalize(brutalized?.junkSeed, brutalized?.pointerShift ?? 0)
    this.setEnvironment(environment)
    this.substate.clear()
    this.#open.length = 0
    this.#waiting = undefined
    this.#nextFrameId = 0
    this.#tracer = tracer
    if (tracer !== undefined) {
      tracer.runStart?.({ brutalized })
      const records = new StepRecords(this.fork)
      machine.ring.start((steps, side) => tracer.steps(records.next(steps, side)))
    }
    if (hooks !== undefined) this.#door = new Door(this, hooks)
  }

  /** No frame is going to start any more. */
  end(): void {
    this.machine.ring.stop()
    this.#tracer = undefined
    this.#door?.close()
    this.#door = undefined
  }

  /** The precompiles that stand where nobody moves them. */
  get allPrecompiles(): ReadonlyMap<bigint, Precompile> {
    return this.#allPrecompiles
  }

  setEnvironment(environment: FullEnvironment): void {
    writeEnvironment(this.machine, environment, this.#environment)
    this.#environment = environment
  }

  get environment(): FullEnvironment {
    if (this.#environment === undefined) throw new BugError('no run has an environment yet')
    return this.#environment
  }

  /** Runs code as the outermost frame. Sends `value` first; a failure goes back to `checkpoint`. */
  *call(call: OutermostCall): Steps<Outcome> {
    const { caller, target, code, value, gas, isStatic, input, checkpoint } = call
    if (code === undefined) yield* this.#needPrecompile(target)
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
      input: this.machine.placeInput(input, 0),
      inputLength: input.length,
      outputOffset: 0,
      outputLength: 0,
      checkpoint,
      request: undefined,
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
      request: undefined,
    })
  }

  /** Enters the outermost frame and runs it with all that it starts. */
  *#run(entry: FrameEntry): Steps<Outcome> {
    if (this.#door?.covers(entry)) {
      const answer = this.#door.before(entry)
      if (answer !== undefined) return this.endFrameless(entry, answer, undefined)
      yield* this.#needEntry(entry)
    }
    return enter(this, entry) ?? (yield* this.#runFrames())
  }

  /** What `inspect` adds to a result. */
  inspected(): { memory: Uint8Array; stack: Word[] } {
    const frame = this.machine.frame(0)
    return { memory: frame.copyMemory(), stack: frame.stack() }
  }

  isWarm(address: bigint): boolean {
    return this.substate.isWarm(address) || this.#allPrecompiles.has(address)
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

  codeAddressOf(frame: MachineFrame): bigint {
    return this.#open[frame.depth]?.codeAddress ?? addressOf(this.machine.calleeOf(frame))
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
    this.#door?.tellLogs()
    world.revert(checkpoint.world)
    machine.storage.revert(checkpoint.storage)
    machine.logs.revert(checkpoint.logs)
    machine.refund = checkpoint.refund
    this.#door?.forgetLogs()
  }

  /** Takes back the world alone. What running frames have to undo is no more than that then. */
  revertWorldTo({ world: changes, storage }: WorldCheckpoint): void {
    const { machine, world } = this
    world.revert(changes)
    machine.storage.revert(storage)
    for (const open of this.#open) {
      const { checkpoint } = open
      open.checkpoint = {
        ...checkpoint,
        world: Math.min(checkpoint.world, changes),
        storage: Math.min(checkpoint.storage, storage),
      }
    }
    this.forgetEngineAccounts()
  }

  mayEngineCall(address: bigint): boolean {
    return this.#door === undefined || this.#door.mayEngineCall(address)
  }

  forgetEngineAccounts(): void {
    const { machine } = this
    // The entries of running frames are going to be others'.
    for (const [depth, open] of this.#open.entries()) open.entry ??= this.#engineEntry(machine.frame(depth))
    machine.forgetAccounts()
  }

  enter(entry: FrameEntry): void {
    if (this.#door?.covers(entry)) {
      const answer = this.#door.before(entry)
      // What the hook changed may be absent: the loop waits for it.
      if (answer === undefined) this.#waiting = entry
      else this.#deliver(this.endFrameless(entry, answer, undefined), entry.outputOffset, entry.outputLength)
      return
    }
    const outcome = enter(this, entry)
    if (outcome !== undefined) this.#deliver(outcome, entry.outputOffset, entry.outputLength)
  }

  /** Enters what a hook was told of, once all is there. */
  *#enterWaiting(entry: FrameEntry): Steps<void> {
    this.#waiting = undefined
    yield* this.#needEntry(entry)
    const outcome = enter(this, entry)
    if (outcome !== undefined) this.#deliver(outcome, entry.outputOffset, entry.outputLength)
  }

  endFrameless(entry: FrameEntry, outcome: Outcome, checkpoint: Checkpoint | undefined): Outcome {
    const back = checkpoint ?? entry.checkpoint
    if (back !== undefined && !isSuccess(outcome.status)) this.revertTo(back)
    const ended = this.#door === undefined ? outcome : this.#door.after(entry, outcome, back)
    if (this.#tracer !== undefined) this.#reportFrameless(this.#tracer, entry, ended)
    return ended
  }

  endUnstarted(entry: FrameEntry, outcome: Outcome): Outcome {
    if (entry.checkpoint !== undefined) this.revertTo(entry.checkpoint)
    return this.#door === undefined ? outcome : this.#door.after(entry, outcome, undefined)
  }

  startFrame(entry: FrameEntry, started: FrameStarted): void {
    const { machine } = this
    const { account, code, codeAddress, checkpoint } = started
    const creates = 'initcode' in entry ? account : undefined
    const id = this.#nextFrameId++
    const parent = this.#open.at(-1)
    const frame = machine.pushFrame(entry, code, id, account.number, account.address)
    this.#open.push({ id, checkpoint, creates, entry, codeAddress, slow: false })
    if (this.#tracer !== undefined)
      this.#reportStart(this.#tracer, id, parent?.id, entry, account.address, code, codeAddress, frame.input)
  }

  /** Reports a call that ran no code of the machine: a frame without steps. */
  #reportFrameless(tracer: Tracer, entry: FrameEntry, outcome: Outcome): void {
    const { world } = this
    const id = this.#nextFrameId++
    const { status, halt, gasLeft, output, created } = outcome
    if ('initcode' in entry) {
      const nonce = world.find(entry.caller)?.nonce ?? 0n
      const address = created ?? entry.target ?? creationAddress(this.machine, entry, nonce)
      this.#reportStart(tracer, id, this.#open.at(-1)?.id, entry, address, entry.initcode, address, entry.input)
    } else {
      const named = world.find(entry.codeAddress)
      const codeAddress = (named && delegateOf(this.fork, named)) ?? entry.codeAddress
      const code = entry.code ?? world.codeAt(codeAddress)
      this.#reportStart(tracer, id, this.#open.at(-1)?.id, entry, entry.target, code, codeAddress, entry.input)
    }
    tracer.frameEnd({ id, status, halt, gasLeft, output, memory: EMPTY, stack: [] })
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
    address: bigint,
    code: Code,
    codeAddress: bigint,
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
      address: formatAddress(address),
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
      const exit = machine.run(recording || this.#open.at(-1)!.slow || this.#door?.watchesSteps === true, atLeader)
      atLeader = false
      if (!RETRIES.has(exit)) this.#hostNewFrames()
      let ended: Outcome | undefined
      switch (exit) {
        case EXIT_HOST: {
          const frame = machine.current
          const opcode = machine.codes.byteAt(frame.code, frame.pc)
          yield* this.#needOperands(opcode, frame)
          const end = hostOperations[opcode]!(this, frame)
          if (this.#waiting !== undefined) yield* this.#enterWaiting(this.#waiting)
          if (end === 'stop') ended = this.#endFrame('stop', undefined)
          else if (end !== undefined) ended = this.#endFrame('halt', end)
          atLeader = true
          break
        }
        case EXIT_NEED_SLOT:
          yield* this.#bringSlot(machine.current)
          break
        case EXIT_STEP:
          this.#door!.step(machine.current)
          // In the middle of a block, only the debug variant can go on, watched or not.
          this.#open.at(-1)!.slow = true
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
      this.#open.push({ id, checkpoint, creates: undefined, entry: undefined, codeAddress: undefined, slow: false })
    }
  }

  /** Ends the running frame. Returns the outcome when it was the outermost; otherwise its caller runs on. */
  #endFrame(status: Status, halt: HaltReason | undefined): Outcome | undefined {
    const { machine } = this
    const open = this.#open.pop()!
    const frame = machine.current
    machine.ring.dropResult()
    const gasAtHalt = status === 'halt' ? frame.gas : 0n
    if (status === 'halt') frame.gas = 0n
    // Only RETURN and REVERT set the output.
    let output = status === 'return' || status === 'revert' ? machine.copyOutput() : EMPTY
    let created: bigint | undefined
    if (open.creates !== undefined && isSuccess(status)) {
      halt = completeCreation(this, frame, open.creates, output)
      if (halt === undefined) created = open.creates.address
      else {
        status = 'halt'
        frame.gas = 0n
      }
    }
    const refund = machine.refund - open.checkpoint.refund
    if (!isSuccess(status)) this.revertTo(open.checkpoint)
    if (status === 'halt') output = EMPTY
    let outcome: Outcome = { status, halt, gasLeft: frame.gas, output, created }
    if (this.#door !== undefined) outcome = this.#leave(this.#door, open, outcome, { gasAtHalt, refund })
    if (this.#tracer !== undefined) {
      machine.ring.flush()
      const [memory, stack] = [frame.copyMemory(), frame.stack()]
      const { gasLeft, output, status, halt } = outcome
      this.#tracer.frameEnd({ id: open.id, status, halt, gasLeft, output, memory, stack })
    }
    const isOutermost = machine.depth === 0
    const { outputOffset, outputLength } = frame
    machine.popFrame()
    if (isOutermost) return outcome
    this.#deliver(outcome, outputOffset, outputLength)
    return undefined
  }

  /** Tells the hooks of the running frame's end. It is still there: what they look at is as it left it. */
  #leave(door: Door, open: OpenFrame, outcome: Outcome, undone: Undone): Outcome {
    if (!door.watchesResults) {
      door.tellLogs()
      return outcome
    }
    const frame = this.machine.current
    const entry = open.entry ?? this.#engineEntry(frame)
    // Its calldata may have moved.
    entry.input = frame.input
    return door.after(entry, outcome, open.checkpoint, undone)
  }

  /** What a frame was entered with that the engine started. */
  #engineEntry(frame: MachineFrame): FrameEntry {
    const { machine } = this
    const caller = machine.frame(frame.depth - 1)
    const kind = opcodeOfByte(machine.codes.byteAt(caller.code, caller.pc))?.starts
    if (kind === undefined || isCreation(kind)) throw new BugError('the engine started a frame that is no call')
    return {
      kind,
      self: this.account(caller),
      caller: this.callerOf(frame),
      target: this.account(frame).address,
      codeAddress: addressOf(machine.calleeOf(frame)),
      code: undefined,
      value: this.valueOf(frame),
      gas: machine.gasGivenTo(frame),
      isStatic: frame.isStatic,
      depth: frame.depth,
      input: frame.input,
      inputLength: frame.inputLength,
      outputOffset: frame.outputOffset,
      outputLength: frame.outputLength,
      checkpoint: undefined,
      request: undefined,
    }
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
    caller.push(isSuccess(status) ? (created ?? 1n) : 0n)
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

  /** Waits for what a frame is going to look at when it starts, which a hook may have changed. */
  *#needEntry(entry: FrameEntry): Steps<void> {
    if (this.world.hasSource) yield* this.#needAccounts(entry)
    if (!('initcode' in entry) && entry.code === undefined) yield* this.#needPrecompile(entry.codeAddress)
  }

  *#needAccounts(entry: FrameEntry): Steps<void> {
    yield* this.need(entry.caller)
    if ('initcode' in entry) {
      const nonce = this.world.find(entry.caller)?.nonce ?? 0n
      yield* this.need(entry.target ?? creationAddress(this.machine, entry, nonce))
      return
    }
    yield* this.need(entry.target)
    yield* this.need(entry.codeAddress)
    const named = this.world.find(entry.codeAddress)
    const delegate = named && delegateOf(this.fork, named)
    if (delegate !== undefined) yield* this.need(delegate)
  }

  /** Waits for an account that the state's source has not given yet. */
  *need(address: bigint): Steps<void> {
    while (!this.world.knows(address)) yield { kind: 'account', address }
  }

  /** Waits for what the operation is going to look at, before anything of it is done. */
  *#needOperands(opcode: number, frame: MachineFrame): Steps<void> {
    if (startsCall(opcode)) yield* this.#needPrecompile(addressOf(frame.operand(1)))
    if (!this.world.hasSource) return
    if (opcode === BLOCKHASH) yield* this.#needBlockHash(frame.operand(0))
    const address = touchedAddress(this, opcode, frame)
    if (address === undefined) return
    yield* this.need(address)
    const account = this.world.find(address)
    const delegate = account && delegateOf(this.fork, account)
    if (delegate !== undefined) yield* this.need(delegate)
  }

  /** Waits for the hash of a block that code may ask for. */
  *#needBlockHash(number: Word): Steps<void> {
    const { blockHashes: hashes, environment } = this
    while (hashes.lacks(number, environment.number)) yield { kind: 'blockHash', number, hashes }
  }

  /** Waits for the curves that the precompile at an address computes on. */
  #needPrecompile(address: bigint): Steps<void> {
    return loaded(this.#precompiles.get(address), address)
  }
}

/** Waits for the curves that a precompile computes on. */
export function* loaded(precompile: Precompile | undefined, address: bigint): Steps<void> {
  while (precompile !== undefined && !precompile.isLoaded())
    yield { kind: 'precompile', name: precompile.name, address }
}

const EMPTY = new Uint8Array(0)
/** Exits after which the same instruction is tried again: they change nothing that a frame could undo. */
const RETRIES: ReadonlySet<number> = new Set([
  EXIT_NEED_SLOT,
  EXIT_FULL_JOURNAL,
  EXIT_FULL_LOGS,
  EXIT_FULL_RING,
  EXIT_STEP,
])
