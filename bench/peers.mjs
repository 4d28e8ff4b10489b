// Memlane beside two other EVMs: @ethereumjs/evm, and revm as native code. Whole contracts, single operations, calls,
// and memory. Prints Markdown tables.
//
//   MEMLANE_WORKLOADS   folder of a collection of further workloads; default: shared/workloads beside the checkout,
//                       if it is there
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { digits, geometricMean, table } from './measure.mjs'
import { answer, measured, PEERS } from './peers/measured.mjs'
import { instructionCount } from './peers/memlane.mjs'
import { CALLS, SHORT_CALLS } from './workloads/calls.mjs'
import { collection } from './workloads/collection.mjs'
import { contracts } from './workloads/contracts.mjs'

/** Below, a time per instruction says more of the call around them; the short calls have a table of their own. */
const FEWEST_INSTRUCTIONS = 1000

const folder = process.env.MEMLANE_WORKLOADS ?? fileURLToPath(new URL('../../shared/workloads', import.meta.url))
const collected = collection(folder).filter((workload) => instructionCount(workload) >= FEWEST_INSTRUCTIONS)
if (collected.length === 0) {
  const message = `There is no workloads.json in ${folder}.`
  if (process.env.MEMLANE_WORKLOADS) throw new Error(message)
  console.error(`${message} Only what bench/workloads has is run.`)
}

const faster = ({ time }) => time.ethereumjs / time.memlane
const slower = ({ time }) => time.memlane / time.edr
const mean = (rows, ratio) => geometricMean(rows.map(ratio))
const bold = (text) => `**${text}**`
const print = (...parts) => console.log(`${parts.join('\n\n')}\n`)

// ── Whole contracts and single operations ──────────────────────────────────────────────────────────────

const own = measured(contracts())
const others = measured(collected)
const suite = others.filter(({ group }) => group === 'suite')
const single = others.filter(({ group }) => group === 'micro')
const calls = measured(CALLS)
const shortCalls = measured(SHORT_CALLS, ['memlane', 'ethereumjs'])

function instructionTable(title, rows) {
  if (rows.length === 0) return
  print(
    `### ${title}`,
    table(
      [
        'CPU ns per EVM instruction',
        ...['instructions', 'gas', 'memlane', '@ethereumjs/evm', 'native revm'],
        ...['times faster than @ethereumjs/evm', 'times as long as revm'],
      ],
      [
        ...rows.map((row) => [
          row.name,
          row.instructions.toLocaleString('en'),
          row.gas.toLocaleString('en'),
          ...PEERS.map((peer) => digits(row.time[peer] / row.instructions)),
          digits(faster(row)),
          digits(slower(row)),
        ]),
        ['geometric mean', '', '', '', '', '', bold(digits(mean(rows, faster))), bold(digits(mean(rows, slower)))],
      ],
    ),
  )
}

const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version
const edrVersion = createRequire(new URL('peers/package.json', import.meta.url))(
  '@nomicfoundation/edr/package.json',
).version
print(`Beside @ethereumjs/evm ${version('@ethereumjs/evm')} and revm as native code in EDR ${edrVersion}.`)
instructionTable('Contracts of this folder', own)
instructionTable('Contracts of the collection', suite)
instructionTable('Single operations of the collection', single)

// ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────

const microseconds = ({ time, operations }, peer) =>
  time[peer] === undefined ? '–' : digits(time[peer] / operations / 1000)

function aimText({ aim }) {
  if (aim?.microseconds) return `at most ${aim.microseconds} µs`
  return aim?.native ? `at most ${aim.native} times revm` : '–'
}

print(
  '### Frames and short calls',
  table(
    ['CPU µs each', 'memlane', '@ethereumjs/evm', 'native revm', 'times as long as revm', 'aim'],
    [...calls, ...shortCalls].map((row) => [
      row.name,
      bold(microseconds(row, 'memlane')),
      microseconds(row, 'ethereumjs'),
      microseconds(row, 'edr'),
      row.time.edr === undefined ? '–' : digits(slower(row)),
      aimText(row),
    ]),
  ),
)

// ── Memory ─────────────────────────────────────────────────────────────────────────────────────────────

const megabytes = (bytes) => digits(bytes / 1e6)
const tracers = [...own, ...suite].filter(({ name }) => /tracer/i.test(name))
print(
  '### Resident memory after three runs',
  table(
    ['MB', 'memlane', '@ethereumjs/evm', 'EDR, which records every step', 'aim'],
    tracers.map((workload) => {
      const [memlane, ...peers] = PEERS.map((peer) => megabytes(answer(['memory.mjs', peer, '3'], workload)))
      return [workload.name, bold(memlane), ...peers, 'under 120']
    }),
  ),
)

const GROWTH = {
  kept: 'a call that stores, logs and calls',
  failed: 'the same, reverted in the end',
  undone: 'the same, undone with a snapshot',
  created: 'a creation, undone with a snapshot',
  'other code': 'other code each time',
}
const MANY_CALLS = [20_000, 120_000, 220_000]
const growth = Object.entries(GROWTH).map(([kind, what]) => {
  const notes = answer(['--expose-gc', 'growth.mjs', kind, ...MANY_CALLS.map(String)])
  const [, before, after] = notes
  return { what, notes, bytesPerCall: (after.used - before.used) / (after.calls - before.calls) }
})
print(
  '### Many calls on one EVM',
  table(
    [
      'resident MB after so many calls',
      ...MANY_CALLS.map((count) => count.toLocaleString('en')),
      'bytes in use that each of the last 100,000 left behind',
      'aim',
    ],
    growth.map(({ what, notes, bytesPerCall }) => [
      what,
      ...notes.map(({ resident }) => megabytes(resident)),
      bold(Math.round(bytesPerCall)),
      '0',
    ]),
  ),
)

// ── What it comes to ───────────────────────────────────────────────────────────────────────────────────

const whole = [...own, ...suite]
print(
  '### All contracts together',
  table(
    ['geometric mean over contracts', 'memlane', 'aim'],
    [
      ['times faster than @ethereumjs/evm', bold(digits(mean(whole, faster))), 'at least 60'],
      ['times as long as native revm', bold(digits(mean(whole, slower))), 'at most 1.2'],
    ],
  ),
)
