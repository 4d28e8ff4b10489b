// Real code that works: what the sanitizer says of it is looked at one by one, and classed in `docs/sanitizer.md`.
import { compile, sourcesOf } from '../accuracy/build.mjs'
import { MODES, PROJECTS } from '../accuracy/projects.mjs'
import { runsOf } from '../accuracy/runs.mjs'
import { Checked } from './checked.mjs'
import { compileHere, sourcesHere } from './compile.mjs'
import { table } from './table.mjs'

/** @typedef {import('memlane/solidity').Compilation} Compilation */
/** @typedef {import('memlane/check').CheckReport} CheckReport */
/** @typedef {(line: string) => void} Tell progress */
/** @typedef {{ calls: number, steps: number, allocations: number, errors: number, warnings: number }} Sums */
/** @typedef {{ name: string, build: (mode: string, tell: Tell) => Promise<Compilation>, contract: string, modes: readonly string[] }} Driver */

/**
 * Drivers of this folder, in Solidity of the compiler that memlane comes with.
 * @type {readonly { file: string, contract: string, modes?: readonly string[] }[]}
 */
const OWN = []

/** What compiles fast. */
const SMOKE = { drivers: ['BytesDriver'], modes: ['legacy', 'irOptimized'] }

/**
 * What was looked at and is right, by rule and place: `R10 File.sol:Contract.function`. The docs say why.
 * @type {ReadonlySet<string>}
 */
const LOOKED_AT = new Set([])

/** @param {Tell} tell @param {boolean} isSmoke */
export async function quiet(tell, isSmoke) {
  const failures = []
  /** @type {Map<string, Sums>} */
  const sums = new Map()
  /** @type {Map<string, Map<string, number>>} modes by finding */
  const found = new Map()
  for (const { name, build, contract, modes } of drivers().filter(
    ({ contract }) => !isSmoke || SMOKE.drivers.includes(contract),
  ))
    for (const mode of modes.filter((mode) => !isSmoke || SMOKE.modes.includes(mode))) {
      const sum = sums.get(mode) ?? { calls: 0, steps: 0, allocations: 0, errors: 0, warnings: 0 }
      sums.set(mode, sum)
      let compilation
      try {
        compilation = await build(mode, tell)
      } catch (error) {
        if (mode === 'legacy' || !/too deep/i.test(String(error))) throw error
        tell(`${name} does not compile in mode ${mode}: ${error}\n`)
        continue
      }
      const checked = new Checked(compilation, contract)
      /** @type {(report: CheckReport, where: string, placeOf: (cause: import('memlane/check').Cause) => string) => void} */
      const add = (report, where, placeOf) => {
        sum.calls += report.calls
        sum.steps += report.steps
        sum.allocations += report.allocations
        for (const cause of report.causes) {
          if (cause.first.severity === 'error') sum.errors++
          else sum.warnings++
          const key = `${cause.rule} ${cause.first.severity} ${placeOf(cause)}`
          tell(`${mode} ${contract}.${where}: ${key}\n`)
          const byMode = found.get(key) ?? new Map()
          found.set(key, byMode)
          byMode.set(mode, (byMode.get(mode) ?? 0) + 1)
        }
      }
      for (const report of checked.made) add(report, 'constructor', () => contract)
      for (const [signature, input] of runsOf(compilation.contract(contract))) {
        const { result, recording, report } = checked.call(input)
        if (result.status !== 'return' && result.status !== 'stop')
          tell(`${contract}.${signature} ends with ${result.status} in mode ${mode}\n`)
        add(report, signature, ({ first }) => {
          const place = checked.place(recording, first.frame, first.at.pc)
          return place ? `${place.file.split('/').at(-1)}:${place.line}` : contract
        })
      }
    }
  const rows = [...sums].map(([mode, { calls, steps, allocations, errors, warnings }]) => [
    mode,
    ...[calls, steps, allocations].map((number) => number.toLocaleString('en')),
    errors,
    warnings,
    allocations === 0 ? '–' : ((1000 * warnings) / allocations).toFixed(2),
  ])
  for (const key of found.keys()) if (!LOOKED_AT.has(key)) failures.push(`Nobody has looked at: ${key}`)
  const head = ['mode', 'calls', 'steps', 'allocations', 'errors', 'warnings', 'warnings in 1,000 allocations']
  const list = [...found].map(([key, modes]) => [key, [...modes].map(([mode, count]) => `${mode} ${count}`).join(', ')])
  const text = `${table(head, rows)}\n\n${list.length === 0 ? '' : table(['finding', 'modes'], list, 2)}`
  return { text, failures }
}

/** @returns {Driver[]} */
function drivers() {
  const own = OWN.map(({ file, contract, modes = Object.keys(MODES) }) => ({
    name: file,
    build: (/** @type {string} */ mode, /** @type {Tell} */ tell) => compileHere(sourcesHere(file), file, mode, tell),
    contract,
    modes,
  }))
  const others = Object.values(PROJECTS).flatMap((project) =>
    project.drivers.map((driver) => {
      const [file = '', contract = ''] = driver.split(':')
      return {
        name: file,
        build: (/** @type {string} */ mode, /** @type {Tell} */ tell) =>
          compile(project, sourcesOf(file), file, mode, tell),
        contract,
        modes: project.modes ?? Object.keys(MODES),
      }
    }),
  )
  return [...others, ...own]
}
