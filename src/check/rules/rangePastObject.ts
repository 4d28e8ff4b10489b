/**
 * R19: what leaves memory starts inside an object, not at its start, goes past its end, and is not zero there.
 * @module
 */
import { blockOf, RESERVED_END } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const rangePastObject: MakeWatch = (shadow, report) => ({
  used({ at, offset, length, tag }) {
    if (tag <= 0 || offset < RESERVED_END || !shadow.isSolidity) return
    const own = shadow.allocations.at(offset)
    if (own === undefined || offset + length <= own.end || offset === own.start) return
    if (shadow.target(tag)?.allocation !== own) return
    const past = shadow.bytes(own.end, offset + length - own.end)
    if (past?.some((byte) => byte !== 0) !== true) return
    report({
      at,
      range: { offset, length },
      object: blockOf(own),
      changed: { offset: own.end, before: new Uint8Array(past.length), after: past },
    })
  },
})
