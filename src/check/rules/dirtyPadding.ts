/**
 * R09: what a function returns has bytes that are not zero where its ABI has padding; or a word of `bytes` goes to storage as
 * it was loaded, with what lies behind their end.
 * @module
 */
import * as op from '../../opcodes/codes.ts'
import { dirtyPadding as paddingIn } from '../../solidity/abi/padding.ts'
import { blockOf } from '../frameShadow.ts'
import type { MakeWatch } from '../watch.ts'

/** Larger results are not looked through. */
const MOST_BYTES = 1 << 20
/** Lengths that were stored: no more are remembered. */
const MOST_LENGTHS = 64

export const dirtyPadding: MakeWatch = (shadow, report) => {
  /** Of `bytes` in storage that do not fit into one word. */
  const lengths = new Set<number>()
  return {
    used({ at, offset, length }) {
      const outputs = shadow.facts?.outputs
      if (at.op !== op.RETURN || outputs === undefined || length > MOST_BYTES) return
      const bytes = shadow.bytes(offset, length)
      const found = bytes && paddingIn(outputs, bytes)
      if (bytes === undefined || found === undefined) return
      const { from, to, content } = found
      report({
        at,
        range: { offset, length },
        changed: { offset: offset + from, before: new Uint8Array(to - from), after: bytes.slice(from, to) },
        facts: { length: BigInt(content), bytes: BigInt(to - from) },
      })
    },
    stored(at, load) {
      const value = shadow.cursor.stackNumber(1)
      if (value % 2 === 1 && value > 64 && lengths.size < MOST_LENGTHS) lengths.add((value - 1) / 2)
      if (load === 0 || lengths.size === 0 || !shadow.isSolidity || !shadow.isCompilerCode(at)) return
      const offset = Number(shadow.recording.operand(load - 1, 0))
      const holder = shadow.allocations.at(offset)
      const head = holder && shadow.bytes(holder.start, 32)
      if (holder === undefined || head === undefined) return
      const length = wordAsNumber(head)
      const end = holder.start + 32 + length
      if (!lengths.has(length) || offset <= holder.start || offset >= end || end >= offset + 32) return
      const padding = shadow.bytes(end, offset + 32 - end)
      if (padding?.some((byte) => byte !== 0) !== true) return
      report({
        at,
        range: { offset, length: 32 },
        object: blockOf(holder),
        changed: { offset: end, before: new Uint8Array(padding.length), after: padding },
        facts: { length: BigInt(end - offset), bytes: BigInt(padding.length) },
      })
    },
  }
}

/** A word as a number, infinite from 2^48 on. */
function wordAsNumber(word: Uint8Array): number {
  if (word.subarray(0, 26).some((byte) => byte !== 0)) return Number.POSITIVE_INFINITY
  return word.subarray(26).reduce((number, byte) => number * 256 + byte, 0)
}
