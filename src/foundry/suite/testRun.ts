/**
 * A transaction of a test: deployment, setUp, the test itself. Each finds everything cold, and storage as the one before it
 * left it.
 *
 *   cheats.begin ─► call with gas limit − intrinsic gas ─► cheats.end ─► verdict, gas as forge has it
 *
 * forge's figure is what the transaction used without its intrinsic gas:
 *
 *   spent = intrinsic + what the frame used       used = max(spent − min(refund, spent / 5), floor)       figure = used − intrinsic
 * @module
 */
import type { Address, Gas } from '../../base/index.ts'
import type { CallResult, Evm, RunOptions } from '../../evm/index.ts'
import { floorGas, intrinsicGas } from '../../evm/transaction.ts'
import type { Ended, TestCheats } from './testCheats.ts'

export interface Transaction {
  readonly from: Address
  /** Without it a contract is created. */
  readonly to?: Address
  readonly input: Uint8Array
  readonly gasLimit: Gas
  readonly value?: bigint
  readonly tracer?: RunOptions['tracer']
}

export interface Ran {
  readonly result: CallResult
  readonly ended: Ended
  /** What forge prints. */
  readonly gas: Gas
}

export function runTransaction(evm: Evm, cheats: TestCheats, transaction: Transaction): Ran {
  const { from, to, input, gasLimit, value = 0n, tracer } = transaction
  const { name } = evm.fork
  const intrinsic = intrinsicGas({ from, gasLimit, ...(to === undefined ? {} : { to }) }, input, name)
  cheats.begin()
  const result = evm.call(
    {
      ...cheats.environment,
      from,
      ...(to === undefined ? {} : { to }),
      input,
      value,
      gas: gasLimit - intrinsic,
      anyCodeSize: true,
    },
    { hooks: cheats.hooks, ...(tracer === undefined ? {} : { tracer }) },
  )
  const ended = cheats.end(result)
  const spent = intrinsic + result.gasUsed
  const most = spent / BigInt(evm.fork.rules.refundQuotient)
  const afterRefund = spent - (result.gasRefund < most ? result.gasRefund : most)
  const floor = floorGas(input, name)
  return { result, ended, gas: (afterRefund > floor ? afterRefund : floor) - intrinsic }
}
