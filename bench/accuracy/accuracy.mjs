// Measures how well the typed map knows what is in memory. `npm run accuracy` calls it; see `docs/typed-memory.md`.
//
//   --project NAME   some projects, --mode NAME some modes; may be repeated
//   --smoke          one small project, for CI: fails when there is nothing to compare, or a false fact
//   --direct         each build alone, without the unoptimized twin that the program asks
//   --totals         only the sums over all projects
//   --misses         also what was wrong or missing, on standard error
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { MODES, PLAIN, PROJECTS } from './projects.mjs'
import { measure } from './runs.mjs'
import { Score } from './score.mjs'

/** @typedef {import('./runs.mjs').Scores} Scores */

const COLUMNS = [
  'objects',
  'types right',
  'false facts',
  'wrong guesses',
  'names right',
  'false names',
  'places right',
  'false places',
  'bytes with an owner',
]

/** What compiles fast. */
const SMOKE = { projects: ['bytes-utils'], modes: ['legacy', 'irOptimized'] }

const given = argumentsGiven()
console.log(`| project | mode | ${COLUMNS.join(' | ')} |`)
console.log(`| --- | --- | ${COLUMNS.map(() => '--:').join(' | ')} |`)
/** @type {Map<string, Scores>} */
const totals = new Map()
for (const name of given.project) {
  const project = PROJECTS[name]
  if (!project) continue
  const modes = given.mode.filter((mode) => (project.modes ?? Object.keys(MODES)).includes(mode))
  /** @type {Map<string, Scores>} */
  const scores = new Map()
  for (const driver of project.drivers) {
    const [file = '', contract = ''] = driver.split(':')
    const built = await build(project, file, [...new Set([PLAIN, ...modes])], tell)
    for (const mode of modes.filter((mode) => built.byMode.has(mode))) {
      const began = Date.now()
      const measured = await measure(project, built, contract, mode, given.direct, tell)
      tell(
        `${contract} ${mode}: ${measured.end.maps + measured.moments.maps} maps, ${measured.end.untouched + measured.moments.untouched} of them of the build without markers, ${Date.now() - began} ms\n`,
      )
      if (given.misses)
        for (const { kind, text } of [...measured.end.misses, ...measured.moments.misses])
          console.error(`  ${kind} ${mode} ${contract} ${text}`)
      for (const sums of [scores, totals]) add(sums, mode, measured)
    }
  }
  if (!given.totals) for (const [mode, { end, moments }] of scores) console.log(row(name, mode, sum(end, moments)))
}
if (given.totals || given.project.length > 1) {
  for (const [mode, { end }] of totals) console.log(row('**all, at the end**', mode, end))
  for (const [mode, { moments }] of totals) console.log(row('**all, at other moments**', mode, moments))
}
if (given.smoke) {
  const all = [...totals.values()].flatMap(({ end, moments }) => [end, moments])
  if (all.some(({ objects, named, placed }) => objects * named * placed === 0)) throw new Error('Nothing was compared.')
  if (all.some(({ typesFalse }) => typesFalse > 0)) throw new Error('The map states a type that is not so.')
}

/** @param {Map<string, Scores>} sums @param {string} mode @param {Scores} measured */
function add(sums, mode, { end, moments }) {
  const known = sums.get(mode) ?? { end: new Score(), moments: new Score() }
  sums.set(mode, known)
  known.end.addAll(end)
  known.moments.addAll(moments)
}

/** @param {...Score} scores */
function sum(...scores) {
  const total = new Score()
  for (const score of scores) total.addAll(score)
  return total
}

/** @param {string} project @param {string} mode @param {Score} score */
function row(project, mode, score) {
  const {
    objects,
    typesRight,
    typesFalse,
    typesGuessed,
    named,
    namesRight,
    namesFalse,
    placed,
    placesRight,
    placesFalse,
  } = score
  const cells = [
    objects,
    percent(typesRight, objects),
    typesFalse,
    typesGuessed,
    percent(namesRight, named),
    namesFalse,
    percent(placesRight, placed),
    placesFalse,
    percent(score.owned, score.written),
  ]
  return `| ${project} | ${mode} | ${cells.join(' | ')} |`
}

/** @param {number} part @param {number} whole */
function percent(part, whole) {
  return whole === 0 ? '–' : `${(Math.floor((1000 * part) / whole) / 10).toFixed(1)} %`
}

/** @param {string} line */
function tell(line) {
  process.stderr.write(line)
}

function argumentsGiven() {
  try {
    const { values } = parseArgs({
      options: {
        project: { type: 'string', multiple: true },
        mode: { type: 'string', multiple: true },
        smoke: { type: 'boolean', default: false },
        misses: { type: 'boolean', default: false },
        direct: { type: 'boolean', default: false },
        totals: { type: 'boolean', default: false },
      },
    })
    const project = values.project ?? (values.smoke ? SMOKE.projects : Object.keys(PROJECTS))
    const mode = values.mode ?? (values.smoke ? SMOKE.modes : Object.keys(MODES))
    for (const name of project)
      if (!(name in PROJECTS))
        throw new Error(`There is no project ${name}; there are ${Object.keys(PROJECTS).join(', ')}.`)
    for (const name of mode)
      if (!(name in MODES)) throw new Error(`There is no mode ${name}; there are ${Object.keys(MODES).join(', ')}.`)
    return { ...values, project, mode }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  }
}
