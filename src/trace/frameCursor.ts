/**
 * Reads one frame of a recording forward: stack and memory before each of its steps.
 *
 * Most steps need nothing but the stack they had: PUSH, DUP, SWAP and POP follow from the code, every other
 * result stands in the side table. Memory follows from operands and from what they name: calldata, code, return
 * data. Stack words are kept as 32-bit parts and become bigints only when somebody asks.
 * @module
 */
import type { ByteCount, ByteOffset, Pc, StepIndex, Word } from '../base/units.ts'
import { hasResult } from '../evm/index.ts'
import * as op from '../opcodes/codes.ts'
import { OPCODES, type Opcode } from '../opcodes/index.ts'
import type { RecordedFrame, Recording } from './recording.ts'
import { WORD_PARTS } from './sideTable.ts'

const MAX_STACK_ITEMS = 1024
const EMPTY = new Uint8Array(0)

/** Opcodes by byte; names and operands are the same in every fork. */
const BY_CODE: readonly (Opcode | undefined)[] = Array.from({ length: 256 }, (_, code) =>
  OPCODES.find((opcode) => opcode.code === code),
)

/** The state just before a step executes. */
export interface StepState {
  /** Counted over the whole run. */
  readonly index: StepIndex
  readonly pc: Pc
  /** The opcode byte. */
  readonly op: number
  readonly gas: bigint
  readonly stackSize: number
  /** The item `depth` places below the top; `depth < stackSize`. */
  stack(depth: number): Word
  /** MSIZE. */
  readonly memorySize: ByteCount
  /** A copy of memory `[offset, offset + length)`; bytes past MSIZE read as zero. */
  memory(offset: ByteOffset, length: ByteCount): Uint8Array
}

export class FrameCursor implements StepState {
  readonly frame: RecordedFrame
  readonly #recording: Recording
  readonly #stack = new Uint32Array((MAX_STACK_ITEMS + 1) * WORD_PARTS)
  #stackSize = 0
  #memory: Uint8Array<ArrayBuffer> = new Uint8Array(1024)
  #returndata: Uint8Array = EMPTY
  #index: StepIndex

  constructor(recording: Recording, frame: RecordedFrame) {
    this.#recording = recording
    this.frame = frame
    this.#index = frame.firstStep
  }

  /** Behind the frame's last step. */
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
    return this.#recording.steps.memorySize(this.#index)
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

  memory(offset: ByteOffset, length: ByteCount): Uint8Array {
    const bytes = new Uint8Array(length)
    const end = Math.min(offset + length, this.memorySize, this.#memory.length)
    if (offset < end) bytes.set(this.#memory.subarray(offset, end))
    return bytes
  }

  /** Return data of the last call, before this step. */
  get returndata(): Uint8Array {
    return this.#returndata
  }

  /** Goes to the frame's next own step. */
  next(): void {
    const { steps, startedAt } = this.#recording
    const index = this.#index
    const child = startedAt.get(index)
    const following = child === undefined ? index + 1 : child.endStep
    this.#index = following
    if (following >= this.frame.endStep) return
    const code = steps.opcode(index)
    if (code >= op.PUSH0 && code <= op.PUSH32) this.#pushConstant(steps.pc(index), code - op.PUSH0)
    else if (code >= op.DUP1 && code <= op.DUP16) this.#copyItem(code - op.DUP1 + 1)
    else if (code >= op.SWAP1 && code <= op.SWAP16) this.#swapItem(code - op.SWAP1 + 1)
    else if (code === op.POP) this.#stackSize--
    else this.#execute(index, code, child)
  }

  #pushConstant(pc: Pc, bytes: number): void {
    const at = this.#stackSize++ * WORD_PARTS
    const { code } = this.frame
    this.#stack.fill(0, at, at + WORD_PARTS)
    for (let i = 0; i < bytes; i++) {
      const place = bytes - 1 - i
      this.#stack[at + (place >> 2)]! |= (code[pc + 1 + i] ?? 0) << ((place & 3) * 8)
    }
  }

  #copyItem(n: number): void {
    const at = this.#stackSize++ * WORD_PARTS
    const from = at - n * WORD_PARTS
    this.#stack.copyWithin(at, from, from + WORD_PARTS)
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
    const opcode = BY_CODE[code]
    // Only the last step of a frame can be without opcode, and it was handled.
    if (opcode === undefined) return
    const { steps, side } = this.#recording
    if (child !== undefined) this.#returndata = returndataOf(child)
    else if (code === op.CREATE || code === op.CREATE2 || opcode.writesLater.length > 0) this.#returndata = EMPTY
    if (opcode.writes.length > 0 || opcode.writesLater.length > 0) this.#write(index, opcode, child)
    this.#stackSize -= opcode.pops
    if (opcode.pushes === 0) return
    const at = this.#stackSize++ * WORD_PARTS
    if (hasResult(opcode)) {
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

  #write(index: StepIndex, opcode: Opcode, child: RecordedFrame | undefined): void {
    const range = (opcode.writes[0] ?? opcode.writesLater[0])!
    const length = 'length' in range ? this.#number(range.length) : range.bytes
    if (length === 0) return
    const offset = this.#number(range.offset)
    const end = opcode.writes.length > 0 ? offset + length : offset + Math.min(length, this.#returndata.length)
    this.#reserve(end)
    const memory = this.#memory
    switch (opcode.code) {
      case op.MSTORE: {
        const at = (this.#stackSize - 2) * WORD_PARTS
        const view = new DataView(memory.buffer, offset, 32)
        for (let part = 0; part < WORD_PARTS; part++) view.setUint32(28 - part * 4, this.#stack[at + part]!)
        return
      }
      case op.MSTORE8:
        memory[offset] = this.#stack[(this.#stackSize - 2) * WORD_PARTS]!
        return
      case op.MCOPY: {
        const from = this.#number(1)
        this.#reserve(from + length)
        this.#memory.copyWithin(offset, from, from + length)
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
        this.#copyFrom(this.#recording.copiedCode.get(index) ?? EMPTY, 0, offset, length)
        return
      default:
        // A call's output: what the frame gave, as much as was asked for.
        if (child !== undefined) memory.set(this.#returndata.subarray(0, end - offset), offset)
    }
  }

  #copyFrom(source: Uint8Array, from: number, offset: ByteOffset, length: ByteCount): void {
    const present = source.subarray(Math.min(from, source.length), Math.min(from + length, source.length))
    this.#memory.set(present, offset)
    this.#memory.fill(0, offset + present.length, offset + length)
  }

  #reserve(end: ByteOffset): void {
    if (end <= this.#memory.length) return
    const grown = new Uint8Array(Math.max(end, this.#memory.length * 2))
    grown.set(this.#memory)
    this.#memory = grown
  }
}

/** What RETURNDATACOPY reads after the frame. */
function returndataOf(frame: RecordedFrame): Uint8Array {
  return isCreation(frame) && succeeded(frame) ? EMPTY : frame.output
}

/** What the frame's end pushes for its caller. */
function resultOf(frame: RecordedFrame): Word {
  if (!succeeded(frame)) return 0n
  return isCreation(frame) ? BigInt(frame.address) : 1n
}

function isCreation(frame: RecordedFrame): boolean {
  return frame.kind === 'create' || frame.kind === 'create2'
}

function succeeded(frame: RecordedFrame): boolean {
  return frame.status === 'stop' || frame.status === 'return'
}
