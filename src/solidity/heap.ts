/**
 * Solidity's heap in one frame: what moved the free memory pointer, and who held the address of what.
 *
 *   0x80 ┌ Region ┐┌ Region ────────┐┌ Region ┐ free pointer │ loose objects: above it, or not allocated yet
 *        │ object ││ object  object ││ object │
 *             ▲          │
 *             └──────────┘ a word of one region that holds the start of another
 *
 * Nothing here knows types: objects are addresses to which evidence (variables, pointers) sticks. Evidence
 * belongs to the region that lived when it was seen, so memory that is given back and used again is safe.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex, Word } from '../base/index.ts'
import { MAX_STACK_ITEMS } from '../opcodes/index.ts'
import type { AstNode, SourceRange } from './ast.ts'
import type { BufferUse, Returned } from './bufferUse.ts'
import { type ReferenceType, typeName } from './type.ts'

/** Above this, word 0x40 is no pointer: no gas limit pays for that much memory. */
const MAX_POINTER = 1n << 32n
/** The word that holds the free memory pointer. */
export const FREE_POINTER: ByteOffset = 0x40
/** solc's first free byte. Below it lie the reserved words, and no object does. */
export const RESERVED_END: ByteOffset = 0x80

/** Different addresses that are kept for one word: a loop may write one word a million times. */
const MAX_POINTERS_HELD = 32

/**
 * What optimized code adds to the depth of a call: it calls fewer functions than the sources do, so its depths come behind
 * those that another build tells. Calls nest no deeper, since each keeps a place on the stack.
 */
export const INLINED = MAX_STACK_ITEMS

/** Words of one region of which inner addresses are kept: inline assembly makes such objects, one at a time. */
const MAX_INNER_WORDS = 1024

/** Above this a number is no length that memory has room for. */
const MAX_LENGTH = 1n << 32n
/** Numbers that are kept between two allocations. */
const MAX_AHEAD = 64

/** Types that are kept for one address. */
const MAX_TYPES = 8

/** The place in the sources that allocated. */
export interface AllocationSite {
  /** The expression or declaration; `undefined` when only generated code is on the stack. */
  readonly node: AstNode | undefined
  /** The part of the node that does it. */
  readonly range: SourceRange | undefined
  /** Where no part of a function does it but the function as a whole: that one. So arguments are decoded. */
  readonly whole: SourceRange | undefined
  /** Generated functions between the node and the allocation, innermost first. */
  readonly generated: readonly string[]
  /** False for what the same node allocated further, such as the elements of an array. */
  readonly isFirst: boolean
}

/** A variable that held an object's address. */
export interface Holder {
  readonly declaration: AstNode
  readonly type: ReferenceType
  /** How deep in the call stack of functions the variable lived; the smallest if it lived more than once. */
  depth: number
  /** The step of the first time. */
  readonly step: StepIndex
  /** Lives of the variable (calls, loop rounds) that ended with this object or still hold it. */
  holds: number
  readonly object: HeapObject
}

/** The label of an object of another build that is the same in all likelihood. */
export interface Projection {
  readonly type: ReferenceType
  /** Whether the other build only inferred the type. */
  readonly isInferred: boolean
  /** Whether more than the size says that it is the same object. */
  readonly isSure: boolean
  /** Whether nothing but the order says so: then it must take all of its allocation. */
  readonly isByOrder: boolean
  /** Whether inline assembly made it larger there than what was allocated for it. */
  readonly isEnlarged: boolean
  /** Bytes that it uses there, or says that it does. */
  readonly extent: ByteCount
  /** Whether all its words are values of their types there. */
  readonly isClean: boolean
  /** The variables that held the object there. */
  readonly holders: readonly Holder[]
  /** What allocated it there. */
  readonly range: SourceRange | undefined
}

export class HeapObject {
  readonly address: ByteOffset
  /** `undefined` while nothing is allocated there. */
  region: Region | undefined
  readonly holders = new Map<AstNode, Holder>()
  /** Types of values that were this object's address without being a variable's, by name, with how often. */
  readonly pointedTo = new Map<string, { readonly type: ReferenceType; count: number }>()
  /** What another build of the same sources knows about it. */
  projection: Projection | undefined

  constructor(address: ByteOffset, region: Region | undefined) {
    this.address = address
    this.region = region
  }

  /** Notes that a value of this type was the object's address: what an expression or a generated function gave. */
  pointedToAs(type: ReferenceType): void {
    const name = typeName(type)
    const known = this.pointedTo.get(name)
    if (known) known.count++
    else if (this.pointedTo.size < MAX_TYPES) this.pointedTo.set(name, { type, count: 1 })
  }

  /** Notes that a variable holds this object now. */
  heldBy(declaration: AstNode, type: ReferenceType, depth: number, step: StepIndex): Holder {
    let holder = this.holders.get(declaration)
    if (!holder) this.holders.set(declaration, (holder = { declaration, type, depth, step, holds: 0, object: this }))
    holder.depth = Math.min(holder.depth, depth)
    holder.holds++
    return holder
  }
}

/** What is known of an allocation that was released: nobody can decode it any more. */
export interface ReleasedLabel {
  readonly type: string | undefined
  /** The variable that held it last. */
  readonly path: string | undefined
  readonly known: 'declared' | 'projected' | 'inferred' | 'unknown'
}

export class Region {
  readonly start: ByteOffset
  /** Exclusive. Falls when the free pointer is set back into the region. */
  end: ByteOffset
  readonly step: StepIndex
  readonly site: AllocationSite
  /** Bytes that the free pointer moved by. */
  readonly size: ByteCount
  /** The step that set the free pointer back to the region's start or below; `undefined` while it lives. */
  releasedAt: StepIndex | undefined
  /** The step that set the free pointer back into the region, last; what lies behind is no longer allocated. */
  shortenedAt: StepIndex | undefined
  /** The largest number that the first word has held: the array's length before inline assembly made it shorter. */
  longest = 0
  /** What the memory was used as before it was allocated, such as data that a call returned. */
  filled: { readonly use: BufferUse; readonly returned: Returned | undefined } | undefined
  /** What allocated it in another build of the same sources. */
  projectedRange: SourceRange | undefined
  /** What another build knows of it, though it was released. */
  projectedLabel: ReleasedLabel | undefined
  readonly objects = new Map<ByteOffset, HeapObject>()
  /** By the place of a word: the objects whose address it has held, in order. */
  readonly pointers = new Map<ByteOffset, HeapObject[]>()
  /** By the place of a word: what it has held that lies inside a region, and may be the address of an object or a number. */
  readonly inner = new Map<ByteOffset, ByteOffset[]>()

  constructor(start: ByteOffset, end: ByteOffset, step: StepIndex, site: AllocationSite) {
    this.start = start
    this.end = end
    this.size = end - start
    this.step = step
    this.site = site
  }

  /** What allocated it: a fact of its step, whoever held it later. */
  get place(): SourceRange | undefined {
    return this.projectedRange ?? this.site.range ?? this.site.whole
  }

  /** False once it was released. */
  get isLive(): boolean {
    return this.releasedAt === undefined
  }

  object(address: ByteOffset): HeapObject {
    let object = this.objects.get(address)
    if (!object) this.objects.set(address, (object = new HeapObject(address, this)))
    return object
  }
}

/** The free pointer got a value. */
export interface PointerMove {
  /** The step that wrote it. */
  readonly step: StepIndex
  /** What it is from then on. */
  readonly to: ByteOffset
}

export class Heap {
  /** Live regions, ascending and disjoint. */
  readonly regions: Region[] = []
  /** All regions there ever were, in the order of their allocation. */
  readonly allocations: Region[] = []
  /** Objects that a variable named but nobody allocated, by address. */
  readonly loose = new Map<ByteOffset, HeapObject>()
  /** By place below the heap: variables for which the stack had no room, as far as they are known. */
  readonly locals = new Map<ByteOffset, AstNode>()
  /** The free pointer's first value: the end of what the compiler reserves. */
  first: ByteOffset | undefined
  /** Its value now. */
  last: ByteOffset | undefined
  /** All values it was given, in order. */
  readonly moves: PointerMove[] = []
  readonly #firstFree: ByteOffset | undefined
  /** By place at or above the free pointer: the number that was stored there last. Lengths come before their allocation. */
  readonly #ahead = new Map<ByteOffset, number>()

  /** @param firstFree the first free byte, where the build says it */
  constructor(firstFree?: ByteOffset) {
    this.#firstFree = firstFree
  }

  /**
   * Word 0x40 was written. A value that cannot be a free pointer is not taken for one: inline assembly uses the
   * word as scratch space and restores it.
   * @param base where what is allocated begins, if that is known: the optimizer writes a pointer that is set back and
   * moved on again but once
   */
  setPointer(word: Word, step: StepIndex, site: AllocationSite, base?: ByteOffset): Region | undefined {
    if (word < BigInt(this.first ?? RESERVED_END) || word > MAX_POINTER) return undefined
    const pointer = Number(word)
    const before = this.last
    this.last = pointer
    this.moves.push({ step, to: pointer })
    if (before === undefined) {
      // The optimizer leaves out a write that an allocation follows at once.
      this.first = Math.min(pointer, this.#firstFree ?? pointer)
      return pointer > this.first ? this.#allocate(this.first, pointer, step, site) : undefined
    }
    if (pointer > before) return this.#allocate(before, pointer, step, site)
    if (base !== undefined && base < pointer && this.regionAt(base)?.start === base) {
      this.#giveBack(base, step)
      return this.#allocate(base, pointer, step, site)
    }
    this.#giveBack(pointer, step)
    return undefined
  }

  regionAt(address: ByteOffset): Region | undefined {
    let low = 0
    let high = this.regions.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const region = this.regions[middle]!
      if (address < region.start) high = middle - 1
      else if (address >= region.end) low = middle + 1
      else return region
    }
    return undefined
  }

  /** The object at an address that a variable holds; `undefined` where no object can be. */
  objectAt(address: ByteOffset): HeapObject | undefined {
    if (this.first === undefined || address < this.first) return undefined
    const region = this.regionAt(address)
    if (region) return region.object(address)
    let object = this.loose.get(address)
    if (!object) this.loose.set(address, (object = new HeapObject(address, undefined)))
    return object
  }

  /** The variable holds something else now. What was but a stop of a cursor in inline assembly is forgotten. */
  release(holder: Holder): void {
    holder.holds--
    const { object } = holder
    if (object.address === object.region?.start || [...object.holders.values()].some(({ holds }) => holds > 0)) return
    const objects = object.region?.objects ?? this.loose
    objects.delete(object.address)
  }

  /** The word at `at` received `value`: notes it when that is an address on the heap, or may be a length. */
  store(at: Word, value: Word): void {
    if (this.last === undefined) return
    if (value < MAX_LENGTH && at < MAX_POINTER) this.#storeLength(Number(at), Number(value), this.last)
    if (value < RESERVED_END || value >= this.last || at >= this.last) return
    const place = Number(at)
    const region = this.regionAt(place)
    const target = region && this.regionAt(Number(value))
    if (!target) return
    if (target.start !== Number(value)) {
      const inner = region.inner.get(place)
      if (!inner) {
        if (region.inner.size < MAX_INNER_WORDS) region.inner.set(place, [Number(value)])
      } else if (inner.length < MAX_POINTERS_HELD && !inner.includes(Number(value))) inner.push(Number(value))
      return
    }
    const held = region.pointers.get(place)
    const object = target.object(target.start)
    if (!held) region.pointers.set(place, [object])
    else if (held.length < MAX_POINTERS_HELD && !held.includes(object)) held.push(object)
  }

  #storeLength(at: ByteOffset, value: number, last: ByteOffset): void {
    if (at >= last) {
      if (this.#ahead.size >= MAX_AHEAD) this.#ahead.clear()
      this.#ahead.set(at, value)
      return
    }
    const region = this.regionAt(at)
    if (region?.start === at) region.longest = Math.max(region.longest, value)
  }

  #allocate(start: ByteOffset, end: ByteOffset, step: StepIndex, site: AllocationSite): Region {
    const region = new Region(start, end, step, site)
    region.longest = this.#ahead.get(start) ?? 0
    this.#ahead.clear()
    this.regions.push(region)
    this.allocations.push(region)
    for (const [address, object] of this.loose) {
      if (address < start || address >= end) continue
      object.region = region
      region.objects.set(address, object)
      this.loose.delete(address)
    }
    return region
  }

  #giveBack(pointer: ByteOffset, step: StepIndex): void {
    for (let top = this.regions.at(-1); top && top.end > pointer; top = this.regions.at(-1)) {
      if (top.start < pointer) {
        top.end = pointer
        top.shortenedAt = step
        for (const address of top.objects.keys()) if (address >= pointer) top.objects.delete(address)
        return
      }
      top.releasedAt = step
      this.regions.pop()
    }
  }
}
