/**
 * Gives the objects on the heap their types, the surest evidence first.
 *
 *   1  projected  a twin of this build has the object, it is surely the same, and memory decodes as the type says
 *   2  declared   a variable of that type held the object's address; of those that a twin knows, one of this build
 *   3  parent     a member of a typed object held it
 *   4  projected  as above, where less says that it is the same
 *   5  inferred   a value of that type, of an expression or of a generated function, was the object's address; or such an
 *                 expression or function allocated it, and it fills the allocation
 *
 * A pointer counts even when it was overwritten later: the object it led to is still what it was.
 * @module
 */
import { type ByteOffset, WORD_BYTES, wordAt } from '../base/index.ts'
import { typeByExpression, typeByGenerated } from './allocationType.ts'
import { isClean } from './decode.ts'
import type { AstDefinitions } from './definitions.ts'
import { type Heap, type HeapObject, type Holder, INLINED, type Projection, type Region } from './heap.ts'
import { extentOf, lengthAt, pointersOf } from './layout.ts'
import { type ReferenceType, typeName } from './type.ts'

/** How a label is known. `projected` is for builds whose labels come from another build of the same sources. */
export type Known = 'declared' | 'parent' | 'projected' | 'inferred' | 'unknown'

export interface TypedObject {
  readonly object: HeapObject
  readonly type: ReferenceType
  readonly known: Known
  /** The variables that held it, here or in the twin. */
  readonly holders: readonly Holder[]
  /** The objects its members hold or once held. */
  readonly references: readonly Reference[]
}

export interface Reference {
  /** From the object to the member: `.name`, `[3]`. */
  readonly path: string
  readonly target: HeapObject
  /** False when the member holds another address now. */
  readonly isCurrent: boolean
}

/** Pointer words to look at in one map: bounds the work on hostile memory, far above what contracts can pay to fill. */
const MAX_POINTERS = 500_000

export function typeObjects(
  heap: Heap,
  memory: Uint8Array,
  definitions: AstDefinitions,
): ReadonlyMap<HeapObject, TypedObject> {
  return new Typing(heap, memory, definitions).run()
}

/** Variables that held an object, the most telling first: still holding, in an outer call, earlier. */
export function rankedHolders(holders: Iterable<Holder>): Holder[] {
  return [...holders].sort(
    (a, b) =>
      Number(b.declaration.name !== '') - Number(a.declaration.name !== '') ||
      Number(b.holds > 0) - Number(a.holds > 0) ||
      a.depth - b.depth ||
      a.step - b.step,
  )
}

/**
 * Those of the twin count where the twin gives the object the same type, and before those seen here: the twin knows in
 * which call a variable lives, while optimized code has calls inlined.
 */
function holdersOf({ holders, projection }: HeapObject, type: ReferenceType): Holder[] {
  const own = [...holders.values()]
  if (!projection || typeName(projection.type) !== typeName(type)) return own
  const known = new Set(projection.holders.map(({ declaration }) => declaration.id))
  const others = own.filter(({ declaration }) => !known.has(declaration.id))
  return [...projection.holders, ...others.map((holder) => ({ ...holder, depth: holder.depth + INLINED }))]
}

/** What a variable here says as well is as sure as can be. */
function knownOf({ holders }: HeapObject, { type, isInferred }: Projection): Known {
  const [holder] = rankedHolders(holders.values())
  if (holder && typeName(holder.type) === typeName(type)) return 'declared'
  return isInferred ? 'inferred' : 'projected'
}

class Typing {
  readonly #heap: Heap
  readonly #memory: Uint8Array
  readonly #definitions: AstDefinitions
  readonly #typed = new Map<HeapObject, TypedObject & { readonly references: Reference[] }>()
  /** Typed objects whose members were not followed yet. */
  readonly #open: HeapObject[] = []
  #pointersLeft = MAX_POINTERS
  #regionsLeft = MAX_POINTERS

  constructor(heap: Heap, memory: Uint8Array, definitions: AstDefinitions) {
    this.#heap = heap
    this.#memory = memory
    this.#definitions = definitions
  }

  run(): ReadonlyMap<HeapObject, TypedObject> {
    const { regions, loose } = this.#heap
    // The twin's variables are found where they are; those of optimized code where its Yul tells, with names of fewer calls.
    // All declared types before any pointer is followed: they are surer than what a pointer says.
    for (const region of regions) this.#project(region.objects.values(), true)
    this.#project(loose.values(), true)
    for (const region of regions) this.#declare(region.start, region.objects.values())
    this.#declare(undefined, loose.values())
    this.#follow()
    for (const region of regions) this.#project(region.objects.values(), false)
    this.#project(loose.values(), false)
    this.#follow()
    for (const region of regions) this.#point(region)
    this.#follow()
    for (const region of regions) this.#infer(region, typeByGenerated(region.site))
    for (const region of regions) this.#infer(region, typeByExpression(region.site, this.#definitions))
    return this.#typed
  }

  /**
   * Where an allocation starts, a variable that holds its address is proof. Elsewhere inline assembly may have
   * used the variable as a cursor: there it must have ended on something that decodes and is no part of an
   * object before it.
   */
  #declare(start: ByteOffset | undefined, objects: Iterable<HeapObject>): void {
    let covered: ByteOffset = 0
    for (const object of [...objects].sort((a, b) => a.address - b.address)) {
      const { address } = object
      if (!this.#typed.has(object)) {
        const [holder] = rankedHolders(object.holders.values())
        if (!holder) continue
        const isStart = address === start
        if (!isStart && (holder.holds === 0 || address < covered || !this.#accepts(object, holder.type))) continue
        this.#give(object, holder.type, 'declared')
      }
      const type = this.#typed.get(object)?.type
      const extent = type && extentOf(type, address, this.#memory, this.#definitions)
      if (extent?.kind === 'extent') covered = address + extent.bytes
    }
  }

  /** Types what values other than variables pointed to, where it decodes. */
  #point(region: Region): void {
    for (const object of region.objects.values()) {
      if (this.#typed.has(object)) continue
      const types = [...object.pointedTo.values()].sort((a, b) => b.count - a.count)
      const found = types.find(({ type }) => this.#decodes(object, type))
      if (found) this.#give(object, found.type, 'inferred')
    }
  }

  /** Believes the twin's labels where the object decodes as they say. */
  #project(objects: Iterable<HeapObject>, isSure: boolean): void {
    for (const object of objects) {
      const { projection } = object
      if (projection?.isSure !== isSure || this.#typed.has(object)) continue
      if (this.#confirms(object, projection)) this.#give(object, projection.type, knownOf(object, projection))
    }
  }

  /** Whether memory here is as the label says, and as good as the twin's. */
  #confirms(object: HeapObject, projection: Projection): boolean {
    const { type, isEnlarged, isByOrder, isSure, isClean: wasClean } = projection
    if (isByOrder && !(object.region && this.#fills(object.region, type))) return false
    const end = isEnlarged ? this.#endOfFree(object) : object.region?.end
    // A length that runs past the allocation does so in both builds.
    const isOverrun = isEnlarged && isSure && this.#uses(object, type) === projection.extent
    if (!isOverrun && !this.#decodes(object, type, end)) return false
    return !wasClean || isClean(type, object.address, this.#memory, this.#definitions)
  }

  /** The end of the object's region and of those right behind it about which nothing is known. */
  #endOfFree({ region }: HeapObject): ByteOffset | undefined {
    let end = region?.end
    for (let next = end && this.#heap.regionAt(end); next && next.start === end; next = this.#heap.regionAt(end)) {
      if (this.#regionsLeft-- <= 0) break
      if ([...next.objects.values()].some((other) => other.projection || this.#typed.has(other))) break
      end = next.end
    }
    return end
  }

  /** Types the start of a region, if nothing is known about it and the type accounts for all of it. */
  #infer(region: Region, type: ReferenceType | undefined): void {
    if (!type) return
    const object = region.object(region.start)
    if (this.#typed.has(object) || !this.#fills(region, type)) return
    this.#give(object, type, 'inferred')
    this.#follow()
  }

  /** Whether an object of that type at the region's start accounts for all of it. */
  #fills({ start, end }: Region, type: ReferenceType): boolean {
    const extent = extentOf(type, start, this.#memory, this.#definitions)
    if (extent.kind === 'unreadable') return false
    const unused = end - start - extent.bytes
    return unused >= 0 && unused < WORD_BYTES
  }

  #give(object: HeapObject, type: ReferenceType, known: Known): void {
    this.#typed.set(object, { object, type, known, holders: holdersOf(object, type), references: [] })
    this.#open.push(object)
  }

  #follow(): void {
    for (let object = this.#open.pop(); object; object = this.#open.pop()) {
      const parent = this.#typed.get(object)!
      const { address, region } = object
      const known = parent.known === 'declared' ? 'parent' : parent.known
      const elements = this.#elements(parent.type, address, region)
      const first = address + WORD_BYTES
      for (const { path, at, type } of pointersOf(parent.type, address, elements.ever, this.#definitions)) {
        if (this.#pointersLeft-- <= 0) return
        // Behind the elements of an array that was made shorter stand those that it had.
        const current = at < first + elements.now * WORD_BYTES ? this.#target(at) : undefined
        for (const target of new Set([...this.#held(region, at, type), ...(current ? [current] : [])])) {
          if (target.region?.isLive === false) continue
          parent.references.push({ path, target, isCurrent: target === current })
          if (this.#typed.has(target)) continue
          // Inline assembly makes the last object larger by allocating what is behind it.
          const isThere =
            this.#accepts(target, type) || (target === current && this.#decodes(target, type, this.#endOfFree(target)))
          if (isThere) this.#give(target, type, known)
        }
      }
    }
  }

  /** The objects whose address a member has held. */
  #held(region: Region | undefined, at: ByteOffset, type: ReferenceType): HeapObject[] {
    const held = [...(region?.pointers.get(at) ?? [])]
    for (const address of region?.inner.get(at) ?? []) {
      const target = this.#heap.regionAt(address)
      const extent = extentOf(type, address, this.#memory, this.#definitions)
      if (target && extent.kind === 'extent' && address + extent.bytes <= target.end) held.push(target.object(address))
    }
    return held
  }

  /** Elements of an array that lie inside its allocation: those that it has, and the most that it ever had. */
  #elements(type: ReferenceType, address: ByteOffset, region: Region | undefined): { now: number; ever: number } {
    if (type.kind !== 'array') return { now: Number.POSITIVE_INFINITY, ever: 0 }
    const inside = Math.floor(
      (Math.min(region?.end ?? this.#memory.length, this.#memory.length) - address) / WORD_BYTES,
    )
    if (type.length !== undefined) return { now: Number.POSITIVE_INFINITY, ever: Math.min(type.length, inside) }
    const length = lengthAt(address, this.#memory)
    const now = typeof length === 'number' ? Math.min(length, inside - 1) : 0
    const longest = region?.start === address ? Math.min(region.longest, inside - 1) : 0
    return { now, ever: Math.max(now, longest) }
  }

  /** The object whose address memory holds at `at` now. */
  #target(at: ByteOffset): HeapObject | undefined {
    if (at + WORD_BYTES > this.#memory.length) return undefined
    const word = wordAt(this.#memory, at)
    if (word > Number.MAX_SAFE_INTEGER) return undefined
    const address = Number(word)
    return this.#heap.regionAt(address)?.object(address) ?? this.#heap.loose.get(address)
  }

  /** Bytes that the object uses, or says that it does. */
  #uses({ address }: HeapObject, type: ReferenceType): number | undefined {
    const extent = extentOf(type, address, this.#memory, this.#definitions)
    return extent.kind === 'extent' ? extent.bytes : undefined
  }

  /** Whether the object ends by `end`, which is that of its allocation. */
  #decodes({ address, region }: HeapObject, type: ReferenceType, end = region?.end): boolean {
    const extent = extentOf(type, address, this.#memory, this.#definitions)
    return extent.kind === 'extent' && address + extent.bytes <= (end ?? this.#memory.length)
  }

  /** A pointer to the middle of an allocation is believed only when there is such an object. */
  #accepts(target: HeapObject, type: ReferenceType): boolean {
    const { address, region } = target
    return address === region?.start || this.#decodes(target, type)
  }
}
