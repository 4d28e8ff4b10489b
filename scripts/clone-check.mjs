// The first minutes of someone who clones the project: `npm start` in a fresh clone, with nothing before it.
// Only what is committed is cloned.
import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChecks } from './checks.mjs'
import { blocksOf, commandsOf } from './docs.mjs'
import { root } from './project.mjs'
import { attempt, succeed } from './userProcess.mjs'

/** The aim for `npm start` once all is installed, in milliseconds. */
const START_LIMIT = 5000

// A space in the path, because users have them.
const temporary = mkdtempSync(join(tmpdir(), 'memlane clone '))
const clone = join(temporary, 'memlane')
const elsewhere = join(temporary, 'elsewhere')

/** The map that README.md shows. */
function shownMap() {
  const blocks = blocksOf(readFileSync(join(clone, 'README.md'), 'utf8'))
  const examples = blocks.filter(({ language }) => language === 'console').flatMap(commandsOf)
  const { shown } = examples.find(({ command }) => command === 'memlane map examples/MemoryLane.sol')
  return shown.join('\n').trim()
}

const withoutTrailingSpace = (text) => text.replace(/ +$/gm, '')

try {
  runChecks({
    'git clone': () => {
      succeed(temporary, 'git', 'clone', '--quiet', root, clone)
    },
    'npm start, the first time': () => {
      const output = withoutTrailingSpace(succeed(clone, 'npm', 'start'))
      assert.ok(output.includes(shownMap()), `README.md shows\n${shownMap()}\nbut npm start prints\n${output}`)
    },
    'npm start, installed': () => {
      const begin = performance.now()
      const { stdout, stderr } = attempt(clone, 'npm', 'start')
      const milliseconds = Math.round(performance.now() - begin)
      assert.ok(withoutTrailingSpace(stdout).includes(shownMap()))
      assert.doesNotMatch(stderr, /Installing|Building/)
      assert.ok(milliseconds < START_LIMIT, `took ${milliseconds} ms, more than ${START_LIMIT}`)
      return `${milliseconds} ms`
    },
    'npm start -- map …': () => {
      mkdirSync(elsewhere)
      copyFileSync(join(root, 'test/package/Ledger.sol'), join(elsewhere, 'my.sol'))
      const output = succeed(elsewhere, 'npm', '--prefix', clone, 'start', '--', 'map', 'my.sol')
      assert.ok(output.includes('Ledger.settle()'), output)
    },
    'exit codes of npm start': () => {
      const exitCode = (...args) => attempt(elsewhere, 'npm', '--prefix', clone, 'start', '--', ...args).status
      assert.equal(exitCode('map', 'my.sol', '--call', 'absent()'), 2)
      assert.equal(exitCode('map', 'absent.sol'), 3)
    },
  })
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
