// What the driver calls. Everything else passes through linear memory, see ../layout.ts.

import { EXIT_HOST, EXIT_REVERT, EXIT_STOP } from '../layout.ts'
import { run } from './interpreter.ts'
import { endCall, enterAccount, findAccount, startCall } from './calls.ts'
import { analyse } from './analysis.ts'
import { add, addmod, byteAt, div, exp, leadingZeros, mod, mul, mulmod, sdiv, shl, shr, signextend, smod, sub } from './arithmetic.ts'
import { expand, fillWithJunk } from './frameMemory.ts'
import { keccak } from './keccak.ts'
import { find, insert, reindex, revertSlots, storeGas, storeTransient, warm } from './storage.ts'

// asc resolves `.ts` in imports, not in `export … from`.
export { analyse, add, addmod, byteAt, div, exp, leadingZeros, mod, mul, mulmod, sdiv, shl, shr, signextend, smod, sub, expand, fillWithJunk, keccak, enterAccount, find, findAccount, insert, reindex, revertSlots, storeGas, storeTransient, warm }

/** Runs the current frame, and those that it calls without the driver, in the fast variant. See `run`. */
export function runFast(atLeader: i32): i32 {
  while (true) {
    const exit = run<u8>(atLeader)
    if (exit == EXIT_HOST) {
      if (!startCall()) return exit
    } else if (exit > EXIT_REVERT || !endCall(exit, exit == EXIT_STOP)) return exit
    atLeader = 1
  }
  return 0
}

/** Runs the current frame instruction by instruction. */
export function runDebug(): i32 {
  return run<u16>(0)
}
