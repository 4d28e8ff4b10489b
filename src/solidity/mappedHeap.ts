/**
 * Turns the observed heap into the map's rows: every allocated byte belongs to one object or buffer.
 *
 *   region   │ typed object │ typed object ─────────┐ next region, empty
 *   rows     │ object       │ object                          │   goes on into it
 * @module
 */
import { type ByteOffset, WORD_BYTES } from '../base/index.ts'
import type { Buffer } from './buffers.ts'
import type { Compilation } from './compilation.ts'
import { type Budget, decodeObject, newBudget } from './decode.ts'
import type { HeapObject, Region } from './heap.ts'
import { extentOf } from './layout.ts'
import type { MapBuffer, MapObject } from './memoryMap.ts'
import { nameObjects, type ObjectNames } from './naming.ts'
import type { Observation } from './observation.ts'
import type { SourcePosition } from './sourceFile.ts'
import { typeName } from './type.ts'
import { rankedHolders, type TypedObject, typeObjects } from './typing.ts'

const NO_NAMES: ObjectNames = { name: undefined, path: undefined, aliases: [], formerly: [] }

export class MappedHeap {
  readonly objects: MapObject[] = []
  readonly buffers: MapBuffer[]
  readonly #compilation: Compilation
  readonly #observation: Observation
  readonly #typed: ReadonlyMap<HeapObject, TypedObject>
  readonly #names: ReadonlyMap<HeapObject, ObjectNames>
  readonly #budget: Budget = newBudget()

  constructor(compilation: Compilation, observation: Observation) {
    const { heap, memory, buffers } = observation
    this.#compilation = compilation
    this.#observation = observation
    this.#typed = typeObjects(heap, memory, compilation.definitions)
    this.#names = nameObjects(this.#typed)
    this.buffers = buffers.map((buffer) => this.#buffer(buffer))
    this.#addRegions(heap.regions)
    this.#addLoose()
    this.objects.sort((a, b) => a.offset - b.offset)
    this.buffers.sort((a, b) => a.offset - b.offset)
  }

  #addRegions(regions: readonly Region[]): void {
    let covered: ByteOffset = 0
    for (const region of regions) {
      const start = Math.max(region.start, covered)
      if (start >= region.end) continue
      const typed = [...region.objects.values()]
        .flatMap((object) => this.#typed.get(object) ?? [])
        .filter(({ object }) => object.address >= start)
        .sort((a, b) => a.object.address - b.object.address)
      const first = typed[0]?.object.address ?? region.end
      if (start < first) this.#addUntyped(region, start, first)
      for (const [index, object] of typed.entries()) {
        const next = typed[index + 1]?.object.address
        covered = next ?? this.#endWithSpill(object, region, regions)
        this.#addTyped(object, covered, region)
      }
    }
  }

  /** Inline assembly may enlarge an object: then it goes on into regions behind it about which nothing is known. */
  #endWithSpill({ object, type }: TypedObject, region: Region, regions: readonly Region[]): ByteOffset {
    const extent = extentOf(type, object.address, this.#observation.memory, this.#compilation.definitions)
    const wanted = extent.kind === 'extent' ? object.address + extent.bytes : region.end
    let { end } = region
    for (let index = regions.indexOf(region) + 1; end < wanted; index++) {
      const next = regions[index]
      if (next?.start !== end || [...next.objects.values()].some((other) => this.#typed.has(other))) break
      end = next.end
    }
    return end
  }

  #addTyped(typed: TypedObject, end: ByteOffset, region: Region): void {
    const { object } = typed
    const node = region.site.node ?? rankedHolders(object)[0]?.declaration
    this.#push(typed, end, node && this.#compilation.position(node), region.step)
  }

  #addUntyped(region: Region, offset: ByteOffset, end: ByteOffset): void {
    const { site, step, filledAs } = region
    const position = site.node && this.#compilation.position(site.node)
    const size = end - offset
    if (filledAs) {
      this.buffers.push({ offset, size, use: filledAs, usedBy: position, step })
      return
    }
    this.objects.push({
      offset,
      size,
      type: undefined,
      ...NO_NAMES,
      value: undefined,
      known: 'unknown',
      allocatedBy: position,
      step,
    })
  }

  /** What a variable names above the free pointer, if it is all there: inline assembly that allocates nothing. */
  #addLoose(): void {
    const { heap, memory } = this.#observation
    for (const object of heap.loose.values()) {
      const typed = this.#typed.get(object)
      const [holder] = rankedHolders(object)
      if (!typed || !holder || holder.holds === 0 || object.address < (heap.last ?? 0)) continue
      const extent = extentOf(typed.type, object.address, memory, this.#compilation.definitions)
      if (extent.kind === 'unreadable') continue
      const end = object.address + Math.ceil(extent.bytes / WORD_BYTES) * WORD_BYTES
      if (this.objects.some(({ offset, size }) => offset < end && object.address < offset + size)) continue
      this.#push(typed, end, this.#compilation.position(holder.declaration), holder.step)
    }
  }

  #push(
    { object, type, known }: TypedObject,
    end: ByteOffset,
    allocatedBy: SourcePosition | undefined,
    step: number,
  ): void {
    const { memory } = this.#observation
    const { definitions } = this.#compilation
    this.objects.push({
      offset: object.address,
      size: end - object.address,
      type: typeName(type),
      ...(this.#names.get(object) ?? NO_NAMES),
      value: decodeObject(type, object.address, memory, definitions, this.#budget),
      known,
      allocatedBy,
      step,
    })
  }

  #buffer({ offset, size, use, node, step }: Buffer): MapBuffer {
    return { offset, size, use, usedBy: node && this.#compilation.position(node), step }
  }
}
