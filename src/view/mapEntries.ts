/**
 * What the typed map knows, as entries of the table.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import type { MapBuffer, MapObject, MemoryMap, ReservedRange, Value } from '../solidity/index.ts'
import type { MapEntry } from './map.ts'
import type { OwnedRange } from './memoryRows.ts'
import type { Messages } from './messages/index.ts'
import { grouped } from './number.ts'
import type { OwnerKind } from './palette.ts'
import { shownList, shownValue } from './valueText.ts'

/** All of memory that has an owner, and what has none but holds something, by ascending offset. */
export function mapEntries(map: MemoryMap, memory: Uint8Array, messages: Messages): readonly MapEntry[] {
  const owned = [
    ...map.reserved.map((range) => reservedEntry(range, messages)),
    ...map.objects.map((object) => objectEntry(object, messages)),
    ...map.buffers.map((buffer) => bufferEntry(buffer, messages)),
  ]
  return [...owned, ...unownedEntries(owned, memory, messages)].sort((a, b) => a.offset - b.offset)
}

/** Who owns what, for the rows of a memory. */
export function ownedRanges(entries: readonly MapEntry[]): readonly OwnedRange[] {
  return entries
    .filter(({ isOverwritten }) => isOverwritten !== true)
    .map(({ offset, bytes, kind }) => ({ start: offset, end: offset + bytes, kind }))
}

const RESERVED_KINDS = {
  scratch: 'scratch',
  freePointer: 'freePointer',
  zeroSlot: 'zeroSlot',
  immutables: 'local',
  locals: 'local',
} as const satisfies Record<ReservedRange['use'], OwnerKind>

function reservedEntry(range: ReservedRange, { memory }: Messages): MapEntry {
  const { offset, size, use, value, name, overwrittenAt } = range
  const isOverwritten = overwrittenAt !== undefined
  const object = name === undefined ? memory[use] : memory.local(name)
  return {
    kind: RESERVED_KINDS[use],
    offset,
    bytes: size,
    object: isOverwritten ? memory.overwritten(object) : object,
    isOverwritten,
    // The free pointer is an offset; the zero slot is wrong when it is not 0.
    value: value === undefined ? undefined : value === 0n ? '0' : `0x${value.toString(16)}`,
    allocatedBy: undefined,
  }
}

function objectEntry(mapped: MapObject, messages: Messages): MapEntry {
  const { offset, size, type, known, value, allocatedBy, overwrittenAt, overrun } = mapped
  const typeText = type === undefined ? messages.memory.unknown : known === 'inferred' ? `${type}?` : type
  const isOverwritten = overwrittenAt !== undefined
  const object = nameOf(typeText, mapped, messages)
  return {
    kind: kindOf(type),
    offset,
    bytes: size,
    object: isOverwritten ? messages.memory.overwritten(object) : object,
    isOverwritten,
    isInferred: known === 'inferred',
    value: valueText(value, overrun, messages),
    allocatedBy,
    isPlaceInferred: mapped.isPlaceInferred,
    allocatedAt: mapped.step,
  }
}

/** `Leaf x = n.leaves[1]`, `P (was a[1])`: a variable is also told as a member of what a reader may look for. */
function nameOf(type: string, { path, aliases, formerly }: MapObject, { memory }: Messages): string {
  if (path === undefined) return formerly[0] === undefined ? type : memory.formerly(type, formerly[0])
  const member = /[.[]/.test(path) ? undefined : aliases.find((alias) => /[.[]/.test(alias))
  return member === undefined ? `${type} ${path}` : `${type} ${path} = ${member}`
}

function valueText(value: Value | undefined, overrun: ByteCount, messages: Messages): string | undefined {
  if (value === undefined) return undefined
  const shown = shownValue(value, messages)
  // First, because a long value is cut.
  return overrun === 0 ? shown : `${messages.memory.overrun(grouped(overrun))} ${shown}`
}

function kindOf(type: string | undefined): OwnerKind {
  if (type === undefined) return 'unknown'
  if (type.endsWith(']')) return 'array'
  return type === 'string' || type === 'bytes' ? 'text' : 'struct'
}

function bufferEntry(buffer: MapBuffer, messages: Messages): MapEntry {
  const { offset, size, use, signature, value, usedBy, isRest, overwrittenAt } = buffer
  // What is returned belongs to the function that was called: the name says nothing new.
  const of =
    signature === undefined || use === 'return' || use === 'constructorArguments'
      ? ''
      : ` ${signature.replace(/\(.*/, '')}`
  const object = isRest ? messages.memory.restOf(messages.memory.buffer[use]) : messages.memory.buffer[use] + of
  const isOverwritten = overwrittenAt !== undefined
  return {
    kind: 'buffer',
    offset,
    bytes: size,
    object: isOverwritten ? messages.memory.overwritten(object) : object,
    isOverwritten,
    value: value === undefined ? undefined : shownList(value, messages),
    allocatedBy: usedBy,
  }
}

/** Stretches between owners that are not all zeros. */
function unownedEntries(owned: readonly MapEntry[], memory: Uint8Array, messages: Messages): MapEntry[] {
  const entries: MapEntry[] = []
  let end: ByteOffset = 0
  const gap = (start: ByteOffset, bytes: ByteCount) => {
    if (bytes <= 0 || memory.subarray(start, start + bytes).every((byte) => byte === 0)) return
    entries.push({
      kind: 'unknown',
      offset: start,
      bytes,
      object: messages.memory.unknown,
      value: undefined,
      allocatedBy: undefined,
    })
  }
  for (const { offset, bytes } of owned.toSorted((a, b) => a.offset - b.offset)) {
    gap(end, offset - end)
    end = Math.max(end, offset + bytes)
  }
  gap(end, memory.length - end)
  return entries
}
