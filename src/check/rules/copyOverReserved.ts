/**
 * R11: a copy lies over the free memory pointer and the zero slot, and the code goes on to read them.
 * @module
 */
import * as op from '../../opcodes/codes.ts'
import type { Access } from '../access.ts'
import { POINTER, ZERO_SLOT } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

const COPIES: ReadonlySet<number> = new Set([op.CALLDATACOPY, op.RETURNDATACOPY, op.CODECOPY, op.EXTCODECOPY])

export const copyOverReserved: MakeWatch = (shadow, report) => {
  let copy: Access | undefined
  return {
    write(write) {
      const { at, offset, length } = write
      if (COPIES.has(at.op) && offset < POINTER && offset + length > POINTER && shadow.isSolidity) copy = write
    },
    wroteReserved(write) {
      if (copy === undefined || write === copy) return
      if (shadow.coveredBy === undefined && shadow.broken === undefined) copy = undefined
    },
    read({ at, offset }) {
      if (copy === undefined || at.op !== op.MLOAD || (offset !== POINTER && offset !== ZERO_SLOT)) return
      // Assembly that reads back what it has copied itself.
      const block = shadow.facts?.assemblyAt(at.pc) ?? 0
      if (block !== 0 && block === shadow.facts?.assemblyAt(copy.at.pc)) return
      report({ at: copy.at, range: { offset: copy.offset, length: copy.length }, reader: at })
      copy = undefined
    },
  }
}
