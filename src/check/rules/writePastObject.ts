/**
 * R05: a write through one object's pointer changed bytes of another, and somebody else reads them as they are now.
 *
 *   │ A …        │ B: 5 │        a store through A's pointer over A's end, or wholly inside B
 *            └─────────┘
 *
 * The read is what is reported: code that saves the bytes, uses them and puts them back has changed nothing.
 * @module
 */
import type { ByteOffset } from '../../base/units.ts'
import type { Access } from '../access.ts'
import type { Allocation, Epoch } from '../allocations.ts'
import { blockOf, originOf, RESERVED_END } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

/** Changes that nobody has read yet: the oldest are forgotten. */
const MOST_WAITING = 64
/** Bytes of a change that are kept. */
const MOST_BYTES = 4096

interface Damage {
  readonly write: Access
  readonly offset: ByteOffset
  readonly before: Uint8Array
  readonly owner: Epoch
  readonly victim: Allocation
}

export const writePastObject: MakeWatch = (shadow, report) => {
  const damages: Damage[] = []
  let begun: Damage | undefined

  /** Another's bytes in `[offset, end)` that were written since the memory was theirs. */
  function hit(write: Access, owner: Epoch, offset: ByteOffset, end: ByteOffset): Damage | undefined {
    for (const victim of shadow.allocations.within(offset, end)) {
      if (victim.epoch === owner) continue
      const from = Math.max(offset, victim.start)
      const to = Math.min(end, victim.end, from + MOST_BYTES)
      if (!isInitialised(from, to, victim)) continue
      const before = shadow.bytes(from, to - from)
      if (before !== undefined) return { write, offset: from, before, owner, victim }
    }
    return undefined
  }

  /** Plain code stores the length before it moves the pointer: what counts is the time since the one before. */
  function isInitialised(from: ByteOffset, to: ByteOffset, victim: Allocation): boolean {
    const { writes } = shadow
    for (let byte = from, last = 0; byte < to; byte++) {
      const id = writes.at(byte)
      if (id !== last && writes.step(id) >= victim.epoch.step) return true
      last = id
    }
    return false
  }

  function isAssembly({ at }: Access): boolean {
    return shadow.facts !== undefined && shadow.facts.assemblyAt(at.pc) !== 0
  }

  function look(write: Access): Damage | undefined {
    const { offset, length, tag } = write
    const target = shadow.target(tag)
    const own = target?.allocation
    const end = offset + length
    const here = shadow.allocations.at(offset)
    // Through the pointer of one object into another.
    if (own !== undefined && own.released === undefined && here !== undefined && here !== own)
      return offset >= own.start && offset < own.end ? undefined : hit(write, own.epoch, offset, end)
    // Through a pointer to free memory, back into what is allocated. solc's own code does that on its way.
    if (target !== undefined && own === undefined && here !== undefined && offset < target.epoch.base)
      return isAssembly(write) ? hit(write, target.epoch, offset, Math.min(end, target.epoch.base)) : undefined
    // Over the end of the object in which it starts.
    if (here === undefined || end <= here.end) return undefined
    if (own !== undefined && own !== here) return undefined
    return hit(write, here.epoch, here.end, end)
  }

  function read({ at, offset, length, tag }: Access): void {
    if (damages.length === 0) return
    for (let index = damages.length - 1; index >= 0; index--) {
      const damage = damages[index]!
      const from = Math.max(offset, damage.offset)
      const to = Math.min(offset + length, damage.offset + damage.before.length)
      if (from >= to || shadow.target(tag)?.epoch === damage.owner) continue
      const now = shadow.cursor.memory(from, to - from)
      const { write } = damage
      const isChanged = now.some(
        (byte, i) =>
          byte !== damage.before[from + i - damage.offset] &&
          shadow.writes.step(shadow.writes.at(from + i)) === write.at.step,
      )
      if (!isChanged) continue
      damages.splice(index, 1)
      const { at: writer, offset: writeOffset, length: writeLength, flags, lengthFlags } = write
      report({
        at: writer,
        range: { offset: writeOffset, length: writeLength },
        object: shadow.block({ epoch: damage.owner, allocation: damage.owner.allocation }),
        victim: blockOf(damage.victim),
        changed: { offset: from, before: damage.before.subarray(from - damage.offset, to - damage.offset), after: now },
        reader: at,
        origin: originOf(flags | lengthFlags),
      })
    }
  }

  return {
    write(write) {
      begun = write.offset >= RESERVED_END && shadow.isSolidity ? look(write) : undefined
    },
    wrote() {
      const damage = begun
      begun = undefined
      if (damage === undefined) return
      const { offset, before } = damage
      const now = shadow.cursor.memory(offset, before.length)
      // Put back, or damaged by an earlier write already.
      for (let index = damages.length - 1; index >= 0; index--) {
        const earlier = damages[index]!
        const from = Math.max(offset, earlier.offset)
        const to = Math.min(offset + before.length, earlier.offset + earlier.before.length)
        if (from >= to) continue
        const isBack = now
          .subarray(from - offset, to - offset)
          .every((byte, i) => byte === earlier.before[from - earlier.offset + i])
        if (isBack) damages.splice(index, 1)
        return
      }
      if (!now.some((byte, i) => byte !== before[i])) return
      if (damages.length === MOST_WAITING) damages.shift()
      damages.push(damage)
    },
    read,
  }
}
