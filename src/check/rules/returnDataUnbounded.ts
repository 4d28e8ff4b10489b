/**
 * R10: all of what another contract returned is copied, and memory grows by much for it. Passing on its revert is no
 * choice of the callee's: the frame ends.
 * @module
 */
import * as op from '../../opcodes/codes.ts'
import type { Access, Called } from '../access.ts'
import { expansionGas } from '../expansion.ts'
import type { MakeWatch } from '../watch.ts'

const MUCH_GAS = 50_000n
/** One in so many of what is left. */
const MUCH_SHARE = 10n

export const returnDataUnbounded: MakeWatch = (shadow, report) => {
  let call: Called | undefined
  const found: (() => void)[] = []
  return {
    called(ended) {
      call = ended
    },
    grows({ at, offset, length, grownTo }: Access) {
      if (at.op !== op.RETURNDATACOPY || call?.isForeign !== true || length !== call.returned) return
      const gas = expansionGas(shadow.cursor.memorySize, grownTo)
      const left = shadow.cursor.gas
      if (gas <= MUCH_GAS && gas * MUCH_SHARE <= left) return
      const facts = { bytes: BigInt(length), size: BigInt(grownTo), gas, gasLeft: left }
      found.push(() => report({ at, range: { offset, length }, facts }))
    },
    end() {
      if (shadow.frame.status !== 'revert') for (const tell of found) tell()
    },
  }
}
