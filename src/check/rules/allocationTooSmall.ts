/**
 * R06: the size of an allocation was computed past 2^256, and the length that is stored in it does not fit.
 * @module
 */
import type { MakeWatch } from '../watch.ts'

export const allocationTooSmall: MakeWatch = (shadow, report) => ({
  write({ at, offset, length, word }) {
    const { latest } = shadow.allocations
    if (latest === undefined || latest.hasFirstWord || word === undefined || offset !== latest.start) return
    latest.hasFirstWord = true
    const bytes = latest.end - latest.start
    if (!latest.overflowed || word === 0 || word + 32 <= bytes || !shadow.isSolidity) return
    report({
      at,
      range: { offset, length },
      object: { start: latest.start, end: latest.end, made: latest.made },
      facts: { length: shadow.cursor.stack(1), bytes: BigInt(bytes) },
    })
  },
})
