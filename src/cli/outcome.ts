/**
 * How a run ended, gathered from its result: gas split into memory and the rest, and why it reverted.
 * @module
 */
import { WORD_BYTES } from '../base/index.ts'
import type { CallResult } from '../evm/index.ts'
import { memoryCost } from '../memory/index.ts'
import { type Budget, type Compilation, decodeRevert } from '../solidity/index.ts'
import type { Outcome, Revert } from '../view/index.ts'
import type { Prepared } from './execution.ts'
import { laterOpcode } from './laterOpcode.ts'

/** `result` was inspected; `lastOpcode` is what the outermost frame came to last. */
export function outcomeOf({ call, source, evm }: Prepared, result: CallResult, lastOpcode?: number): Outcome {
  const { status, halt, gasUsed, gasRefund, memory, output } = result
  const memorySize = memory?.length ?? 0
  const memoryGas = memoryCost(BigInt(memorySize / WORD_BYTES))
  const revert = status === 'revert' ? revertOf(source?.contract.compilation, output) : undefined
  const later = halt === 'invalidOpcode' ? laterOpcode(lastOpcode, evm.fork) : undefined
  return { call, status, halt, laterOpcode: later, revert, gasUsed, gasRefund, memoryGas, memorySize }
}

/** Without a build, `require` and panics are understood, and no error of the sources. */
export function revertOf(build: Compilation | undefined, data: Uint8Array, budget?: Budget): Revert {
  return { reason: decodeRevert(build, data, budget), data }
}
