// How the benchmarks measure: CPU time of this process, because a busy machine stretches wall time; several samples,
// taken in turn, so that a slow minute hits all who are compared; the median of each.

/** Long enough that a sample is not lost in the clock, short enough that many fit. */
const SAMPLE_NANOSECONDS = 20e6

/** Nanoseconds of CPU time that `run(times)` took. */
async function sample(run, times) {
  const begin = process.cpuUsage()
  await run(times)
  const { user, system } = process.cpuUsage(begin)
  return (user + system) * 1000
}

/** Median nanoseconds of one execution for each of `runs`, by name. Warms each up first. */
export async function compare(runs, rounds = 9) {
  const contenders = []
  for (const [name, run] of Object.entries(runs)) {
    let times = 1
    // Doubling until a sample is long enough is also the warm-up.
    while ((await sample(run, times)) < SAMPLE_NANOSECONDS) times *= 2
    await sample(run, times)
    contenders.push({ name, run, times, samples: [] })
  }
  for (let round = 0; round < rounds; round++)
    for (const { run, times, samples } of contenders) samples.push((await sample(run, times)) / times)
  return Object.fromEntries(contenders.map(({ name, samples }) => [name, median(samples)]))
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export function geometricMean(numbers) {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length)
}

/** A Markdown table; all columns but the first are numbers, aligned right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n')
}

/** Three significant digits: `3.21`, `19.5`, `1,240`. */
export function digits(number) {
  return number.toLocaleString('en', { maximumSignificantDigits: 3 })
}
