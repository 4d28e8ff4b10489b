/**
 * R06: the size of an allocation was computed past 2^256, and the length that is stored in it does not fit. Old code of solc
 * stores the length before it moves the pointer, new code after it.
 * @module
 */
import { wordAt } from '../../base/word.ts'
import type { Allocation } from '../allocations.ts'
import type { StepPlace } from '../finding.ts'
import { POINTER } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const allocationTooSmall: MakeWatch = (shadow, report) => {
  function look(at: StepPlace, { start, end, made, overflowed }: Allocation, length: bigint): void {
    const bytes = BigInt(end - start)
    if (!overflowed || length === 0n || length + 32n <= bytes || !shadow.isSolidity) return
    report({ at, range: { offset: start, length: 32 }, object: { start, end, made }, facts: { length, bytes } })
  }

  return {
    write({ at, offset, word }) {
      const { latest } = shadow.allocations
      if (latest === undefined || latest.hasFirstWord || word === undefined || offset !== latest.start) return
      latest.hasFirstWord = true
      look(at, latest, shadow.cursor.stack(1))
    },
    wroteReserved({ at, offset }) {
      const { latest } = shadow.allocations
      if (offset !== POINTER || latest?.made !== at || !latest.overflowed || latest.hasFirstWord) return
      const { writes } = shadow
      const id = writes.ofWord(latest.start)
      const first = id === 0 || writes.offset(id) !== latest.start ? undefined : shadow.bytes(latest.start, 32)
      if (first === undefined || writes.step(id) < latest.epoch.step) return
      latest.hasFirstWord = true
      look(shadow.placeOf(writes.step(id)), latest, wordAt(first))
    },
  }
}
