/**
 * A recording made from the steps that another EVM told: each with its stack, some with memory, none with code.
 *
 *   step ─▶ which frame? ─▶ what did the step before do, now that its outcome is seen ─▶ a record of this one
 *
 * What the trace leaves out is put together again: code from the bytes that ran, frames from depth and operands, memory
 * from what the steps wrote. What nothing tells is marked: calldata of the transaction, code that is copied, what a
 * precompile answers.
 * @module
 */
import { MemlaneError } from '../../base/error.ts'
import type { Address, ByteCount, ByteOffset, Gas, StepIndex, Word } from '../../base/units.ts'
import {
  EVENT_LAYOUT,
  type FrameKind,
  type HaltReason,
  hasResult,
  REFUND_FLAG,
  recordedOperands,
} from '../../evm/index.ts'
import * as op from '../../opcodes/codes.ts'
import type { ForkName, MemoryOperands, Opcode } from '../../opcodes/index.ts'
import { OPCODE_OF_BYTE } from '../frameCursor.ts'
import { PagedMemory } from '../pagedMemory.ts'
import { type RecordedFrame, type RecordedRun, Recording } from '../recording.ts'
import { flawOf } from '../recordingCheck.ts'
import { SideTable } from '../sideTable.ts'
import { StepTable } from '../stepTable.ts'
import { CodeImage } from './codeImage.ts'

/** A stack as a trace spells it. Of most steps only the topmost words are ever asked for. */
export interface TraceStack {
  readonly length: number
  /** The word `depth` places below the top, `depth < length`; 0 beyond. */
  word(depth: number): Word
}

/** A step as a trace tells it; everything is from before it executes. */
export interface TraceStep {
  readonly pc: number
  /** The opcode byte. */
  readonly op: number
  readonly gas: Gas
  /** `undefined` where the trace has none. */
  readonly gasCost: Gas | undefined
  /** From 1. */
  readonly depth: number
  readonly stack: TraceStack
  readonly memory: Uint8Array | undefined
  readonly returndata: Uint8Array | undefined
  readonly refund: bigint | undefined
  /** Why the step failed, in the words of whoever wrote the trace. */
  readonly error: string | undefined
}

/** What is said behind the last step. */
export interface TraceEnd {
  readonly output: Uint8Array | undefined
  readonly failed: boolean | undefined
}

/** What a trace does not have and whoever imports it may. */
export interface TraceContext {
  readonly fork: ForkName
  readonly from?: Address
  readonly to?: Address
  readonly value?: Word
  /** Calldata; for a creation the code. */
  readonly input?: Uint8Array
  readonly creates?: boolean
  readonly transaction?: RecordedRun['transaction']
}

const EMPTY = new Uint8Array(0)
const NOWHERE: Address = '0x0000000000000000000000000000000000000000'
const MOST_DEPTH = 1024
const MOST_STACK = 1024
/** Of one frame's memory, and of all that is recorded. */
const MOST_MEMORY: ByteCount = 1 << 28
const MOST_BYTES: ByteCount = 2 ** 30
const MOST_SOURCE = BigInt(MOST_BYTES)

const ADDRESS_MASK = (1n << 160n) - 1n
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER)

const KINDS: ReadonlyMap<number, FrameKind> = new Map([
  [op.CALL, 'call'],
  [op.CALLCODE, 'callcode'],
  [op.DELEGATECALL, 'delegatecall'],
  [op.STATICCALL, 'staticcall'],
  [op.CREATE, 'create'],
  [op.CREATE2, 'create2'],
])

/** Bytes of which some may be unknown. */
interface Known {
  readonly bytes: Uint8Array
  readonly known: boolean
}

const NOTHING: Known = { bytes: EMPTY, known: true }
const UNKNOWN: Known = { bytes: EMPTY, known: false }

type Pending = TraceStep & { readonly index: StepIndex; readonly row: Opcode | undefined; started: boolean }

interface OpenFrame {
  readonly id: number
  readonly parent: OpenFrame | undefined
  readonly depth: number
  readonly kind: FrameKind
  readonly address: Address
  readonly codeAddress: Address
  readonly caller: Address
  readonly value: Word
  readonly gas: Gas
  readonly isStatic: boolean
  readonly code: CodeImage
  readonly input: Known
  readonly firstStep: StepIndex
  readonly memory: PagedMemory
  readonly unknown: PagedMemory
  memorySize: ByteCount
  returndata: Known
  last: Pending | undefined
}

export class TraceBuilder {
  readonly #from: RecordedRun['from']
  readonly #context: TraceContext
  readonly #steps = new StepTable()
  readonly #side = new SideTable()
  readonly #frames: (Omit<RecordedFrame, 'code'> & { readonly image: CodeImage })[] = []
  readonly #written = new Map<StepIndex, Uint8Array>()
  readonly #unknown = new Set<StepIndex>()
  readonly #codes = new Map<Address, CodeImage>()
  readonly #record = new DataView(new ArrayBuffer(EVENT_LAYOUT.bytes))
  #frameCount = 0
  #top: OpenFrame | undefined
  #refund = 0n
  #bytes = 0

  constructor(from: RecordedRun['from'], context: TraceContext) {
    this.#from = from
    this.#context = context
  }

  get stepCount(): number {
    return this.#steps.count
  }

  /**
   * Takes the next step.
   * @param place what to name in an error: `line 7`
   * @throws {MemlaneError} `trace.badTrace`.
   */
  add(step: TraceStep, place: string): void {
    checkStep(step, place)
    const frame = this.#frameOf(step, place)
    const { last } = frame
    if (last !== undefined) this.#complete(frame, last, step, place)
    this.#append(frame, step, place)
  }

  /**
   * The recording; the trace is over.
   * @throws {MemlaneError} `trace.truncatedTrace` where nothing tells how the run ended.
   */
  end(end: TraceEnd): Recording {
    // Of an account without code there are no steps.
    if (this.#frameCount === 0) this.#open(undefined, { gas: this.#context.transaction?.gasLimit ?? 0n }, 'the trace')
    while (this.#top?.parent !== undefined) this.#close(this.#top, undefined)
    const outermost = this.#top
    if (outermost !== undefined) {
      const { last } = outermost
      const ended = last !== undefined && (last.error !== undefined || ENDS.has(last.op))
      if (!ended && end.failed === undefined)
        throw new MemlaneError(
          'trace.truncatedTrace',
          `The trace ends in the middle of the run, after ${this.stepCount} steps; it has no line that tells the result.`,
          { steps: this.stepCount },
        )
      this.#close(outermost, undefined, end)
    }
    const { fork, transaction } = this.#context
    const recording = new Recording({
      run: { from: this.#from, fork, ...(transaction && { transaction }) },
      steps: this.#steps,
      side: this.#side,
      frames: this.#frames.map(({ image, ...frame }) => ({ ...frame, code: image.bytes })),
      written: this.#written,
      unknown: this.#unknown,
      world: undefined,
    })
    const flaw = flawOf(recording)
    if (flaw !== undefined) throw bad(flaw, 'and so the trace contradicts itself')
    return recording
  }

  // ── Frames ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  #frameOf(step: TraceStep, place: string): OpenFrame {
    const depth = step.depth - 1
    if (this.#top === undefined) {
      if (depth !== 0 || this.stepCount > 0) throw bad(place, `has depth ${step.depth}, where no call is open`)
      return this.#open(undefined, step, place)
    }
    while (this.#depth > depth) this.#close(this.#top, step)
    if (depth === this.#depth) return this.#top
    const { last } = this.#top
    if (depth !== this.#depth + 1 || last === undefined || last.error !== undefined || !KINDS.has(last.op))
      throw bad(place, `has depth ${step.depth}, and no call led there`)
    return this.#open(this.#top, step, place)
  }

  get #depth(): number {
    return this.#top?.depth ?? -1
  }

  #open(parent: OpenFrame | undefined, { gas }: Pick<TraceStep, 'gas'>, place: string): OpenFrame {
    const start = parent === undefined ? this.#outermost() : this.#callee(parent)
    if (this.#depth >= MOST_DEPTH) throw bad(place, 'is deeper than calls can be')
    const frame: OpenFrame = {
      ...start,
      id: this.#frameCount++,
      parent,
      depth: this.#depth + 1,
      gas,
      firstStep: this.stepCount,
      memory: new PagedMemory(),
      unknown: new PagedMemory(),
      memorySize: 0,
      returndata: NOTHING,
      last: undefined,
    }
    if (parent?.last !== undefined) parent.last.started = true
    this.#top = frame
    return frame
  }

  #outermost() {
    const { from = NOWHERE, to = NOWHERE, value = 0n, input, creates = false } = this.#context
    const code = creates && input !== undefined ? CodeImage.of(input) : this.#codeAt(to)
    return {
      kind: creates ? ('create' as const) : ('call' as const),
      address: to,
      codeAddress: to,
      caller: from,
      value,
      isStatic: false,
      code,
      input: creates ? NOTHING : { bytes: input ?? EMPTY, known: input !== undefined },
    }
  }

  #callee(parent: OpenFrame) {
    const { stack, op: opcode } = parent.last!
    const kind = KINDS.get(opcode)!
    const operand = (index: number) => stack.word(index)
    if (kind === 'create' || kind === 'create2') {
      const initcode = this.#read(parent, operand(1), operand(2))
      const image = initcode.known ? CodeImage.of(initcode.bytes) : new CodeImage()
      const common = { caller: parent.address, value: operand(0), isStatic: false, input: NOTHING }
      // Its address is on its caller's stack when it has ended.
      return { ...common, kind, address: NOWHERE, codeAddress: NOWHERE, code: image }
    }
    const target = addressOf(operand(1))
    const hasValue = kind === 'call' || kind === 'callcode'
    const input = this.#read(parent, operand(hasValue ? 3 : 2), operand(hasValue ? 4 : 3))
    const own = kind === 'call' || kind === 'staticcall'
    return {
      kind,
      address: own ? target : parent.address,
      codeAddress: target,
      caller: kind === 'delegatecall' ? parent.caller : parent.address,
      value: kind === 'delegatecall' ? parent.value : hasValue ? operand(2) : 0n,
      isStatic: parent.isStatic || kind === 'staticcall',
      code: this.#codeAt(target),
      input,
    }
  }

  /** One image of the code at an address: several frames may run other parts of it. */
  #codeAt(address: Address): CodeImage {
    let image = address === NOWHERE ? undefined : this.#codes.get(address)
    if (image === undefined) this.#codes.set(address, (image = new CodeImage()))
    return image
  }

  /** Ends a frame; `next` is the step that its caller goes on with. */
  #close(frame: OpenFrame, next: TraceStep | undefined, end?: TraceEnd): void {
    const { last, parent, kind } = frame
    const pushed = parent === undefined ? undefined : next?.stack.word(0)
    const succeeded = pushed === undefined ? end?.failed !== true : pushed !== 0n
    let status: RecordedFrame['status'] = succeeded ? 'stop' : 'halt'
    let output: Known = NOTHING
    // Some nodes give a REVERT that did its work the error of the call.
    const failed = last?.error !== undefined && !(last.op === op.REVERT && /revert/i.test(last.error))
    if (failed) status = 'halt'
    else if (last?.op === op.RETURN || last?.op === op.REVERT) {
      this.#expand(frame, last)
      output = this.#read(frame, last.stack.word(0), last.stack.word(1))
      status = last.op === op.REVERT ? 'revert' : succeeded ? 'return' : 'halt'
      if (status === 'halt') output = NOTHING
    }
    if (parent === undefined && end?.output !== undefined && status !== 'halt')
      output = { bytes: end.output, known: true }
    const isCreation = kind === 'create' || kind === 'create2'
    const address = isCreation && pushed !== undefined && pushed !== 0n ? addressOf(pushed) : frame.address
    const taken = status === 'halt' ? 0 : (last?.row?.pops ?? 0)
    const memory = frame.memory.read(0, frame.memorySize)
    this.#count(memory.length + output.bytes.length + frame.input.bytes.length + 1024, 'the trace')
    this.#frames[frame.id] = {
      id: frame.id,
      parent: parent?.id,
      depth: frame.depth,
      kind,
      address,
      codeAddress: isCreation ? address : frame.codeAddress,
      caller: frame.caller,
      value: frame.value,
      gas: frame.gas,
      isStatic: frame.isStatic,
      image: frame.code,
      input: frame.input.bytes,
      status,
      halt: status === 'halt' ? haltOf(last?.error) : undefined,
      gasLeft: status === 'halt' || last === undefined ? 0n : atLeast0(last.gas - (last.gasCost ?? 0n)),
      output: output.bytes,
      memory,
      stack: last === undefined ? [] : wordsBelow(last.stack, taken),
      firstStep: frame.firstStep,
      endStep: this.stepCount,
      startedBy: parent === undefined ? undefined : frame.firstStep - 1,
    }
    this.#top = parent
    if (parent !== undefined) parent.returndata = isCreation && succeeded ? NOTHING : output
  }

  // ── Steps ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What the step before did, seen from the one that follows it in its frame. */
  #complete(frame: OpenFrame, last: Pending, next: TraceStep, place: string): void {
    const { row, started } = last
    if (last.error !== undefined || row === undefined || ENDS.has(last.op))
      throw bad(place, 'follows a step that ended its frame')
    const size = last.stack.length - row.pops + row.pushes
    if (next.stack.length !== size)
      throw bad(place, `has ${next.stack.length} words on the stack, where ${row.name} leaves ${size}`)
    if (last.op >= op.PUSH1 && last.op <= op.PUSH32) frame.code.put(last.pc + 1, last.op - op.PUSH0, next.stack.word(0))
    if (hasResult(row) && !started) this.#appendWord(next.stack.word(0))
    this.#expand(frame, last)
    if (KINDS.has(last.op)) {
      if (next.returndata !== undefined) frame.returndata = { bytes: next.returndata, known: true }
      else if (!started) frame.returndata = UNKNOWN
    }
    this.#write(frame, last, next, place)
  }

  #append(frame: OpenFrame, step: TraceStep, place: string): void {
    const row = OPCODE_OF_BYTE[step.op]
    const index = this.stepCount
    const record = this.#record
    const refund = step.refund ?? this.#refund
    record.setUint32(EVENT_LAYOUT.pc, step.pc, true)
    record.setUint8(EVENT_LAYOUT.opcode, step.op)
    record.setUint8(EVENT_LAYOUT.flags, refund === this.#refund ? 0 : REFUND_FLAG)
    record.setUint16(EVENT_LAYOUT.depth, step.depth - 1, true)
    record.setBigUint64(EVENT_LAYOUT.gas, step.gas, true)
    record.setUint32(EVENT_LAYOUT.memoryWords, frame.memorySize / 32, true)
    record.setUint32(EVENT_LAYOUT.frame, frame.id, true)
    record.setBigUint64(EVENT_LAYOUT.side, BigInt(this.#side.length), true)
    this.#steps.append(new Uint8Array(record.buffer))
    this.#count(EVENT_LAYOUT.bytes, place)
    if (refund !== this.#refund) {
      const bytes = new DataView(new ArrayBuffer(8))
      bytes.setBigInt64(0, refund, true)
      this.#appendBytes(new Uint8Array(bytes.buffer))
      this.#refund = refund
    }
    frame.code.putByte(step.pc, step.op)
    const operands = row === undefined ? 0 : recordedOperands(row)
    if (operands <= step.stack.length) {
      for (let operand = 0; operand < operands; operand++) this.#appendWord(step.stack.word(operand))
      if (row !== undefined && operands > 0) this.#appendReplaced(frame, step, row)
    }
    frame.last = { ...step, index, row, started: false }
  }

  /** Memory that is going to be overwritten, as far as it is there. */
  #appendReplaced(frame: OpenFrame, { stack }: TraceStep, row: Opcode): void {
    const range = row.writes[0] ?? row.writesLater[0]
    if (range === undefined) return
    const { offset, length } = rangeOf(range, stack)
    if (offset < frame.memorySize)
      this.#appendBytes(frame.memory.read(offset, Math.min(length, frame.memorySize - offset)))
  }

  #appendWord(word: Word): void {
    const bytes = new DataView(new ArrayBuffer(32))
    for (let limb = 0; limb < 4; limb++)
      bytes.setBigUint64(limb * 8, (word >> BigInt(limb * 64)) & 0xffffffffffffffffn, true)
    this.#appendBytes(new Uint8Array(bytes.buffer))
  }

  #appendBytes(bytes: Uint8Array): void {
    this.#count(bytes.length, 'the trace')
    this.#side.append(bytes)
  }

  #count(bytes: ByteCount, place: string): void {
    this.#bytes += bytes
    if (this.#bytes > MOST_BYTES) throw bad(place, `is more than a recording of ${MOST_BYTES} bytes holds`)
  }

  // ── Memory ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Grows memory as the step does. */
  #expand(frame: OpenFrame, { row, stack, index }: Pending): void {
    if (row === undefined) return
    for (const range of [...row.reads, ...row.writes, ...row.writesLater]) {
      const { offset, length } = rangeOf(range, stack)
      if (length === 0) continue
      const end = offset + length
      if (!(end <= MOST_MEMORY)) throw bad(`step ${index}`, `uses memory beyond ${MOST_MEMORY} bytes`)
      frame.memorySize = Math.max(frame.memorySize, Math.ceil(end / 32) * 32)
    }
  }

  #read({ memory, unknown }: OpenFrame, offset: Word, length: Word): Known {
    if (length === 0n) return NOTHING
    // Past its end memory is zero, and a range that could not be paid for is not read.
    if (offset + length > BigInt(MOST_MEMORY)) return { bytes: EMPTY, known: false }
    const [from, count] = [Number(offset), Number(length)]
    return { bytes: memory.read(from, count), known: !unknown.read(from, count).includes(1) }
  }

  #write(frame: OpenFrame, last: Pending, next: TraceStep, place: string): void {
    const { row, stack, index } = last
    const range = row?.writes[0] ?? row?.writesLater[0]
    if (range === undefined) return
    const { offset, length } = rangeOf(range, stack)
    if (length === 0) return
    const operand = (item: number) => stack.word(item)
    switch (last.op) {
      case op.MSTORE: {
        const bytes = new DataView(new ArrayBuffer(32))
        for (let limb = 0; limb < 4; limb++)
          bytes.setBigUint64(24 - limb * 8, (operand(1) >> BigInt(limb * 64)) & 0xffffffffffffffffn)
        this.#put(frame, offset, new Uint8Array(bytes.buffer), length)
        return
      }
      case op.MSTORE8:
        this.#put(frame, offset, Uint8Array.of(Number(operand(1) & 0xffn)), length)
        return
      case op.MCOPY: {
        const from = Number(operand(1))
        frame.memory.write(offset, frame.memory.read(from, length))
        frame.unknown.write(offset, frame.unknown.read(from, length))
        return
      }
      default:
        this.#copy(frame, index, offset, length, this.#source(frame, last, length, next, offset, place))
    }
  }

  /** Bytes that a copy or a call wrote, `undefined` where nothing tells them; fewer than asked for where a call gave fewer. */
  #source(
    frame: OpenFrame,
    { op: opcode, stack, started }: Pending,
    length: ByteCount,
    { memory }: TraceStep,
    offset: ByteOffset,
    place: string,
  ): Uint8Array | undefined {
    const isCall = KINDS.has(opcode)
    if (memory !== undefined) {
      if (memory.length < offset + length) throw bad(place, 'has less memory than the step before wrote')
      const given = frame.returndata
      // What a call wrote is as much as came back.
      return memory.slice(offset, offset + (isCall && given.known ? Math.min(length, given.bytes.length) : length))
    }
    const from = (item: number) => {
      const word = stack.word(item)
      return word > MOST_SOURCE ? MOST_BYTES : Number(word)
    }
    const part = ({ bytes, known }: Known, start: number) => (known ? bytes.slice(start, start + length) : undefined)
    if (opcode === op.CALLDATACOPY) return part(frame.input, from(1))
    if (opcode === op.RETURNDATACOPY) return part(frame.returndata, from(1))
    // A creation's own code was read from its caller's memory.
    if (opcode === op.CODECOPY) return part({ bytes: frame.code.bytes, known: frame.code.isWhole }, from(1))
    if (!isCall) return undefined
    if (frame.returndata.known) return frame.returndata.bytes.slice(0, length)
    // Without steps of its own the callee was an account without code, which gives nothing, or a precompile.
    return started || isPrecompile(stack) ? undefined : EMPTY
  }

  #copy(
    frame: OpenFrame,
    index: StepIndex,
    offset: ByteOffset,
    length: ByteCount,
    bytes: Uint8Array | undefined,
  ): void {
    if (bytes === undefined) {
      this.#unknown.add(index)
      frame.memory.fill(0, offset, length)
      frame.unknown.fill(1, offset, length)
      return
    }
    this.#count(bytes.length, 'the trace')
    this.#written.set(index, bytes)
    const isCall = KINDS.has(frame.last!.op)
    this.#put(frame, offset, bytes, isCall ? bytes.length : length)
  }

  #put(frame: OpenFrame, offset: ByteOffset, bytes: Uint8Array, length: ByteCount): void {
    frame.memory.write(offset, bytes, length)
    frame.unknown.fill(0, offset, length)
  }
}

const ENDS: ReadonlySet<number> = new Set([op.STOP, op.RETURN, op.REVERT, op.SELFDESTRUCT, op.INVALID])

function rangeOf(
  range: MemoryOperands,
  stack: TraceStack,
): { readonly offset: ByteOffset; readonly length: ByteCount } {
  const number = (item: number) => {
    const word = stack.word(item)
    return word > MOST_EXACT ? Number.POSITIVE_INFINITY : Number(word)
  }
  return { offset: number(range.offset), length: 'length' in range ? number(range.length) : range.bytes }
}

/** 0x01 to 0x11 and 0x100, of whatever fork. */
function isPrecompile(stack: TraceStack): boolean {
  const address = stack.word(1) & ADDRESS_MASK
  return (address >= 1n && address <= 0x11n) || address === 0x100n
}

/** Bottom first, without the topmost `taken`. */
function wordsBelow(stack: TraceStack, taken: number): Word[] {
  return Array.from({ length: Math.max(0, stack.length - taken) }, (_, index) => stack.word(stack.length - 1 - index))
}

function addressOf(word: Word): Address {
  return `0x${(word & ADDRESS_MASK).toString(16).padStart(40, '0')}`
}

function atLeast0(gas: Gas): Gas {
  return gas < 0n ? 0n : gas
}

const HALTS: readonly (readonly [RegExp, HaltReason])[] = [
  [/underflow/i, 'stackUnderflow'],
  [/stack (limit|overflow)|StackOverflow/i, 'stackOverflow'],
  [/jump/i, 'invalidJump'],
  [/invalid opcode|opcode.*(defined|found)|InvalidFE/i, 'invalidOpcode'],
  [/write protection|static/i, 'staticViolation'],
  [/return ?data/i, 'returnDataOutOfBounds'],
  [/init ?code/i, 'initcodeTooLarge'],
  [/code size/i, 'codeTooLarge'],
  [/0xef/i, 'invalidCodePrefix'],
  [/collision/i, 'createCollision'],
]

function haltOf(error: string | undefined): HaltReason {
  return HALTS.find(([words]) => error !== undefined && words.test(error))?.[1] ?? 'outOfGas'
}

function checkStep({ pc, op: opcode, gas, depth, stack }: TraceStep, place: string): void {
  if (!Number.isInteger(pc) || pc < 0 || pc >= CodeImage.MOST_BYTES) throw bad(place, 'has no position in code')
  if (!Number.isInteger(opcode) || opcode < 0 || opcode > 255) throw bad(place, 'has no opcode')
  if (!Number.isInteger(depth) || depth < 1) throw bad(place, 'has no depth')
  if (gas < 0n || gas >= 1n << 64n) throw bad(place, 'has no gas')
  if (stack.length > MOST_STACK) throw bad(place, `has more than ${MOST_STACK} words on the stack`)
}

/** What is wrong with a part of a trace. */
export function bad(place: string, what: string): MemlaneError {
  return new MemlaneError('trace.badTrace', `The trace cannot be read: ${place} ${what}.`, { place, what })
}
