/**
 * Source beside what it became:
 *
 *   0x0000  6080      7  PUSH1 0x80
 *                     8  ; a comment
 *   0x0002  6040      9  PUSH1 0x40 MSTORE
 *   0x0004  52
 * @module
 */
import { bytesToHex } from '../base/hex.ts'
import type { Pc } from '../base/units.ts'
import type { Assembly } from './assemble.ts'
import { sourceLines } from './tokens.ts'

/** Longer instructions and data go on in the next row. */
const BYTES_PER_ROW = 16

/** All lines of the source, each with its number, and beside it position and bytes of each instruction on it. */
export function formatListing({ listing, source, code }: Assembly): string {
  const pcWidth = positionText(code.length).length
  const bytesWidth = 2 * listing.reduce((most, { bytes }) => Math.max(most, Math.min(bytes.length, BYTES_PER_ROW)), 0)
  const lines = [...sourceLines(source)]
  // The end of the last line begins no new one.
  if (lines.at(-1) === '') lines.pop()
  const lineWidth = String(lines.length).length

  const rows: string[] = []
  let entry = 0
  for (const [index, text] of lines.entries()) {
    const line = index + 1
    let right = `${String(line).padStart(lineWidth)}  ${text}`
    const row = (left: string, hex: string) => {
      rows.push(`${left.padEnd(pcWidth)}  ${hex.padEnd(bytesWidth)}  ${right}`.trimEnd())
      right = ''
    }
    if (listing[entry]?.line !== line) row('', '')
    for (; listing[entry]?.line === line; entry++) {
      const { pc, bytes } = listing[entry]
      for (let start = 0; start < bytes.length; start += BYTES_PER_ROW) {
        const hex = bytesToHex(bytes.subarray(start, start + BYTES_PER_ROW)).slice(2)
        row(start === 0 ? positionText(pc) : '', hex)
      }
    }
  }
  return rows.map((row) => `${row}\n`).join('')
}

/** A position in code: at least four digits, so that columns line up in any contract that can be deployed. */
export function positionText(pc: Pc): string {
  return `0x${pc.toString(16).padStart(4, '0')}`
}
