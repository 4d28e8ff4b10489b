import { createEvm, EVENT_LAYOUT } from 'memlane/evm'
import { FORK } from '../workloads/workload.mjs'

export function open({ accounts, from, to, input, gas }) {
  const evm = world(accounts)
  const begin = evm.state.snapshot()
  const call = { from, to, input: Buffer.from(input.slice(2), 'hex'), gas: BigInt(gas) }
  const run = (times) => {
    let result
    for (let time = 0; time < times; time++) {
      result = evm.call(call)
      evm.state.restore(begin)
    }
    return result
  }
  const { status, halt, gasUsed, output } = run(1)
  if (status !== 'stop' && status !== 'return') throw new Error(`Memlane ended with ${status}, ${halt}.`)
  return { gas: Number(gasUsed), output: Buffer.from(output).toString('hex'), run }
}

/** EVM instructions of one run, as an observer is told of them. */
export function instructionCount({ accounts, from, to, input, gas }) {
  let bytes = 0
  const ignore = () => {}
  const observer = {
    frameStart: ignore,
    frameEnd: ignore,
    copiedCode: ignore,
    steps: (steps) => (bytes += steps.length),
  }
  world(accounts).call({ from, to, input, gas: BigInt(gas) }, observer)
  return bytes / EVENT_LAYOUT.bytes
}

function world(accounts) {
  const evm = createEvm({ fork: FORK })
  for (const [address, { code, storage, balance = '0x0' }] of Object.entries(accounts))
    evm.state.setAccount(address, { code, storage, balance: BigInt(balance), nonce: 1n })
  return evm
}
