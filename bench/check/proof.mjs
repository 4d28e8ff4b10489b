// Prints one part of the proof; `npm run check:proof` calls it. See `docs/sanitizer.md`.
//
//   node proof.mjs PART [--smoke]
import { loadPrecompiles } from 'memlane/evm'
import { catches, incidents } from './catches.mjs'
import { compilerBugs } from './compilerBugs.mjs'
import { cost } from './cost.mjs'
import { mutants } from './mutants.mjs'
import { quiet, quietLibraries } from './quiet.mjs'

/** @typedef {(tell: (line: string) => void, isSmoke: boolean) => Promise<{ text: string, failures: string[] }>} Part */

/** @type {Record<string, Part>} */
const PARTS = { catches, compilers: compilerBugs, incidents, quiet, libraries: quietLibraries, mutants, cost }

const [name = '', ...given] = process.argv.slice(2)
const part = PARTS[name]
if (!part) throw new Error(`There is no part ${name}; there are ${Object.keys(PARTS).join(', ')}.`)
await loadPrecompiles()
const { text, failures } = await part((line) => process.stderr.write(line), given.includes('--smoke'))
console.log(text)
for (const failure of failures) console.error(failure)
process.exit(failures.length === 0 ? 0 : 1)
