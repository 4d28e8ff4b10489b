// Resident memory of one peer in a process of its own: `node memory.mjs <peer> <runs>` takes the workload as JSON on
// standard input, runs it so often, and prints the bytes that are resident then.
import { text } from 'node:stream/consumers'

const [peer, runs] = process.argv.slice(2)
const { open } = await import(`./${peer}.mjs`)
const { run } = await open(JSON.parse(await text(process.stdin)))
// Opening was the first.
await run(Number(runs) - 1)
console.log(process.memoryUsage.rss())
process.exit()
