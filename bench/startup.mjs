// How long it takes to begin, in fresh processes. Wall time, because that is what one waits for. A busy machine stretches
// it, so the fastest of several stands beside their median.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { digits, isSmoke, median, table } from './measure.mjs'

const bench = fileURLToPath(new URL('.', import.meta.url))
const project = fileURLToPath(new URL('..', import.meta.url))

const FIRST_CALL = {
  memlane: `
    const { createEvm } = await import('memlane/evm')
    createEvm({ fork: 'osaka' }).call({ code: '0x00', to: '0x00000000000000000000000000000000000c0de1' })`,
  ethereumjs: `
    const { createEVM } = await import('@ethereumjs/evm')
    await (await createEVM()).runCode({ code: new Uint8Array(1), gasLimit: 30_000_000n })`,
}

/** Milliseconds from before the import to after the first call, told by the process itself. */
function firstCall(program) {
  const script = `const begin = performance.now()\n${program}\nconsole.log(performance.now() - begin)`
  return Number(succeed(bench, process.execPath, '--input-type=module', '--eval', script))
}

/** Milliseconds of a whole process. */
function wholeProcess(folder, ...command) {
  const begin = performance.now()
  succeed(folder, ...command)
  return performance.now() - begin
}

function succeed(folder, command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`)
  return stdout
}

/** @type {[what: string, times: number, once: () => number, aim: string][]} */
const ROWS = [
  [
    "from before `import('memlane/evm')` to after the first call",
    15,
    () => firstCall(FIRST_CALL.memlane),
    'under 20 ms',
  ],
  ['the same with @ethereumjs/evm', 7, () => firstCall(FIRST_CALL.ethereumjs), '–'],
  ['`npm start` after installation', 5, () => wholeProcess(project, 'npm', 'start'), 'under 5,000 ms'],
  ['`node --eval 0`, for comparison', 7, () => wholeProcess(project, process.execPath, '--eval', '0'), '–'],
]
console.log(
  table(
    ['time to begin', 'median ms', 'fastest ms', 'aim'],
    ROWS.map(([what, times, once, aim]) => {
      once() // Files into the system's cache.
      const samples = Array.from({ length: isSmoke ? 1 : times }, once)
      const cells = [digits(median(samples)), digits(Math.min(...samples))]
      console.error(`${what}: ${cells[0]} ms`)
      return [what, `**${cells[0]}**`, cells[1], aim]
    }),
  ),
)
