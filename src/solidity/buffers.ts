/**
 * Temporary buffers: memory that is used where it lies, mostly above the free pointer, without being allocated.
 *
 * Such a range is known by who consumes or fills it: return data by RETURN, an event's data by LOG, a
 * mapping's key by KECCAK256; else by the block of inline assembly that wrote it. A later use of the same bytes, or an
 * allocation over them, takes them from a buffer, so what is left at the end is what memory still holds.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex, Word } from '../base/index.ts'
import { codes, OPCODES } from '../opcodes/index.ts'
import type { SourceRange } from './ast.ts'
import type { BufferUse, Returned } from './bufferUse.ts'
import { RESERVED_END } from './heap.ts'

export interface Buffer {
  readonly offset: ByteOffset
  readonly size: ByteCount
  readonly use: BufferUse
  readonly step: StepIndex
  /** What used it. */
  readonly range: SourceRange | undefined
  /** What it held then; empty for what is not ABI data. */
  readonly data: Uint8Array
  /** The event's first topic. */
  readonly topic: Word | undefined
  /** Of returned data: what gave it. */
  readonly returned?: Returned | undefined
  /** It was longer: something else took the rest. */
  readonly isRest: boolean
}

/** The range an instruction uses, by its operands' places on the stack. */
interface Usage {
  readonly use: BufferUse
  readonly offset: number
  readonly length: number
}

// biome-ignore format: rows exist to be compared
const USES: Readonly<Record<string, BufferUse>> = {
  RETURN:         'return',        REVERT:         'revert',
  LOG0:           'event',         LOG1:           'event',        LOG2:           'event',
  LOG3:           'event',         LOG4:           'event',
  CALL:           'callInput',     CALLCODE:       'callInput',
  DELEGATECALL:   'callInput',     STATICCALL:     'callInput',
  CREATE:         'creationCode',  CREATE2:        'creationCode',
  KECCAK256:      'hash',
  RETURNDATACOPY: 'returnedData',  CALLDATACOPY:   'calldata',
  CODECOPY:       'code',          EXTCODECOPY:    'code',
}

/** By opcode byte: what it consumes or fills, and then what its call brings back. */
export const USAGES: readonly (readonly Usage[] | undefined)[] = usages()

function usages(): (readonly Usage[] | undefined)[] {
  const table: (readonly Usage[] | undefined)[] = new Array(256).fill(undefined)
  for (const { code, name, ranges, writes } of OPCODES) {
    const use = USES[name]
    if (!use) continue
    table[code] = ranges.flatMap((range) => {
      if (!('length' in range)) return []
      return [
        { use: range === writes && writes.isLater ? 'returnedData' : use, offset: range.offset, length: range.length },
      ]
    })
  }
  return table
}

/** Uses whose bytes are ABI data. */
export const IS_ABI_DATA: ReadonlySet<BufferUse> = new Set(['return', 'revert', 'event', 'callInput'])

/** Whether the topics of a LOG include one that names the event. */
export function hasTopic(op: number): boolean {
  return op > codes.LOG0 && op <= codes.LOG4
}

export class Buffers {
  /** Ascending and disjoint. */
  readonly #buffers: Buffer[] = []

  /** Adds a buffer. Of those that it overlaps, what lies outside stays. */
  add(buffer: Buffer): void {
    if (buffer.size > 0) this.#replace(buffer.offset, buffer.offset + buffer.size, [buffer])
  }

  /** Adds a buffer that grows write by write: it becomes one with those of the same use and maker that it touches. */
  grow(buffer: Buffer): void {
    if (buffer.size === 0) return
    let start = buffer.offset
    let end = buffer.offset + buffer.size
    const { first, count } = this.#overlapped(start - 1, end + 1)
    for (const { offset, size, use, range } of this.#buffers.slice(first, first + count)) {
      if (use !== buffer.use || range?.file !== buffer.range?.file || range?.start !== buffer.range?.start) continue
      start = Math.min(start, offset)
      end = Math.max(end, offset + size)
    }
    this.add({ ...buffer, offset: start, size: end - start })
  }

  /** Takes `[start, end)` from the buffers there and returns the first of them, if it began at `start`. */
  remove(start: ByteOffset, end: ByteOffset): Buffer | undefined {
    const [removed] = this.#replace(start, end, [])
    return removed?.offset === start && !removed.isRest ? removed : undefined
  }

  /** Returns those that lost bytes. */
  #replace(start: ByteOffset, end: ByteOffset, buffers: readonly Buffer[]): readonly Buffer[] {
    const { first, count } = this.#overlapped(start, end)
    const removed = this.#buffers.slice(first, first + count)
    const before = removed.slice(0, 1).flatMap((buffer) => restOf(buffer, buffer.offset, start))
    const behind = removed.slice(-1).flatMap((buffer) => restOf(buffer, end, buffer.offset + buffer.size))
    this.#buffers.splice(first, count, ...before, ...buffers, ...behind)
    return removed
  }

  list(): readonly Buffer[] {
    return this.#buffers
  }

  #overlapped(start: ByteOffset, end: ByteOffset): { first: number; count: number } {
    let low = 0
    for (let high = this.#buffers.length; low < high; ) {
      const middle = (low + high) >> 1
      const { offset, size } = this.#buffers[middle]!
      if (offset + size <= start) low = middle + 1
      else high = middle
    }
    let count = 0
    while ((this.#buffers[low + count]?.offset ?? Number.POSITIVE_INFINITY) < end) count++
    return { first: low, count }
  }
}

const NO_DATA = new Uint8Array(0)

/** `[start, end)` of a buffer. The reserved words are used too often for anybody to ask about rests. */
function restOf(buffer: Buffer, start: ByteOffset, end: ByteOffset): Buffer[] {
  const from = Math.max(start, RESERVED_END)
  if (from >= end) return []
  return [
    {
      ...buffer,
      offset: from,
      size: end - from,
      data: NO_DATA,
      topic: undefined,
      returned: undefined,
      isRest: buffer.use !== 'assembly',
    },
  ]
}
