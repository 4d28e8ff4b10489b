/**
 * Reads of memory that nobody wrote: in a brutalized run what they saw was junk, in a plain one zeros.
 * @module
 */
import type { ByteCount, ByteOffset, Pc, StepIndex } from '../../base/units.ts'
import {
  type MemoryAccess,
  type MemoryAccesses,
  type MemoryRange,
  type Origin,
  type OriginPart,
  type Recording,
  writersOf,
} from '../../trace/index.ts'

/** A step that read memory which nobody wrote. */
export interface JunkRead {
  /** Of the brutalized recording. */
  readonly step: StepIndex
  /** Whose memory it is, by id. */
  readonly frame: number
  /** In the code of the frame that the step is of. */
  readonly pc: Pc
  /** The opcode byte. */
  readonly opcode: number
  /** The first byte that it read. */
  readonly offset: ByteOffset
  /** How many it read. */
  readonly length: ByteCount
  /** Which of them nobody wrote, in order; at most 64 ranges. */
  readonly unwritten: readonly MemoryRange[]
}

const MOST_RANGES = 64
/** Where a brutalized run has no junk either. */
const CALM: MemoryRange = { offset: 0x40, length: 0x40 }

/** The first step before `end` that read junk; `undefined` where none did. */
export function firstJunkRead(recording: Recording, accesses: MemoryAccesses, end: StepIndex): JunkRead | undefined {
  const written = new Map<number, WrittenBytes>()
  for (const access of accesses.from(0)) {
    if (access.step >= end) return undefined
    const bytes = written.get(access.frame) ?? new WrittenBytes()
    written.set(access.frame, bytes)
    if (access.kind === 'write') bytes.add(access)
    else if (bytes.lacks(access)) {
      const read = junkReadOf(recording, accesses, access.step, access)
      if (read !== undefined) return read
    }
  }
  return undefined
}

/** What a step saw of junk in a range of a frame's memory; `undefined` when somebody wrote all of it. */
export function junkReadOf(
  recording: Recording,
  accesses: MemoryAccesses,
  step: StepIndex,
  { frame, offset, length }: MemoryRange & { readonly frame: number },
): JunkRead | undefined {
  const question = { frame, offset, length, at: step }
  const { unwritten, bytes } = writersOf(recording, accesses, question, { most: 4096, shadowed: 0 })
  // Growth of the same step: past the end of memory nobody wrote.
  const behind = { offset: offset + bytes.length, length: length - bytes.length }
  const ranges = [...unwritten.filter((range) => range.offset < behind.offset), behind].flatMap(withoutCalm)
  if (ranges.length === 0) return undefined
  const { steps } = recording
  return {
    step,
    frame,
    pc: steps.pc(step),
    opcode: steps.opcode(step),
    offset,
    length,
    unwritten: ranges.slice(0, MOST_RANGES),
  }
}

/**
 * The read through which junk came into a value; `undefined` when its origins tell of none.
 * @param step what used the value
 */
export function junkReadBehind(
  recording: Recording,
  accesses: MemoryAccesses,
  origins: readonly Origin[],
  step: StepIndex,
): JunkRead | undefined {
  const open = origins.map((origin) => ({ origin, reader: step }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { origin } = next
    if (origin.kind === 'junk') {
      const read = junkReadOf(recording, accesses, next.reader, origin)
      if (read !== undefined) return read
    }
    const reader = readerOf(recording, origin) ?? next.reader
    const inner: readonly Origin[] =
      'inputs' in origin ? origin.inputs : 'parts' in origin ? origin.parts.map((part: OriginPart) => part.origin) : []
    const direct = inner.some(({ kind }) => kind === 'junk') ? readOf(recording, accesses, origin, reader) : undefined
    if (direct !== undefined) return direct
    for (const from of inner) open.push({ origin: from, reader })
  }
  return undefined
}

/** The step that read the memory which an origin was made from. */
function readerOf(recording: Recording, origin: Origin): StepIndex | undefined {
  if (!('madeBy' in origin) || origin.madeBy === undefined) return undefined
  const { step, frame } = origin.madeBy
  switch (origin.kind) {
    // Out of the memory of the frame that called.
    case 'calldata':
    case 'code':
      return recording.frames[frame]!.startedBy
    // Out of that of the frame that returned, by its last step.
    case 'returndata':
      return recording.frames[origin.callee]!.endStep - 1
    default:
      return step
  }
}

/** All that an MLOAD, a hash or a copy read; of others, only their junk is known. */
function readOf(
  recording: Recording,
  accesses: MemoryAccesses,
  origin: Origin,
  reader: StepIndex,
): JunkRead | undefined {
  if (origin.kind !== 'memory' && origin.kind !== 'hash') return undefined
  return junkReadOf(recording, accesses, reader, origin)
}

function withoutCalm(range: MemoryRange): MemoryRange[] {
  const calmEnd = CALM.offset + CALM.length
  const end = range.offset + range.length
  return [
    { offset: range.offset, length: Math.min(end, CALM.offset) - range.offset },
    { offset: Math.max(range.offset, calmEnd), length: end - Math.max(range.offset, calmEnd) },
  ].filter(({ length }) => length > 0)
}

/** Which bytes of a frame's memory somebody wrote, a bit for each. */
class WrittenBytes {
  #bits = new Uint8Array(64)

  add({ offset, length }: MemoryAccess): void {
    const end = offset + length
    if (end > this.#bits.length * 8) {
      const grown = new Uint8Array(Math.max(this.#bits.length * 2, Math.ceil(end / 8)))
      grown.set(this.#bits)
      this.#bits = grown
    }
    for (let at = offset; at < end; ) {
      if (at % 8 === 0 && end - at >= 8) {
        const whole = Math.floor((end - at) / 8)
        this.#bits.fill(0xff, at / 8, at / 8 + whole)
        at += whole * 8
      } else {
        this.#bits[Math.floor(at / 8)]! |= 1 << (at % 8)
        at++
      }
    }
  }

  /** Whether nobody wrote some byte of a range that can hold junk. */
  lacks({ offset, length }: MemoryAccess): boolean {
    for (const range of withoutCalm({ offset, length }))
      for (let at = range.offset; at < range.offset + range.length; ) {
        const bits = this.#bits[Math.floor(at / 8)] ?? 0
        if (at % 8 === 0 && bits === 0xff) at += 8
        else if ((bits & (1 << (at % 8))) === 0) return true
        else at++
      }
    return false
  }
}
