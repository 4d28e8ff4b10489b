/**
 * How a run ended, gathered from its result: gas split into memory and the rest, and the decoded reason of a revert.
 * @module
 */
import { WORD_BYTES } from '../base/index.ts'
import type { CallResult } from '../evm/index.ts'
import { memoryCost } from '../memory/index.ts'
import type { MemoryMap } from '../solidity/index.ts'
import type { Outcome } from '../view/index.ts'

/** `result` was inspected. */
export function outcomeOf(call: string, result: CallResult, freePointer: MemoryMap['freePointer']): Outcome {
  const { status, halt, gasUsed, gasRefund, memory } = result
  const memorySize = memory?.length ?? 0
  return {
    call,
    status,
    halt,
    gasUsed,
    gasRefund,
    memoryGas: memoryCost(BigInt(memorySize / WORD_BYTES)),
    memorySize,
    freePointer,
  }
}

export function succeeded({ status }: Pick<CallResult, 'status'>): boolean {
  return status === 'stop' || status === 'return'
}
