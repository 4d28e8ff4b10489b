/**
 * The allocations of a frame in the order in which they were made: how far the free pointer went, what of each was never
 * read, what was allocated beyond what the object uses, and what was given back since.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex } from '../base/units.ts'
import type { Allocation, MapObject, MemoryMap, Value } from '../solidity/index.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped, hexOffset } from './number.ts'
import { fitLine, type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'
import { printable } from './width.ts'

/** A read of memory by a step of the frame. */
export interface MemoryRead {
  /** The step that read it. */
  readonly step: StepIndex
  /** The first byte. */
  readonly offset: ByteOffset
  /** In bytes. */
  readonly length: ByteCount
}

/** One move of the free pointer upwards, as a table shows it. */
export interface AllocationRow {
  /** The step that moved it. */
  readonly step: StepIndex
  /** The first byte. */
  readonly offset: ByteOffset
  /** How many were allocated, with padding. */
  readonly bytes: ByteCount
  /** Type and way to it: `bytes32[5] a`; `?` where the type is unknown. */
  readonly object: string
  /** Whether the type is but inferred. */
  readonly isGuess: boolean
  /** Where the step left it. */
  readonly freePointer: ByteOffset
  /** Bytes of it that no step of the frame read, as long as it lived; `undefined` where they were not counted. */
  readonly neverRead: ByteCount | undefined
  /** Bytes behind what the object uses; `undefined` where that is not known. */
  readonly slack: ByteCount | undefined
  /** The step that set the free pointer back to its beginning, or into it. */
  readonly releasedAt: StepIndex | undefined
  /** The step that allocated some of its bytes again. */
  readonly reusedAt: StepIndex | undefined
  /** The part of the sources that moved it; `undefined` where that is not known. */
  readonly allocatedBy: MapObject['allocatedBy']
}

/** The allocations of a frame, and what became of them in all. */
export interface AllocationHistory {
  /** In the order in which they were made. */
  readonly allocations: readonly AllocationRow[]
  /** Bytes of all allocations together. */
  readonly allocated: ByteCount
  /** Bytes that nothing read, where they were counted. */
  readonly neverRead: ByteCount
  /** Bytes behind what objects use, where that is known. */
  readonly slack: ByteCount
  /** The largest that memory was. */
  readonly peak: ByteCount
}

/** Up to the moment of the map. `reads` are those of the frame, in the order of the steps. */
export function allocationHistory(
  { history, size, step: moment }: MemoryMap,
  reads: Iterable<MemoryRead>,
  { memory }: Messages,
): AllocationHistory {
  const unread = neverRead(history, size, reads, moment ?? Number.POSITIVE_INFINITY)
  const allocations = history.map((one, index): AllocationRow => {
    const { step, offset, bytes, freePointer, type, path, known, use, object } = one
    return {
      ...{ step, offset, bytes, freePointer },
      object: use === undefined ? [type ?? '?', path ?? ''].join(' ').trim() : memory.buffer[use],
      isGuess: known === 'inferred',
      neverRead: unread[index],
      slack: slackOf(object?.value, bytes),
      releasedAt: one.releasedAt,
      reusedAt: one.reusedAt,
      allocatedBy: one.allocatedBy,
    }
  })
  const sum = (of: (one: AllocationRow) => number) => allocations.reduce((total, one) => total + of(one), 0)
  return {
    allocations,
    allocated: sum(({ bytes }) => bytes),
    neverRead: sum(({ neverRead }) => neverRead ?? 0),
    slack: sum(({ slack }) => slack ?? 0),
    peak: size,
  }
}

/** Bytes that are looked at: a pointer that goes to and fro can make a million large allocations. */
const MAX_COUNTED: ByteCount = 2 ** 28

/** For each allocation the bytes that no read touched between its step and its release; `undefined` beyond the bound. */
function neverRead(
  history: readonly Allocation[],
  size: ByteCount,
  reads: Iterable<MemoryRead>,
  moment: StepIndex,
): (number | undefined)[] {
  /** By byte: one more than the step that read it last; 0 for none. */
  const readAt = new Uint32Array(size)
  const unread = new Array<number | undefined>(history.length).fill(undefined)
  const endOf = ({ releasedAt }: Allocation) => releasedAt ?? Number.POSITIVE_INFINITY
  const byEnd = history.map((_, index) => index).sort((a, b) => endOf(history[a]!) - endOf(history[b]!))
  let counted = 0
  let next = 0
  const count = (until: StepIndex) => {
    for (; next < byEnd.length && endOf(history[byEnd[next]!]!) <= until; next++) {
      const { step, offset, bytes } = history[byEnd[next]!]!
      if ((counted += bytes) > MAX_COUNTED) continue
      const end = Math.min(size, offset + bytes)
      let none = bytes - Math.max(0, end - offset)
      for (let at = offset; at < end; at++) if (readAt[at]! <= step) none++
      unread[byEnd[next]!] = none
    }
  }
  for (const { step, offset, length } of reads) {
    if (step >= moment) break
    count(step)
    readAt.fill(step + 1, offset, offset + length)
  }
  count(Number.POSITIVE_INFINITY)
  return unread
}

const WORD = 32

function slackOf(value: Value | undefined, size: ByteCount): ByteCount | undefined {
  switch (value?.kind) {
    case 'struct':
      return Math.max(0, size - value.members.length * WORD)
    case 'string':
    case 'bytes':
      return Math.max(0, size - WORD - value.length)
    default:
      return value?.kind === 'array' ? size % WORD : undefined
  }
}

/**
 * The history as a table with a line of sums below.
 * @param width lines are cut to so many columns
 */
export function allocationsScreen(history: AllocationHistory, { map }: Messages, width?: number): Screen {
  const { columns } = map
  const isAnyReleased = history.allocations.some(({ releasedAt }) => releasedAt !== undefined)
  const rows = history.allocations.map(
    ({ step, offset, bytes, object, isGuess, freePointer, neverRead, slack, allocatedBy, ...one }): Row => [
      span(grouped(step), 'dim'),
      span(hexOffset(offset)),
      span(grouped(bytes)),
      span(printable(isGuess ? `${object}?` : object), 'strong'),
      span(hexOffset(freePointer)),
      span(neverRead === undefined ? '?' : neverRead === 0 ? '' : grouped(neverRead)),
      span(slack === undefined || slack === 0 ? '' : grouped(slack)),
      ...(isAnyReleased ? [span(releaseText(one, map))] : []),
      span(allocatedBy === undefined ? '' : printable(`${allocatedBy.file}:${allocatedBy.line}`), 'dim'),
    ],
  )
  const table = layoutTable(
    [
      { title: columns.step, align: 'right' },
      { title: columns.offset },
      { title: columns.bytes, align: 'right' },
      { title: columns.object },
      { title: columns.freePointer },
      { title: columns.neverRead, align: 'right' },
      { title: columns.slack, align: 'right' },
      ...(isAnyReleased ? [{ title: columns.released }] : []),
      { title: columns.allocatedBy },
    ],
    rows,
  )
  const { allocated, neverRead, slack, peak } = history
  const total = map.allocated(byteCount(allocated), byteCount(neverRead), byteCount(slack), byteCount(peak))
  const lines = [...table, [], [span(` ${total}`, 'dim')]]
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}

function releaseText(
  { releasedAt, reusedAt }: Pick<AllocationRow, 'releasedAt' | 'reusedAt'>,
  map: Messages['map'],
): string {
  if (releasedAt === undefined) return ''
  return map.released(grouped(releasedAt), reusedAt === undefined ? undefined : grouped(reusedAt))
}
