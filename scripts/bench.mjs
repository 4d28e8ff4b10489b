// `npm run bench`: installs and builds what is stale, runs the benchmarks of bench/ and prints their tables.
//
//   npm run bench                     all
//   npm run bench -- loops startup    some
//   npm run bench -- --peers          memlane beside @ethereumjs/evm and native revm; --workloads FOLDER adds a collection
//   npm run bench -- --smoke          each once with small numbers, the peers too: only whether they run
//   npm run bench -- --write          also puts the tables into bench/README.md, between the markers of each
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { installIfStale, root, run } from './project.mjs'

const BENCHMARKS = ['loops', 'memory', 'hooks', 'startup', 'trace', 'playground']
const bench = join(root, 'bench')
const page = join(bench, 'README.md')

const { values, positionals } = argumentsGiven()
const named = [...positionals, ...(values.peers ? ['peers'] : [])]
const chosen = named.length > 0 ? named : values.smoke ? [...BENCHMARKS, 'peers'] : BENCHMARKS
if (values.smoke) process.env.MEMLANE_BENCH_SMOKE = '1'
const workloads = values.workloads ?? process.env.MEMLANE_WORKLOADS
// The folder is seen from where npm was called.
if (workloads) process.env.MEMLANE_WORKLOADS = resolve(process.env.INIT_CWD ?? '.', workloads)

run(root, process.execPath, join(root, 'scripts/prepare.mjs'))
installIfStale(bench)
// Hundreds of megabytes, for those who ask.
if (chosen.includes('peers')) installIfStale(join(bench, 'peers'))

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const machine = `memlane ${version}, Node ${process.versions.node}, ${cpus()[0]?.model}, ${cpus().length} cores`

for (const name of chosen) {
  if (values.smoke && name === 'playground' && !existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium')) {
    console.log('playground: not run, it wants a Chromium, which CHROMIUM names')
    continue
  }
  const begin = performance.now()
  const { status, stdout } = spawnSync(process.execPath, [join(bench, `${name}.mjs`)], {
    cwd: bench,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) {
    console.error(`The benchmark ${name} failed.`)
    process.exit(status || 1)
  }
  if (values.smoke) {
    if (!stdout.includes('| --- |')) throw new Error(`The benchmark ${name} printed no table:\n${stdout}`)
    console.log(`${name} runs: ${((performance.now() - begin) / 1000).toFixed(1)} s`)
    continue
  }
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
  try {
    const given = parseArgs({
      options: {
        write: { type: 'boolean' },
        peers: { type: 'boolean' },
        smoke: { type: 'boolean' },
        workloads: { type: 'string' },
      },
      allowPositionals: true,
    })
    if (given.values.smoke && given.values.write) throw new Error('--smoke measures nothing that --write could write.')
    const unknown = given.positionals.find((name) => !BENCHMARKS.includes(name))
    if (unknown) throw new Error(`There is no benchmark ${unknown}; there are ${BENCHMARKS.join(', ')}, and --peers.`)
    return given
  } catch (error) {
    console.error(error.message)
    process.exit(2)
  }
}
