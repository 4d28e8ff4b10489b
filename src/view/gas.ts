/**
 * Where gas goes, for people: by line, function, opcode, frame or step.
 *
 *       gas      %   memory  grew  where
 *    18,402   61.0   12,070    31  Router.sol:88   abi.encode(...)
 * @module
 */
import type { GasNode, GasRow, GasSum, SourcePlace } from '../trace/index.ts'
import type { Messages } from './messages/index.ts'
import { grouped } from './number.ts'
import { fitLine, type Line, type Screen, span } from './span.ts'
import { layoutTable } from './table.ts'
import { printable, shortened } from './width.ts'

/** Where a run's gas went. */
export interface GasFacts {
  /** What was called, for people. */
  readonly call: string
  /** Sorted, those with most first. */
  readonly rows: readonly GasRow[]
  /** Of the whole run. */
  readonly total: GasSum
  /** Whether rows are sorted by what memory cost, and those without such left out. */
  readonly memoryOnly: boolean
}

/** Rows that are shown; the JSON has all. */
const MOST_ROWS = 40

/**
 * The first 40 rows, as the facts have them, and the sum.
 * @param width lines are cut to so many columns
 */
export function gasScreen(
  { call, rows, total, memoryOnly }: GasFacts,
  { gas, summary }: Messages,
  width?: number,
): Screen {
  const share = percent(total.expansion, total.gas)
  const headline: Line = [
    span(printable(call), 'strong'),
    span(`   ${summary.gas(grouped(total.gas), grouped(total.expansion))} ${gas.share(share)}`),
  ]
  const whole = memoryOnly ? total.expansion : total.gas
  const shown = rows.slice(0, MOST_ROWS)
  const { columns } = gas
  const titles = [columns.gas, '%', columns.memory, columns.grew, columns.steps, columns.where]
  const table = layoutTable(
    titles.map((title, index) => ({ title, ...(index < 5 ? { align: 'right' as const } : {}) })),
    shown.map((row) => [
      span(grouped(row.gas), memoryOnly ? 'dim' : undefined),
      span(percent(memoryOnly ? row.expansion : row.gas, whole)),
      span(row.expansion === 0 ? '' : grouped(row.expansion)),
      span(row.expansions === 0 ? '' : grouped(row.expansions), 'dim'),
      span(grouped(row.steps), 'dim'),
      span(keyText(row)),
    ]),
  )
  const left = rows.length - shown.length
  const lines: Screen = [
    headline,
    ...(rows.length === 0 ? [[], [span(` ${gas.nothing}`, 'dim')]] : [[], ...table]),
    ...(left === 0 ? [] : [[span(` ${gas.left(grouped(left))}`, 'dim')]]),
  ]
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}

function keyText({ key, place }: GasRow): string {
  return place === undefined ? printable(key) : placeText(place)
}

function placeText({ file, line, text }: SourcePlace): string {
  return printable(`${file}:${line}   ${shortened(text)}`)
}

/** One digit behind the point; `–` of nothing. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : ((100 * part) / whole).toFixed(1)
}

/** Below it a bar would be nothing. */
const LEAST_SHARE = 0.005
const BAR_WIDTH = 20

/**
 * The tree of calls with bars:
 *
 *   100.0  ████████████████████  Router
 *    61.0  ████████████            Router.swap
 */
export function flameScreen(call: string, tree: GasNode, { gas }: Messages, width?: number): Screen {
  const lines: Line[] = [[span(printable(call), 'strong')], []]
  const add = (node: GasNode, depth: number) => {
    const share = tree.total === 0 ? 0 : node.total / tree.total
    if (share < LEAST_SHARE) return
    const bar = '█'.repeat(Math.max(1, Math.round(share * BAR_WIDTH)))
    lines.push([
      span(` ${percent(node.total, tree.total).padStart(5)}  `),
      span(bar.padEnd(BAR_WIDTH), 'dim'),
      span(`  ${'  '.repeat(Math.min(depth, 30))}${printable(node.name)}`),
      span(`  ${grouped(node.total)}`, 'dim'),
    ])
    for (const child of node.children) add(child, depth + 1)
  }
  for (const child of tree.children) add(child, 0)
  if (tree.children.length === 0) lines.push([span(` ${gas.nothing}`, 'dim')])
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}

/** What `memlane gas --json` prints. */
export function gasDocument({ call, rows, total }: GasFacts, by: string): object {
  return {
    version: 1,
    call,
    by,
    total: sumFields(total),
    rows: rows.map(({ key, place, frame, ...sum }) => ({
      key,
      ...(place === undefined ? {} : { source: { file: place.file, line: place.line, text: place.text } }),
      ...(frame === undefined ? {} : { frame }),
      ...sumFields(sum),
    })),
  }
}

function sumFields({ gas, expansion, steps, expansions }: GasSum): object {
  return { gas: String(gas), memoryGas: String(expansion), steps, expansions }
}
