// Memlane beside two other EVMs: @ethereumjs/evm, and revm as native code. Whole contracts, single operations, calls,
// and memory. Prints Markdown tables.
//
//   MEMLANE_WORKLOADS   folder of a collection of further workloads; default: shared/workloads beside the checkout,
//                       if it is there
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { digits, geometricMean, isSmoke, table } from './measure.mjs'
import { answer, measured, PEERS } from './peers/measured.mjs'
import { instructionCount } from './peers/memlane.mjs'
import { CALLS, SHORT_CALLS } from './workloads/calls.mjs'
import { collection } from './workloads/collection.mjs'
import { contracts } from './workloads/contracts.mjs'

/** Below, a time per instruction says more of the call around them; the short calls have a table of their own. */
const FEWEST_INSTRUCTIONS = 1000

const folder = process.env.MEMLANE_WORKLOADS ?? fileURLToPath(new URL('../../shared/workloads', import.meta.url))
const found = collection(folder)
const collected = (isSmoke ? found.slice(0, 4) : found).filter(
  (workload) => instructionCount(workload) >= FEWEST_INSTRUCTIONS,
)
if (collected.length === 0) {
  const message = `There is no workloads.json in ${folder}.`
  if (process.env.MEMLANE_WORKLOADS) throw new Error(message)
  console.error(`${message} Only what bench/workloads has is run.`)
}

// ── Measuring ──────────────────────────────────────────────────────────────────────────────────────────

const own = measured(contracts())
// A few of a collection are enough to see that it can be read.
const others = measured(isSmoke ? collected.slice(0, 2) : collected)
const suite = others.filter(({ group }) => group === 'suite')
const single = others.filter(({ group }) => group === 'micro')
const whole = [...own, ...suite]
// EDR is not asked for short calls: a request to it costs more than any of them.
const calls = [...measured(CALLS), ...measured(SHORT_CALLS, ['memlane', 'ethereumjs'])]

const tracers = whole
  .filter(({ name }) => /tracer/i.test(name))
  .map((workload) => ({
    name: workload.name,
    resident: Object.fromEntries(PEERS.map((peer) => [peer, answer(['memory.mjs', peer, '3'], workload)])),
  }))

const KINDS = {
  kept: 'a call that stores, logs and calls',
  failed: 'the same, reverted in the end',
  undone: 'the same, undone with a snapshot',
  created: 'a creation, undone with a snapshot',
  'other code': 'other code each time',
}
const MANY_CALLS = isSmoke ? [20, 40, 60] : [20_000, 120_000, 220_000]
const growth = Object.entries(KINDS).map(([kind, name]) => {
  const notes = answer(['--expose-gc', 'growth.mjs', kind, ...MANY_CALLS.map(String)])
  const [, before, after] = notes
  return { name, notes, bytesPerCall: Math.round((after.used - before.used) / (after.calls - before.calls)) }
})

// ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────

const faster = ({ time }) => time.ethereumjs / time.memlane
const slower = ({ time }) => time.memlane / time.edr
const mean = (rows, ratio) => digits(geometricMean(rows.map(ratio)))
const microseconds = ({ time, operations }, peer) => (time[peer] ? digits(time[peer] / operations / 1000) : '–')
const megabytes = (bytes) => digits(bytes / 1e6)
const bold = (text) => `**${text}**`
/**
 * @param {string} title
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
const print = (title, head, rows) => console.log(`### ${title}\n\n${table(head, rows)}\n`)

/** Dependencies are named with their exact version. */
const dependency = (path, name) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).dependencies[name]
const ethereumjs = dependency('package.json', '@ethereumjs/evm')
const edr = dependency('peers/package.json', '@nomicfoundation/edr')
console.log(`Beside @ethereumjs/evm ${ethereumjs}, and revm as native code in EDR ${edr}.\n`)

const aimOf = ({ microseconds, native }) => `at most ${microseconds ? `${microseconds} µs` : `${native} times revm`}`
print(
  'Summary',
  ['', 'aim', 'measured'],
  [
    ['contracts, times faster than @ethereumjs/evm, geometric mean', 'at least 60', mean(whole, faster)],
    ['contracts, times as long as native revm, geometric mean', 'at most 1.2', mean(whole, slower)],
    ...calls
      .filter(({ aim }) => aim)
      .map((row) => [
        row.name,
        aimOf(row.aim),
        row.aim.microseconds ? `${microseconds(row, 'memlane')} µs` : digits(slower(row)),
      ]),
    ...tracers.map(({ name, resident }) => [
      `resident after ${name}`,
      'under 120 MB',
      `${megabytes(resident.memlane)} MB`,
    ]),
    [
      'left behind by each of 100,000 calls on one EVM, the most of five kinds',
      '0 bytes',
      `${Math.max(...growth.map(({ bytesPerCall }) => bytesPerCall))} bytes`,
    ],
  ].map(([what, aim, measured]) => [what, aim, bold(measured)]),
)

for (const [title, rows] of [
  ['Contracts of this folder', own],
  ['Contracts of the collection', suite],
  ['Single operations of the collection', single],
]) {
  if (rows.length === 0) continue
  print(
    title,
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
      ['geometric mean', ...Array(5).fill(''), bold(mean(rows, faster)), bold(mean(rows, slower))],
    ],
  )
}

print(
  'Frames and short calls',
  ['CPU µs each', 'memlane', '@ethereumjs/evm', 'native revm', 'times as long as revm'],
  calls.map((row) => [
    row.name,
    bold(microseconds(row, 'memlane')),
    microseconds(row, 'ethereumjs'),
    microseconds(row, 'edr'),
    row.time.edr ? digits(slower(row)) : '–',
  ]),
)

print(
  'Resident memory after three runs',
  ['MB', 'memlane', '@ethereumjs/evm', 'EDR, which keeps a record of the steps'],
  tracers.map(({ name, resident }) => [
    name,
    bold(megabytes(resident.memlane)),
    megabytes(resident.ethereumjs),
    megabytes(resident.edr),
  ]),
)

print(
  'Many calls on one EVM',
  [
    'resident MB after so many calls',
    ...MANY_CALLS.map((count) => count.toLocaleString('en')),
    'bytes in use that each of the last 100,000 left behind',
  ],
  growth.map(({ name, notes, bytesPerCall }) => [
    name,
    ...notes.map(({ resident }) => megabytes(resident)),
    bold(bytesPerCall),
  ]),
)
