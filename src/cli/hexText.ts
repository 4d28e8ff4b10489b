/**
 * Hex as people have it in files and on the command line: with or without 0x, with line breaks and spaces.
 * What is wrong is told by line and column.
 * @module
 */
import { hexToBytes } from '../base/index.ts'
import { cliError } from '../view/index.ts'
import { inPlace, placed } from './report.ts'

/** What solc writes where an address belongs: since 0.5 a hash of the library's name, before that the name. */
const LIBRARY_PLACE = /^__(?:\$[0-9a-f]{34}\$|[^\s_][^\s]{35})__/

/**
 * The bytes of a hex text.
 * @throws {PlacedError} `cli.notHex` and `cli.unlinkedHex` at line and column, `cli.oddHex`, `cli.emptyTarget`.
 */
export function parseHexText(name: string, text: string): Uint8Array {
  const digits = text.replace(/^\s*0x/i, (prefix) => ' '.repeat(prefix.length))
  const wrong = /[^0-9a-f\s]/iu.exec(digits)
  if (wrong !== null) {
    const [placeholder] = LIBRARY_PLACE.exec(digits.slice(wrong.index)) ?? []
    const before = digits.slice(0, wrong.index).split('\n')
    const place = `${name}:${before.length}:${before.at(-1)!.length + 1}`
    if (placeholder !== undefined) throw placed(place, cliError('cli.unlinkedHex', { placeholder }))
    throw placed(place, cliError('cli.notHex', { character: wrong[0] }))
  }
  return inPlace(name, () => {
    const bare = digits.replace(/\s/g, '')
    if (bare.length === 0) throw cliError('cli.emptyTarget', {})
    if (bare.length % 2 !== 0) throw cliError('cli.oddHex', { digits: bare.length })
    return hexToBytes(`0x${bare}`)
  })
}
