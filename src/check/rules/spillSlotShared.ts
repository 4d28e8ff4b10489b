/**
 * R18: a function that runs keeps a local variable in memory that the compiler reserves, and another run of a function
 * uses the same word before the first one reads it again.
 * @module
 */

import * as op from '../../opcodes/codes.ts'
import { isCreation, MAX_STACK_ITEMS } from '../../opcodes/index.ts'
import type { StepPlace } from '../finding.ts'
import { RESERVED_END } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

interface Slot {
  /** The run of a function that wrote it last. */
  writer: number
  /** What runs that still go on had there, before another wrote: by run. */
  readonly lost: Map<number, { readonly before: Uint8Array; readonly at: StepPlace }>
}

export const spillSlotShared: MakeWatch = (shadow, report) => {
  // A constructor keeps its immutables there.
  if (isCreation(shadow.frame.kind)) return {}
  const running = [0]
  const slots = new Map<number, Slot>()
  let runs = 0
  const isSlot = (offset: number) =>
    offset >= RESERVED_END && shadow.allocations.first !== undefined && offset < shadow.allocations.first

  return {
    jumped(into) {
      // Each has its return address on the stack.
      if (into && running.length < MAX_STACK_ITEMS) running.push(++runs)
      else if (!into && running.length > 1) running.pop()
    },
    write({ at, offset, word }) {
      if (word === undefined || !isSlot(offset)) return
      const current = running.at(-1)!
      const slot = slots.get(offset)
      if (slot === undefined) {
        slots.set(offset, { writer: current, lost: new Map() })
        return
      }
      slot.lost.delete(current)
      if (slot.writer !== current && running.includes(slot.writer) && !slot.lost.has(slot.writer))
        slot.lost.set(slot.writer, { before: shadow.cursor.memory(offset, 32), at })
      slot.writer = current
    },
    read({ at, offset }) {
      const slot = at.op === op.MLOAD ? slots.get(offset) : undefined
      const current = running.at(-1)!
      const lost = slot?.lost.get(current)
      if (slot === undefined || lost === undefined) return
      const after = shadow.cursor.memory(offset, 32)
      if (after.every((byte, i) => byte === lost.before[i])) return
      slot.lost.delete(current)
      report({
        at: lost.at,
        range: { offset, length: 32 },
        changed: { offset, before: lost.before, after },
        reader: at,
      })
    },
  }
}
