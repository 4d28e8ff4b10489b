/**
 * Reads one frame of a recording forward: stack and memory before each of its steps.
 *
 * Most steps need nothing but the stack they had: PUSH, DUP, SWAP and POP follow from the code, every other
 * result stands in the side table. Memory follows from operands and from what they name: calldata, code, return
 * data. Stack words are kept as 32-bit parts and become bigints only when somebody asks.
 *
 * `save` takes the state at a step, and a cursor can start there again; states share the pages of memory that did not
 * change between them.
 * @module
 */
import type { ByteCount, ByteOffset, Pc, StepIndex, Word } from '../base/units.ts'
import { hasResult } from '../evm/events.ts'
import * as op from '../opcodes/codes.ts'
import {
  isCreation,
  isSuccess,
  lengthOf,
  MAX_STACK_ITEMS,
  type Opcode,
  opcodeOfByte,
  startsFrame,
  type WriteOperands,
} from '../opcodes/index.ts'
import { PagedMemory, type SharedPages } from './pagedMemory.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import { type SideTable, WORD_PARTS } from './sideTable.ts'
import type { StepTable } from './stepTable.ts'

const EMPTY = new Uint8Array(0)
/** One operand of the side table, as long as it is looked at. */
const OPERAND = new Uint32Array(WORD_PARTS)

const HAS_RESULT: readonly boolean[] = Array.from({ length: 256 }, (_, byte) => {
  const opcode = opcodeOfByte(byte)
  return opcode !== undefined && hasResult(opcode)
})

/** What a cursor reads of a recording. */
export interface Replayed {
  /** A record for each step. */
  readonly steps: StepTable
  /** Operands, replaced bytes and results of the steps. */
  readonly side: SideTable
  /** The frame that a step started, by step. */
  readonly startedAt: ReadonlyMap<StepIndex, RecordedFrame>
  /** What steps wrote that their operands do not tell. */
  readonly written: ReadonlyMap<StepIndex, Uint8Array>
  /** Steps of which nobody knows what they wrote. */
  readonly unknown: ReadonlySet<StepIndex>
  /** What memory of a frame holds where nobody wrote. */
  freshMemory(offset: ByteOffset, length: ByteCount): Uint8Array<ArrayBuffer>
  /** The code that a frame ran, where PUSH has its constants. */
  executedCode(frame: RecordedFrame): Uint8Array
  /** Where the operands of a step stand in the side table. */
  operandsAt(step: StepIndex): number
  /** How many of the bytes that a call asked for were written to its caller's memory. */
  outputLength(step: StepIndex, asked: ByteCount): ByteCount
}

/** The state just before a step executes. */
export interface StepState {
  /** Counted over the whole run. */
  readonly index: StepIndex
  /** Position in the frame's code. */
  readonly pc: Pc
  /** The opcode byte. */
  readonly op: number
  /** Left before the step. */
  readonly gas: bigint
  /** Items on the stack, up to 1,024. */
  readonly stackSize: number
  /** The item `depth` places below the top; `depth < stackSize`. */
  stack(depth: number): Word
  /** MSIZE. */
  readonly memorySize: ByteCount
  /** A copy of memory `[offset, offset + length)`; bytes past MSIZE read as zero, or as a brutalized run's junk. */
  memory(offset: ByteOffset, length: ByteCount): Uint8Array
}

/** A cursor's state at a step, for another cursor of the same frame. */
export interface CursorState {
  /** The step before which it is. */
  readonly index: StepIndex
  /** @internal */
  readonly stack: Uint32Array
  /** @internal */
  readonly memory: SharedPages
  /**
   * One byte for each of memory, 1 where nobody knows what it is; `undefined` where everything is known.
   * @internal
   */
  readonly unknown: SharedPages | undefined
  /** @internal */
  readonly returndata: Uint8Array
}

/**
 * One frame of a recording, step after step: the state just before each of its own steps, and at its end. A `Timeline`
 * keeps one for each open frame.
 */
export class FrameCursor implements StepState {
  /** The frame that it walks. */
  readonly frame: RecordedFrame
  readonly #recording: Replayed
  #stack = new Uint32Array(64 * WORD_PARTS)
  #stackSize = 0
  #memory: PagedMemory
  #unknown: PagedMemory | undefined
  #returndata: Uint8Array = EMPTY
  #index: StepIndex
  readonly #code: Uint8Array
  readonly #fresh = (offset: ByteOffset, length: ByteCount) => this.#recording.freshMemory(offset, length)

  /**
   * At the frame's first step, or where `from` was saved.
   * @param from a state that `save` of a cursor of the same frame gave
   */
  constructor(recording: Replayed, frame: RecordedFrame, from?: CursorState) {
    this.#recording = recording
    this.frame = frame
    this.#index = frame.firstStep
    this.#code = recording.executedCode(frame)
    this.#memory = new PagedMemory([], this.#fresh)
    if (from !== undefined) this.#restore(from)
  }

  /** Behind the frame's last step. Stack and memory are then those at its end. */
  get atEnd(): boolean {
    return this.#index >= this.frame.endStep
  }

  get index(): StepIndex {
    return this.#index
  }

  get pc(): Pc {
    return this.#recording.steps.pc(this.#index)
  }

  get op(): number {
    return this.#recording.steps.opcode(this.#index)
  }

  get gas(): bigint {
    return this.#recording.steps.gas(this.#index)
  }

  get stackSize(): number {
    return this.#stackSize
  }

  get memorySize(): ByteCount {
    return this.atEnd ? this.frame.memory.length : this.#recording.steps.memorySize(this.#index)
  }

  stack(depth: number): Word {
    const at = (this.#stackSize - 1 - depth) * WORD_PARTS
    const words = this.#stack
    let value = 0n
    for (let part = WORD_PARTS - 1; part >= 0; part--) {
      // Most words are small: leading zero parts cost nothing.
      if (value !== 0n) value = (value << 32n) | BigInt(words[at + part]!)
      else if (words[at + part] !== 0) value = BigInt(words[at + part]!)
    }
    return value
  }

  /** The same as a number; infinite from 2^53 on. */
  stackNumber(depth: number): number {
    const at = (this.#stackSize - 1 - depth) * WORD_PARTS
    const words = this.#stack
    const upper = words[at + 2]! | words[at + 3]! | words[at + 4]! | words[at + 5]! | words[at + 6]! | words[at + 7]!
    const high = words[at + 1]!
    return upper !== 0 || high >= 2 ** 21 ? Number.POSITIVE_INFINITY : high * 2 ** 32 + words[at]!
  }

  /** The 32 highest bits of an item: 0 for most numbers, 2^32 − 1 for negative ones that are not far from zero. */
  stackHigh(depth: number): number {
    return this.#stack[(this.#stackSize - depth) * WORD_PARTS - 1]!
  }

  /** Whether the topmost items are the operands that the step has in the side table. */
  holdsOperands(count: number): boolean {
    const at = this.#recording.operandsAt(this.#index)
    for (let operand = 0; operand < count; operand++) {
      this.#recording.side.readWord(at + operand * 32, OPERAND, 0)
      const item = (this.#stackSize - 1 - operand) * WORD_PARTS
      for (let part = 0; part < WORD_PARTS; part++) if (OPERAND[part] !== this.#stack[item + part]) return false
    }
    return true
  }

  memory(offset: ByteOffset, length: ByteCount): Uint8Array {
    if (this.atEnd) return this.#atEnd(offset, length)
    // What lies past MSIZE was never written.
    return this.#memory.read(offset, length)
  }

  /** Whether every byte of a range is known: always, in a recording of this EVM. */
  knows(offset: ByteOffset, length: ByteCount): boolean {
    return this.#unknown === undefined || !this.#unknown.read(offset, length).includes(1)
  }

  /** One byte for each of memory `[offset, offset + length)`: 1 where nobody knows it; `undefined` where all is known. */
  unknown(offset: ByteOffset, length: ByteCount): Uint8Array | undefined {
    const unknown = this.#unknown?.read(offset, length)
    return unknown?.includes(1) ? unknown : undefined
  }

  /** Return data of the last call, before this step. */
  get returndata(): Uint8Array {
    return this.#returndata
  }

  /** The state now. */
  save(): CursorState {
    return {
      index: this.#index,
      stack: this.#stack.slice(0, this.#stackSize * WORD_PARTS),
      memory: this.#memory.share(),
      unknown: this.#unknown?.share(),
      returndata: this.#returndata,
    }
  }

  #restore({ index, stack, memory, unknown, returndata }: CursorState): void {
    this.#index = index
    this.#stackSize = stack.length / WORD_PARTS
    this.#stack = new Uint32Array(Math.max(stack.length * 2, 64 * WORD_PARTS))
    this.#stack.set(stack)
    this.#memory = new PagedMemory(memory, this.#fresh)
    this.#unknown = unknown && new PagedMemory(unknown)
    this.#returndata = returndata
  }

  /** Goes to the frame's next own step. */
  next(): void {
    const { steps, startedAt } = this.#recording
    const index = this.#index
    const code = steps.opcode(index)
    const child = startsFrame(code) ? startedAt.get(index) : undefined
    const following = child === undefined ? index + 1 : child.endStep
    this.#index = following
    if (following >= this.frame.endStep) {
      this.#takeEnd()
      return
    }
    if (code >= op.PUSH0 && code <= op.PUSH32) this.#pushConstant(steps.pc(index), code - op.PUSH0)
    else if (code >= op.DUP1 && code <= op.DUP16) this.#copyItem(code - op.DUP1 + 1)
    else if (code >= op.SWAP1 && code <= op.SWAP16) this.#swapItem(code - op.SWAP1 + 1)
    else if (code === op.POP) this.#stackSize--
    else this.#execute(index, code, child)
  }

  #takeEnd(): void {
    const { stack } = this.frame
    this.#stackSize = 0
    for (const word of stack) this.#putWord(this.#newItem(), word)
  }

  /** Where the parts of a new topmost item go. */
  #newItem(): number {
    const at = this.#stackSize++ * WORD_PARTS
    if (at + WORD_PARTS > this.#stack.length) {
      const grown = new Uint32Array(Math.min(this.#stack.length * 2, (MAX_STACK_ITEMS + 1) * WORD_PARTS))
      grown.set(this.#stack)
      this.#stack = grown
    }
    return at
  }

  #pushConstant(pc: Pc, bytes: number): void {
    const at = this.#newItem()
    const code = this.#code
    const stack = this.#stack
    for (let part = 0; part < WORD_PARTS; part++) stack[at + part] = 0
    for (let i = 0; i < bytes; i++) {
      const place = bytes - 1 - i
      stack[at + (place >> 2)]! |= (code[pc + 1 + i] ?? 0) << ((place & 3) * 8)
    }
  }

  #copyItem(n: number): void {
    const at = this.#newItem()
    const from = at - n * WORD_PARTS
    const stack = this.#stack
    for (let part = 0; part < WORD_PARTS; part++) stack[at + part] = stack[from + part]!
  }

  #swapItem(n: number): void {
    const words = this.#stack
    const a = (this.#stackSize - 1) * WORD_PARTS
    const b = a - n * WORD_PARTS
    for (let part = 0; part < WORD_PARTS; part++) {
      const kept = words[a + part]!
      words[a + part] = words[b + part]!
      words[b + part] = kept
    }
  }

  #execute(index: StepIndex, code: number, child: RecordedFrame | undefined): void {
    const opcode = opcodeOfByte(code)
    // Only the last step of a frame can be without opcode, and it was handled.
    if (opcode === undefined) return
    const { steps, side } = this.#recording
    // What can start a frame and does not empties the return data.
    if (opcode.starts !== undefined) this.#returndata = child === undefined ? EMPTY : returndataOf(child)
    if (opcode.writes !== undefined) this.#write(index, opcode, opcode.writes, child)
    this.#stackSize -= opcode.pops
    if (opcode.pushes === 0) return
    const at = this.#newItem()
    if (HAS_RESULT[code]) {
      // A result is the last word of the step's entry.
      if (child === undefined) side.readWord(steps.side(index + 1) - 32, this.#stack, at)
      else this.#putWord(at, resultOf(child))
    } else this.#putWord(at, BigInt(steps.pc(index))) // PC
  }

  #putWord(at: number, word: Word): void {
    for (let part = 0; part < WORD_PARTS; part++)
      this.#stack[at + part] = Number((word >> BigInt(part * 32)) & 0xffffffffn)
  }

  /** A stack item that is known to be a payable offset or length. */
  #number(depth: number): number {
    const at = (this.#stackSize - 1 - depth) * WORD_PARTS
    return this.#stack[at + 1]! * 2 ** 32 + this.#stack[at]!
  }

  /** A stack item as an offset into a source: anything from 2^53 is past every source. */
  #sourceOffset(depth: number): number {
    const value = this.stack(depth)
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value)
  }

  #write(index: StepIndex, opcode: Opcode, range: WriteOperands, child: RecordedFrame | undefined): void {
    const asked = lengthOf(range, (operand) => this.#number(operand))
    const { written, unknown } = this.#recording
    const length = range.isLater ? this.#recording.outputLength(index, asked) : asked
    if (length === 0) return
    const offset = this.#number(range.offset)
    // MCOPY takes along what is unknown of its source, which may be a part of where it writes.
    if (unknown.size > 0 && opcode.code !== op.MCOPY) this.#markKnown(offset, length, !unknown.has(index))
    const told = written.get(index)
    const memory = this.#memory
    if (told !== undefined) {
      memory.write(offset, told.subarray(0, length), length)
      return
    }
    switch (opcode.code) {
      case op.MSTORE:
        memory.writeWord(offset, this.#stack, (this.#stackSize - 2) * WORD_PARTS)
        return
      case op.MSTORE8:
        memory.writeByte(offset, this.#stack[(this.#stackSize - 2) * WORD_PARTS]!)
        return
      case op.MCOPY: {
        const from = this.#number(1)
        memory.write(offset, memory.read(from, length))
        this.#unknown?.write(offset, this.#unknown.read(from, length))
        return
      }
      case op.CALLDATACOPY:
        this.#copyFrom(this.frame.input, this.#sourceOffset(1), offset, length)
        return
      case op.CODECOPY:
        this.#copyFrom(this.frame.code, this.#sourceOffset(1), offset, length)
        return
      case op.RETURNDATACOPY:
        this.#copyFrom(this.#returndata, this.#sourceOffset(1), offset, length)
        return
      case op.EXTCODECOPY:
        memory.fill(0, offset, length)
        return
      default:
        // A call's output: what the frame gave, as much as was asked for.
        if (child !== undefined) memory.write(offset, this.#returndata.subarray(0, length))
    }
  }

  #atEnd(offset: ByteOffset, length: ByteCount): Uint8Array {
    const bytes = this.#fresh(offset, length)
    const { memory } = this.frame
    bytes.set(memory.subarray(Math.min(offset, memory.length), Math.min(offset + length, memory.length)))
    return bytes
  }

  #copyFrom(source: Uint8Array, from: number, offset: ByteOffset, length: ByteCount): void {
    const present = source.subarray(Math.min(from, source.length), Math.min(from + length, source.length))
    this.#memory.write(offset, present, length)
  }

  #markKnown(offset: ByteOffset, length: ByteCount, known: boolean): void {
    if (known && this.#unknown === undefined) return
    this.#unknown ??= new PagedMemory()
    this.#unknown.fill(known ? 0 : 1, offset, length)
  }
}

/** What RETURNDATACOPY reads after the frame. */
export function returndataOf(frame: RecordedFrame): Uint8Array {
  return isCreation(frame.kind) && isSuccess(frame.status) ? EMPTY : frame.output
}

/** What the frame's end pushes for its caller. */
function resultOf(frame: RecordedFrame): Word {
  if (!isSuccess(frame.status)) return 0n
  return isCreation(frame.kind) ? BigInt(frame.address) : 1n
}
