/**
 * Strict hex: `0x`, an even number of digits for bytes, nothing else. Sloppy input is refused with the
 * position of what is wrong, because a dropped nibble moves every byte behind it.
 * @module
 */
import { baseError } from './errors.ts'
import type { Hex, Word } from './units.ts'

const DIGITS = '0123456789abcdef'
const BYTE_TO_HEX = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => DIGITS[byte >> 4]! + DIGITS[byte & 15]!)

/** The value of a hex digit's character code, or -1. */
function digitValue(charCode: number): number {
  if (charCode >= 48 && charCode <= 57) return charCode - 48
  const lower = charCode | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}

/**
 * Bytes of `0x…`; upper and lower case digits are accepted.
 * @throws {MemlaneError} `base.invalidHex` without the prefix, with an odd number of digits or with another character.
 */
export function hexToBytes(hex: string): Uint8Array<ArrayBuffer> {
  if (!hex.startsWith('0x')) throw baseError('base.invalidHex', { position: 0 })
  const digits = hex.length - 2
  const bytes = new Uint8Array(digits >> 1)
  for (let position = 2; position < hex.length; position++) {
    const value = digitValue(hex.charCodeAt(position))
    if (value < 0) {
      const character = String.fromCodePoint(hex.codePointAt(position)!)
      throw baseError('base.invalidHex', { position, character })
    }
    const index = (position - 2) >> 1
    if (index < bytes.length) bytes[index] = (bytes[index]! << 4) | value
  }
  if (digits % 2 !== 0) throw baseError('base.invalidHex', { digits })
  return bytes
}

/** Above this, a string that grows digit by digit takes more time and thirty times the memory. */
const LONG_BYTES = 256

/** `0x` and two lower-case digits for each byte. */
export function bytesToHex(bytes: Uint8Array): Hex {
  if (bytes.length > LONG_BYTES) return longBytesToHex(bytes)
  let hex = ''
  for (const byte of bytes) hex += BYTE_TO_HEX[byte]
  return `0x${hex}`
}

function longBytesToHex(bytes: Uint8Array): Hex {
  const text = new Uint8Array(2 * bytes.length)
  for (let i = 0; i < bytes.length; i++) {
    text[2 * i] = DIGITS.charCodeAt(bytes[i]! >> 4)
    text[2 * i + 1] = DIGITS.charCodeAt(bytes[i]! & 15)
  }
  return `0x${new TextDecoder().decode(text)}`
}

/** A quantity without leading zeros: `0x0`, `0x80`. */
export function quantityToHex(value: bigint | number): Hex {
  return `0x${value.toString(16)}`
}

/** All 32 bytes of a word: `0x` and 64 digits. */
export function wordToHex(word: Word): Hex {
  return `0x${word.toString(16).padStart(64, '0')}`
}

/** Whether it is bytes in hex: 0x and two digits for each, in any letter case. */
export function isHexBytes(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x(?:[0-9a-fA-F]{2})*$/.test(value)
}

/** Whether it is a word in hex: 0x and 1 to 64 digits, in any letter case. */
export function isHexWord(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(value)
}
