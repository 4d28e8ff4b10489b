// Real code that works: each thing that the sanitizer says of it is looked at.
import { compile, sourcesOf } from '../accuracy/build.mjs'
import { MODES, PROJECTS } from '../accuracy/projects.mjs'
import { runsOf } from '../accuracy/runs.mjs'
import { Checked } from './checked.mjs'
import { compileHere, sourcesHere } from './compile.mjs'
import { LIBRARIES, library } from './libraries.mjs'
import { Tally } from './tally.mjs'

/** @typedef {import('memlane/solidity').Compilation} Compilation */
/** @typedef {(line: string) => void} Tell progress */

/** What compiles fast. */
const SMOKE = {
  project: 'bytes-utils',
  modes: ['legacy', 'irOptimized'],
  library: 'solidity-bytes-utils/contracts/BytesLib.sol',
}

/** @type {Readonly<Record<string, string>>} */
const OF_PROJECTS = {
  'R09 AaveDriver':
    'right, SOL-2022-5: solc 0.8.10 stores the last word of a text of 45 bytes with 19 bytes of creation code that lay behind it',
}

const SPLIT =
  'right: `split` with a delimiter that is longer than the subject takes the zero slot for its result and writes a length of 1 there'
const OF_SPLIT = 'right: the one element of that result lies at 0x80, where nobody wrote'
const NO_CODE = 'right: of an address without code, `extcodesize − 1` wraps, is cut to 40 bits, and gas runs out'
const NO_CLONE =
  'right: of an address that is no clone, `extcodesize` less what a clone begins with wraps, is cut to 40 bits, and gas runs out'

/** By rule and file: the IR pipeline gives the line where the assembly begins. @type {Readonly<Record<string, string>>} */
const OF_LIBRARIES = {
  'R13 SSTORE2.sol': NO_CODE,
  'R02 LibBytes.sol': SPLIT,
  'R08 Driver.sol': OF_SPLIT,
  'R13 LibClone.sol': NO_CLONE,
}

/** Functions without a library around them, which no driver can be generated for. */
const PRB_MATH = 'PrbMath.sol'

/** The drivers of `npm run accuracy`, and one of our own. @param {Tell} tell @param {boolean} isSmoke */
export async function quiet(tell, isSmoke) {
  const tally = new Tally()
  for (const [name, project] of Object.entries(PROJECTS).filter(([name]) => !isSmoke || name === SMOKE.project))
    for (const driver of project.drivers) {
      const [file = '', contract = ''] = driver.split(':')
      for (const mode of project.modes ?? (isSmoke ? SMOKE.modes : Object.keys(MODES))) {
        const build = await unlessTooDeep(`${name} ${mode}`, tell, () =>
          compile(project, sourcesOf(file), file, mode, tell),
        )
        if (build) run(build, contract, mode, tally, tell)
      }
    }
  for (const mode of isSmoke ? [] : Object.keys(MODES))
    run(await compileHere(sourcesHere(PRB_MATH), PRB_MATH, mode, tell), 'PrbMathDriver', mode, tally, tell)
  return tally.told(OF_PROJECTS)
}

/** Generated drivers that call every function of libraries. @param {Tell} tell @param {boolean} isSmoke */
export async function quietLibraries(tell, isSmoke) {
  const tally = new Tally()
  const counted = { libraries: new Set(), functions: 0, called: 0 }
  const given = process.env.MEMLANE_PROOF_MODES?.split(',') ?? Object.keys(MODES)
  for (const path of isSmoke ? [SMOKE.library] : LIBRARIES) {
    const without = new Set()
    for (const mode of isSmoke ? SMOKE.modes : given) {
      const found = await unlessTooDeep(`${path} ${mode}`, tell, () => library(path, mode, tell, without))
      if (!found) continue
      if (!counted.libraries.has(path)) {
        counted.libraries.add(path)
        counted.functions += found.driver.functions
        counted.called += found.driver.called
      }
      run(found.build, 'Driver', mode, tally, tell)
    }
  }
  const { text, failures } = tally.told(OF_LIBRARIES)
  const { libraries, functions, called } = counted
  return { text: `${libraries.size} libraries, ${called} of their ${functions} functions.\n\n${text}`, failures }
}

/** @param {Compilation} build @param {string} contract @param {string} mode @param {Tally} tally @param {Tell} tell */
function run(build, contract, mode, tally, tell) {
  const checked = new Checked(build, contract)
  for (const report of checked.made) tally.add(mode, report, () => contract)
  for (const [signature, input] of runsOf(build.contract(contract))) {
    const { recording, report } = checked.call(input)
    tally.add(mode, report, ({ rule, first }) => {
      const place = checked.place(recording, first.frame, first.at.pc)
      const at = place ? `${place.file.split('/').at(-1)}:${place.line}` : contract
      tell(`${mode} ${contract}.${signature}: ${rule} ${at}\n`)
      return at
    })
  }
}

/** @template T @param {string} what @param {Tell} tell @param {() => Promise<T>} build @returns {Promise<T | undefined>} */
async function unlessTooDeep(what, tell, build) {
  try {
    return await build()
  } catch (error) {
    if (!/too deep/i.test(String(error))) throw error
    tell(`${what}: the stack is too deep\n`)
    return undefined
  }
}
