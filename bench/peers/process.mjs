// One peer, one workload, one process: `node process.mjs <peer>` takes the workload as JSON on standard input and
// answers with gas, output, and the CPU nanoseconds of one run.
import { text } from 'node:stream/consumers'
import { compare, isSmoke, unlessSmoke } from '../measure.mjs'

/** JavaScript and WebAssembly are compiled again while they run; what is timed has passed that. */
const WARM_UP_MILLISECONDS = unlessSmoke(500, 0)
/** Of those that take seconds, fewer: they vary less. */
const ROUNDS = { memlane: 7, edr: 7, ethereumjs: 3 }

const [peer] = process.argv.slice(2)
const { open } = await import(`./${peer}.mjs`)
const { gas, output, run, idle } = await open(JSON.parse(await text(process.stdin)))
const begin = performance.now()
do await run(1)
while (performance.now() - begin < WARM_UP_MILLISECONDS)
const time = await compare({ run, ...(idle && { idle }) }, isSmoke ? 1 : ROUNDS[peer])
console.log(JSON.stringify({ gas, output, nanoseconds: time.run - (time.idle ?? 0) }))
process.exit()
