// A workload in all peers: each in processes of its own, in turn with the others. They must agree on gas and output
// before there is a time.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { digits, median, unlessSmoke } from '../measure.mjs'
import { instructionCount } from './memlane.mjs'

const PROCESSES = unlessSmoke(3)
export const PEERS = ['memlane', 'ethereumjs', 'edr']

/**
 * What a script of this folder prints, run in a process of its own.
 * @param {string[]} args
 * @param {import('../workloads/workload.mjs').Workload | undefined} [workload]
 */
export function answer(args, workload) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
    input: JSON.stringify(workload ?? null),
  })
  if (status !== 0) throw error ?? new Error(`node ${args.join(' ')} failed. ${workload?.name ?? ''}: ${stderr}`)
  return JSON.parse(stdout)
}

/** The workloads with their gas, their instructions, and in `time` the median CPU nanoseconds of a run in each peer. */
export const measured = (workloads, peers = PEERS) => workloads.map((workload) => measureOne(workload, peers))

function measureOne(workload, peers) {
  const samples = Object.fromEntries(peers.map((peer) => [peer, []]))
  let agreed
  for (let round = 0; round < PROCESSES; round++) {
    for (const peer of peers) {
      const { gas, output, nanoseconds } = answer(['process.mjs', peer], workload)
      agreed ??= { gas: workload.expectedGas ?? gas, output }
      if (gas !== agreed.gas || output !== agreed.output)
        throw new Error(
          `${workload.name}: ${peer} used ${gas} gas where ${agreed.gas} is right, or its output differs.`,
        )
      samples[peer].push(nanoseconds)
    }
  }
  const time = Object.fromEntries(peers.map((peer) => [peer, median(samples[peer])]))
  console.error(`${workload.name}: ${peers.map((peer) => `${peer} ${digits(time[peer] / 1e6)} ms`).join(', ')}`)
  return { ...workload, gas: agreed.gas, instructions: instructionCount(workload), time }
}
