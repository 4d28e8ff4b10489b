/**
 * R20: code of the compiler stores a zero word over bytes that were written since the free memory pointer moved last,
 * and that nobody has read. A word that begins in the middle of such a write only cuts off what a copy by words wrote too
 * much.
 * @module
 */
import { RESERVED_END } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const unreadBytesCleared: MakeWatch = (shadow, report) => ({
  write({ at, offset, length, word }) {
    if (word !== 0 || offset < RESERVED_END || !shadow.isSolidity || !shadow.isCompilerCode(at)) return
    const { writes, allocations } = shadow
    const since = allocations.epoch.step
    const old = shadow.bytes(offset, length)
    if (old === undefined) return
    let cleared = 0
    let writer = 0
    for (let i = 0; i < length; i++) {
      const id = writes.at(offset + i)
      if (id === 0 || old[i] === 0 || writes.wasRead(offset + i) || writes.step(id) < since) continue
      if (writes.offset(id) < offset) continue
      cleared++
      writer = id
    }
    if (cleared === 0) return
    report({
      at,
      range: { offset, length },
      changed: { offset, before: old, after: new Uint8Array(length) },
      facts: { bytes: BigInt(cleared), writeStep: BigInt(writes.step(writer)) },
    })
  },
})
