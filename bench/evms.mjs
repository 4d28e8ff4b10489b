// The EVMs that the benchmarks run: each takes a program's code and input and gives back a way to run it.
import { Common, Hardfork, Mainnet } from '@ethereumjs/common'
import { createEVM } from '@ethereumjs/evm'
import { SimpleStateManager } from '@ethereumjs/statemanager'
import { createEvm } from 'memlane/evm'

export const FORK = 'osaka'
const GAS = 1_000_000_000n
/** @type {`0x${string}`} */
const TO = '0x00000000000000000000000000000000000c0de1'

/**
 * `run(times)` executes the program so often and returns the gas of one execution.
 * @param {Uint8Array} code
 * @param {Uint8Array} input
 */
export function memlane(code, input) {
  const evm = createEvm({ fork: FORK })
  const call = { code, input, to: TO, gas: GAS }
  return (/** @type {number} */ times) => {
    let result = evm.call(call)
    for (let time = 1; time < times; time++) result = evm.call(call)
    if (result.status !== 'stop') throw new Error(`memlane ended with ${result.status}, ${result.halt}.`)
    return result.gasUsed
  }
}

/**
 * @param {Uint8Array} code
 * @param {Uint8Array} input
 */
export async function ethereumjs(code, input) {
  const common = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka })
  const evm = await createEVM({ common, stateManager: new SimpleStateManager({ common }) })
  const call = { code, data: input, gasLimit: GAS }
  return async (/** @type {number} */ times) => {
    let result = await evm.runCode(call)
    for (let time = 1; time < times; time++) result = await evm.runCode(call)
    if (result.exceptionError) throw new Error(`@ethereumjs/evm ended with ${result.exceptionError.error}.`)
    return result.executionGasUsed
  }
}
