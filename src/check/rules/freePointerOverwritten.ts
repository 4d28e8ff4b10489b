/**
 * R01: word 0x40 holds no address, and what was loaded from it is used as one. Reading it alone is no break: assembly
 * may keep something there and put the pointer back.
 * @module
 */
import { wordToBytes } from '../../base/word.ts'
import { POINTER } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const freePointerOverwritten: MakeWatch = (shadow, report) => {
  let reported: unknown
  return {
    brokenUse(reader) {
      const { broken } = shadow
      if (broken === undefined || broken.at === reported) return
      reported = broken.at
      const { at, offset, length, before } = broken
      const after = shadow.cursor.memory(POINTER, 32)
      report({
        at,
        range: { offset, length },
        reader,
        changed: { offset: POINTER, before: wordToBytes(BigInt(before)), after },
      })
    },
  }
}
