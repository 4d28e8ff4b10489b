/**
 * Hex as people have it in files and forms: with or without 0x, with line breaks and spaces. What is wrong is told by
 * line and column.
 * @module
 */
import { hexToBytes } from '../base/index.ts'
import { launchError } from './errors.ts'
import { inPlace, type Place, problemAt } from './problems.ts'

/** What solc writes where an address belongs: since 0.5 a hash of the library's name, before that the name. */
const LIBRARY_PLACE = /^__(?:\$[0-9a-f]{34}\$|[^\s_][^\s]{35})__/

/**
 * The bytes of a hex text.
 * @throws {LaunchError} `launch.notHex` and `launch.unlinkedHex` at line and column, `launch.oddHex`,
 * `launch.emptyTarget`.
 */
export function parseHexText(place: Extract<Place, { column?: unknown }>, text: string): Uint8Array {
  const digits = text.replace(/^\s*0x/i, (prefix) => ' '.repeat(prefix.length))
  const wrong = /[^0-9a-f\s]/iu.exec(digits)
  if (wrong !== null) {
    const [placeholder] = LIBRARY_PLACE.exec(digits.slice(wrong.index)) ?? []
    const before = digits.slice(0, wrong.index).split('\n')
    const at = { ...place, line: before.length, column: before.at(-1)!.length + 1 }
    if (placeholder !== undefined) throw problemAt(at, launchError('launch.unlinkedHex', { placeholder }))
    throw problemAt(at, launchError('launch.notHex', { character: wrong[0] }))
  }
  return inPlace(place, () => {
    const bare = digits.replace(/\s/g, '')
    if (bare.length === 0) throw launchError('launch.emptyTarget', {})
    if (bare.length % 2 !== 0) throw launchError('launch.oddHex', { digits: bare.length })
    return hexToBytes(`0x${bare}`)
  })
}
