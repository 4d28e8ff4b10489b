/**
 * The allocations of a frame in the order in which they were made: how far the free pointer went, what of each was never
 * read, and what was allocated beyond what the object uses.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex } from '../base/units.ts'
import type { MapObject, MemoryMap, Value } from '../solidity/index.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped, hexOffset } from './number.ts'
import { fitLine, type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'
import { printable } from './width.ts'

export interface Allocation {
  readonly step: StepIndex
  readonly offset: ByteOffset
  readonly bytes: ByteCount
  readonly object: string
  /** Where the next one begins. */
  readonly freePointer: ByteOffset
  /** Bytes of it that no step of the frame read. */
  readonly neverRead: ByteCount
  /** Bytes behind what the object uses; `undefined` where that is not known. */
  readonly slack: ByteCount | undefined
  readonly allocatedBy: MapObject['allocatedBy']
}

export interface AllocationHistory {
  readonly allocations: readonly Allocation[]
  readonly allocated: ByteCount
  readonly neverRead: ByteCount
  readonly slack: ByteCount
  /** The largest that memory was. */
  readonly peak: ByteCount
}

/** Up to the moment of the map. `read` has a 1 for each byte that was read till then. */
export function allocationHistory(map: MemoryMap, read: Uint8Array): AllocationHistory {
  const allocations = map.objects
    .map((object): Allocation => {
      const { step, offset, size, type, path, allocatedBy, value } = object
      let neverRead = 0
      for (let at = offset; at < offset + size; at++) if (read[at] !== 1) neverRead++
      return {
        step,
        offset,
        bytes: size,
        object: [type ?? '?', path ?? ''].join(' ').trim(),
        freePointer: offset + size,
        neverRead,
        slack: slackOf(value, size),
        allocatedBy,
      }
    })
    .sort((a, b) => a.step - b.step || a.offset - b.offset)
  const sum = (of: (one: Allocation) => number) => allocations.reduce((total, one) => total + of(one), 0)
  return {
    allocations,
    allocated: sum(({ bytes }) => bytes),
    neverRead: sum(({ neverRead }) => neverRead),
    slack: sum(({ slack }) => slack ?? 0),
    peak: map.size,
  }
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

export function allocationsScreen(history: AllocationHistory, { map }: Messages, width?: number): Screen {
  const { columns } = map
  const rows = history.allocations.map(
    ({ step, offset, bytes, object, freePointer, neverRead, slack, allocatedBy }): Row => [
      span(grouped(step), 'dim'),
      span(hexOffset(offset)),
      span(grouped(bytes)),
      span(printable(object), 'strong'),
      span(hexOffset(freePointer)),
      span(neverRead === 0 ? '' : grouped(neverRead)),
      span(slack === undefined || slack === 0 ? '' : grouped(slack)),
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
      { title: columns.allocatedBy },
    ],
    rows,
  )
  const { allocated, neverRead, slack, peak } = history
  const total = map.allocated(byteCount(allocated), byteCount(neverRead), byteCount(slack), byteCount(peak))
  const lines = [...table, [], [span(` ${total}`, 'dim')]]
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}
