/**
 * Bytes of a file as text: UTF-8, or UTF-16 where a mark at the beginning says so, as PowerShell writes what is sent to a file.
 * @module
 */
import type { ByteCount } from '../base/index.ts'
import { cliError } from '../view/index.ts'

/** What a JavaScript engine holds in one string, and a little less. */
const MOST_TEXT: ByteCount = 512 * 1024 * 1024 - 1024

/** A decoder for a text that begins like this. It leaves the mark out. */
export function decoderFor(beginning: Uint8Array): TextDecoder {
  const [first, second] = beginning
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding, { fatal: true })
}

/** @throws {MemlaneError} `cli.notText`, `cli.textTooLong`. */
export function decodedText(bytes: Uint8Array): string {
  if (bytes.length > MOST_TEXT) throw cliError('cli.textTooLong', { bytes: bytes.length, limit: MOST_TEXT })
  try {
    return decoderFor(bytes).decode(bytes)
  } catch {
    throw cliError('cli.notText', {})
  }
}
