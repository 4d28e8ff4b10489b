/**
 * The memory of one frame as far as a trace lets it be put together again: bytes, and which of them nobody knows.
 * @module
 */
import type { ByteCount, ByteOffset, Word } from '../../base/units.ts'
import { type MemoryOperands, type Opcode, rangeOf } from '../../opcodes/index.ts'
import { PagedMemory } from '../pagedMemory.ts'
import { bad, type TraceStack } from './traceStep.ts'

/** Bytes of which some may be unknown. */
export interface Known {
  readonly bytes: Uint8Array
  readonly known: boolean
}

const EMPTY = new Uint8Array(0)
export const NOTHING: Known = { bytes: EMPTY, known: true }
export const UNKNOWN: Known = { bytes: EMPTY, known: false }

const MOST_MEMORY: ByteCount = 1 << 28
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER)

export class RebuiltMemory {
  readonly #bytes = new PagedMemory()
  readonly #unknown = new PagedMemory()
  #size: ByteCount = 0

  get size(): ByteCount {
    return this.#size
  }

  /** A copy of all of it; zero where nobody knows. */
  whole(): Uint8Array {
    return this.#bytes.read(0, this.#size)
  }

  /** Grows as a step makes it grow. @throws {MemlaneError} `trace.badTrace` beyond what any block can pay for. */
  grow(row: Opcode, stack: TraceStack, place: string): void {
    const size = this.sizeAfter(row, stack)
    if (size > MOST_MEMORY) throw bad(place, `uses memory beyond ${MOST_MEMORY} bytes`)
    this.#size = size
  }

  /** How large a step makes it; infinite from 2^53 on. */
  sizeAfter({ ranges }: Opcode, stack: TraceStack): ByteCount {
    let size = this.#size
    for (const range of ranges) {
      const { offset, length } = rangeIn(stack, range)
      if (length > 0) size = Math.max(size, Math.ceil((offset + length) / 32) * 32)
    }
    return size
  }

  /** Past its end memory is zero, and a range that nobody could pay for is not read. */
  read(offset: Word, length: Word): Known {
    if (length === 0n) return NOTHING
    if (offset + length > BigInt(MOST_MEMORY)) return UNKNOWN
    const [from, count] = [Number(offset), Number(length)]
    return { bytes: this.#bytes.read(from, count), known: !this.#unknown.read(from, count).includes(1) }
  }

  /** What stands in a range now, as far as it lies in memory. */
  within(offset: ByteOffset, length: ByteCount): Uint8Array {
    return offset < this.#size ? this.#bytes.read(offset, Math.min(length, this.#size - offset)) : EMPTY
  }

  /** How many of these bytes there are up to the last that is not known to stand there. */
  changedBy(offset: ByteOffset, bytes: Uint8Array): ByteCount {
    const before = this.#bytes.read(offset, bytes.length)
    const unknown = this.#unknown.read(offset, bytes.length)
    return bytes.findLastIndex((byte, at) => byte !== before[at] || unknown[at] === 1) + 1
  }

  /** Writes bytes, and zeros behind them up to `length`. */
  put(offset: ByteOffset, bytes: Uint8Array, length: ByteCount = bytes.length): void {
    this.#bytes.write(offset, bytes, length)
    this.#unknown.fill(0, offset, length)
  }

  /** Copies a range inside, with what is unknown of it. */
  move(to: ByteOffset, from: ByteOffset, length: ByteCount): void {
    this.#bytes.write(to, this.#bytes.read(from, length))
    this.#unknown.write(to, this.#unknown.read(from, length))
  }

  /** Says of a range that what was taken to stand in it was not told. */
  doubt(offset: ByteOffset, length: ByteCount): void {
    this.#unknown.fill(1, offset, length)
  }

  /** Writes what nobody knows. */
  blur(offset: ByteOffset, length: ByteCount): void {
    this.#bytes.fill(0, offset, length)
    this.#unknown.fill(1, offset, length)
  }
}

/** A range as a step's operands name it; infinite from 2^53 on. */
export function rangeIn(stack: TraceStack, range: MemoryOperands): ReturnType<typeof rangeOf> {
  return rangeOf(range, (operand) => {
    const word = stack.word(operand)
    return word > MOST_EXACT ? Number.POSITIVE_INFINITY : Number(word)
  })
}
