/**
 * Bytes of any length as hex: all of them, and as much as fits a screen.
 * @module
 */
import { bytesToHex, quantityToHex } from '../base/hex.ts'
import type { Hex } from '../base/units.ts'
import { bytesToBigint, WORD_BYTES } from '../base/word.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped } from './number.ts'

/** Bytes that a screen shows of output and data. */
const SHOWN_BYTES = 1024
/** Bytes of a value that are shown in the middle of a line, and of its beginning where there are more. */
const INLINE_BYTES = 8
const BEGINNING_BYTES = 4
/** Words below it are nearly always numbers. */
const SMALL = 1n << 64n

/** Bytes that become hex at a time. */
const PIECE_BYTES = 8192

/**
 * `bytesToHex` for megabytes: in pieces, because a string that grows by two characters takes some thirty times its
 * length until it is read.
 */
export function longHex(bytes: Uint8Array): Hex {
  const pieces: string[] = []
  for (let start = 0; start < bytes.length; start += PIECE_BYTES)
    pieces.push(bytesToHex(bytes.subarray(start, start + PIECE_BYTES)).slice(2))
  return `0x${pieces.join('')}`
}

/** All of the bytes, or the first of them and how many more there are. */
export function shownBytes(bytes: Uint8Array, messages: Messages): string {
  if (bytes.length <= SHOWN_BYTES) return bytesToHex(bytes)
  const more = messages.memory.moreBytes(grouped(bytes.length - SHOWN_BYTES))
  return `${bytesToHex(bytes.subarray(0, SHOWN_BYTES))}… ${more}`
}

/** `0x1234`, `0xd275ca72… 68 B`, or a word as the small number that it is: `0x7 (32 B)`. Empty for none. */
export function briefBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return ''
  if (bytes.length <= INLINE_BYTES) return bytesToHex(bytes)
  if (bytes.length === WORD_BYTES) {
    const word = bytesToBigint(bytes)
    if (word < SMALL) return `${quantityToHex(word)} (${byteCount(WORD_BYTES)})`
  }
  return `${bytesToHex(bytes.subarray(0, BEGINNING_BYTES))}… ${byteCount(bytes.length)}`
}
