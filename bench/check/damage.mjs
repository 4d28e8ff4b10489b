// Whether a mutant's damage leaves its own object: told from the accesses alone, beside those of the library as it is.
import { MemoryAccesses } from 'memlane/trace'

/** @typedef {import('memlane/trace').Recording} Recording */

const POINTER = 0x40
const RESERVED_END = 0x80
const MOST_BYTES = 1 << 14
/** Of its own data: others wrote over it, and somebody reads. */
export const OVERWRITTEN = 'others write over it'

/**
 * What a library does to memory that is not its own.
 * @typedef {object} Damage
 * @property {Map<string, string>} bytes kind by frame's ordinal and byte: reserved words and what was allocated before the
 *   library began, where others then read them; and of its own data what others write over and somebody reads
 * @property {Map<string, string>} objects of those in older objects: which, by frame's ordinal and first byte
 * @property {Set<string>} touched older objects that it writes to
 */

/**
 * Told from the accesses alone. An object is what lies between two values of the free memory pointer. Those that the library
 * as it is writes to were given to it to be written: only others are not its own.
 * @param {Recording} recording @param {(frame: number, pc: number) => boolean} isLibrary
 * @returns {Damage}
 */
export function damageOf(recording, isLibrary) {
  const accesses = new MemoryAccesses(recording)
  /** @type {Damage} */
  const damage = { bytes: new Map(), objects: new Map(), touched: new Set() }
  for (const [ordinal, frame] of recording.frames.entries()) {
    const events = [...accesses.from(0, { frame: frame.id })]
    const pointers = pointersOf(recording, frame.id)
    /** Written by the library, and not over by others since. @type {Map<number, number>} */
    const own = new Map()
    /** Own bytes that others wrote over. @type {Set<number>} */
    const lost = new Set()
    /** Not to be written by the library, and not read yet. @type {Map<number, string>} */
    const broken = new Map()
    const cursor = recording.cursor(frame.id)
    let base = 0
    let isInside = false
    for (const { step, kind, offset, length } of events) {
      while (cursor.index < step && !cursor.atEnd) cursor.next()
      const size = Math.min(length, MOST_BYTES)
      const before = cursor.memory(offset, size)
      if (kind === 'write') cursor.next()
      const after = cursor.memory(offset, size)
      const now = isLibrary(frame.id, recording.steps.pc(step))
      if (now && !isInside) base = pointerAt(pointers, step)
      isInside = now
      for (let byte = offset; byte < offset + size; byte++) {
        const isChanged = before[byte - offset] !== after[byte - offset]
        if (kind === 'read') {
          if (lost.has(byte) && byte >= RESERVED_END) damage.bytes.set(`${ordinal} ${byte}`, OVERWRITTEN)
          const why = now ? undefined : broken.get(byte)
          if (why !== undefined) damage.bytes.set(`${ordinal} ${byte}`, why)
        } else if (now) {
          lost.delete(byte)
          own.set(byte, step)
          if (byte < POINTER || byte >= base) continue
          // What is as before harms nobody.
          if (isChanged) broken.set(byte, byte < RESERVED_END ? 'reserved words' : 'an older object')
          if (byte < RESERVED_END) continue
          const object = `${ordinal} ${objectAt(pointers, step, byte)}`
          damage.objects.set(`${ordinal} ${byte}`, object)
          damage.touched.add(object)
        } else if (own.delete(byte) && isChanged) lost.add(byte)
        else if (isChanged) lost.delete(byte)
      }
    }
  }
  return damage
}

/** The free pointer's values, by step. @param {Recording} recording @param {number} frame */
function pointersOf(recording, frame) {
  /** @type {[step: number, value: number][]} */
  const values = []
  recording.walk(frame, (step) => {
    if (step.op === 0x52 && step.stack(0) === 0x40n) values.push([step.index, Number(step.stack(1) % 2n ** 32n)])
    return true
  })
  return values
}

/** @param {[step: number, value: number][]} values @param {number} at */
function pointerAt(values, at) {
  return values.findLast(([step]) => step < at)?.[1] ?? RESERVED_END
}

/** Where the object that a byte is of begins. @param {[step: number, value: number][]} values @param {number} step @param {number} byte */
function objectAt(values, step, byte) {
  let start = RESERVED_END
  for (const [at, value] of values) if (at < step && value <= byte && value > start) start = value
  return start
}
