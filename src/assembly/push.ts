/**
 * The bytes of a push.
 * @module
 */
import type { ByteCount, Word } from '../base/units.ts'
import { WORD_BYTES, wordToBytes } from '../base/word.ts'
import { PUSH0, PUSH1 } from '../opcodes/codes.ts'
import type { Fork } from '../opcodes/forks.ts'

/** The opcode and `width` bytes of immediate, which must hold `value`: zeros fill the front. */
export function encodePush(value: Word, width: ByteCount): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1 + width)
  bytes[0] = width === 0 ? PUSH0 : PUSH1 + width - 1
  bytes.set(wordToBytes(value).subarray(WORD_BYTES - width), 1)
  return bytes
}

/** The smallest number of bytes that hold `value`; none for 0. */
export function bytesFor(value: Word): ByteCount {
  return value === 0n ? 0 : (value.toString(16).length + 1) >> 1
}

/** The immediate of the narrowest push of 0: none where the fork has PUSH0. */
export function leastPushWidth(fork: Fork): ByteCount {
  return fork.opcodes[PUSH0] === undefined ? 1 : 0
}
