// `npm run bench`: installs and builds what is stale, runs the benchmarks of bench/ and prints their tables.
//
//   npm run bench                     all
//   npm run bench -- loops startup    some
//   npm run bench -- --peers          memlane beside @ethereumjs/evm and native revm; --workloads FOLDER adds a collection
//   npm run bench -- --write          also puts the tables into bench/README.md, between the markers of each
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { installIfStale, root, run } from './project.mjs'

const BENCHMARKS = ['loops', 'memory', 'startup', 'trace', 'playground']
const bench = join(root, 'bench')
const page = join(bench, 'README.md')

const { values, positionals } = argumentsGiven()
const chosen = [...positionals, ...(values.peers ? ['peers'] : [])]
const workloads = values.workloads ?? process.env.MEMLANE_WORKLOADS
// The folder is seen from where npm was called.
if (workloads) process.env.MEMLANE_WORKLOADS = resolve(process.env.INIT_CWD ?? '.', workloads)

run(root, process.execPath, join(root, 'scripts/prepare.mjs'))
installIfStale(bench)
// Hundreds of megabytes, for those who ask.
if (values.peers) installIfStale(join(bench, 'peers'))

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const machine = `memlane ${version}, Node ${process.versions.node}, ${cpus()[0].model}, ${cpus().length} cores`

for (const name of chosen.length > 0 ? chosen : BENCHMARKS) {
  const { status, stdout } = spawnSync(process.execPath, [join(bench, `${name}.mjs`)], {
    cwd: bench,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 1)
  console.log(`\n${stdout}`)
  if (values.write) {
    const text = readFileSync(page, 'utf8')
    const part = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`)
    if (!part.test(text)) throw new Error(`bench/README.md has no part between <!-- ${name} --> and <!-- /${name} -->.`)
    const result = `\`npm run bench -- ${name === 'peers' ? '--peers' : name} --write\` on ${machine}:\n\n${stdout}\n`
    writeFileSync(
      page,
      text.replace(part, (_, begin, end) => begin + result + end),
    )
  }
}
console.log(machine)

function argumentsGiven() {
  const options = { write: { type: 'boolean' }, peers: { type: 'boolean' }, workloads: { type: 'string' } }
  try {
    const given = parseArgs({ options, allowPositionals: true })
    const unknown = given.positionals.find((name) => !BENCHMARKS.includes(name))
    if (unknown) throw new Error(`There is no benchmark ${unknown}; there are ${BENCHMARKS.join(', ')}, and --peers.`)
    return given
  } catch (error) {
    console.error(error.message)
    process.exit(2)
  }
}
