/**
 * R04: the free memory pointer is set below its first value, to where the compiler keeps what is its own.
 * @module
 */
import { POINTER, RESERVED_END } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const freePointerBelowStart: MakeWatch = (shadow, report) => ({
  write({ at, offset, length, word }) {
    const { first, pointer } = shadow.allocations
    if (word === undefined || offset !== POINTER || first === undefined || !shadow.isSolidity) return
    // Once it is there, allocations only move it on.
    if (word < RESERVED_END || word >= first || pointer! < first) return
    report({ at, range: { offset, length }, facts: { after: BigInt(word), first: BigInt(first) } })
  },
})
