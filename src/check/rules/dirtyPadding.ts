/**
 * R09: what a function returns has bytes that are not zero where its ABI has padding.
 * @module
 */
import * as op from '../../opcodes/codes.ts'
import { dirtyPadding as paddingIn } from '../../solidity/abi/padding.ts'
import type { MakeWatch } from '../watch.ts'

/** Larger results are not looked through. */
const MOST_BYTES = 1 << 20

export const dirtyPadding: MakeWatch = (shadow, report) => ({
  read({ at, offset, length }) {
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
})
