/**
 * R13: memory grows by much, to where a value leads that somebody else chose.
 * @module
 */
import type { Access } from '../access.ts'
import { expansionGas } from '../expansion.ts'
import { FOREIGN } from '../flags.ts'
import { originOf } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

const MUCH_GAS = 20_000n
/** One in so many of what is left. */
const MUCH_SHARE = 4n
const MUCH_MEMORY = 1 << 20

export const memorySizeFromCaller: MakeWatch = (shadow, report) => {
  function look({ at, offset, length, flags, lengthFlags, grownTo }: Access): void {
    if (grownTo === 0 || ((flags | lengthFlags) & FOREIGN) === 0 || !Number.isFinite(grownTo)) return
    const gas = expansionGas(shadow.cursor.memorySize, grownTo)
    const left = shadow.cursor.gas
    // A word behind memory that is large already costs little.
    if (gas <= MUCH_GAS || (grownTo <= MUCH_MEMORY && gas * MUCH_SHARE <= left)) return
    report({
      at,
      range: { offset, length },
      origin: originOf(flags | lengthFlags),
      facts: { size: BigInt(grownTo), gas, gasLeft: left },
    })
  }
  return {
    grows: look,
    failed(access) {
      if (shadow.frame.halt === 'outOfGas' || shadow.frame.halt === 'memoryLimit') look(access)
    },
  }
}
