import { Common, Mainnet } from '@ethereumjs/common'
import { createEVM } from '@ethereumjs/evm'
import { SimpleStateManager } from '@ethereumjs/statemanager'
import { Account, createAddressFromString, hexToBytes, setLengthLeft } from '@ethereumjs/util'
import { FORK } from '../workloads/workload.mjs'

export async function open({ accounts, from, to, input, gas }) {
  const common = new Common({ chain: Mainnet, hardfork: FORK })
  const stateManager = new SimpleStateManager({ common })
  const evm = await createEVM({ common, stateManager })
  const word = (hex) => setLengthLeft(hexToBytes(hex), 32)
  for (const [text, { code, storage, balance = '0x0' }] of Object.entries(accounts)) {
    const address = createAddressFromString(text)
    await stateManager.putAccount(address, new Account(1n, BigInt(balance)))
    await stateManager.putCode(address, hexToBytes(code))
    for (const [slot, value] of Object.entries(storage ?? {}))
      await stateManager.putStorage(address, word(slot), hexToBytes(value))
  }
  const caller = createAddressFromString(from)
  const called = createAddressFromString(to)
  const call = { caller, to: called, data: hexToBytes(input), gasLimit: BigInt(gas) }
  const run = async (times) => {
    let result
    for (let time = 0; time < times; time++) {
      await evm.journal.checkpoint()
      // As in a transaction.
      evm.journal.addWarmedAddress(called.bytes)
      result = await evm.runCall({ ...call })
      await evm.journal.revert()
      await evm.journal.cleanup()
    }
    return result.execResult
  }
  const { exceptionError, executionGasUsed, returnValue } = await run(1)
  if (exceptionError) throw new Error(`@ethereumjs/evm ended with ${exceptionError.error}.`)
  return { gas: Number(executionGasUsed), output: Buffer.from(returnValue).toString('hex'), run }
}
