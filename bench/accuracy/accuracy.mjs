// Measures how well the typed map knows what is in memory. `npm run accuracy` calls it; see `docs/typed-memory.md`.
//
//   --project NAME   some projects, --mode NAME some modes; may be repeated
//   --direct         each build alone, without the unoptimized twin that the program asks
//   --totals         only the sums over all projects
//   --misses         also what was wrong or missing, on standard error
//
// Prints a table for each project and mode, beside the reference build.
import { parseArgs } from 'node:util'
import { needsTwin, yulCode } from 'memlane/solidity'
import { build, cachedCompiler } from './build.mjs'
import { Score } from './compare.mjs'
import { MODES, PROJECTS, REFERENCE } from './projects.mjs'
import { mappedFrames } from './runs.mjs'

const {
  project: projects,
  mode: modes,
  misses,
  direct,
  totals: onlyTotals,
  reference: referenceMode,
} = argumentsGiven()

console.log(
  '| project | mode | allocations | right | wrong | right, string or bytes told | names | bytes with an owner |',
)
console.log('| --- | --- | --: | --: | --: | --: | --: | --: |')
const totals = new Map()
for (const project of projects) {
  const reference = await measured(project, referenceMode, true)
  for (const mode of modes) {
    const score = new Score()
    const frames = await measured(project, mode)
    for (const [index, frame] of frames.entries()) {
      const expected = reference[index]
      if (frame.map && expected?.map && frame.contract === expected.contract) score.add(frame, expected)
      else if (frame.map || expected?.map) tell(`${project} ${mode}: ${frame.label} is not ${expected?.label}\n`)
    }
    if (!onlyTotals) console.log(row(project, mode, score))
    if (misses) for (const miss of score.misses) console.error(`  ${miss}`)
    totals.set(mode, [...(totals.get(mode) ?? []), score])
  }
}
if (onlyTotals || projects.length > 1)
  for (const [mode, scores] of totals) console.log(row('**all**', mode, sum(scores)))

/** As the program maps it: with a twin where one is needed. The reference, and all with `--direct`, by the build alone. */
async function measured(project, mode, isDirect = direct) {
  const frames = []
  for (const driver of PROJECTS[project]) {
    const [file, name] = driver.split(':')
    const compiler = cachedCompiler(`${file} ${mode}`, tell)
    const compilation = await build(file, mode, compiler)
    const hasTwin = !isDirect && needsTwin(compilation.input.settings)
    const twin = hasTwin ? await build(file, 'legacy', cachedCompiler(`${file} legacy`, tell)) : undefined
    frames.push(...(await mappedFrames(compilation, name, await optionsFor(compilation, compiler), twin)))
  }
  return frames
}

/** Options of `mapMemory` for a frame of this build. */
async function optionsFor({ input }, compiler) {
  if (!input.settings.viaIR) return () => ({})
  const known = new Map()
  return async (contract, { frames }, frame) => {
    const { kind } = frames[frame]
    const key = `${contract.file}:${contract.name} ${kind.startsWith('create')}`
    if (!known.has(key)) {
      const yul = await yulCode(compiler, contract, kind)
      if ('reason' in yul) tell(`${contract.name}: ${yul.reason}\n`)
      known.set(key, 'reason' in yul ? {} : { yul })
    }
    return known.get(key)
  }
}

function row(project, mode, score) {
  const { allocations, comparable, right, wrong, strict, named, nameRight, written, owned } = score
  const cells = [
    allocations,
    percent(right, allocations),
    percent(wrong, comparable),
    percent(strict, allocations),
    percent(nameRight, named),
    percent(owned, written),
  ]
  return `| ${project} | ${mode} | ${cells.join(' | ')} |`
}

function sum(scores) {
  const total = new Score()
  for (const score of scores) for (const key of Object.keys(total)) if (key !== 'misses') total[key] += score[key]
  return total
}

function percent(part, whole) {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}

/** Progress on one line of the terminal, or on lines of their own in a file. */
function tell(line) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`)
  else if (line.endsWith('\n')) process.stderr.write(line)
}

function argumentsGiven() {
  const options = {
    project: { type: 'string', multiple: true, default: Object.keys(PROJECTS) },
    mode: { type: 'string', multiple: true, default: Object.keys(MODES) },
    reference: { type: 'string', default: REFERENCE },
    misses: { type: 'boolean', default: false },
    direct: { type: 'boolean', default: false },
    totals: { type: 'boolean', default: false },
  }
  try {
    const { values } = parseArgs({ options })
    for (const project of values.project)
      if (!(project in PROJECTS))
        throw new Error(`There is no project ${project}; there are ${Object.keys(PROJECTS).join(', ')}.`)
    for (const mode of [...values.mode, values.reference])
      if (!(mode in MODES)) throw new Error(`There is no mode ${mode}; there are ${Object.keys(MODES).join(', ')}.`)
    return values
  } catch (error) {
    console.error(error.message)
    process.exit(2)
  }
}
