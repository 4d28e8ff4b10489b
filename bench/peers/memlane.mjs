import { createEvm } from 'memlane/evm'
import { FORK } from '../workloads/workload.mjs'

/** @param {import('../workloads/workload.mjs').Workload} workload */
export function open({ accounts, from, to, input, gas }) {
  const evm = world(accounts)
  const begin = evm.state.snapshot()
  /** @type {import('memlane/evm').CallParameters} */
  const call = { from, to, input: Buffer.from(input.slice(2), 'hex'), gas: BigInt(gas) }
  const run = (times) => {
    let result = evm.call(call)
    evm.state.restore(begin)
    for (let time = 1; time < times; time++) {
      result = evm.call(call)
      evm.state.restore(begin)
    }
    return result
  }
  const { status, halt, gasUsed, output } = run(1)
  if (status !== 'stop' && status !== 'return') throw new Error(`Memlane ended with ${status}, ${halt}.`)
  return { gas: Number(gasUsed), output: Buffer.from(output).toString('hex'), run }
}

/**
 * EVM instructions of one run, as an observer is told of them.
 * @param {import('../workloads/workload.mjs').Workload} workload
 */
export function instructionCount({ accounts, from, to, input, gas }) {
  let count = 0
  const ignore = () => {}
  /** @type {import('memlane/evm').Tracer} */
  const observer = {
    frameStart: ignore,
    frameEnd: ignore,
    copiedCode: ignore,
    steps: (steps) => (count += steps.count),
    runEnd: ignore,
  }
  world(accounts).call({ from, to, input, gas: BigInt(gas) }, { tracer: observer })
  return count
}

/** @param {import('../workloads/workload.mjs').Workload['accounts']} accounts */
function world(accounts) {
  const evm = createEvm({ fork: FORK })
  for (const [address, { code, storage, balance = '0x0' }] of Object.entries(accounts))
    evm.state.setAccount(/** @type {`0x${string}`} */ (address), { code, storage, balance: BigInt(balance), nonce: 1n })
  return evm
}
