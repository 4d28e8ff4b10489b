// What recordings cost, on a run of millions of steps: the ray tracer of this folder, or any other call that is as long.
// Prints a Markdown table.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createEvm } from 'memlane/evm'
import {
  decodeRecording,
  Eip3155Importer,
  eip3155Lines,
  encodeRecording,
  MemoryAccesses,
  OriginFinder,
  record,
  Timeline,
  writersOf,
} from 'memlane/trace'
import { digits, median, table, unlessSmoke } from './measure.mjs'
import { CALLER, FORK } from './workloads/workload.mjs'

/** The compiler is a dependency of memlane. */
const solc = createRequire(import.meta.resolve('memlane'))('solc')
/** @type {`0x${string}`} */
const TO = '0x00000000000000000000000000000000000c0de1'
const RUNS = unlessSmoke(5)
const SEEKS = unlessSmoke(1000, 10)

/**
 * CPU nanoseconds of `act`, and what it gave.
 * @template T
 * @param {() => T} act
 */
function timed(act) {
  const begin = process.cpuUsage()
  const result = act()
  const { user, system } = process.cpuUsage(begin)
  return { nanoseconds: (user + system) * 1000, result }
}

/**
 * @param {number} columns
 * @param {number} rows
 * @returns {{ code: `0x${string}`, call: import('memlane/evm').CallParameters }}
 */
function rayTracer(columns, rows) {
  const input = {
    language: 'Solidity',
    sources: {
      'RayTracer.sol': { content: readFileSync(new URL('workloads/solidity/RayTracer.sol', import.meta.url), 'utf8') },
    },
    settings: {
      evmVersion: FORK,
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': ['evm.deployedBytecode.object', 'evm.methodIdentifiers'] } },
    },
  }
  const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify(input)))
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  const { evm } = contracts['RayTracer.sol'].RayTracer
  const words = [columns, rows].map((parameter) => parameter.toString(16).padStart(64, '0')).join('')
  /** @type {import('memlane/evm').CallParameters} */
  const call = {
    to: TO,
    from: CALLER,
    input: `0x${evm.methodIdentifiers['render(uint256,uint256)']}${words}`,
    gas: 1_000_000_000n,
  }
  return { code: `0x${evm.deployedBytecode.object}`, call }
}

const { code, call } = rayTracer(unlessSmoke(24), unlessSmoke(18))
const evm = createEvm({ fork: FORK })
evm.state.setAccount(TO, { code })
const snapshot = evm.state.snapshot()
const again = (run) => {
  evm.state.restore(snapshot)
  return timed(run)
}

const plain = Array.from({ length: RUNS }, () => again(() => evm.call(call)).nanoseconds)
let recording
const recorded = Array.from({ length: RUNS }, () => {
  const { nanoseconds, result } = again(() => record(evm, call))
  recording = result.recording
  return nanoseconds
})
const steps = recording.stepCount
const bytes = steps * 32 + recording.side.length

// ── Any moment ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const timeline = new Timeline(recording)
const first = timed(() => timeline.seek(steps))
let seed = 1
const random = (bound) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * bound)
}
const seeks = Array.from({ length: SEEKS }, () => {
  const step = random(steps)
  const begin = performance.now()
  const { current } = timeline.seek(step)
  for (let depth = 0; depth < current.stackSize; depth++) current.stack(depth)
  current.memory(0, current.memorySize)
  return performance.now() - begin
}).toSorted((a, b) => a - b)

const accesses = timed(() => new MemoryAccesses(recording))

// ── Who wrote it ───────────────────────────────────────────────────────────────────────────────────────────────────────

const QUESTIONS = unlessSmoke(500, 10)
const { memory } = recording.frames[0]
const answers = Array.from({ length: QUESTIONS }, () => {
  const question = { frame: 0, offset: random(memory.length - 32), length: 32, at: random(steps) }
  const begin = performance.now()
  const { writers } = writersOf(recording, accesses.result, question)
  const finder = new OriginFinder(recording, accesses.result)
  for (const writer of writers) finder.ofWrite(writer.step, writer)
  return performance.now() - begin
}).toSorted((a, b) => a - b)

// ── Files, of a run of about a million steps ───────────────────────────────────────────────────────────────────────────

const smaller = rayTracer(unlessSmoke(11), unlessSmoke(6)).call
const { recording: million } = again(() => record(evm, smaller)).result
const written = await encodeRecording(million)
const openings = []
for (let run = 0; run < RUNS; run++) {
  const begin = performance.now()
  await decodeRecording(written)
  openings.push(performance.now() - begin)
}

const importer = new Eip3155Importer({ fork: FORK })
let batch = []
let lineCount = 0
let lineBytes = 0
let importing = 0
const take = () => {
  importing += timed(() => {
    for (const line of batch) importer.line(line)
  }).nanoseconds
  batch = []
}
for (const line of eip3155Lines(million)) {
  lineCount++
  lineBytes += line.length + 1
  if (batch.push(line) === 5000) take()
}
take()
importing += timed(() => importer.end()).nanoseconds

const rows = [
  ['steps', '', steps.toLocaleString('en')],
  ['the run alone, ns of each step', '', digits(median(plain) / steps)],
  ['the run recorded, ns of each step', '', digits(median(recorded) / steps)],
  ['what recording adds, ns of each step', 'under 100', `**${digits((median(recorded) - median(plain)) / steps)}**`],
  ['the recording, bytes of each step', 'under 100', `**${digits(bytes / steps)}**`],
  ['the first look at any moment, once, ms', '', digits(first.nanoseconds / 1e6)],
  [
    `stack and memory at a random step, wall ms, median of ${SEEKS.toLocaleString('en')}`,
    'under 10',
    `**${digits(median(seeks))}**`,
  ],
  ['the same, of 99 in 100', 'under 10', `**${digits(seeks[Math.floor(SEEKS * 0.99)])}**`],
  ['all accesses to memory found, once, ms', '', digits(accesses.nanoseconds / 1e6)],
  ['accesses to memory', '', accesses.result.count.toLocaleString('en')],
  [
    `who wrote a random word before a random step, and its origin, wall ms, median of ${QUESTIONS}`,
    'under 100',
    `**${digits(median(answers))}**`,
  ],
  ['the same, of 99 in 100', 'under 100', `**${digits(answers[Math.floor(QUESTIONS * 0.99)])}**`],
  ['a smaller run for files: steps', '', million.stepCount.toLocaleString('en')],
  ['its `.memlane` file, bytes of each step', '', digits(written.length / million.stepCount)],
  ['opening that file, wall ms', 'under 1,000', `**${digits(median(openings))}**`],
  ['its EIP-3155 lines', '', lineCount.toLocaleString('en')],
  ['bytes of those lines', '', lineBytes.toLocaleString('en')],
  ['importing those lines, s', 'under 30', `**${digits(importing / 1e9)}**`],
]
console.log(table(['recordings', 'aim', 'measured'], rows))
