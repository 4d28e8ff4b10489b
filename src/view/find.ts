/**
 * Where bytes stood, for people.
 *
 *    0xdeadbeef   2 places
 *
 *    where   frame  offset  from step  until step
 *    memory      0   0x080         12          40   Mem.sol:8   x = "hello";
 * @module
 */
import { bytesToHex } from '../base/hex.ts'
import type { Finding, SourcePlace } from '../trace/index.ts'
import { longHex } from './bytesText.ts'
import type { Messages } from './messages/index.ts'
import { grouped, hexOffset } from './number.ts'
import { fitLine, type Screen, span } from './span.ts'
import { layoutTable } from './table.ts'
import { printable, shortened } from './width.ts'

/** Where bytes stood in a run. */
export interface FindFacts {
  /** What was called, for people. */
  readonly call: string
  /** The bytes that were looked for. */
  readonly pattern: Uint8Array
  /** The first ones; there may be more. */
  readonly findings: readonly Finding[]
  /** How many there are. */
  readonly count: number
  /** The line of source of a step. */
  readonly placeOf: (step: number) => SourcePlace | undefined
}

/**
 * A row for each place where the bytes stood.
 * @param width lines are cut to so many columns
 */
export function findScreen(facts: FindFacts, { find, who }: Messages, width?: number): Screen {
  const { pattern, findings, count, placeOf } = facts
  const { columns, where } = find
  const hex = patternText(pattern)
  const rows = findings.map((finding) => {
    const place = finding.where === 'memory' ? placeOf(finding.from) : undefined
    return [
      span(where[finding.where]),
      span(String(finding.frame), 'dim'),
      span(hexOffset(finding.offset)),
      span(grouped(finding.from)),
      span(finding.where !== 'memory' ? '' : finding.until === undefined ? find.end : grouped(finding.until)),
      span(place === undefined ? '' : printable(`${place.file}:${place.line}   ${shortened(place.text)}`), 'dim'),
    ]
  })
  const titles = [columns.where, columns.frame, columns.offset, columns.from, columns.until, '']
  const table = layoutTable(
    titles.map((title, index) => ({ title, ...(index > 0 && index < 5 ? { align: 'right' as const } : {}) })),
    rows,
  )
  const left = count - findings.length
  const lines: Screen = [
    [span(hex, 'strong'), span(`   ${find.places(grouped(count))}`)],
    ...(rows.length === 0 ? [] : [[], ...table]),
    ...(left === 0 ? [] : [[span(` ${who.left(grouped(left))}`, 'dim')]]),
  ]
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}

/** A word whole; of more, both ends: what is looked for may stand behind zeros. */
function patternText(pattern: Uint8Array): string {
  if (pattern.length <= SHOWN_WHOLE) return bytesToHex(pattern)
  return `${bytesToHex(pattern.subarray(0, SHOWN_END))}…${bytesToHex(pattern.subarray(-SHOWN_END)).slice(2)}`
}

const SHOWN_WHOLE = 32
const SHOWN_END = 14

/** What `memlane find --json` prints. */
export function findDocument({ call, pattern, findings, count, placeOf }: FindFacts): object {
  return {
    version: 1,
    call,
    pattern: longHex(pattern),
    count,
    findings: findings.map(({ where, frame, offset, from, until }) => {
      const place = where === 'memory' ? placeOf(from) : undefined
      return {
        ...{ where, frame, offset, from, until: until ?? null },
        source: place === undefined ? null : { file: place.file, line: place.line },
      }
    }),
  }
}
