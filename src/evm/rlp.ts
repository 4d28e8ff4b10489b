/**
 * The two lists that are hashed while code runs, in RLP: the whole encoding would be loaded for them.
 * Source: Yellow Paper, appendix B.
 * @module
 */
import { wordToBytes } from '../base/word.ts'

/** `[address, …numbers]` or `[number, address, number]`: less than 256 bytes altogether. Numbers have no leading zeros. */
export function rlpOf(items: readonly (bigint | Uint8Array)[]): Uint8Array {
  const payload = items.flatMap((item) => [...encoded(typeof item === 'bigint' ? trimmed(wordToBytes(item)) : item)])
  return Uint8Array.from(payload.length < 56 ? [0xc0 + payload.length, ...payload] : [0xf8, payload.length, ...payload])
}

function encoded(bytes: Uint8Array): Iterable<number> {
  return bytes.length === 1 && bytes[0]! < 0x80 ? bytes : [0x80 + bytes.length, ...bytes]
}

function trimmed(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? new Uint8Array(0) : bytes.subarray(first)
}
