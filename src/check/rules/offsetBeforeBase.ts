/**
 * R14: an offset that somebody else chose leads from a pointer to before its base. That a sum wraps proves nothing:
 * masks and small steps back wrap too.
 * @module
 */

import type { Access } from '../access.ts'
import { FOREIGN } from '../flags.ts'
import { blockOf, originOf } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const offsetBeforeBase: MakeWatch = (shadow, report) => {
  function look({ at, offset, length, tag, flags }: Access): void {
    if (tag <= 0 || (flags & FOREIGN) === 0 || !shadow.isSolidity) return
    const target = shadow.target(tag)
    if (target === undefined || offset >= target.epoch.base) return
    const { base } = target.epoch
    const hit = shadow.allocations.at(offset)
    report({
      at,
      range: { offset, length },
      object: shadow.block(target),
      victim: hit && blockOf(hit),
      origin: originOf(flags),
      facts: { value: BigInt(offset), base: BigInt(base), distance: BigInt(base - offset) },
    })
  }
  return {
    // Assembly reads a word so that it ends where it should; the compiler's own code has no need to.
    read(access) {
      if (access.tag > 0 && (access.flags & FOREIGN) !== 0 && shadow.isCompilerCode(access.at)) look(access)
    },
    write: look,
  }
}
