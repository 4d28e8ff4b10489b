/**
 * Turns the observed heap into the map's objects: every allocated byte belongs to one of them, or to a buffer
 * that was allocated after it was filled.
 *
 *   region   │ typed object │ typed object ─────────┐ next region, about which nothing is known
 *   map      │ object       │ object                          │   goes on into it
 * @module
 */
import { type ByteOffset, type StepIndex, WORD_BYTES } from '../base/index.ts'
import type { SourceRange } from './ast.ts'
import type { Buffer } from './buffers.ts'
import type { Compilation, CompiledContract } from './compilation.ts'
import { type Budget, decodeObject, newBudget } from './decode.ts'
import type { Definitions } from './definitions.ts'
import { withFunctionNames } from './functionPointers.ts'
import type { HeapObject, Region } from './heap.ts'
import { extentOf } from './layout.ts'
import type { MapObject } from './memoryMap.ts'
import { nameObjects, type ObjectNames } from './naming.ts'
import type { Observation } from './observation.ts'
import { isUnder } from './overwritten.ts'
import type { Frame } from './run.ts'
import { typeName } from './type.ts'
import { rankedHolders, type TypedObject, typeObjects } from './typing.ts'

export interface MappedObjects {
  /** By ascending offset. */
  readonly objects: readonly MapObject[]
  /** Allocated ranges that hold what they were filled with before, such as the data that a call returned. */
  readonly filled: readonly Buffer[]
}

export function mapObjects(contract: CompiledContract, frame: Frame, observation: Observation): MappedObjects {
  return new ObjectMapper(contract, frame, observation).run()
}

class ObjectMapper {
  readonly #build: Compilation
  /** For values: with the names of functions. */
  readonly #named: Definitions
  readonly #observation: Observation
  readonly #typed: ReadonlyMap<HeapObject, TypedObject>
  readonly #names: ReadonlyMap<HeapObject, ObjectNames>
  readonly #budget: Budget = newBudget()
  readonly #objects: MapObject[] = []
  readonly #filled: Buffer[] = []

  constructor(contract: CompiledContract, frame: Frame, observation: Observation) {
    const build = contract.compilation
    this.#build = build
    this.#named = withFunctionNames(contract, frame)
    this.#observation = observation
    this.#typed = typeObjects(observation.heap, observation.memory, build.definitions)
    this.#names = nameObjects(this.#typed)
  }

  run(): MappedObjects {
    const { regions } = this.#observation.heap
    let covered: ByteOffset = 0
    for (const [index, region] of regions.entries()) {
      if (region.end <= covered) continue
      const typed = this.#typedIn(region).filter(({ object }) => object.address >= covered)
      const start = Math.max(region.start, covered)
      const first = typed[0]?.object.address ?? region.end
      if (start < first) this.#addUntyped(region, start, first)
      for (const [order, object] of typed.entries()) {
        const end = this.#endOfAllocation(object, region, regions, index + 1)
        covered = typed[order + 1]?.object.address ?? end
        this.#addTyped(object, covered, region, end)
      }
    }
    this.#addLoose()
    this.#objects.sort((a, b) => a.offset - b.offset)
    return { objects: this.#objects, filled: this.#filled }
  }

  #typedIn(region: Region): TypedObject[] {
    return [...region.objects.values()]
      .flatMap((object) => this.#typed.get(object) ?? [])
      .sort((a, b) => a.object.address - b.object.address)
  }

  /** Inline assembly may enlarge an object: then it goes on into regions behind it about which nothing is known. */
  #endOfAllocation(last: TypedObject, region: Region, regions: readonly Region[], behind: number): ByteOffset {
    const { object, type } = last
    const extent = extentOf(type, object.address, this.#observation.memory, this.#build.definitions)
    const wanted = extent.kind === 'extent' ? object.address + extent.bytes : region.end
    let { end } = region
    for (let index = behind; end < wanted; index++) {
      const next = regions[index]
      if (next?.start !== end || next.filled || this.#typedIn(next).length > 0) break
      end = next.end
    }
    return end
  }

  #addTyped(typed: TypedObject, end: ByteOffset, region: Region, allocated: ByteOffset): void {
    const { projection } = typed.object
    // Optimized code is shared between places, so that of the twin says more.
    const place = projection?.range ?? region.place
    const isInferred = projection?.range === undefined && this.#isInferred(region)
    this.#add(typed, end, allocated, this.#placed(place, isInferred), region.step)
  }

  #addUntyped(region: Region, offset: ByteOffset, end: ByteOffset): void {
    const { step, filled } = region
    const size = end - offset
    const range = region.place
    if (filled) {
      const made = { ...filled, range, step, data: NO_DATA, topic: undefined, isRest: false }
      this.#filled.push({ offset, size, ...made })
      return
    }
    const place = this.#placed(range, this.#isInferred(region))
    this.#objects.push({ ...UNKNOWN, offset, size, ...place, step, overwrittenAt: this.#overwrittenAt(offset, end) })
  }

  /** What a variable names above the free pointer, if it is all there: inline assembly that allocates nothing. */
  #addLoose(): void {
    const { heap, memory } = this.#observation
    for (const object of heap.loose.values()) {
      const typed = this.#typed.get(object)
      const [holder] = rankedHolders(typed?.holders ?? [])
      if (!typed || !holder || holder.holds === 0 || object.address < (heap.last ?? 0)) continue
      const extent = extentOf(typed.type, object.address, memory, this.#build.definitions)
      if (extent.kind === 'unreadable') continue
      const end = object.address + Math.ceil(extent.bytes / WORD_BYTES) * WORD_BYTES
      if (this.#objects.some(({ offset, size }) => offset < end && object.address < offset + size)) continue
      this.#add(typed, end, end, this.#placed(holder.declaration, false), holder.step)
    }
  }

  #add(
    { object, type, known }: TypedObject,
    end: ByteOffset,
    allocated: ByteOffset,
    place: Pick<MapObject, 'allocatedBy' | 'isPlaceInferred'>,
    step: MapObject['step'],
  ): void {
    const { root: _, ...names } = this.#names.get(object) ?? NO_NAMES
    const { memory } = this.#observation
    const { definitions } = this.#build
    const extent = extentOf(type, object.address, memory, definitions)
    const needed = extent.kind === 'extent' ? object.address + extent.bytes : allocated
    this.#objects.push({
      offset: object.address,
      size: end - object.address,
      type: typeName(type),
      shape: type,
      ...names,
      value: decodeObject(
        type,
        object.address,
        memory,
        this.#named,
        this.#budget,
        Math.min(memory.length, Math.max(allocated, end)),
      ),
      overrun: Math.max(0, needed - Math.max(allocated, end)),
      known,
      ...place,
      step,
      overwrittenAt: this.#overwrittenAt(object.address, end),
    })
  }

  #placed(range: SourceRange | undefined, isInferred: boolean): Pick<MapObject, 'allocatedBy' | 'isPlaceInferred'> {
    return { allocatedBy: range && this.#build.position(range), isPlaceInferred: isInferred && range !== undefined }
  }

  /** The optimizer joins code that does the same, which then has the place of one of them. */
  #isInferred({ projectedRange }: Region): boolean {
    return this.#build.input.settings.optimizer.enabled && projectedRange === undefined
  }

  #overwrittenAt(start: ByteOffset, end: ByteOffset): StepIndex | undefined {
    const { overwritten } = this.#observation
    return isUnder(overwritten, start, end) ? overwritten?.step : undefined
  }
}

const NO_DATA = new Uint8Array(0)

const NO_NAMES: ObjectNames = { name: undefined, path: undefined, aliases: [], formerly: [], root: undefined }

const UNKNOWN = {
  type: undefined,
  shape: undefined,
  name: undefined,
  path: undefined,
  aliases: [],
  formerly: [],
  value: undefined,
  overrun: 0,
  known: 'unknown',
} as const
