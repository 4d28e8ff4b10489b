/**
 * Where a value came from: back through the recording, from a stack item or from bytes of memory to constants in code,
 * calldata, storage, return data and the environment.
 *
 *   MSTORE(0x80, v)    v ◀─ ADD ◀─┬─ PUSH1 0x20                    constant
 *                                 └─ MLOAD 0x40 ◀─ memory [0x40, 0x60)
 *                                                   └─ MSTORE of step 2 ◀─ PUSH1 0x80   constant
 *
 * A stack item is followed by its place: each earlier step of the frame moves it, or made it. Bytes of memory are
 * followed to the step that wrote each of them, and copies to the bytes that they copied.
 *
 * The result is a tree of bounded depth and size; where it ends early, it says so. A hostile run can make it wide and
 * its steps far apart, so the steps that are walked are bounded too, for all questions to one `OriginFinder`.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import type { Address, ByteCount, ByteOffset, Pc, StepIndex, Word } from '../base/units.ts'
import { bytesToBigint } from '../base/word.ts'
import { hasResult } from '../evm/events.ts'
import * as op from '../opcodes/codes.ts'
import { isCreation, isSuccess, type MemoryOperands, opcodeOfByte, rangeOf } from '../opcodes/index.ts'
import { returndataOf } from './frameCursor.ts'
import type { MemoryAccesses } from './memoryAccesses.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { Recording } from './recording.ts'
import type { MemoryRange } from './stops.ts'
import { frameOf, type MemoryQuestion, writtenRuns } from './writers.ts'

/** What made a value. */
export interface OriginStep {
  /** The step that made it. */
  readonly step: StepIndex
  /** Its position in the code of `frame`. */
  readonly pc: Pc
  /** The opcode byte. */
  readonly opcode: number
  /** The frame that it is a step of, by id. */
  readonly frame: number
}

/** What a value was made from, as a tree, told apart by `kind`. */
export type Origin =
  /** PUSH: the value stands in the code, at `madeBy.pc`. */
  | { readonly kind: 'constant'; readonly madeBy: OriginStep; readonly value: Word }
  /** An opcode without operands: CALLER, TIMESTAMP, CALLDATASIZE, … */
  | { readonly kind: 'environment'; readonly madeBy: OriginStep; readonly value: Word }
  /** An opcode of stack items: ADD, SHL, BALANCE, … An input for each operand, the top of the stack first. */
  | {
      readonly kind: 'operation'
      readonly madeBy: OriginStep
      readonly value: Word
      readonly inputs: readonly Origin[]
    }
  /** SLOAD or TLOAD. `storedAt` is the step of this run that stored it, and `inputs` where that took it from. */
  | {
      readonly kind: 'storage'
      readonly madeBy: OriginStep
      readonly value: Word
      readonly address: Address
      readonly slot: Word
      readonly isTransient: boolean
      readonly storedAt: StepIndex | undefined
      readonly inputs: readonly Origin[]
    }
  /** KECCAK256 of a range of memory. */
  | ({ readonly kind: 'hash'; readonly madeBy: OriginStep; readonly value: Word } & MemoryOrigin)
  /** MLOAD, or what MCOPY copied; also the memory that another frame handed over. */
  | ({
      readonly kind: 'memory'
      readonly madeBy: OriginStep | undefined
      readonly value: Word | undefined
    } & MemoryOrigin)
  /** Bytes of the frame's input. `parts`: where its caller has them from, if that was asked for. */
  | ({ readonly kind: 'calldata'; readonly madeBy: OriginStep; readonly value: Word | undefined } & SourceOrigin)
  /** Bytes of code: of the frame's own, or of the account `address`. */
  | ({
      readonly kind: 'code'
      readonly madeBy: OriginStep
      readonly value: undefined
      readonly address: Address
    } & SourceOrigin)
  /** Bytes that the frame `callee` returned. `parts`: where it has them from, if that was asked for. */
  | ({
      readonly kind: 'returndata'
      readonly madeBy: OriginStep
      readonly value: undefined
      readonly callee: number
    } & SourceOrigin)
  /** What a call or a creation pushed: whether it succeeded, or the new address. `undefined` for one that did not start. */
  | {
      readonly kind: 'callResult'
      readonly madeBy: OriginStep
      readonly value: Word
      readonly callee: number | undefined
    }
  /** Zero because memory grew and nobody wrote, or because a copy went on behind the end of its source. */
  | { readonly kind: 'zero'; readonly why: 'unwritten' | 'pastEnd'; readonly value: 0n }
  /** Junk of a brutalized run: memory grew and nobody wrote, in most of these bytes at least. */
  | ({ readonly kind: 'junk'; readonly value: undefined } & MemoryRange & { readonly frame: number })
  /** Not followed any further: the tree is as deep or as large as was asked for, or the way back too long. */
  | { readonly kind: 'cut' }

/** Bytes of memory that something was made from. */
export interface MemoryOrigin {
  /** The frame whose memory it is. */
  readonly frame: number
  /** The first byte. */
  readonly offset: ByteOffset
  /** How many bytes. */
  readonly length: ByteCount
  /** Where they came from themselves. */
  readonly parts: readonly OriginPart[]
}

/** Bytes of calldata, code or return data that something was made from. */
export interface SourceOrigin {
  /** The first byte. */
  readonly offset: ByteOffset
  /** How many bytes. */
  readonly length: ByteCount
  /** Where the frame that gave them has them from, if that was asked for. */
  readonly parts: readonly OriginPart[]
}

/** Bytes of a range, and where they came from. */
export interface OriginPart extends MemoryRange {
  /** The step that wrote them; `undefined` where nobody did. */
  readonly writtenAt: StepIndex | undefined
  /** Which bytes of the value they are, where a word was stored: `{ offset: 31, length: 1 }` is the lowest. */
  readonly wordBytes: MemoryRange | undefined
  /** Where they came from. */
  readonly origin: Origin
}

/** How far a finder goes. Where it stops, the tree has a `cut`. */
export interface OriginLimits {
  /** Levels of the tree. Default 24. */
  readonly depth?: number
  /** Nodes of the tree for one question. Default 200. */
  readonly nodes?: number
  /** Steps walked back, for all questions together. */
  readonly steps?: number
  /** Follow calldata into the caller's memory, and return data into that of the frame that returned it. */
  readonly acrossCalls?: boolean
}

const MOST_DEPTH = 24
const MOST_NODES = 200
/** Some 20 ms. */
const MOST_STEPS = 300_000
/** Runs of bytes of one range. */
const MOST_RUNS = 32

/** Work that is left: a place for an origin, and what it is the origin of. */
type Task = { readonly depth: number; readonly put: (origin: Origin) => void } & (
  | { readonly of: 'item'; readonly step: StepIndex; readonly item: number }
  | { readonly of: 'write'; readonly step: StepIndex; readonly part: MemoryRange }
)

/**
 * Answers where values of a recording came from. Its limit of steps is for all questions together: make another one
 * when it is used up.
 */
export class OriginFinder {
  readonly #recording: Recording
  readonly #accesses: MemoryAccesses
  readonly #depth: number
  readonly #mostNodes: number
  readonly #acrossCalls: boolean
  #stepsLeft: number
  #nodesLeft = 0
  #tasks: Task[] = []

  /** @param accesses of the same recording */
  constructor(recording: Recording, accesses: MemoryAccesses, limits: OriginLimits = {}) {
    this.#recording = recording
    this.#accesses = accesses
    this.#depth = limits.depth ?? MOST_DEPTH
    this.#mostNodes = limits.nodes ?? MOST_NODES
    this.#stepsLeft = limits.steps ?? MOST_STEPS
    this.#acrossCalls = limits.acrossCalls ?? false
  }

  /** Where the item `item` places below the top of the stack before a step came from. */
  ofItem(step: StepIndex, item: number): Origin {
    let found: Origin = CUT
    this.#start()
    this.#tasks.push({ of: 'item', step, item, depth: 0, put: (origin) => (found = origin) })
    this.#work()
    return found
  }

  /**
   * Where bytes of a frame's memory came from.
   * @throws {MemlaneError} `trace.noSuchFrame`.
   */
  ofMemory(question: MemoryQuestion): readonly OriginPart[] {
    frameOf(this.#recording, question.frame)
    this.#start()
    const parts = this.#parts(question, 0)
    this.#work()
    return parts
  }

  /** Where bytes that a step wrote to memory came from. They are among those that it wrote. */
  ofWrite(step: StepIndex, part: MemoryRange): Origin {
    let found: Origin = CUT
    this.#start()
    this.#tasks.push({ of: 'write', step, part, depth: 0, put: (origin) => (found = origin) })
    this.#work()
    return found
  }

  #start(): void {
    this.#nodesLeft = this.#mostNodes
    this.#tasks = []
  }

  /** In the order of their depth, so that what is near is told before what is far. */
  #work(): void {
    for (let next = 0; next < this.#tasks.length; next++) {
      const task = this.#tasks[next]!
      if (this.#nodesLeft <= 0 || this.#stepsLeft <= 0 || task.depth >= this.#depth) {
        task.put(CUT)
        continue
      }
      this.#nodesLeft--
      task.put(task.of === 'item' ? this.#item(task.step, task.item, task.depth) : this.#write(task))
    }
    this.#tasks = []
  }

  #item(step: StepIndex, item: number, depth: number): Origin {
    const producer = this.#producer(step, item)
    return producer === undefined ? CUT : this.#result(producer, depth)
  }

  /** The step that pushed the item. */
  #producer(step: StepIndex, item: number): StepIndex | undefined {
    const recording = this.#recording
    const { steps } = recording
    const id = steps.frame(step)
    // The step before is nearly always one of the same frame.
    const before = (at: StepIndex) => (at > 0 && steps.frame(at - 1) === id ? at - 1 : recording.previousOwn(at))
    let depth = item
    for (let at = before(step); at !== undefined; at = before(at)) {
      if (this.#stepsLeft-- <= 0) return undefined
      const code = steps.opcode(at)
      if (code >= op.DUP1 && code <= op.DUP16) depth = depth === 0 ? code - op.DUP1 : depth - 1
      else if (code >= op.SWAP1 && code <= op.SWAP16) {
        const other = code - op.SWAP1 + 1
        if (depth === 0) depth = other
        else if (depth === other) depth = 0
      } else {
        const opcode = opcodeOfByte(code)
        if (opcode === undefined) return undefined
        if (depth < opcode.pushes) return at
        depth += opcode.pops - opcode.pushes
      }
    }
    return undefined
  }

  /** What the step pushed. */
  #result(step: StepIndex, depth: number): Origin {
    const recording = this.#recording
    const madeBy = this.#stepAt(step)
    const { opcode: code } = madeBy
    const frame = recording.frames[madeBy.frame]!
    if (code >= op.PUSH0 && code <= op.PUSH32)
      return { kind: 'constant', madeBy, value: constantAt(recording.executedCode(frame), madeBy.pc, code - op.PUSH0) }
    const opcode = opcodeOfByte(code)!
    if (opcode.starts !== undefined) {
      const callee = recording.startedAt.get(step)
      return { kind: 'callResult', madeBy, value: this.#value(step), callee: callee?.id }
    }
    const value = this.#value(step)
    switch (code) {
      case op.MLOAD: {
        const question = { ...this.#range(step, opcode.reads!), frame: frame.id, at: step }
        return { kind: 'memory', madeBy, value, ...memory(question), parts: this.#parts(question, depth + 1) }
      }
      case op.KECCAK256: {
        const question = { ...this.#range(step, opcode.reads!), frame: frame.id, at: step }
        return { kind: 'hash', madeBy, value, ...memory(question), parts: this.#parts(question, depth + 1) }
      }
      case op.CALLDATALOAD:
        return this.#calldata(madeBy, recording.operandNumber(step, 0), 32, value, depth)
      case op.SLOAD:
      case op.TLOAD:
        return this.#stored(madeBy, value, depth)
    }
    if (opcode.pops === 0) return { kind: 'environment', madeBy, value }
    return { kind: 'operation', madeBy, value, inputs: this.#inputs(step, opcode.pops, depth) }
  }

  #inputs(step: StepIndex, count: number, depth: number): readonly Origin[] {
    const inputs: Origin[] = Array.from({ length: count }, () => CUT)
    for (let item = 0; item < count; item++)
      this.#tasks.push({ of: 'item', step, item, depth: depth + 1, put: (origin) => (inputs[item] = origin) })
    return inputs
  }

  #stored(madeBy: OriginStep, value: Word, depth: number): Origin {
    const recording = this.#recording
    const { address } = recording.frames[madeBy.frame]!
    const slot = recording.operand(madeBy.step, 0)
    const isTransient = madeBy.opcode === op.TLOAD
    const storedAt = this.#storeBefore(madeBy.step, isTransient ? op.TSTORE : op.SSTORE, address, slot)
    const inputs: Origin[] = []
    if (storedAt !== undefined)
      this.#tasks.push({ of: 'item', step: storedAt, item: 1, depth: depth + 1, put: (origin) => inputs.push(origin) })
    return { kind: 'storage', madeBy, value, address, slot, isTransient, storedAt, inputs }
  }

  /** The last store of a slot that was not undone by a frame that failed. */
  #storeBefore(step: StepIndex, store: number, address: Address, slot: Word): StepIndex | undefined {
    const recording = this.#recording
    const { steps, frames } = recording
    const { stores } = this.#accesses
    for (let index = countBelow(stores, step, (store) => store) - 1; index >= 0; index--) {
      if (this.#stepsLeft-- <= 0) return undefined
      const at = stores[index]!
      if (steps.opcode(at) !== store || recording.failed(at)) continue
      const frame = recording.frameAt(at)
      if (frame.address !== address || recording.operand(at, 0) !== slot) continue
      let undone = false
      for (let open: RecordedFrame | undefined = frame; open !== undefined && !undone; ) {
        undone = open.endStep <= step && !isSuccess(open.status)
        open = open.parent === undefined ? undefined : frames[open.parent]
      }
      if (!undone) return at
    }
    return undefined
  }

  /** What a step wrote to a part of memory. */
  #write({ step, part, depth }: Extract<Task, { of: 'write' }>): Origin {
    const recording = this.#recording
    const madeBy = this.#stepAt(step)
    const frame = recording.frames[madeBy.frame]!
    const opcode = opcodeOfByte(madeBy.opcode)!
    const start = this.#range(step, opcode.writes!).offset
    const skipped = part.offset - start
    const source = () => recording.operandNumber(step, 1) + skipped
    switch (madeBy.opcode) {
      case op.MSTORE:
      case op.MSTORE8:
        return this.#item(step, 1, depth)
      case op.MCOPY: {
        const question = { offset: source(), length: part.length, frame: frame.id, at: step }
        const parts = this.#parts(question, depth + 1)
        return { kind: 'memory', madeBy, value: undefined, ...memory(question), parts }
      }
      case op.CALLDATACOPY:
        return this.#calldata(madeBy, source(), part.length, undefined, depth)
      case op.CODECOPY:
        return this.#code(madeBy, frame, frame.codeAddress, source(), part.length, depth)
      case op.EXTCODECOPY: {
        const address = formatAddress(recording.operand(step, 0))
        const offset = recording.operandNumber(step, 2) + skipped
        return { kind: 'code', madeBy, value: undefined, address, offset, length: part.length, parts: [] }
      }
      case op.RETURNDATACOPY: {
        const callee = this.#lastCallee(frame, step)
        return callee === undefined ? CUT : this.#returned(madeBy, callee, source(), part.length, depth)
      }
      default: {
        const callee = recording.startedAt.get(step)
        return callee === undefined ? CUT : this.#returned(madeBy, callee, skipped, part.length, depth)
      }
    }
  }

  /** Bytes of calldata; what lies behind its end is zero. */
  #calldata(madeBy: OriginStep, offset: number, length: ByteCount, value: Word | undefined, depth: number): Origin {
    const frame = this.#recording.frames[madeBy.frame]!
    if (offset >= frame.input.length) return PAST_END
    const present = { offset, length: Math.min(length, frame.input.length - offset) }
    const parts = this.#acrossCalls ? this.#handedOver(frame, present, depth) : []
    return { kind: 'calldata', madeBy, value, offset, length, parts: padded(parts, present, length) }
  }

  #code(
    madeBy: OriginStep,
    frame: RecordedFrame,
    address: Address,
    offset: number,
    length: ByteCount,
    depth: number,
  ): Origin {
    if (offset >= frame.code.length) return PAST_END
    const present = { offset, length: Math.min(length, frame.code.length - offset) }
    // The code that creates a contract is what the creator had in memory, constructor arguments and all.
    const parts = this.#acrossCalls && isCreation(frame.kind) ? this.#handedOver(frame, present, depth) : []
    return { kind: 'code', madeBy, value: undefined, address, offset, length, parts: padded(parts, present, length) }
  }

  /** Where the caller had bytes of a frame's input from: out of its memory. */
  #handedOver({ startedBy }: RecordedFrame, { offset, length }: MemoryRange, depth: number): OriginPart[] {
    if (startedBy === undefined) return []
    const recording = this.#recording
    const input = this.#range(startedBy, opcodeOfByte(recording.steps.opcode(startedBy))!.reads!)
    const question = { offset: input.offset + offset, length, frame: recording.steps.frame(startedBy), at: startedBy }
    return this.#parts(question, depth + 1, input.offset)
  }

  #returned(madeBy: OriginStep, callee: RecordedFrame, offset: ByteOffset, length: ByteCount, depth: number): Origin {
    const parts = this.#acrossCalls ? this.#returnedFrom(callee, { offset, length }, depth) : []
    return { kind: 'returndata', madeBy, value: undefined, callee: callee.id, offset, length, parts }
  }

  /** Where a frame had bytes of its output from: out of its memory. A precompile has none. */
  #returnedFrom(callee: RecordedFrame, { offset, length }: MemoryRange, depth: number): OriginPart[] {
    const { firstStep, endStep, id } = callee
    if (endStep === firstStep || returndataOf(callee).length === 0) return []
    // The last step in it is its own: frames that it started have ended.
    const last = endStep - 1
    const output = this.#range(last, opcodeOfByte(this.#recording.steps.opcode(last))!.reads!)
    const question = { offset: output.offset + offset, length, frame: id, at: last }
    return this.#parts(question, depth + 1, output.offset)
  }

  /** The frame whose output is the return data before a step: some bytes were copied, so there was one. */
  #lastCallee({ id }: RecordedFrame, step: StepIndex): RecordedFrame | undefined {
    const { frames } = this.#recording
    let callee: RecordedFrame | undefined = frames[countBelow(frames, step, ({ startedBy = -1 }) => startedBy) - 1]
    while (callee !== undefined && callee.parent !== id)
      callee = callee.id > id && callee.parent !== undefined ? frames[callee.parent] : undefined
    return callee
  }

  /** The parts of a range of memory, each with a place for its origin; their offsets are counted from `start`. */
  #parts(question: MemoryQuestion, depth: number, start: ByteOffset = 0): OriginPart[] {
    const parts: OriginPart[] = []
    const { frame, at, length } = question
    if (length === 0) return parts
    if (this.#nodesLeft <= 0 || this.#stepsLeft <= 0 || depth >= this.#depth) {
      return [{ offset: question.offset - start, length, writtenAt: undefined, wordBytes: undefined, origin: CUT }]
    }
    const most = Math.min(MOST_RUNS, this.#nodesLeft)
    const { runs, oldest } = writtenRuns(this.#recording, this.#accesses, question, most)
    // Looking through accesses is some ten times as fast as walking over steps.
    this.#stepsLeft -= Math.ceil(Math.max(0, (at ?? this.#recording.frames[frame]!.endStep) - oldest) / 10)
    for (const [index, { offset, length, write }] of runs.entries()) {
      const wordBytes = write === undefined ? undefined : this.#wordBytes(write.step, offset - write.offset, length)
      const part = { offset: offset - start, length, writtenAt: write?.step, wordBytes }
      parts.push({ ...part, origin: write === undefined ? this.#unwritten(frame, offset, length) : CUT })
      if (write === undefined) continue
      const put = (origin: Origin) => {
        parts[index] = { ...part, origin }
      }
      this.#tasks.push({ of: 'write', step: write.step, part: { offset, length }, depth, put })
    }
    return parts
  }

  #unwritten(frame: number, offset: ByteOffset, length: ByteCount): Origin {
    const isZero = this.#recording.freshMemory(offset, length).every((byte) => byte === 0)
    return isZero ? UNWRITTEN : { kind: 'junk', value: undefined, frame, offset, length }
  }

  /** Which bytes of the stored word lie in a part of what the step wrote. */
  #wordBytes(step: StepIndex, offset: ByteOffset, length: ByteCount): MemoryRange | undefined {
    const code = this.#recording.steps.opcode(step)
    if (code === op.MSTORE) return { offset, length }
    return code === op.MSTORE8 ? { offset: 31, length: 1 } : undefined
  }

  #range(step: StepIndex, range: MemoryOperands): MemoryRange {
    const recording = this.#recording
    return rangeOf(range, (operand) => recording.operandNumber(step, operand))
  }

  #stepAt(step: StepIndex): OriginStep {
    const { steps } = this.#recording
    return { step, pc: steps.pc(step), opcode: steps.opcode(step), frame: steps.frame(step) }
  }

  /** The word that a step pushed. */
  #value(step: StepIndex): Word {
    const { steps, side, startedAt } = this.#recording
    const callee = startedAt.get(step)
    if (callee !== undefined)
      return isSuccess(callee.status) ? (isCreation(callee.kind) ? BigInt(callee.address) : 1n) : 0n
    const opcode = opcodeOfByte(steps.opcode(step))!
    // A result is the last word of the step's entry; only PC has none, and pushes where it is.
    return hasResult(opcode) ? side.readBigint(steps.side(step + 1) - 32) : BigInt(steps.pc(step))
  }
}

const CUT: Origin = { kind: 'cut' }
const UNWRITTEN: Origin = { kind: 'zero', why: 'unwritten', value: 0n }
const PAST_END: Origin = { kind: 'zero', why: 'pastEnd', value: 0n }

function memory({ frame, offset, length }: MemoryQuestion): { frame: number; offset: ByteOffset; length: ByteCount } {
  return { frame, offset, length }
}

/** Parts of a source with what was asked for behind its end: that is zero. */
function padded(parts: OriginPart[], present: MemoryRange, length: ByteCount): OriginPart[] {
  if (parts.length === 0 || present.length === length) return parts
  const offset = present.offset + present.length
  const rest = { offset, length: length - present.length, writtenAt: undefined, wordBytes: undefined }
  parts.push({ ...rest, origin: PAST_END })
  return parts
}

function constantAt(code: Uint8Array, pc: Pc, length: ByteCount): Word {
  const bytes = new Uint8Array(length)
  bytes.set(code.subarray(pc + 1, pc + 1 + length))
  return bytesToBigint(bytes)
}

/** How many of some items lie below a limit; `placeOf` gives ascending numbers. */
function countBelow<Item>(items: readonly Item[], limit: number, placeOf: (item: Item) => number): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (placeOf(items[middle]!) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** What an origin was made from, one level down. */
export function madeFrom(origin: Origin): readonly Origin[] {
  if ('inputs' in origin) return origin.inputs
  return 'parts' in origin ? origin.parts.map((part) => part.origin) : []
}

/** The ends of the tree: what nothing else is behind. Each once. */
export function leavesOf(origin: Origin): readonly Origin[] {
  const leaves = new Set<Origin>()
  const left = [origin]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const behind = madeFrom(next)
    if (behind.length === 0) leaves.add(next)
    else left.push(...behind.toReversed())
  }
  return [...leaves]
}
