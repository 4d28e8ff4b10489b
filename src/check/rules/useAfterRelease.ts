/**
 * R03: memory was released and given to somebody else, who wrote there; then it is read through the old pointer.
 * @module
 */
import { blockOf, RESERVED_END } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const useAfterRelease: MakeWatch = (shadow, report) => {
  const reported = new Set<unknown>()
  return {
    read({ at, offset, length, tag }) {
      const target = tag > 0 && offset >= RESERVED_END ? shadow.target(tag) : undefined
      const old = target?.allocation
      const released = old?.released
      if (target === undefined || old === undefined || released === undefined || reported.has(old)) return
      const { writes, pointers } = shadow
      const end = Math.min(offset + length, old.end)
      for (let byte = Math.max(offset, old.start), last = 0; byte < end; byte++) {
        const id = writes.at(byte)
        if (id === last) continue
        last = id
        if (writes.step(id) <= released.at.step) continue
        const writer = pointers.of(writes.tag(id))
        if (writer === undefined || writes.tag(id) === tag || writer.epoch === target.instance.epoch) continue
        reported.add(old)
        report({
          at: released.at,
          range: { offset, length },
          object: blockOf(old),
          victim: shadow.block(shadow.target(writes.tag(id))),
          reader: at,
          facts: { before: BigInt(released.from), after: BigInt(released.to), overwriteStep: BigInt(writes.step(id)) },
        })
        return
      }
    },
  }
}
