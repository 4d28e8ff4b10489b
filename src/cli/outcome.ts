/**
 * How a run ended, gathered from its result: gas split into memory and the rest, and why it reverted.
 * @module
 */
import { bytesToHex, WORD_BYTES } from '../base/index.ts'
import type { CallResult } from '../evm/index.ts'
import { memoryCost } from '../memory/index.ts'
import type { Outcome, Revert } from '../view/index.ts'
import type { Prepared } from './execution.ts'

/** `result` was inspected. */
export async function outcomeOf({ call, source }: Prepared, result: CallResult): Promise<Outcome> {
  const { status, halt, gasUsed, gasRefund, memory } = result
  const memorySize = memory?.length ?? 0
  const memoryGas = memoryCost(BigInt(memorySize / WORD_BYTES))
  const revert = status === 'revert' ? await revertOf(source, result.output) : undefined
  return { call, status, halt, revert, gasUsed, gasRefund, memoryGas, memorySize }
}

async function revertOf(source: Prepared['source'], data: Uint8Array): Promise<Revert> {
  if (source !== undefined) {
    const { decodeRevert } = await import('../solidity/index.ts')
    return { reason: decodeRevert(source.contract.compilation, data), data }
  }
  return { reason: data.length === 0 ? { kind: 'none' } : { kind: 'unknown', data: bytesToHex(data) }, data }
}
