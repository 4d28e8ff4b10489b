/**
 * R08: bytes of an allocation leave memory that nobody ever wrote. Up to 31 at the end of a range are its padding.
 * @module
 */
import { blockOf, RESERVED_END } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const neverWrittenBytesUsed: MakeWatch = (shadow, report) => ({
  read({ at, offset, length, isUse }) {
    if (!isUse || !shadow.isSolidity || offset + length <= RESERVED_END) return
    const unwritten = shadow.writes.unwritten(offset, length)
    if (unwritten === undefined || shadow.cursor.unknown(offset, length) !== undefined) return
    let count = 0
    let first = -1
    for (let i = 0; i < length; i++) {
      if (unwritten[i] !== 1 || shadow.allocations.at(offset + i) === undefined) continue
      if (first < 0) first = i
      count++
    }
    if (count === 0) return
    const total = unwritten.reduce((sum, hole) => sum + hole, 0)
    const lastWritten = unwritten.lastIndexOf(0)
    const tail = length - 1 - lastWritten
    if (total === tail && tail < 32) return
    const allocation = shadow.allocations.at(offset + first)!
    report({
      at,
      range: { offset, length },
      object: blockOf(allocation),
      facts: { bytes: BigInt(count), firstHole: BigInt(offset + first) },
    })
  },
})
