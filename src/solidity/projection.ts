/**
 * Brings what is known of one build's memory over to another build of the same sources.
 *
 * Optimized code keeps no variables where they can be found, but it allocates nearly the same objects in the same
 * order. So an unoptimized twin makes the same call, its objects are typed and named directly, and the allocations of
 * both are aligned. A label arrives as a claim: `typing.ts` believes it only when the memory here decodes as it says.
 * @module
 */
import { type ByteOffset, bytesToHex, type StepIndex } from '../base/index.ts'
import { align, alignByOrder, alignCrossing, type Pair } from './alignment.ts'
import { AllocationComparison, SAME_OUT_OF_ORDER } from './allocations.ts'
import type { AstNode, SourceRange } from './ast.ts'
import type { Buffer } from './buffers.ts'
import type { Compilation } from './compilation.ts'
import { isClean } from './decode.ts'
import { type AstDefinitions, assignedIn } from './definitions.ts'
import type { HeapObject, Projection, Region, ReleasedLabel } from './heap.ts'
import { releasedLabel } from './history.ts'
import { extentOf } from './layout.ts'
import type { Observation } from './observation.ts'
import { type TypedObject, typeObjects } from './typing.ts'

export interface Alignment {
  /** Ascending in the allocations of the build that is looked at. */
  readonly pairs: readonly Pair[]
  /** Those that only their order pairs. */
  readonly byOrder: readonly Pair[]
  readonly comparison: AllocationComparison
}

/** Pairs the allocations of a twin with those of the build that is looked at. */
export function alignAllocations(twin: Observation, observation: Observation): Alignment {
  const comparison = new AllocationComparison(twin, observation)
  const inOrder = align(comparison)
  const crossing = alignCrossing(comparison, inOrder, SAME_OUT_OF_ORDER)
  const pairs = [...inOrder, ...crossing].sort((a, b) => a.right - b.right)
  // What crosses leaves holes that no longer stand for an order.
  const byOrder = crossing.length === 0 ? alignByOrder(comparison, inOrder) : []
  return { pairs, byOrder, comparison }
}

/** The alignment of two whole frames, for two moments of them: of what is allocated by then. */
export function partOf({ pairs, byOrder }: Alignment, twin: Observation, observation: Observation): Alignment {
  const [lefts, rights] = [twin.heap.allocations.length, observation.heap.allocations.length]
  const isThere = ({ left, count, right }: Pair) => left + count <= lefts && right < rights
  const comparison = new AllocationComparison(twin, observation)
  return { pairs: pairs.filter(isThere), byOrder: byOrder.filter(isThere), comparison }
}

/**
 * The twin's moment when the other build has allocated what it has: just before the twin allocates the next thing;
 * `undefined` for its end.
 */
export function momentOf({ pairs }: Alignment, { heap }: Observation): StepIndex | undefined {
  const next = pairs.reduce((most, { left, count }) => Math.max(most, left + count), 0)
  return heap.allocations[next]?.step
}

/**
 * Puts the twin's labels on the objects that are aligned with the twin's.
 * @param statement of which the build may have run a part: what it assigns to may have another object by now
 */
export function projectLabels(
  twin: Observation,
  { ast, definitions }: Compilation,
  observation: Observation,
  alignment: Alignment,
  statement: number | undefined,
): void {
  const running = statement === undefined ? undefined : ast.byId(statement)
  const unsure = assignedIn(running && running.kind !== 'FunctionDefinition' ? within(running) : [])
  new Projector(twin, definitions, observation, unsure).run(alignment)
}

/** A statement and what is in it, without the statements that it consists of, and without inline assembly. */
function* within(statement: AstNode): Generator<AstNode> {
  const open = [statement]
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind !== 'InlineAssembly') yield node
    open.push(...node.children.filter(({ kind }) => !/Block$|Statement$|^Return$/.test(kind)))
  }
}

/** Places buffers where the twin used the same bytes for the same: optimized code is shared between places. */
export function placeBuffers(buffers: readonly Buffer[], twin: readonly Buffer[]): Buffer[] {
  const ranges = new Map<string, SourceRange>()
  for (const buffer of twin) {
    const key = contentKey(buffer)
    if (buffer.range && key !== undefined) ranges.set(key, buffer.range)
  }
  return buffers.map((buffer) => {
    const range = ranges.get(contentKey(buffer) ?? '')
    return range ? { ...buffer, range } : buffer
  })
}

function contentKey({ use, data }: Buffer): string | undefined {
  return data.length === 0 ? undefined : `${use} ${bytesToHex(data)}`
}

/** How far a label is believed, by what made the pair. */
type Trust = Pick<Projection, 'isSure' | 'isByOrder' | 'isInferred'>

const SURE: Trust = { isSure: true, isByOrder: false, isInferred: false }
const LIKELY: Trust = { isSure: false, isByOrder: false, isInferred: false }
const BY_ORDER: Trust = { isSure: false, isByOrder: true, isInferred: true }

class Projector {
  readonly #twin: Observation
  readonly #definitions: AstDefinitions
  readonly #typed: ReadonlyMap<HeapObject, TypedObject>
  readonly #observation: Observation
  /** Ids of variables that may have lost their object. */
  readonly #unsure: ReadonlySet<number>

  constructor(twin: Observation, definitions: AstDefinitions, observation: Observation, unsure: ReadonlySet<number>) {
    this.#unsure = unsure
    this.#twin = twin
    this.#definitions = definitions
    this.#typed = typeObjects(twin.heap, twin.memory, definitions)
    this.#observation = observation
  }

  run({ pairs, byOrder, comparison }: Alignment): void {
    for (const { left, count, right } of pairs) {
      const parts = this.#twin.heap.allocations.slice(left, left + count)
      const region = this.#observation.heap.allocations[right]!
      region.projectedRange = parts[0]!.place
      const trust = comparison.isSure(left, count, right) ? SURE : LIKELY
      if (!region.isLive) {
        if (count === 1) region.projectedLabel = this.#labelOfReleased(parts[0]!, trust)
        continue
      }
      const offsets = comparison.offsets(left, count, right)
      for (const [index, part] of parts.entries()) this.#project(part, region, region.start + offsets[index]!, trust)
    }
    for (const { left, right } of byOrder) {
      const region = this.#observation.heap.allocations[right]!
      if (region.isLive) this.#project(this.#twin.heap.allocations[left]!, region, region.start, BY_ORDER)
    }
    this.#projectLoose()
  }

  /** The objects of `from` lie in `to`, as if `from` began at `start`. */
  #project(from: Region, to: Region, start: ByteOffset, trust: Trust): void {
    for (const object of from.objects.values()) {
      const label = this.#labelOf(object, trust)
      const address = start + object.address - from.start
      if (label && address < to.end) to.object(address).projection = label
    }
  }

  /** Objects that nobody allocated keep their distance from the free pointer. */
  #projectLoose(): void {
    const [from, { heap }] = [this.#twin.heap, this.#observation]
    if (from.last === undefined || heap.last === undefined) return
    for (const object of from.loose.values()) {
      const label = this.#labelOf(object, LIKELY)
      const distance = object.address - from.last
      const target = label && distance >= 0 ? heap.objectAt(heap.last + distance) : undefined
      if (target && !target.region) target.projection = label
    }
  }

  #labelOfReleased(part: Region, { isSure }: Trust): ReleasedLabel | undefined {
    const label = releasedLabel(part, this.#definitions)
    if (label.known === 'unknown') return undefined
    return { ...label, known: isSure && label.known === 'declared' ? 'projected' : 'inferred' }
  }

  #labelOf(object: HeapObject, trust: Trust): Projection | undefined {
    const label = this.#typed.get(object)
    if (!label) return undefined
    const { address, region } = object
    const { type, known, holders } = label
    const { memory } = this.#twin
    const extent = extentOf(type, address, memory, this.#definitions)
    return {
      type,
      ...trust,
      isInferred: trust.isInferred || known === 'inferred',
      isEnlarged: region !== undefined && extent.kind === 'extent' && address + extent.bytes > region.end,
      extent: extent.kind === 'extent' ? extent.bytes : 0,
      isClean: isClean(type, address, memory, this.#definitions),
      holders: holders.map((holder) => (this.#unsure.has(holder.declaration.id) ? { ...holder, holds: 0 } : holder)),
      range: region?.place,
    }
  }
}
