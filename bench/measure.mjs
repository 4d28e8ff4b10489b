// How the benchmarks measure: CPU time of this process, because a busy machine stretches wall time; several samples,
// taken in turn, so that a slow minute hits all who are compared; the median of each.

/** Whether the benchmarks only have to run: once, with small numbers, and what they print means nothing. */
export const isSmoke = process.env.MEMLANE_BENCH_SMOKE === '1'

/**
 * A number of the benchmark, or the small one that shows that it runs.
 * @param {number} whole
 * @param {number} small
 */
export const unlessSmoke = (whole, small = 1) => (isSmoke ? small : whole)

/** Long enough that a sample is not lost in the clock, short enough that many fit. */
const SAMPLE_NANOSECONDS = unlessSmoke(20e6, 0)

/** @typedef {(times: number) => unknown} Run */

/**
 * Nanoseconds of CPU time that `run(times)` took.
 * @param {Run} run
 * @param {number} times
 */
async function sample(run, times) {
  const begin = process.cpuUsage()
  await run(times)
  const { user, system } = process.cpuUsage(begin)
  return (user + system) * 1000
}

/**
 * Median nanoseconds of one execution for each of `runs`, by name. Warms each up first.
 * @template {string} Name
 * @param {Record<Name, Run>} runs
 * @returns {Promise<Record<Name, number>>}
 */
export async function compare(runs, rounds = unlessSmoke(9)) {
  /** @type {{ name: string, run: Run, times: number, samples: number[] }[]} */
  const contenders = []
  for (const [name, run] of /** @type {[Name, Run][]} */ (Object.entries(runs))) {
    let times = 1
    // Doubling until a sample is long enough is also the warm-up.
    while ((await sample(run, times)) < SAMPLE_NANOSECONDS) times *= 2
    await sample(run, times)
    contenders.push({ name, run, times, samples: [] })
  }
  for (let round = 0; round < rounds; round++)
    for (const { run, times, samples } of contenders) samples.push((await sample(run, times)) / times)
  const medians = contenders.map(({ name, samples }) => [name, median(samples)])
  return /** @type {Record<Name, number>} */ (Object.fromEntries(medians))
}

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** @param {number[]} numbers */
export function geometricMean(numbers) {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length)
}

/**
 * A Markdown table; all columns but the first are numbers, aligned right.
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n')
}

/**
 * Three significant digits: `3.21`, `19.5`, `1,240`.
 * @param {number} number
 */
export function digits(number) {
  return number.toLocaleString('en', { maximumSignificantDigits: 3 })
}
