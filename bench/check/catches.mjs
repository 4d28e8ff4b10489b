// What is made to break a rule, and what broke real contracts, written anew: each has to be found.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkRecording, RULES } from 'memlane/check'
import { createEvm } from 'memlane/evm'
import { functionsOf } from 'memlane/solidity'
import { record } from 'memlane/trace'
import { MODES } from '../accuracy/projects.mjs'
import { Checked } from './checked.mjs'
import { compileHere, sourcesHere } from './compile.mjs'
import { table } from './table.mjs'

/** @typedef {import('memlane/check').RuleId} RuleId */
/** @typedef {(line: string) => void} Tell progress */

const TESTS = new URL('../../test/', import.meta.url)
/** All but the one that solc's own code breaks all the time. */
const ALL = new Set(RULES.map(({ id }) => id).filter((id) => id !== 'R15'))
const CALLEE = '0x00000000000000000000000000000000000000ca'
/** Parameters of functions that have some: anything that is no address of a contract. */
const NINE = `${'0'.repeat(63)}9`

/** What a program has to be called with so that it breaks its rule. @type {Readonly<Record<string, bigint>>} */
const INPUTS = {
  R06_alloc_too_small: 1n << 251n,
  R10_return_bomb: BigInt(CALLEE),
  R13_expansion_dos: 1_000_000n,
  R14_ptr_wrap: 2n ** 256n - 0x40n,
}

/**
 * What is not found, and why: by rule and mode, how many functions.
 * R07: the optimizer reads what was allocated too little through the pointer of what lies behind it, which is the same number.
 * @type {Readonly<Record<string, number>>}
 */
const MISSED = { 'R07 irOptimized': 2 }

/** @param {Tell} tell @param {boolean} isSmoke */
export async function catches(tell, isSmoke) {
  const modes = isSmoke ? ['irOptimized'] : Object.keys(MODES)
  const programs = programsFound()
  const broken = { 'Broken.sol': { content: readFileSync(new URL('check/Broken.sol', TESTS), 'utf8') } }
  const functions = await byMode(broken, 'Broken', modes, tell)
  /** @type {string[]} */
  const failures = []
  const rows = RULES.filter(({ id }) => programs.has(id) || functions.some(({ rule }) => rule === id)).map(
    ({ id, name }) => {
      const own = functions.filter(({ rule }) => rule === id)
      const cells = modes.map((mode) => {
        const found = own.filter(({ foundIn }) => foundIn.has(mode)).length
        if (found !== own.length - (MISSED[`${id} ${mode}`] ?? 0))
          failures.push(`${id} in ${mode}: ${found} of ${own.length} functions.`)
        return own.length === 0 ? '–' : `${found} of ${own.length}`
      })
      const program = programs.get(id)
      if (program === false && own.length === 0) failures.push(`${id} does not find its program.`)
      return [`${id} ${name}`, program === undefined ? '–' : program ? 'found' : 'needs sources', ...cells]
    },
  )
  return { text: table(['rule', 'bytecode alone', ...modes], rows, 2), failures }
}

/** @param {Tell} tell @param {boolean} isSmoke */
export async function incidents(tell, isSmoke) {
  const modes = isSmoke ? ['legacy'] : Object.keys(MODES)
  const found = await byMode(sourcesHere('Incidents.sol'), 'Incidents', modes, tell)
  /** @type {string[]} */
  const failures = []
  const rows = found.map(({ name, rule, foundIn }) => {
    for (const mode of modes) if (!foundIn.has(mode)) failures.push(`${name} in ${mode}: ${rule} does not find it.`)
    return [INCIDENTS[name] ?? name, rule, ...modes.map((mode) => (foundIn.has(mode) ? 'found' : '**missed**'))]
  })
  return { text: table(['incident', 'rule', ...modes], rows, 2 + modes.length), failures }
}

/** @type {Readonly<Record<string, string>>} */
const INCIDENTS = {
  r14_settlementSuffix: '1inch, March 2025: a length of the caller moves what is appended to a call',
  r12_walletWithoutCode: '0x v2, July 2019: the answer of an account without code is the question',
  r19_paddingOfABlock: 'lib-keccak: a block is filled up from behind the input',
  r02_counterInTheZeroSlot: 'a variable in the word that empty arrays share',
  r03_givenBackAndKept: 'memory given back by a lower free pointer, and still used',
  r10_returnBomb: 'a return bomb',
}

/** Whether the program of a rule is found. */
function programsFound() {
  /** @type {Readonly<Record<string, { code: string }>>} */
  const programs = JSON.parse(readFileSync(fileURLToPath(new URL('vectors/sanitizer-snippets.json', TESTS)), 'utf8'))
  /** @type {Map<string, boolean>} */
  const found = new Map()
  for (const [name, { code }] of Object.entries(programs)) {
    const evm = createEvm()
    evm.state.setAccount(CALLEE, { code: '0x62030d405ff3' })
    const input = INPUTS[name]?.toString(16).padStart(64, '0') ?? ''
    const { recording } = record(evm, { code: `0x${code}`, input: `0x${input}`, gas: 4_000_000n })
    const rule = name.slice(0, 3)
    const { causes } = checkRecording(recording, { rules: new Set(RULES.map(({ id }) => id)) })
    found.set(
      rule,
      causes.some((cause) => cause.rule === rule),
    )
  }
  return found
}

/**
 * Functions that are named after the rule that has to find them, with the modes in which it does.
 * @param {import('memlane/solidity').StandardJsonInput['sources']} sources @param {string} name @param {readonly string[]} modes @param {Tell} tell
 */
async function byMode(sources, name, modes, tell) {
  /** @type {Map<string, { name: string, rule: RuleId, foundIn: Set<string> }>} */
  const all = new Map()
  for (const mode of modes) {
    const build = await compileHere(sources, name, mode, tell)
    const contract = build.contract(name)
    const checked = new Checked(build, name, { rules: ALL })
    for (const { name: called, selector, inputs } of functionsOf(contract)) {
      const rule = RULES.find(({ id }) => called.startsWith(`${id.toLowerCase()}_`))?.id
      if (rule === undefined) continue
      const known = all.get(called) ?? { name: called, rule, foundIn: new Set() }
      all.set(called, known)
      const { report } = checked.call(`${selector}${NINE.repeat(inputs.length)}`)
      if (report.causes.some((cause) => cause.rule === rule)) known.foundIn.add(mode)
    }
  }
  return [...all.values()]
}
