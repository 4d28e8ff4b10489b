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
import { type CallResult, type Evm, MAX_GAS, type RunOptions } from '../../evm/index.ts'
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
  /** `false`: nothing of it is kept. */
  readonly commit?: boolean
}

export interface Ran {
  readonly result: CallResult
  readonly ended: Ended
  /** What forge prints. */
  readonly gas: Gas
}

export function runTransaction(evm: Evm, cheats: TestCheats, transaction: Transaction): Ran {
  const { from, to, input, value = 0n, tracer, commit = true } = transaction
  // Projects like to write 2^64 − 1; the machine counts with a sign.
  const gasLimit = smaller(transaction.gasLimit, MAX_GAS)
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
      gas: larger(gasLimit - intrinsic, 0n),
      anyCodeSize: true,
    },
    { hooks: cheats.hooks, commit, ...(tracer === undefined ? {} : { tracer }) },
  )
  const ended = cheats.end(result)
  const spent = intrinsic + result.gasUsed
  const refund = smaller(result.gasRefund, spent / BigInt(evm.fork.rules.refundQuotient))
  return { result, ended, gas: larger(spent - refund, floorGas(input, name)) - intrinsic }
}

function smaller(a: Gas, b: Gas): Gas {
  return a < b ? a : b
}

function larger(a: Gas, b: Gas): Gas {
  return a > b ? a : b
}
