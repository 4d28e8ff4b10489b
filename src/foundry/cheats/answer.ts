/**
 * What cheatcodes return, in the ABI's encoding.
 * Source: https://docs.soliditylang.org/en/v0.8.37/abi-spec.html
 * @module
 */
import { type Address, type Hex, hexToBytes, WORD_BYTES, wordToBytes } from '../../base/index.ts'

/** One word. Negative numbers are their two's complement. */
export function wordAnswer(value: bigint | boolean | Address): Uint8Array {
  const number = typeof value === 'boolean' ? (value ? 1n : 0n) : BigInt(value)
  return wordToBytes(BigInt.asUintN(256, number))
}

/** Words, one after the other. */
export function wordsAnswer(...values: readonly (bigint | boolean | Address)[]): Uint8Array {
  return joined(values.map(wordAnswer))
}

/** `bytes`, as the only value. */
export function bytesAnswer(bytes: Uint8Array | Hex): Uint8Array {
  return joined([wordAnswer(32n), tail(typeof bytes === 'string' ? hexToBytes(bytes) : bytes)])
}

/** `string`, as the only value. */
export function stringAnswer(text: string): Uint8Array {
  return bytesAnswer(new TextEncoder().encode(text))
}

/** `T[]` of one word each, as the only value. */
export function listAnswer(values: readonly (bigint | boolean | Address)[]): Uint8Array {
  return joined([wordAnswer(32n), wordAnswer(BigInt(values.length)), ...values.map(wordAnswer)])
}

/** `string[]` or `bytes[]`, as the only value. */
export function textsAnswer(values: readonly (string | Uint8Array)[]): Uint8Array {
  const tails = values.map((value) => tail(typeof value === 'string' ? new TextEncoder().encode(value) : value))
  return joined([wordAnswer(32n), wordAnswer(BigInt(tails.length)), pointed(tails)])
}

/** The distances to some tails, and the tails. */
export function pointed(tails: readonly Uint8Array[]): Uint8Array {
  let at = tails.length * WORD_BYTES
  const heads = tails.map((part) => {
    const head = wordAnswer(BigInt(at))
    at += part.length
    return head
  })
  return joined([...heads, ...tails])
}

/** Length, bytes, padding. */
export function tail(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(WORD_BYTES + Math.ceil(bytes.length / WORD_BYTES) * WORD_BYTES)
  padded.set(wordAnswer(BigInt(bytes.length)))
  padded.set(bytes, WORD_BYTES)
  return padded
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
