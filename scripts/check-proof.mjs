// `npm run check:proof`: what the sanitizer finds, what it leaves alone, and what it costs, on real compilers and real code.
//
//   npm run check:proof                     all parts; an hour the first time, then minutes
//   npm run check:proof -- catches quiet    some
//   npm run check:proof -- --smoke          what takes under two minutes, as CI does
//   npm run check:proof -- --write          also puts the tables into docs/sanitizer.md, between the markers of each
//
// What it checks are packages of bench/accuracy and bench/check, which have lock files of their own.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installIfStale, root, run } from './project.mjs'

const PARTS = ['catches', 'compilers', 'incidents', 'quiet', 'libraries', 'mutants', 'cost']
const folder = join(root, 'bench/check')
const page = join(root, 'docs/sanitizer.md')

const { values, positionals } = argumentsGiven()
const isSmoke = values.smoke === true
run(root, process.execPath, join(root, 'scripts/prepare.mjs'))
installIfStale(join(root, 'bench/accuracy'))
installIfStale(folder)

let failed = 0
for (const part of positionals.length > 0 ? positionals : PARTS) {
  const given = [join(folder, 'proof.mjs'), part, ...(isSmoke ? ['--smoke'] : [])]
  const { status, stdout } = spawnSync(process.execPath, given, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  console.log(`${part}\n\n${stdout}`)
  if (status !== 0) {
    failed++
    console.error(`The part ${part} of the proof failed.`)
  } else if (values.write) write(part, stdout)
}
process.exit(failed === 0 ? 0 : 1)

/** @param {string} part @param {string} tables */
function write(part, tables) {
  const text = readFileSync(page, 'utf8')
  const place = new RegExp(`(<!-- proof:${part} -->\n)[^]*?(<!-- /proof:${part} -->)`)
  if (!place.test(text))
    throw new Error(`docs/sanitizer.md has no part between <!-- proof:${part} --> and <!-- /proof:${part} -->.`)
  writeFileSync(
    page,
    text.replace(place, (_, begin, end) => `${begin}\n${tables}\n${end}`),
  )
}

function argumentsGiven() {
  try {
    const given = parseArgs({
      options: { write: { type: 'boolean' }, smoke: { type: 'boolean' } },
      allowPositionals: true,
    })
    if (given.values.smoke && given.values.write) throw new Error('--smoke proves too little to be written down.')
    const unknown = given.positionals.find((name) => !PARTS.includes(name))
    if (unknown) throw new Error(`There is no part ${unknown}; there are ${PARTS.join(', ')}.`)
    return given
  } catch (error) {
    console.error(error.message)
    process.exit(2)
  }
}
