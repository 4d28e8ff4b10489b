/**
 * R08: bytes of an allocation leave memory that nobody ever wrote. Up to 31 at the end of a range are its padding.
 * @module
 */
import type { Allocation } from '../allocations.ts'
import { blockOf, RESERVED_END } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const neverWrittenBytesUsed: MakeWatch = (shadow, report) => ({
  used({ at, offset, length }) {
    if (!shadow.isSolidity || offset + length <= RESERVED_END) return
    const unwritten = shadow.writes.unwritten(offset, length)
    if (unwritten === undefined || shadow.cursor.unknown(offset, length) !== undefined) return
    let count = 0
    let first = -1
    let holder: Allocation | undefined
    for (const allocation of shadow.allocations.within(offset, offset + length)) {
      const end = Math.min(allocation.end, offset + length) - offset
      for (let i = Math.max(0, allocation.start - offset); i < end; i++) {
        if (unwritten[i] !== 1) continue
        if (first < 0) first = i
        holder ??= allocation
        count++
      }
    }
    if (holder === undefined) return
    const total = unwritten.reduce((sum, hole) => sum + hole, 0)
    const lastWritten = unwritten.lastIndexOf(0)
    const tail = length - 1 - lastWritten
    if (total === tail && tail < 32) return
    report({
      at,
      range: { offset, length },
      object: blockOf(holder),
      facts: { bytes: BigInt(count), firstHole: BigInt(offset + first) },
    })
  },
})
