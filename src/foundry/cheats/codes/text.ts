/** Texts and numbers. @module */
import { bytesToHex, hexToBytes, isHexBytes, MAX_WORD, signed, wordAt } from '../../../base/index.ts'
import { checksummed } from '../../suite/valueText.ts'
import { bytesAnswer, stringAnswer, textsAnswer, wordAnswer } from '../answer.ts'
import { CheatcodeError } from '../cheatError.ts'
import { type CheatRow, works } from '../cheatRow.ts'

/** A decimal or hexadecimal number of forge's: `5`, `0x05`, `-3`, `1e18`. */
export function parsedNumber(text: string, type: 'uint256' | 'int256'): bigint {
  const trimmed = text.trim()
  const sign = trimmed.startsWith('-') ? -1n : 1n
  const body = trimmed.replace(/^[+-]/, '')
  const exponent = /^(\d+)e(\d{1,2})$/i.exec(body)
  try {
    if (body === '') throw new SyntaxError('empty')
    const value = sign * (exponent ? BigInt(exponent[1]!) * 10n ** BigInt(exponent[2]!) : BigInt(body))
    const isIn = type === 'uint256' ? value >= 0n && value <= MAX_WORD : value >= -(2n ** 255n) && value < 2n ** 255n
    if (isIn) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw unparsed(text, type, 0, 'expected at least one digit')
}

/** In forge's words, with a mark under the place. */
function unparsed(text: string, type: string, at: number, why: string): CheatcodeError {
  return new CheatcodeError(
    `failed parsing "${text}" as type \`${type}\`: parser error:\n${text}\n${' '.repeat(at)}^\n${why}`,
  )
}

export function parsedHex(text: string, type: string, bytes?: number): Uint8Array {
  const whole = text.startsWith('0x') ? text : `0x${text}`
  if (!isHexBytes(whole) || (bytes !== undefined && whole.length !== 2 + 2 * bytes))
    throw unparsed(text, type, 0, 'invalid string length')
  return hexToBytes(whole)
}

export function parsedFlag(text: string): boolean {
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw unparsed(text, 'bool', text.length, 'invalid boolean')
}

/** In 64 characters of RFC 4648. */
function base64(bytes: Uint8Array, isForUrls: boolean): string {
  const digits = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${isForUrls ? '-_' : '+/'}`
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const left = bytes.length - at
    const letters = [18, 12, 6, 0].map((shift) => digits[(three >> shift) & 63]!)
    text += left >= 3 ? letters.join('') : `${letters.slice(0, left + 1).join('')}${'='.repeat(3 - left)}`
  }
  return text
}

export const TEXT_CHEATS: readonly CheatRow[] = [
  works('toString(uint256)', ({ given }) => stringAnswer(given.word(0).toString())),
  works('toString(int256)', ({ given }) => stringAnswer(given.signed(0).toString())),
  works('toString(bool)', ({ given }) => stringAnswer(String(given.flag(0)))),
  works('toString(address)', ({ given }) => stringAnswer(checksummed(given.address(0)))),
  works('toString(bytes32)', ({ given }) => stringAnswer(bytesToHex(given.bytes32(0)))),
  works('toString(bytes)', ({ given }) => stringAnswer(bytesToHex(given.bytes(0)))),
  works('parseUint(string)', ({ given }) => wordAnswer(parsedNumber(given.text(0), 'uint256'))),
  works('parseInt(string)', ({ given }) => wordAnswer(parsedNumber(given.text(0), 'int256'))),
  works('parseBool(string)', ({ given }) => wordAnswer(parsedFlag(given.text(0)))),
  works('parseAddress(string)', ({ given }) => {
    const address = parsedHex(given.text(0), 'address', 20)
    return wordAnswer(BigInt(bytesToHex(address)))
  }),
  works('parseBytes32(string)', ({ given }) => parsedHex(given.text(0), 'bytes32', 32)),
  works('parseBytes(string)', ({ given }) => bytesAnswer(parsedHex(given.text(0), 'bytes'))),
  works('toLowercase(string)', ({ given }) => stringAnswer(given.text(0).toLowerCase())),
  works('toUppercase(string)', ({ given }) => stringAnswer(given.text(0).toUpperCase())),
  works('trim(string)', ({ given }) => stringAnswer(given.text(0).trim())),
  works('replace(string,string,string)', ({ given }) =>
    stringAnswer(given.text(0).replaceAll(given.text(1), () => given.text(2))),
  ),
  works('split(string,string)', ({ given }) => textsAnswer(given.text(0).split(given.text(1)))),
  works('indexOf(string,string)', ({ given }) => {
    const [text, key] = [given.bytes(0), given.text(1)]
    const before = new TextDecoder().decode(text).indexOf(key)
    if (before < 0) return wordAnswer(MAX_WORD)
    return wordAnswer(BigInt(new TextEncoder().encode(given.text(0).slice(0, before)).length))
  }),
  works('contains(string,string)', ({ given }) => wordAnswer(given.text(0).includes(given.text(1)))),
  works('toBase64(bytes)', ({ given }) => stringAnswer(base64(given.bytes(0), false))),
  works('toBase64(string)', ({ given }) => stringAnswer(base64(given.bytes(0), false))),
  works('toBase64URL(bytes)', ({ given }) => stringAnswer(base64(given.bytes(0), true))),
  works('toBase64URL(string)', ({ given }) => stringAnswer(base64(given.bytes(0), true))),
]

/** A word as a value of a type has it. */
export function wordText(type: string, word: Uint8Array): string {
  const value = wordAt(word, 0)
  switch (type) {
    case 'uint256':
      return value.toString()
    case 'int256':
      return signed(value).toString()
    case 'bool':
      return String(value !== 0n)
    case 'address':
      return checksummed(bytesToHex(word.subarray(12)))
    default:
      return bytesToHex(word)
  }
}
