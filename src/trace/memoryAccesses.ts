/**
 * Every access to memory in a recording, in the order of the steps: what `who`, `watch` and `find` look through.
 *
 *   step │ frame │ kind │ offset │ length       MCOPY is two rows, a call one for its input and one for its output
 *
 * Rows are columns of numbers, made in one pass over the recording. Steps that failed had no access.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex } from '../base/units.ts'
import * as op from '../opcodes/codes.ts'
import { lengthOf, type MemoryOperands, type Opcode, opcodeOfByte } from '../opcodes/index.ts'
import type { Recording } from './recording.ts'

/** What an instruction does with memory. MCOPY does both. */
export type AccessKind = 'read' | 'write'

/** A range of memory that a step read or wrote. */
export interface MemoryAccess {
  /** The step that did it; of a call's output, the step of the call. */
  readonly step: StepIndex
  /** Whose memory it is: the frame's id. */
  readonly frame: number
  /** MCOPY is one of each. */
  readonly kind: AccessKind
  /** The first byte. */
  readonly offset: ByteOffset
  /** At least 1. Of a call's output: the bytes that came back, at most those asked for. */
  readonly length: ByteCount
}

/** What is wanted of the accesses. */
export interface AccessFilter {
  /** Only memory of this frame. */
  readonly frame?: number
  /** Only reads, or only writes. */
  readonly kind?: AccessKind
  /** Only accesses that touch one of these bytes. */
  readonly range?: { readonly offset: ByteOffset; readonly length: ByteCount }
}

const READ = 0
const WRITE = 1

/** By opcode byte: those that read or write memory. */
const TOUCHES: readonly (Opcode | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const opcode = opcodeOfByte(byte)
  return opcode !== undefined && opcode.ranges.length > 0 ? opcode : undefined
})

/**
 * All accesses of a recording, for questions about ranges of memory. Making it takes one pass over all steps; make it
 * once for a recording.
 */
export class MemoryAccesses {
  /** Steps that store to a slot, in order: found on the way, since looking at every step takes a while. */
  readonly stores: readonly StepIndex[]
  readonly #recording: Recording
  #count = 0
  #steps = new Uint32Array(1024)
  #kinds = new Uint8Array(1024)
  /** Memory ends below 2^32: the recording says how many words there were in 32 bits. */
  #offsets = new Uint32Array(1024)
  #lengths = new Uint32Array(1024)

  /** @param recording is walked once, now */
  constructor(recording: Recording) {
    this.#recording = recording
    const { steps } = recording
    const stores: StepIndex[] = []
    for (let step = 0; step < steps.count; step++) {
      const code = steps.opcode(step)
      const ranges = TOUCHES[code]
      if (ranges !== undefined) visitAccesses(recording, step, ranges, this.#addRow)
      else if (code === op.SSTORE || code === op.TSTORE) stores.push(step)
    }
    this.stores = stores
  }

  /** How many there are; an MCOPY counts twice. */
  get count(): number {
    return this.#count
  }

  /** The accesses after, and at, a step, oldest first. */
  *from(step: StepIndex, filter: AccessFilter = {}): Generator<MemoryAccess> {
    for (let row = this.#rowAt(step); row < this.#count; row++) if (this.#fits(row, filter)) yield this.#access(row)
  }

  /** The accesses before a step, newest first. */
  *before(step: StepIndex, filter: AccessFilter = {}): Generator<MemoryAccess> {
    for (let row = this.#rowAt(step) - 1; row >= 0; row--) if (this.#fits(row, filter)) yield this.#access(row)
  }

  /** The accesses of one step: reads before writes. */
  ofStep(step: StepIndex): MemoryAccess[] {
    const accesses: MemoryAccess[] = []
    for (let row = this.#rowAt(step); row < this.#count && this.#steps[row] === step; row++)
      accesses.push(this.#access(row))
    return accesses
  }

  /** The first row at or after a step. */
  #rowAt(step: StepIndex): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#steps[middle]! < step) low = middle + 1
      else high = middle
    }
    return low
  }

  #fits(row: number, { frame, kind, range }: AccessFilter): boolean {
    if (kind !== undefined && this.#kinds[row] !== (kind === 'read' ? READ : WRITE)) return false
    if (range !== undefined) {
      const offset = this.#offsets[row]!
      if (offset >= range.offset + range.length || offset + this.#lengths[row]! <= range.offset) return false
    }
    return frame === undefined || this.#recording.steps.frame(this.#steps[row]!) === frame
  }

  #access(row: number): MemoryAccess {
    const step = this.#steps[row]!
    return {
      step,
      frame: this.#recording.steps.frame(step),
      kind: this.#kinds[row] === READ ? 'read' : 'write',
      offset: this.#offsets[row]!,
      length: this.#lengths[row]!,
    }
  }

  readonly #addRow = (step: StepIndex, kind: number, offset: ByteOffset, length: ByteCount): void => {
    const row = this.#count++
    if (row === this.#steps.length) this.#grow()
    this.#steps[row] = step
    this.#kinds[row] = kind
    this.#offsets[row] = offset
    this.#lengths[row] = length
  }

  #grow(): void {
    const grown = <Column extends Uint32Array | Uint8Array>(column: Column, empty: Column): Column => {
      empty.set(column)
      return empty
    }
    const length = this.#steps.length * 2
    this.#steps = grown(this.#steps, new Uint32Array(length))
    this.#kinds = grown(this.#kinds, new Uint8Array(length))
    this.#offsets = grown(this.#offsets, new Uint32Array(length))
    this.#lengths = grown(this.#lengths, new Uint32Array(length))
  }
}

/** The accesses of one step: reads before writes. None for a step that failed. */
export function accessesOf(recording: Recording, step: StepIndex): MemoryAccess[] {
  const ranges = TOUCHES[recording.steps.opcode(step)]
  if (ranges === undefined) return []
  const frame = recording.steps.frame(step)
  const accesses: MemoryAccess[] = []
  visitAccesses(recording, step, ranges, (_, kind, offset, length) =>
    accesses.push({ step, frame, kind: kind === READ ? 'read' : 'write', offset, length }),
  )
  return accesses
}

type Visit = (step: StepIndex, kind: number, offset: ByteOffset, length: ByteCount) => void

function visitAccesses(recording: Recording, step: StepIndex, { reads, writes }: Opcode, visit: Visit): void {
  if (recording.failed(step)) return
  if (reads !== undefined) visitRange(recording, step, READ, reads, false, visit)
  if (writes !== undefined) visitRange(recording, step, WRITE, writes, writes.isLater, visit)
}

function visitRange(
  recording: Recording,
  step: StepIndex,
  kind: number,
  range: MemoryOperands,
  isOutput: boolean,
  visit: Visit,
): void {
  const asked = lengthOf(range, (operand) => recording.operandNumber(step, operand))
  const length = isOutput ? recording.outputLength(step, asked) : asked
  if (length > 0) visit(step, kind, recording.operandNumber(step, range.offset), length)
}
