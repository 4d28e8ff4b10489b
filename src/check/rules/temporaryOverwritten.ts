/**
 * R07: data that was written past the free memory pointer, which nobody moved, is read again after another pointer wrote
 * there. An error when the memory was allocated by that pointer since; a warning otherwise, unless the word only goes
 * back to where it came from.
 * @module
 */
import * as op from '../../opcodes/codes.ts'
import type { Access } from '../access.ts'
import { blockOf, RESERVED_END } from '../frameShadow.ts'
import type { Severity } from '../ruleTable.ts'
import type { MakeWatch } from '../watch.ts'

/** Loads that may still be put back. */
const MOST_WAITING = 256

export const temporaryOverwritten: MakeWatch = (shadow, report) => {
  const { writes, pointers } = shadow
  const waiting = new Map<number, Access>()

  /** The first byte of a read that its own pointer wrote and another has overwritten; −1 for none. */
  function overwritten({ offset, length, tag }: Access): number {
    const end = offset + length
    for (let byte = offset; byte < end; byte = (Math.floor(byte / 32) + 1) * 32) {
      const before = writes.before(byte)
      if (before === 0 || writes.tag(before) !== tag) continue
      const other = writes.tag(writes.at(byte))
      if (other > 0 && other !== tag) return byte
    }
    return -1
  }

  function tell({ at, offset, length, tag }: Access, byte: number, severity: Severity): void {
    const target = shadow.target(tag)
    const before = writes.before(byte)
    const id = writes.at(byte)
    const allocation = shadow.allocations.at(byte)
    const step = writes.step(before)
    report({
      at: shadow.placeOf(step),
      range: { offset: writes.offset(before), length: 32 },
      severity,
      object: shadow.block(target && { ...target, allocation: undefined }),
      victim: allocation ? blockOf(allocation) : shadow.block(shadow.target(writes.tag(id))),
      reader: at,
      facts: { overwriteStep: BigInt(writes.step(id)), readOffset: BigInt(offset), readLength: BigInt(length) },
    })
  }

  return {
    read(read) {
      const { at, offset, tag } = read
      if (tag <= 0 || offset < RESERVED_END || !shadow.isSolidity) return
      const byte = overwritten(read)
      if (byte < 0) return
      if (isAllocatedOver(read)) tell(read, byte, 'error')
      else if (isOthers(read, byte)) {
        if (at.op !== op.MLOAD) tell(read, byte, 'warning')
        else if (waiting.size < MOST_WAITING) waiting.set(at.step + 1, read)
      }
    },
    write({ loaded, offset }) {
      // It goes back to where it came from.
      if (loaded !== 0 && waiting.get(loaded)?.offset === offset) waiting.delete(loaded)
    },
    end() {
      for (const read of waiting.values()) {
        const byte = overwritten(read)
        if (byte >= 0) tell(read, byte, 'warning')
      }
    },
  }

  /** Memory that was allocated since by another pointer, which wrote some of it. */
  function isAllocatedOver({ offset, length, tag }: Access): boolean {
    const { allocation, instance } = shadow.target(tag)!
    if (allocation === undefined || allocation.tag === tag || instance.step >= allocation.made.step) return false
    const end = Math.min(offset + length, allocation.end)
    for (let byte = Math.max(offset, allocation.start), last = 0; byte < end; byte++) {
      const id = writes.at(byte)
      if (id === last) continue
      last = id
      const writer = writes.tag(id)
      if (writer <= 0 || writer === tag) continue
      if (writes.step(id) > allocation.made.step || writer === allocation.tag) return true
    }
    return false
  }

  /** Written through a newer pointer that does not grow the reader's own allocation. */
  function isOthers({ at, offset, tag }: Access, byte: number): boolean {
    const other = pointers.of(writes.tag(writes.at(byte)))
    const own = shadow.target(tag)!
    const { allocation } = own
    // What was released is a break of another rule.
    if (other === undefined || other.step <= own.instance.step || allocation?.released !== undefined) return false
    if (allocation === undefined || byte < allocation.end) return true
    if (allocation.tag !== tag) return pointers.of(allocation.tag)?.wrote === true
    // Assembly allocated too little. A word that begins before the end may reach over it: copies by words do that.
    const { pc } = shadow.placeOf(writes.step(writes.before(byte)))
    return (shadow.facts?.assemblyAt(pc) ?? 0) !== 0 && (at.op !== op.MLOAD || offset >= allocation.end)
  }
}
