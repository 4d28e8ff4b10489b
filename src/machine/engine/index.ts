// What the driver calls. Everything else passes through linear memory, see ../layout.ts.

import { run } from './interpreter.ts'
import { analyse } from './analysis.ts'
import { add, addmod, byteAt, div, exp, leadingZeros, mod, mul, mulmod, sdiv, shl, shr, signextend, smod, sub } from './arithmetic.ts'
import { expand } from './frameMemory.ts'
import { keccak } from './keccak.ts'
import { find, insert, reindex, revertSlots, storeGas, warm } from './storage.ts'

// asc resolves `.ts` in imports, not in `export … from`.
export { analyse, add, addmod, byteAt, div, exp, leadingZeros, mod, mul, mulmod, sdiv, shl, shr, signextend, smod, sub, expand, keccak, find, insert, reindex, revertSlots, storeGas, warm }

/** Runs the current frame in the fast variant. See `run`. */
export function runFast(atLeader: i32): i32 {
  return run<u8>(atLeader)
}

/** Runs the current frame instruction by instruction. */
export function runDebug(): i32 {
  return run<u16>(0)
}
