// One worker of conformance.mjs: runs a file of tests and tells what came of it.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { gunzipSync } from 'node:zlib'
import { createEvm, loadPrecompiles } from '../dist/evm/index.js'
import { parseStateTest, runVmTest, StateTestRunner } from '../dist/official/index.js'
import { parseForkName } from '../dist/opcodes/index.js'

await loadPrecompiles()
const states = new StateTestRunner()

/** Which precompile a file of vectors is about, and under which rules. */
const PRECOMPILES = {
  ecRecover: [0x01, 'osaka'],
  modexp: [0x05, 'byzantium'],
  modexp_eip2565: [0x05, 'berlin'],
  modexp_eip7883: [0x05, 'osaka'],
  bn256Add: [0x06, 'istanbul'],
  bn256ScalarMul: [0x07, 'istanbul'],
  bn256Pairing: [0x08, 'istanbul'],
  blake2F: [0x09, 'istanbul'],
  blake2f: [0x09, 'istanbul'],
  pointEvaluation: [0x0a, 'cancun'],
  blsG1Add: [0x0b, 'prague'],
  blsG1Mul: [0x0c, 'prague'],
  blsG1MultiExp: [0x0c, 'prague'],
  blsG2Add: [0x0d, 'prague'],
  blsG2Mul: [0x0e, 'prague'],
  blsG2MultiExp: [0x0e, 'prague'],
  blsPairing: [0x0f, 'prague'],
  blsMapG1: [0x10, 'prague'],
  blsMapG2: [0x11, 'prague'],
  p256Verify: [0x100, 'osaka'],
}

/** The tests of a file: name, kind and content. */
function testsOf(file, label) {
  if (file.endsWith('.ndjson.gz')) {
    const lines = gunzipSync(readFileSync(file)).toString().split('\n').filter(Boolean)
    return lines.map((line) => {
      const entry = JSON.parse(line)
      return 'Input' in entry ? { name: entry.Name, kind: 'precompile', test: entry } : entry
    })
  }
  const content = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof content !== 'object' || content === null) throw new Error(`${label} is no file of tests`)
  return Object.entries(content)
    .filter(([, test]) => typeof test === 'object' && test !== null)
    .map(([name, test]) => ({ name, kind: 'exec' in test ? 'vm' : 'state', test }))
    .filter(({ test }) => 'post' in test || 'exec' in test)
}

function runPrecompile(label, { Input, Expected, ExpectedError, Gas }) {
  const name = basename(label, '.ndjson.gz').replace(/^fail-/, '')
  const target = PRECOMPILES[name]
  if (target === undefined) return `no precompile is known for ${name}`
  const [address, fork] = target
  const result = createEvm({ fork, memoryLimit: 2 ** 30 }).call({
    to: `0x${address.toString(16).padStart(40, '0')}`,
    input: `0x${Input}`,
    gas: 1_000_000_000_000n,
  })
  if (ExpectedError !== undefined) return result.status === 'halt' ? undefined : `want an error, got ${result.status}`
  const output = Buffer.from(result.output).toString('hex')
  if (output !== Expected) return `output: want ${Expected}, got ${output} (${result.status})`
  if (Gas !== undefined && Number(result.gasUsed) !== Gas) return `gas: want ${Gas}, got ${result.gasUsed}`
  return undefined
}

/** A file's fault is a sentence; a fault of ours shows where it is. */
function reason(error) {
  const isSentence = typeof error?.code === 'string' || error instanceof SyntaxError
  return isSentence ? error.message : (error?.stack ?? String(error))
}

const text = ({ what, want, got }) => `${what}: want ${want}, got ${got}`

async function runFile({ file, label, name, fork }) {
  const counts = {}
  const failures = []
  const started = performance.now()
  const count = (kind, id, difference) => {
    counts[kind] ??= [0, 0]
    counts[kind][difference === undefined ? 0 : 1]++
    if (difference !== undefined) failures.push(`${id}: ${difference}`.slice(0, 600))
  }
  const forks = fork === undefined ? undefined : new Set([parseForkName(fork)])
  for (const entry of testsOf(file, label)) {
    if (name !== undefined && !entry.name.includes(name)) continue
    try {
      if (entry.kind === 'precompile') count('precompiles', entry.name, runPrecompile(label, entry.test))
      else if (entry.kind === 'vm') {
        if (forks === undefined || forks.has('frontier')) {
          const difference = runVmTest(entry.name, entry.test)
          count('vm', entry.name, difference && text(difference))
        }
      } else
        for (const test of parseStateTest(entry.name, entry.test, forks)) {
          const difference = await states.run(test)
          count('state', `${test.name} ${test.fork}`, difference && text(difference))
        }
    } catch (error) {
      count(entry.kind === 'precompile' ? 'precompiles' : entry.kind, entry.name, reason(error))
    }
  }
  return { label, counts, failures, seconds: (performance.now() - started) / 1000 }
}

const port = parentPort
if (port === null) throw new Error('conformance.mjs starts this file.')
port.on('message', async (entry) => {
  try {
    port.postMessage(await runFile(entry))
  } catch (error) {
    port.postMessage({
      label: entry.label,
      counts: { state: [0, 1] },
      failures: [reason(error)],
      seconds: 0,
    })
  }
})
