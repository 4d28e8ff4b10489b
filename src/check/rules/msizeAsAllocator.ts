/**
 * R16: data is put where MSIZE points, and the free memory pointer does not know: it lies below that, or what is
 * allocated later lies over it.
 * @module
 */
import type { Access } from '../access.ts'
import { MSIZE } from '../flags.ts'
import { blockOf } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

/** Words that were put so: no more are remembered. */
const MOST_WORDS = 4096

export const msizeAsAllocator: MakeWatch = (shadow, report) => {
  const words = new Map<number, Access>()
  return {
    write(write) {
      const { at, offset, length, flags } = write
      const { pointer } = shadow.allocations
      if (pointer === undefined || !shadow.isSolidity) return
      if ((flags & MSIZE) === 0) {
        const put = words.size === 0 ? undefined : words.get(offset >>> 5)
        const victim = put && shadow.allocations.at(offset)
        if (put === undefined || victim === undefined || victim.made.step <= put.at.step) return
        words.clear()
        report({
          at: put.at,
          range: { offset: put.offset, length: put.length },
          victim: blockOf(victim),
          reader: at,
          facts: { free: BigInt(pointer) },
        })
        return
      }
      if (shadow.cursor.memorySize === pointer) return
      if (offset < pointer) report({ at, range: { offset, length }, facts: { free: BigInt(pointer) } })
      else
        for (let word = offset >>> 5; word <= (offset + length - 1) >>> 5 && words.size < MOST_WORDS; word++)
          words.set(word, write)
    },
  }
}
