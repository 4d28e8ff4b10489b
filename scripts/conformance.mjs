// npm run conformance -- [folder or file …] [--suite TEXT] [--name TEXT] [--fork NAME] [--workers N] [--report FILE]
//
// Runs official Ethereum tests as people have them on disk:
//   *.ndjson.gz   packs, one test a line: { name, kind, test }, or vectors of precompiles
//   *.json        ethereum/tests and execution-spec-tests files: { name: test, … }
// Files, workers and progress are here; what a test means is memlane/evm's business.
//
// --suite looks in file names, --name in names of tests; --report writes { passed, failed } as JSON.
// The last line is `N passed, N failed`; the exit code is 1 when anything failed, 2 when nothing could be run.
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'

/** Declined by the protocol, and its tests were removed upstream: shown, not counted. */
const OPTIONAL = /eip7610_create_collision/
const SHOWN_PER_FILE = 3

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suite: { type: 'string' },
    name: { type: 'string' },
    fork: { type: 'string' },
    workers: { type: 'string', default: '2' },
    report: { type: 'string' },
  },
})
const roots = positionals.length > 0 ? positionals : [process.env.MEMLANE_VECTORS ?? '../shared/conformance']
const base = process.env.INIT_CWD ?? process.cwd()

/** Test files below a path, largest first so that the workers end together. */
function testFiles(path) {
  if (!existsSync(path)) {
    console.error(`${path} is not there; name a folder or file of tests, or set MEMLANE_VECTORS.`)
    process.exit(2)
  }
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ndjson\.gz|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

const workers = Number(values.workers)
if (!Number.isInteger(workers) || workers < 1) {
  console.error(`--workers is ${values.workers}; it must be a whole number from 1.`)
  process.exit(2)
}

const all = roots.flatMap((root) => {
  const path = resolve(base, root)
  return testFiles(path).map((file) => ({ file, label: relative(path, file) || basename(file) }))
})
const tracers = all.filter(({ file }) => /(^|\/)tracers\//.test(file))
const wanted = all
  .filter((entry) => !tracers.includes(entry))
  .filter(({ label }) => values.suite === undefined || label.includes(values.suite))
  .filter(({ file }) => !/(^|\/)(manifest|slow)\.json$/.test(file))
  .sort((a, b) => statSync(b.file).size - statSync(a.file).size)

const totals = { state: [0, 0], vm: [0, 0], precompiles: [0, 0], optional: [0, 0] }
const started = performance.now()
let done = 0

function report({ label, counts, failures, seconds }) {
  const optional = OPTIONAL.test(label)
  for (const [kind, [passed, failed]] of Object.entries(counts)) {
    const total = totals[optional ? 'optional' : kind]
    total[0] += passed
    total[1] += failed
  }
  done++
  const failed = Object.values(counts).reduce((sum, [, failed]) => sum + failed, 0)
  if (failed > 0 && !optional) console.log(`${label}: ${failed} failed in ${seconds.toFixed(1)} s`)
  if (!optional) for (const failure of failures.slice(0, SHOWN_PER_FILE)) console.log(`  ${failure}`)
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${wanted.length} files  `)
}

async function runWorker(queue) {
  const worker = new Worker(new URL('./conformanceWorker.mjs', import.meta.url))
  try {
    for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
      const result = new Promise((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
      })
      worker.postMessage({ ...entry, name: values.name, fork: values.fork })
      report(await result)
      worker.removeAllListeners('error')
    }
  } finally {
    await worker.terminate()
  }
}

if (wanted.length === 0) {
  console.error('No test files there: *.ndjson.gz packs, or *.json files of ethereum/tests and execution-spec-tests.')
  process.exit(2)
}
const queue = [...wanted]
await Promise.all(Array.from({ length: workers }, () => runWorker(queue)))
if (process.stderr.isTTY) process.stderr.write('\n')
const line = (kind) => `${kind}: ${totals[kind][0]} passed, ${totals[kind][1]} failed`
console.log(`${line('state')}; ${line('vm')}; ${((performance.now() - started) / 1000).toFixed(0)} s`)
if (totals.precompiles[0] + totals.precompiles[1] > 0) console.log(line('precompiles'))
if (totals.optional[0] + totals.optional[1] > 0) console.log(`optional, not counted: ${line('optional')}`)
if (tracers.length > 0)
  console.log(`left out ${tracers.length} files of tracers: npm test runs them (test/official/tracers)`)
const passed = totals.state[0] + totals.vm[0] + totals.precompiles[0]
const failed = totals.state[1] + totals.vm[1] + totals.precompiles[1]
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ passed, failed }))
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
