// Loops of one operation each, in memlane and in @ethereumjs/evm, in one process. Prints a Markdown table.
// Gas of both must agree before anything is timed.
import { assemble } from 'memlane/assembly'
import { ethereumjs, memlane } from './evms.mjs'
import { compare, digits, geometricMean, table } from './measure.mjs'
import { PROGRAMS } from './programs.mjs'

/** @type {(import('./programs.mjs').Program & { gas: bigint, time: Record<'memlane' | 'ethereumjs', number>, ratio: number })[]} */
const rows = []
for (const program of PROGRAMS) {
  const code = assemble(program.source).code
  const input = Uint8Array.from({ length: program.inputBytes ?? 0 }, (_, index) => index)
  const runs = { memlane: memlane(code, input), ethereumjs: await ethereumjs(code, input) }
  const gas = { memlane: runs.memlane(1), ethereumjs: await runs.ethereumjs(1) }
  if (gas.memlane !== gas.ethereumjs)
    throw new Error(`${program.name}: memlane used ${gas.memlane} gas, @ethereumjs/evm ${gas.ethereumjs}.`)
  const time = await compare(runs)
  console.error(`${program.name}: ${digits(time.ethereumjs / time.memlane)}×`)
  rows.push({ ...program, gas: gas.memlane, time, ratio: time.ethereumjs / time.memlane })
}

/**
 * @param {(typeof rows)[number]} row
 * @param {'memlane' | 'ethereumjs'} name
 */
const cell = ({ time, instructions, perCall }, name) => digits(time[name] / (perCall ? 1 : instructions))
console.log(
  table(
    ['program', 'instructions', 'gas', 'memlane ns', '@ethereumjs/evm ns', 'times faster', 'native revm'],
    rows.map((row) => [
      row.name,
      row.instructions.toLocaleString('en'),
      row.gas.toLocaleString('en'),
      cell(row, 'memlane'),
      cell(row, 'ethereumjs'),
      `**${digits(row.ratio)}**`,
      row.native,
    ]),
  ),
)

// What the numbers come to; `fold` makes one of many.
const slowest = (/** @type {number[]} */ numbers) => Math.min(...numbers)
const of = (...groups) => rows.filter(({ group }) => groups.includes(group))
/** @type {[what: string, some: typeof rows, fold: (numbers: number[]) => number, aim: string][]} */
const SUMMARY = [
  [
    'loops, stores, loads and growth, geometric mean',
    of('loops', 'stores', 'loads', 'growth'),
    geometricMean,
    'at least 80',
  ],
  ['MSTORE and MLOAD, the least', rows.filter(({ name }) => /^(MSTORE|MLOAD) /.test(name)), slowest, 'at least 100'],
  ['copies, geometric mean', of('copies'), geometricMean, '–'],
  ['hashes, geometric mean', of('hashes'), geometricMean, '–'],
]
console.log()
console.log(
  table(
    ['times faster than @ethereumjs/evm', 'memlane', 'aim', 'native revm'],
    SUMMARY.map(([what, some, fold, aim]) => [
      what,
      `**${digits(fold(some.map(({ ratio }) => ratio)))}**`,
      aim,
      digits(fold(some.map(({ native }) => native))),
    ]),
  ),
)
