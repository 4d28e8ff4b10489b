/**
 * R15: the free memory pointer is no multiple of 32. Allowed, and solc does it itself.
 * @module
 */
import { POINTER } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

export const freePointerUnaligned: MakeWatch = (shadow, report) => ({
  wroteReserved({ at, offset, length, word }) {
    const { pointer, latest } = shadow.allocations
    if (offset !== POINTER || word === undefined || pointer !== word || word % 32 === 0) return
    const bytes = latest?.end === word ? latest.end - latest.start : 0
    report({ at, range: { offset, length }, facts: { after: BigInt(word), bytes: BigInt(bytes) } })
  },
})
