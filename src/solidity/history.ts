/**
 * Every allocation of a frame in the order in which it was made, as the free pointer showed it: what lives, and what was
 * given back since.
 *
 *   free pointer   0x80 ─▶ 0x100 ─▶ 0x80 ─▶ 0xc0        0x80 … 0x100 was allocated, released and used again in part
 * @module
 */
import type { StepIndex } from '../base/index.ts'
import { typeByExpression, typeByGenerated } from './allocationType.ts'
import type { Compilation } from './compilation.ts'
import type { AstDefinitions } from './definitions.ts'
import type { Heap, Region, ReleasedLabel } from './heap.ts'
import type { Allocation, MapBuffer, MapObject } from './memoryMap.ts'
import { typeName } from './type.ts'
import { rankedHolders } from './typing.ts'

/** Regions that come behind one, looked through for the first that lies over it. */
const MAX_LATER = 100

/** `objects` and `filled` are what the map shows of the regions that live. */
export function historyOf(
  build: Compilation,
  { allocations }: Heap,
  objects: readonly MapObject[],
  filled: readonly MapBuffer[],
): Allocation[] {
  const shown = [...objects, ...filled].sort((a, b) => a.offset - b.offset)
  return allocations.flatMap((region, index): Allocation[] => {
    const { start, end, size, step } = region
    const range = region.place
    const made = {
      step,
      offset: start,
      bytes: size,
      freePointer: start + size,
      allocatedBy: range && build.position(range),
      releasedAt: region.releasedAt ?? region.shortenedAt,
      reusedAt: region.isLive ? undefined : reuseOf(region, allocations, index),
    }
    if (!region.isLive)
      return [{ ...made, object: undefined, use: undefined, ...releasedLabel(region, build.definitions) }]
    // Allocations that follow each other can be one object, which then stands with the first.
    return partOf(shown, start, end).map((part) => {
      const isObject = 'known' in part
      const label = isObject ? { type: part.type, path: part.path, known: part.known } : NO_LABEL
      const place = isObject ? part.allocatedBy : part.usedBy
      return {
        ...made,
        ...label,
        offset: part.offset,
        bytes: part.size,
        allocatedBy: place ?? made.allocatedBy,
        object: isObject ? part : undefined,
        use: isObject ? undefined : part.use,
      }
    })
  })
}

const NO_LABEL = { type: undefined, path: undefined, known: 'unknown' } as const

/** Those that begin in `[start, end)`, of parts by ascending offset. */
function partOf<Part extends { readonly offset: number }>(parts: readonly Part[], start: number, end: number): Part[] {
  let low = 0
  for (let high = parts.length; low < high; ) {
    const middle = (low + high) >> 1
    if (parts[middle]!.offset < start) low = middle + 1
    else high = middle
  }
  let behind = low
  while (behind < parts.length && parts[behind]!.offset < end) behind++
  return parts.slice(low, behind)
}

/** Of memory that holds something else by now: what held its address last, or what allocated it. */
export function releasedLabel(
  { start, objects, site, projectedLabel }: Region,
  definitions: AstDefinitions,
): ReleasedLabel {
  const [holder] = rankedHolders(objects.get(start)?.holders.values() ?? [])
  if (holder) return { type: typeName(holder.type), path: holder.declaration.name || undefined, known: 'declared' }
  if (projectedLabel) return projectedLabel
  const type = typeByGenerated(site) ?? typeByExpression(site, definitions)
  return type ? { type: typeName(type), path: undefined, known: 'inferred' } : NO_LABEL
}

/** The step that allocated some of the region's bytes again. */
function reuseOf({ start, size }: Region, allocations: readonly Region[], index: number): StepIndex | undefined {
  const last = Math.min(allocations.length, index + 1 + MAX_LATER)
  for (let later = index + 1; later < last; later++) {
    const other = allocations[later]!
    if (other.start < start + size && start < other.start + other.size) return other.step
  }
  return undefined
}
