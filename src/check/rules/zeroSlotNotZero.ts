/**
 * R02: the word at 0x60 is not zero, and somebody else than who wrote it reads it: as the length of an empty array.
 * @module
 */

import * as op from '../../opcodes/codes.ts'
import type { Access } from '../access.ts'
import { ZERO_SLOT } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const zeroSlotNotZero: MakeWatch = (shadow, report) => {
  let dirty: (Access & { readonly block: number }) | undefined
  const blockOf = (pc: number) => shadow.facts?.assemblyAt(pc) ?? 0
  return {
    wroteReserved(write) {
      if (write.offset >= ZERO_SLOT + 32 || write.offset + write.length <= ZERO_SLOT) return
      const word = shadow.isSolidity ? shadow.bytes(ZERO_SLOT, 32) : undefined
      if (word?.some((byte) => byte !== 0) !== true) dirty = undefined
      else dirty ??= { ...write, block: blockOf(write.at.pc) }
    },
    read({ at, offset }) {
      if (dirty === undefined || offset !== ZERO_SLOT || at.op !== op.MLOAD || !shadow.isSolidity) return
      const block = blockOf(at.pc)
      if (block !== 0 && block === dirty.block) return
      report({
        at: dirty.at,
        range: { offset: dirty.offset, length: dirty.length },
        reader: at,
        changed: { offset: ZERO_SLOT, before: new Uint8Array(32), after: shadow.cursor.memory(ZERO_SLOT, 32) },
      })
      dirty = undefined
    },
  }
}
