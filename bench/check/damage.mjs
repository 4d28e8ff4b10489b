// Whether a mutant's damage leaves its own object: told from the accesses alone, beside those of the library as it is.
import { MemoryAccesses } from 'memlane/trace'

/** @typedef {import('memlane/trace').Recording} Recording */

const POINTER = 0x40
const RESERVED_END = 0x80

/**
 * Bytes that a library does not write when it is right, by frame: of the reserved words and of what was allocated before it
 * began, where others then read them; and of its own data those that others write over and somebody reads.
 * @param {Recording} recording @param {(frame: number, pc: number) => boolean} isLibrary
 * @returns {Map<string, string>} kind by frame's ordinal and byte
 */
export function outsideBytes(recording, isLibrary) {
  const accesses = new MemoryAccesses(recording)
  const found = new Map()
  for (const [ordinal, frame] of recording.frames.entries()) {
    const events = [...accesses.from(0, { frame: frame.id })]
    const pointers = pointersOf(recording, frame.id)
    /** Written by the library, and not over by others since. @type {Map<number, number>} */
    const own = new Map()
    /** Own bytes that others wrote over. @type {Set<number>} */
    const lost = new Set()
    /** Not to be written by the library, and not read yet. @type {Map<number, string>} */
    const broken = new Map()
    let base = 0
    let isInside = false
    for (const { step, kind, offset, length } of events) {
      const now = isLibrary(frame.id, recording.steps.pc(step))
      if (now && !isInside) base = pointerAt(pointers, step)
      isInside = now
      for (let byte = offset; byte < offset + Math.min(length, 1 << 14); byte++) {
        if (kind === 'read') {
          if (lost.has(byte) && byte >= RESERVED_END) found.set(`${ordinal} ${byte}`, 'others write over it')
          const why = now ? undefined : broken.get(byte)
          if (why !== undefined) found.set(`${ordinal} ${byte}`, why)
        } else if (now) {
          lost.delete(byte)
          own.set(byte, step)
          if (byte >= POINTER && byte < base)
            broken.set(byte, byte < RESERVED_END ? 'reserved words' : 'an older object')
        } else if (own.delete(byte)) lost.add(byte)
        else lost.delete(byte)
      }
    }
  }
  return found
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
