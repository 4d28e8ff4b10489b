/**
 * Addresses: 20 bytes, as hex or as the number in the low 160 bits of a word.
 * @module
 */
import type { Address, ByteCount, Word } from './units.ts'

export const ADDRESS_BYTES: ByteCount = 20
const MASK_160 = (1n << 160n) - 1n

/** The address in a word, as a number: its low 160 bits, whatever stands above them. */
export function addressOf(word: Word): bigint {
  return word & MASK_160
}

/**
 * The address in a word, as hex.
 *
 *   formatAddress(0xca11en)    '0x00000000000000000000000000000000000ca11e'
 */
export function formatAddress(word: Word): Address {
  return `0x${addressOf(word)
    .toString(16)
    .padStart(2 * ADDRESS_BYTES, '0')}`
}

/** Whether a text is an address: 0x and 40 hex digits in any letter case. */
export function isAddress(text: string): text is Address {
  return /^0x[0-9a-fA-F]{40}$/.test(text)
}
