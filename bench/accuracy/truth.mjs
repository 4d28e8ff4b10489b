// What is true of a frame's memory, by the run of a marked build (`instrument.mjs`): an EQ with a marker's number tells which
// variable has which address at which step. Reads the recording only; of memlane's map it knows nothing.
//
//   step 812  EQ 0xc0ffee5eed000007, 0x1c0     legs = 0x1c0, declared as Leg[] in line 31
//   step 901  MSTORE 0x40, 0x2a0               the free pointer: what it passes back over is no object any more
//   step 950  moment ─▶ memory from 0x1c0 on, by the declared type: legs[0], legs[0].from, …
import { sightingOf } from './instrument.mjs'

/** @typedef {import('memlane/trace').Recording} Recording */
/** @typedef {import('memlane/trace').MemoryAccesses} MemoryAccesses */
/** @typedef {import('./instrument.mjs').Instrumented} Instrumented */
/** @typedef {import('./instrument.mjs').Marker} Marker */
/** @typedef {import('./memoryTypes.mjs').MemoryTypes} MemoryTypes */
/** @typedef {import('./memoryTypes.mjs').Found} Found */
/** @typedef {{ step: number, offset: number, length: number }} Write */
/** @typedef {Marker['place']} Place */
/** @typedef {{ step: number, marker: Marker, address: number, reached: Found[] }} Sighting reached: the object and what it led to then */
/** @typedef {{ step: number, value: bigint }} PointerMove */
/**
 * @typedef {{ address: number, size: number | undefined, types: Set<string>, names: Set<string>, former: Set<string>, places: Place[] }} TrueObject
 *   names: variables and ways of members that lead there; former: variables that led there once
 */
/**
 * @typedef {{ objects: Map<number, TrueObject>, variables: Map<string, boolean>, held: Set<string>, entering: Sighting[] }} Truth
 *   variables: the names that were seen, and whether all that they ever held was
 *   held: each `name@address` that was seen, true or not by now
 *   entering: parameters of the function that is entered at this moment; they have their values before they tell them
 */

const FREE_POINTER = 0x40
const EQ = 0x14
const COMPARES = new Set([EQ, 0x03, 0x18]) // the optimizer turns `if eq(a, b)` into SUB or XOR

export class FrameTruth {
  /** @type {Sighting[]} */
  sightings = []
  /** @type {PointerMove[]} */
  moves = []
  /** @type {Write[]} */
  writes
  #instrumented
  #types

  /** @param {Recording} recording @param {MemoryAccesses} accesses @param {number} frame @param {Instrumented} instrumented @param {MemoryTypes} types */
  constructor(recording, accesses, frame, instrumented, types) {
    this.#instrumented = instrumented
    this.#types = types
    this.writes = [...accesses.from(0, { frame, kind: 'write' })].map(({ step, offset, length }) => ({
      step,
      offset,
      length,
    }))
    this.#watch(recording, frame)
  }

  /** @param {Recording} recording @param {number} frame */
  #watch(recording, frame) {
    const moved = new Set(this.writes.filter(touchesFreePointer).map(({ step }) => step))
    let isMoving = false
    recording.walk(frame, (step) => {
      if (isMoving) this.moves.push({ step: step.index, value: wordOf(step.memory(FREE_POINTER, 32)) })
      isMoving = moved.has(step.index)
      if (!COMPARES.has(step.op)) return true
      const seen = sightingOf(step.stack(0), step.stack(1), this.#instrumented.markers)
      if (!seen) return true
      const read = reader((at) => (at + 32 <= step.memorySize ? step.memory(at, 32) : undefined))
      this.sightings.push({ step: step.index, ...seen, reached: this.#reached(seen.marker, seen.address, read) })
      return true
    })
  }

  /** @param {Marker} marker @param {number} address @param {import('./memoryTypes.mjs').ReadWord} read */
  #reached({ fresh, variable }, address, read) {
    return fresh === 'raw' ? [] : this.#types.walk(this.#types.ofVariable(variable), address, variable.name, read)
  }

  /** What is true just before `step`, when memory was so. @param {number} step @param {Uint8Array} memory @returns {Truth} */
  at(step, memory) {
    const read = reader((at) => (at + 32 <= memory.length ? memory.subarray(at, at + 32) : undefined))
    const seen = this.sightings.filter((sighting) => sighting.step < step)
    const held = new Set(seen.map(({ marker, address }) => `${marker.variable.name}@${address}`))
    /** @type {Truth} */
    const truth = { objects: new Map(), variables: new Map(), held, entering: this.#entering(step) }
    for (const { variable } of seen.map(({ marker }) => marker)) {
      const isKnown = (truth.variables.get(variable.name) ?? true) && !this.#instrumented.blind.has(variable.id)
      truth.variables.set(variable.name, isKnown)
    }
    const standing = lives(seen).filter(({ sighting: { address, step: from } }) => this.#isStill(address, from, step))
    const ground = new Ground(Math.max(memory.length, Number(this.#pointerAt(step))))
    const found = standing.sort(bySureness).map(({ sighting, isLast }) => {
      const type = this.#types.ofVariable(sighting.marker.variable)
      const isFree = ground.take(sighting.address, this.#types.sizeOf(type, sighting.address, read))
      return {
        sighting,
        isLast,
        objects: isFree ? this.#types.walk(type, sighting.address, sighting.marker.variable.name, read) : [],
      }
    })
    for (const { sighting, isLast, objects } of found)
      for (const { address, type, path } of objects) {
        const size = this.#types.sizeOf(type, address, read)
        if (!this.#isKept(address, sighting.step, step) || !ground.take(address, size)) continue
        const object = objectAt(truth, address)
        object.types.add(type.name)
        object.size ??= size
        ;(isLast ? object.names : object.former).add(path)
      }
    for (const { step: from, marker, reached } of seen.toReversed())
      for (const [index, { address, type, path }] of reached.entries()) {
        if (!this.#isStill(address, from, step)) continue
        const known = truth.objects.get(address)
        // What led there may lead elsewhere now; the object is still what it was.
        if (!known && !ground.take(address, this.#types.sizeOf(type, address, read))) continue
        const object = known ?? objectAt(truth, address)
        if (!known) object.types.add(type.name)
        if (!object.names.has(path)) object.former.add(path)
        if (marker.fresh === 'whole' || (marker.fresh === 'itself' && index === 0)) object.places.push(marker.place)
      }
    return truth
  }

  /** @param {number} step */
  #entering(step) {
    const first = this.sightings.findIndex((sighting) => sighting.step >= step)
    const next = first < 0 ? [] : this.sightings.slice(first)
    const end = next.findIndex(({ marker }) => marker.life !== 'enters')
    return next.slice(0, end < 0 ? next.length : end)
  }

  /** Of a member, which may have been allocated since. @param {number} address @param {number} from @param {number} to */
  #isKept(address, from, to) {
    let pointer = this.#pointerAt(from)
    for (const { step, value } of this.moves) {
      if (step <= from) continue
      if (step > to) break
      if (address < pointer && address >= value) return false
      pointer = value
    }
    return address < pointer || this.#isStill(address, from, to)
  }

  /** @param {number} step */
  #pointerAt(step) {
    return this.moves.findLast((move) => move.step <= step)?.value ?? 0n
  }

  /** Whether the free pointer did not pass over the address from one step to another. @param {number} address @param {number} from @param {number} to */
  #isStill(address, from, to) {
    let pointer = this.#pointerAt(from)
    for (const { step, value } of this.moves) {
      if (step <= from) continue
      if (step > to) break
      const wasBelow = address < pointer
      if (wasBelow !== address < value) return false
      pointer = value
    }
    return true
  }
}

/** A name that leads nowhere else, and what it led to before. @param {Sighting[]} sightings */
function lives(sightings) {
  /** @type {Map<number, Sighting>} */
  const last = new Map()
  const ended = new Set()
  // Where the optimizer has worked out a beginning, one life cannot be told from the next.
  const begun = new Set(
    sightings.filter(({ marker }) => marker.life !== 'goes on').map(({ marker }) => marker.variable.id),
  )
  for (const sighting of sightings) {
    const before = last.get(sighting.marker.variable.id)
    // What a variable held at the end of its life stays its name; what it held before something else does not.
    const goesOn = sighting.marker.life === 'goes on' && begun.has(sighting.marker.variable.id)
    if (before && goesOn && before.address !== sighting.address) ended.add(before)
    last.set(sighting.marker.variable.id, sighting)
  }
  return sightings.map((sighting) => ({ sighting, isLast: !ended.has(sighting) }))
}

/** @param {Truth} truth @param {number} address @returns {TrueObject} */
function objectAt({ objects }, address) {
  const known = objects.get(address)
  if (known) return known
  /** @type {TrueObject} */
  const object = { address, size: undefined, types: new Set(), names: new Set(), former: new Set(), places: [] }
  objects.set(address, object)
  return object
}

/** What inline assembly says comes last, else the latest first. @param {{ sighting: Sighting }} a @param {{ sighting: Sighting }} b */
function bySureness({ sighting: a }, { sighting: b }) {
  return Number(a.marker.fresh === 'raw') - Number(b.marker.fresh === 'raw') || b.step - a.step
}

/**
 * Which bytes are taken by what is surely an object. Inline assembly lets variables point into the middle of objects, and what
 * it gave back by hand into what has taken the place: of two that overlap, only one is true.
 */
class Ground {
  /** @type {Map<number, number>} end by start */
  #taken = new Map()
  #end

  /** @param {number} end of memory */
  constructor(end) {
    this.#end = end
  }

  /** Whether all of it is free, or taken by just this. @param {number} start @param {number | undefined} size */
  take(start, size) {
    if (size === undefined || start + size > this.#end + 32) return false
    const end = start + size
    const known = this.#taken.get(start)
    if (known === undefined) for (const [other, until] of this.#taken) if (start < until && other < end) return false
    this.#taken.set(start, Math.max(known ?? 0, end))
    return true
  }
}

/** @param {Write} write */
export function touchesFreePointer({ offset, length }) {
  return offset < FREE_POINTER + 32 && offset + length > FREE_POINTER
}

/** @param {(at: number) => Uint8Array | undefined} bytesAt @returns {import('./memoryTypes.mjs').ReadWord} */
function reader(bytesAt) {
  return (at) => {
    const bytes = bytesAt(at)
    return bytes && wordOf(bytes)
  }
}

/** @param {Uint8Array} bytes */
function wordOf(bytes) {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
}
