/**
 * A recording made from the steps that another EVM told: each with its stack, some with memory, none with code.
 *
 *   step ─▶ which frame? ─▶ what did the step before do, now that its outcome is seen ─▶ a record of this one
 *
 * What the trace leaves out is put together again: code from the bytes that ran, frames from depth and operands, memory
 * from what the steps wrote. What nothing tells is marked: calldata of the transaction, code that is copied, what a
 * precompile answers. What a later step disproves is marked too.
 * @module
 */
import { formatAddress } from '../../base/address.ts'
import type { Address, ByteCount, ByteOffset, Gas, StepIndex, Word } from '../../base/units.ts'
import { hasResult } from '../../evm/events.ts'
import type { HaltReason, Status } from '../../evm/index.ts'
import * as op from '../../opcodes/codes.ts'
import { DEFAULT_FORK, isCreation, MAX_DEPTH, type Opcode, opcodeOfByte, startsFrame } from '../../opcodes/index.ts'
import { traceError } from '../errors.ts'
import type { RecordedFrame } from '../recordedFrame.ts'
import { type RecordedRun, Recording } from '../recording.ts'
import { flawOf } from '../recordingCheck.ts'
import { type CalleeStart, calleeOf, isPrecompile, NOWHERE, outermostOf } from './callee.ts'
import { CodeImage } from './codeImage.ts'
import { haltOf, haltShown, isHalt } from './halt.ts'
import { type Known, NOTHING, RebuiltMemory, rangeIn, UNKNOWN } from './rebuiltMemory.ts'
import { StepWriter } from './stepWriter.ts'
import { bad, checkStep, type TraceContext, type TraceEnd, type TraceStack, type TraceStep } from './traceStep.ts'

/** What a frame takes beside its data. */
const FRAME_BYTES: ByteCount = 1024

/** The last step of a frame so far: what it did is seen at the next one. */
interface Pending extends TraceStep {
  readonly index: StepIndex
  readonly row: Opcode | undefined
  /** Whether it started a frame of which there are steps. */
  started: boolean
  error: string | undefined
}

interface OpenFrame extends CalleeStart {
  readonly id: number
  readonly parent: OpenFrame | undefined
  readonly depth: number
  readonly gas: Gas
  readonly firstStep: StepIndex
  readonly memory: RebuiltMemory
  returndata: Known
  /** The call that return data is of, when what it wrote to memory was concluded and not told. */
  concluded: Pending | undefined
  last: Pending | undefined
}

/** How a frame ended. */
interface Ending {
  readonly status: Status
  readonly halt: HaltReason | undefined
  readonly output: Known
}

export class TraceBuilder {
  readonly #from: RecordedRun['from']
  readonly #context: TraceContext
  readonly #writer = new StepWriter()
  readonly #frames: (Omit<RecordedFrame, 'code'> & { readonly image: CodeImage })[] = []
  readonly #written = new Map<StepIndex, Uint8Array>()
  readonly #unknown = new Set<StepIndex>()
  readonly #codes = new Map<Address, CodeImage>()
  #frameCount = 0
  #top: OpenFrame | undefined
  /** What the trace says for the outermost frame: 1, or 0. */
  #firstDepth = 1
  #tellsReturndata = false

  constructor(from: RecordedRun['from'], context: TraceContext) {
    this.#from = from
    this.#context = context
  }

  get stepCount(): number {
    return this.#writer.count
  }

  /**
   * Takes the next step.
   * @param place what to name in an error: `line 7`
   * @throws {MemlaneError} `trace.badTrace`.
   */
  add(step: TraceStep, place: string): void {
    checkStep(step, place)
    if (this.stepCount === 0 && step.depth <= 1) this.#firstDepth = step.depth
    const frame = this.#frameOf(step, place)
    const { last } = frame
    if (last !== undefined && isSameStep(last, step)) {
      last.error = step.error
      return
    }
    if (step.returndata !== undefined && step.returndata.length > 0) this.#tellsReturndata = true
    if (last !== undefined) this.#complete(frame, last, step, place)
    else if (step.stack.length > 0)
      throw bad(place, `has ${step.stack.length} words on the stack, where a call begins with none`)
    this.#append(frame, step)
  }

  /**
   * The recording; the trace is over.
   * @throws {MemlaneError} `trace.truncatedTrace` where nothing tells how the run ended.
   */
  end(end: TraceEnd): Recording {
    // Of an account without code there are no steps.
    if (this.#frameCount === 0) this.#open(undefined, { gas: this.#context.transaction?.gasLimit ?? 0n }, 'the trace')
    if (this.#top !== undefined && !this.#isEnd(this.#top, end))
      throw traceError('trace.truncatedTrace', { steps: this.stepCount })
    while (this.#top !== undefined) this.#close(this.#top, undefined, end)
    const { fork = end.fork ?? DEFAULT_FORK, transaction } = this.#context
    const { steps, side } = this.#writer
    const recording = new Recording({
      run: { from: this.#from, fork, ...(transaction && { transaction }) },
      steps,
      side,
      frames: this.#frames.map(({ image, ...frame }) => ({ ...frame, code: image.bytes })),
      written: this.#written,
      unknown: this.#unknown,
      world: undefined,
    })
    const flaw = flawOf(recording)
    if (flaw !== undefined) throw bad(flaw, 'and so the trace contradicts itself')
    return recording
  }

  /** Whether the run can have ended where the trace does. */
  #isEnd({ depth, last }: OpenFrame, end: TraceEnd): boolean {
    if (end.of === 'wholeRun') return true
    if (depth > 0) return false
    if (end.of === 'run') return true
    if (last === undefined || isHalt(last.error) || last.row?.ends !== undefined) return true
    // Words about a call behind one that has no steps are about that one.
    return end.of === 'call' && !startsFrame(last.op)
  }

  // ── Frames ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  #frameOf(step: TraceStep, place: string): OpenFrame {
    const depth = step.depth - this.#firstDepth
    if (this.#top === undefined) {
      if (depth !== 0 || this.stepCount > 0) throw bad(place, `has depth ${step.depth}, where no call is open`)
      return this.#open(undefined, step, place)
    }
    if (depth < 0) throw bad(place, `has depth ${step.depth}, and the first step has ${this.#firstDepth}`)
    // Only the caller of a frame tells what it came to.
    while (this.#depth > depth) this.#close(this.#top, this.#depth === depth + 1 ? step : undefined)
    if (depth === this.#depth) return this.#top
    const { last } = this.#top
    if (depth !== this.#depth + 1 || last === undefined || isHalt(last.error) || !startsFrame(last.op) || last.started)
      throw bad(place, `has depth ${step.depth}, and no call led there`)
    return this.#open(this.#top, step, place)
  }

  get #depth(): number {
    return this.#top?.depth ?? -1
  }

  #open(parent: OpenFrame | undefined, { gas }: Pick<TraceStep, 'gas'>, place: string): OpenFrame {
    if (this.#depth >= MAX_DEPTH) throw bad(place, 'is deeper than calls can be')
    const codeAt = (address: Address) => this.#codeAt(address)
    const start =
      parent?.last === undefined
        ? outermostOf(this.#context, codeAt)
        : calleeOf(parent, parent.last, parent.memory, codeAt)
    this.#writer.take(start.input.bytes.length + (start.code.isWhole ? start.code.bytes.length : 0) + FRAME_BYTES)
    const frame: OpenFrame = {
      ...start,
      id: this.#frameCount++,
      parent,
      depth: this.#depth + 1,
      gas,
      firstStep: this.stepCount,
      memory: new RebuiltMemory(),
      returndata: NOTHING,
      concluded: undefined,
      last: undefined,
    }
    if (parent?.last !== undefined) parent.last.started = true
    this.#top = frame
    return frame
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
    const { status, halt, output } = this.#endingOf(frame, pushed, parent === undefined ? end : undefined)
    const creates = isCreation(kind)
    const address = creates && pushed !== undefined && pushed !== 0n ? formatAddress(pushed) : frame.address
    const memory = frame.memory.whole()
    this.#writer.take(memory.length + output.bytes.length)
    this.#frames[frame.id] = {
      id: frame.id,
      parent: parent?.id,
      depth: frame.depth,
      kind,
      address,
      codeAddress: creates ? address : frame.codeAddress,
      caller: frame.caller,
      value: frame.value,
      gas: frame.gas,
      isStatic: frame.isStatic,
      image: frame.code,
      input: frame.input.bytes,
      status,
      halt,
      gasLeft: status === 'halt' || last === undefined ? 0n : atLeast0(last.gas - (last.gasCost ?? 0n)),
      output: output.bytes,
      memory,
      stack: last === undefined ? [] : status === 'halt' ? wordsBelow(last.stack, 0) : stackBehind(last),
      firstStep: frame.firstStep,
      endStep: this.stepCount,
      startedBy: parent === undefined ? undefined : frame.firstStep - 1,
    }
    this.#top = parent
    if (parent !== undefined) parent.returndata = creates && status !== 'revert' ? NOTHING : output
  }

  /** How a frame ended: as its last step says and shows, as its caller found it, as the end of the trace tells. */
  #endingOf(frame: OpenFrame, pushed: Word | undefined, end: TraceEnd | undefined): Ending {
    const { last } = frame
    const failed = pushed === undefined ? end?.failed === true : pushed === 0n
    const error = isHalt(last?.error) ? last.error : undefined
    const halted = (words = error): Ending => ({
      status: 'halt',
      halt: haltOf(last, last?.row, frame, words),
      output: NOTHING,
    })
    const given = end?.output
    if (last === undefined)
      return failed ? halted(end?.error) : { status: 'stop', halt: undefined, output: given ? known(given) : NOTHING }
    const { row } = last
    if (error !== undefined || row === undefined || haltShown(last, row, frame) !== undefined)
      return halted(error ?? end?.error)
    switch (last.op) {
      // Nothing that is said of it can make it fail.
      case op.STOP:
        return { status: 'stop', halt: undefined, output: NOTHING }
      case op.RETURN:
      case op.REVERT: {
        if (last.op === op.RETURN && failed) return halted(end?.error)
        frame.memory.grow(row, last.stack, `step ${last.index}`)
        const length = last.stack.word(1)
        // The range says how much it is: another length is a placeholder.
        const isTold = given !== undefined && BigInt(given.length) === length
        const output = isTold ? known(given) : frame.memory.read(last.stack.word(0), length)
        return { status: last.op === op.RETURN ? 'return' : 'revert', halt: undefined, output }
      }
      default:
        if (failed) return halted(end?.error)
        // Behind the code's end stands a STOP that not every writer tells.
        if (last.op !== op.SELFDESTRUCT) this.#effect(frame, last, undefined)
        return { status: 'stop', halt: undefined, output: NOTHING }
    }
  }

  // ── Steps ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What the step before did, seen from the one that follows it in its frame. */
  #complete(frame: OpenFrame, last: Pending, next: TraceStep, place: string): void {
    const { row, started } = last
    if (isHalt(last.error) || row === undefined || row.ends !== undefined)
      throw bad(place, 'follows a step that ended its frame')
    const size = last.stack.length - row.pops + row.pushes
    if (last.stack.length < row.pops || next.stack.length !== size)
      throw bad(place, `has ${next.stack.length} words on the stack, where ${row.name} leaves ${Math.max(size, 0)}`)
    if (last.op >= op.PUSH1 && last.op <= op.PUSH32) frame.code.put(last.pc + 1, last.op - op.PUSH0, next.stack.word(0))
    if (hasResult(row) && !started) this.#writer.word(next.stack.word(0))
    if (startsFrame(last.op)) this.#takeReturndata(frame, last, next)
    else if (last.op === op.RETURNDATASIZE || last.op === op.RETURNDATACOPY) this.#checkReturndata(frame, last, next)
    this.#effect(frame, last, next)
  }

  #append(frame: OpenFrame, step: TraceStep): void {
    const row = opcodeOfByte(step.op)
    const index = this.stepCount
    this.#writer.step(step, row, frame.id, frame.depth, frame.memory)
    frame.code.putByte(step.pc, step.op)
    frame.last = { ...step, index, row, started: false }
  }

  // ── Return data ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What a call brought back. Some writers say of every step that it is nothing, and never anything else. */
  #takeReturndata(frame: OpenFrame, last: Pending, next: TraceStep): void {
    const told = next.returndata
    if (told !== undefined && (told.length > 0 || this.#tellsReturndata)) frame.returndata = known(told)
    else if (!last.started) {
      // Without steps of its own the callee was an account without code, which gives nothing, or a precompile.
      frame.returndata = isPrecompile(last) ? UNKNOWN : NOTHING
      frame.concluded = last
      return
    }
    frame.concluded = undefined
  }

  /** A step that went on tells how much return data there must have been. */
  #checkReturndata(frame: OpenFrame, last: Pending, next: TraceStep): void {
    const { returndata, concluded } = frame
    const length = BigInt(returndata.bytes.length)
    const stands =
      last.op === op.RETURNDATASIZE ? next.stack.word(0) === length : last.stack.word(1) + last.stack.word(2) <= length
    if (stands || !returndata.known) return
    frame.returndata = UNKNOWN
    const output = concluded?.row?.writes
    if (concluded === undefined || output === undefined) return
    const { offset, length: asked } = rangeIn(concluded.stack, output)
    this.#written.delete(concluded.index)
    this.#unknown.add(concluded.index)
    if (asked > 0) frame.memory.doubt(offset, asked)
  }

  // ── Memory ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What a step did to memory; `next` is the one that follows, where there is one. */
  #effect({ memory, ...frame }: OpenFrame, last: Pending, next: TraceStep | undefined): void {
    const { row, stack, index } = last
    if (row === undefined) return
    memory.grow(row, stack, `step ${index}`)
    if (row.writes === undefined) return
    const { offset, length } = rangeIn(stack, row.writes)
    if (length === 0) return
    switch (last.op) {
      case op.MSTORE:
        memory.put(offset, bytesOfWord(stack.word(1)))
        return
      case op.MSTORE8:
        memory.put(offset, Uint8Array.of(Number(stack.word(1) & 0xffn)))
        return
      case op.MCOPY:
        memory.move(offset, Number(stack.word(1)), length)
        return
    }
    const bytes = copiedBy(frame, memory, last, next, offset, length)
    if (bytes === undefined) {
      this.#unknown.add(index)
      memory.blur(offset, length)
      return
    }
    this.#writer.take(bytes.length)
    this.#written.set(index, bytes)
    memory.put(offset, bytes, startsFrame(last.op) ? bytes.length : length)
  }
}

/** Bytes that a copy or a call wrote, `undefined` where nothing tells them; fewer than asked for where a call gave fewer. */
function copiedBy(
  { input, code, returndata }: Pick<OpenFrame, 'input' | 'code' | 'returndata'>,
  memory: RebuiltMemory,
  { op: opcode, stack }: Pending,
  next: TraceStep | undefined,
  offset: ByteOffset,
  length: ByteCount,
): Uint8Array | undefined {
  const isCall = startsFrame(opcode)
  const told = next?.memory
  // Memory that does not reach as far as the step wrote is left out, whatever is said in its place.
  if (told !== undefined && told.length >= offset + length) {
    const bytes = told.slice(offset, offset + length)
    // What a call wrote is as much as came back; where that is not known, as far as something is another than before.
    if (isCall) return bytes.subarray(0, returndata.known ? returndata.bytes.length : memory.changedBy(offset, bytes))
    return bytes
  }
  if (isCall) return returndata.known ? returndata.bytes.slice(0, length) : undefined
  const start = Number(stack.word(1))
  const part = ({ bytes, known }: Known) => (known ? bytes.slice(start, start + length) : undefined)
  if (opcode === op.CALLDATACOPY) return part(input)
  if (opcode === op.RETURNDATACOPY) return part(returndata)
  // A creation's own code was read from its caller's memory.
  if (opcode === op.CODECOPY) return part({ bytes: code.bytes, known: code.isWhole })
  return undefined
}

/** Whether it is the step before once more: geth and nimbus write one that fails a second time, with the error. */
function isSameStep(last: Pending, step: TraceStep): boolean {
  return (
    isHalt(step.error) &&
    !isHalt(last.error) &&
    !last.started &&
    last.pc === step.pc &&
    last.op === step.op &&
    last.gas === step.gas
  )
}

function known(bytes: Uint8Array): Known {
  return { bytes, known: true }
}

function bytesOfWord(word: Word): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(32))
  for (let limb = 0; limb < 4; limb++)
    bytes.setBigUint64(24 - limb * 8, (word >> BigInt(limb * 64)) & 0xffffffffffffffffn)
  return new Uint8Array(bytes.buffer)
}

/** Bottom first, without the topmost `taken`. */
function wordsBelow(stack: TraceStack, taken: number): Word[] {
  return Array.from({ length: Math.max(0, stack.length - taken) }, (_, index) => stack.word(stack.length - 1 - index))
}

/** The stack behind a frame's last step, without a result that nothing tells. */
function stackBehind({ op: opcode, row, stack }: Pending): Word[] {
  if (opcode === op.PUSH0) return [...wordsBelow(stack, 0), 0n]
  if (opcode >= op.DUP1 && opcode <= op.DUP16) return [...wordsBelow(stack, 0), stack.word(opcode - op.DUP1)]
  if (opcode < op.SWAP1 || opcode > op.SWAP16) return wordsBelow(stack, row?.pops ?? 0)
  const other = opcode - op.SWAP1 + 1
  const below = wordsBelow(stack, other + 1)
  const between = Array.from({ length: other - 1 }, (_, index) => stack.word(other - 1 - index))
  return [...below, stack.word(0), ...between, stack.word(other)]
}

function atLeast0(gas: Gas): Gas {
  return gas < 0n ? 0n : gas
}
