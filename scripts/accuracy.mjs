// `npm run accuracy`: how well the typed map knows what is in memory, on real code in four ways of building it.
//
//   npm run accuracy                                         all projects and modes; an hour the first time, then minutes
//   npm run accuracy -- --smoke                              one small project, as CI does
//   npm run accuracy -- --project solady --mode irOptimized  some
//   npm run accuracy -- --project solady --misses            also what was wrong or missing
//   npm run accuracy -- --direct --totals                    each build alone, without the twin, in short
//   npm run accuracy -- --write                              also puts the table into docs/typed-memory.md
//
// The libraries that it measures on are packages of bench/accuracy, which has its own lock file.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installIfStale, root, run } from './project.mjs'

const folder = join(root, 'bench/accuracy')
const page = join(root, 'docs/typed-memory.md')

const given = process.argv.slice(2).filter((argument) => argument !== '--write')
const isWriting = given.length < process.argv.length - 2
const part = given.includes('--direct') ? 'accuracy alone' : 'accuracy'
const PART = new RegExp(`(<!-- ${part} -->\n)[^]*?(<!-- /${part} -->)`)

run(root, process.execPath, join(root, 'scripts/prepare.mjs'))
installIfStale(folder)
const { status, stdout } = spawnSync(process.execPath, [join(folder, 'accuracy.mjs'), ...given], {
  cwd: folder,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
})
console.log(stdout)
if (status !== 0) process.exit(status ?? 1)
if (isWriting) {
  const text = readFileSync(page, 'utf8')
  if (!PART.test(text)) throw new Error(`docs/typed-memory.md has no part ${part}.`)
  writeFileSync(
    page,
    text.replace(PART, (_, begin, end) => `${begin}\n${stdout}\n${end}`),
  )
}
