/**
 * R07: data that was written past the free memory pointer, which nobody moved, or moved too little, is read again after
 * another pointer wrote there. An error when the memory was allocated by that pointer since; a warning otherwise, unless
 * the word only goes back to where it came from.
 *
 *   │ length │ data … │ … data │       the pointer was moved to │: what comes next lies over the end of the data
 *                     ↑
 * @module
 */
import type { ByteOffset } from '../../base/units.ts'
import * as op from '../../opcodes/codes.ts'
import type { Access } from '../access.ts'
import type { Allocation } from '../allocations.ts'
import { blockOf, numberOf, RESERVED_END } from '../frameShadow.ts'
import type { Tag } from '../pointers.ts'
import type { Severity } from '../ruleTable.ts'
import type { MakeWatch } from '../watch.ts'

/** Loads that may still be put back. */
const MOST_WAITING = 256
/** A length word that says more is none. */
const MOST_ITEMS = 2 ** 24

/** A read, and the pointer of what is meant by it. */
interface Wanted {
  readonly read: Access
  readonly tag: Tag
}

export const temporaryOverwritten: MakeWatch = (shadow, report) => {
  const { writes, pointers } = shadow
  const waiting = new Map<number, Wanted>()

  /**
   * The pointer that a read goes through. Where an object ends, code computes the next one and the data behind a length
   * word alike: what is as long as the word before it says, or one of so many words, is that one's data.
   */
  function meant({ at, offset, length, tag }: Access): Tag {
    const from = pointers.of(tag)?.from ?? 0
    const own = shadow.target(from)?.allocation
    if (own === undefined || offset < own.end) return tag
    const count = numberAt(at.op === op.MLOAD ? own.start : offset - 32)
    const isOwn = at.op === op.MLOAD ? offset < own.start + 32 + count * 32 : count === length || count * 32 === length
    return isOwn && count < MOST_ITEMS ? from : tag
  }

  /** A word of memory as it is now; infinite where it is none or nobody knows it. */
  function numberAt(offset: ByteOffset): number {
    const bytes = shadow.bytes(offset, 32)
    return bytes === undefined ? Number.POSITIVE_INFINITY : numberOf(bytes)
  }

  /** The first byte of a read that its own pointer wrote and another has overwritten; −1 for none. */
  function overwritten({ read: { offset, length }, tag }: Wanted): ByteOffset {
    const end = offset + length
    for (let byte = offset; byte < end; byte = (Math.floor(byte / 32) + 1) * 32) {
      const before = writes.before(byte)
      if (before === 0 || writes.tag(before) !== tag) continue
      if (isAnothers(byte, tag)) return byte
      const last = Math.min(end, (Math.floor(byte / 32) + 1) * 32) - 1
      if (isAnothers(last, tag)) return last
    }
    return -1
  }

  /** Whether another pointer than this wrote a byte last. */
  function isAnothers(byte: ByteOffset, tag: Tag): boolean {
    const other = writes.tag(writes.at(byte))
    return other > 0 && other !== tag
  }

  function tell({ read, tag }: Wanted, byte: ByteOffset, severity: Severity): void {
    const { epoch, instance, allocation: own } = shadow.target(tag)!
    const before = writes.before(byte)
    const id = writes.at(byte)
    const allocation = shadow.allocations.at(byte)
    const loaded = shadow.placeOf(instance.step)
    // Of what was allocated too little it is said who did.
    const isTooSmall = own !== undefined && own.tag === tag && byte >= own.end
    report({
      at: shadow.placeOf(writes.step(before)),
      range: { offset: writes.offset(before), length: 32 },
      severity,
      object: shadow.block({ epoch, allocation: isTooSmall ? own : undefined }),
      victim: allocation ? blockOf(allocation) : shadow.block(shadow.target(writes.tag(id))),
      reader: read.at,
      pointer: loaded.op === op.MLOAD ? loaded : undefined,
      facts: {
        overwriteStep: BigInt(writes.step(id)),
        readOffset: BigInt(read.offset),
        readLength: BigInt(read.length),
        ...(isTooSmall ? { allocatedEnd: BigInt(own.end) } : {}),
      },
    })
  }

  return {
    read(read) {
      const { at, offset } = read
      if (read.tag <= 0 || offset < RESERVED_END || !shadow.isSolidity) return
      const wanted = { read, tag: meant(read) }
      const byte = overwritten(wanted)
      if (byte < 0) return
      if (isAllocatedOver(wanted)) tell(wanted, byte, 'error')
      else if (isOthers(wanted, byte)) {
        if (at.op !== op.MLOAD) tell(wanted, byte, 'warning')
        else if (waiting.size < MOST_WAITING) waiting.set(at.step + 1, wanted)
      }
    },
    write({ loaded, offset }) {
      // It goes back to where it came from.
      if (loaded !== 0 && waiting.get(loaded)?.read.offset === offset) waiting.delete(loaded)
    },
    end() {
      for (const wanted of waiting.values()) {
        const byte = overwritten(wanted)
        if (byte >= 0) tell(wanted, byte, 'warning')
      }
    },
  }

  /** Memory that was allocated since by another pointer, which wrote some of it. */
  function isAllocatedOver({ read: { offset, length }, tag }: Wanted): boolean {
    const { allocation, instance } = shadow.target(tag)!
    if (allocation === undefined || allocation.tag === tag || instance.step >= allocation.made.step) return false
    const end = Math.min(offset + length, allocation.end)
    for (let byte = Math.max(offset, allocation.start), last = 0; byte < end; byte++) {
      const id = writes.at(byte)
      if (id === last) continue
      last = id
      const writer = writes.tag(id)
      if (writer <= 0 || writer === tag) continue
      // Others than those that lead into what was allocated here have gone astray, which is another rule's.
      if (writer === allocation.tag || pointers.of(writer)!.epoch === allocation.epoch.id) return true
    }
    return false
  }

  /** Written through a newer pointer that does not grow the reader's own allocation. */
  function isOthers({ read: { at, offset }, tag }: Wanted, byte: ByteOffset): boolean {
    const other = pointers.of(writes.tag(writes.at(byte)))
    const own = shadow.target(tag)!
    const { allocation } = own
    // What was released is a break of another rule.
    if (other === undefined || other.step <= own.instance.step || allocation?.released !== undefined) return false
    if (allocation === undefined || byte < allocation.end) return true
    if (allocation.tag !== tag) return pointers.of(allocation.tag)?.wrote === true
    // Assembly allocated too little.
    const { pc } = shadow.placeOf(writes.step(writes.before(byte)))
    if ((shadow.facts?.assemblyAt(pc) ?? 0) === 0) return false
    // Copies by words load what follows the last byte, too.
    return at.op !== op.MLOAD || offset >= allocation.end || isContent(offset, allocation, tag)
  }

  /** Of a word over the end of its own allocation: something behind the end was more than padding. */
  function isContent(offset: ByteOffset, { start, end }: Allocation, tag: Tag): boolean {
    if (end < start + 32) return offset === start && hadDigits(offset, end)
    const header = writes.ofWord(start)
    return header !== 0 && writes.tag(header) === tag && end < start + 32 + numberAt(start)
  }

  /** The word that MSTORE put here had a byte from `end` on that is not zero. */
  function hadDigits(offset: ByteOffset, end: ByteOffset): boolean {
    const before = writes.before(end)
    if (writes.offset(before) !== offset) return false
    const { recording } = shadow
    const step = writes.step(before)
    if (recording.steps.opcode(step) !== op.MSTORE) return false
    const word = new Uint32Array(8)
    recording.side.readWord(recording.operandsAt(step) + 32, word, 0)
    const bytes = offset + 32 - end
    return word.some(
      (part, index) =>
        part !== 0 && index * 4 < bytes && (bytes - index * 4 >= 4 || part % 2 ** (8 * (bytes - index * 4)) !== 0),
    )
  }
}
