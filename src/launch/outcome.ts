/**
 * How a run ended, gathered from its result: gas split into memory and the rest, and why it reverted.
 * @module
 */
import { WORD_BYTES } from '../base/index.ts'
import type { CallResult } from '../evm/index.ts'
import { memoryCost } from '../memory/index.ts'
import { isCreation, isSuccess } from '../opcodes/index.ts'
import { type Budget, type Compilation, decodeRevert } from '../solidity/index.ts'
import type { ReadyCall } from './call.ts'
import type { TracedCall } from './callTracer.ts'
import type { Outcome, Revert, RevertCause } from './facts.ts'
import { laterOpcode } from './laterOpcode.ts'

/** A frame of the run, as far as its end tells why the outer one failed. */
type EndedFrame = Pick<TracedCall, 'id' | 'parent' | 'kind' | 'status' | 'halt' | 'code' | 'codeAddress'>

/**
 * `result` was inspected; `lastOpcode` is what the outermost frame came to last.
 * @param frames in the order in which they started
 */
export function outcomeOf(
  ready: ReadyCall,
  result: CallResult,
  frames: readonly EndedFrame[],
  lastOpcode?: number,
): Outcome {
  const { name: call, source, evm } = ready
  const { status, halt, gasUsed, gasRefund, memory, output } = result
  const memorySize = memory?.length ?? 0
  const memoryGas = memoryCost(BigInt(memorySize / WORD_BYTES))
  const build = source?.contract.compilation
  const later = halt === 'invalidOpcode' ? laterOpcode(lastOpcode, evm.fork) : undefined
  const revert = status === 'revert' ? revertOf(build, output) : undefined
  const cause = revert?.reason.kind === 'none' ? (causeByCall(ready) ?? innerFailure(frames, build)) : undefined
  return {
    ...{ call, status, halt, laterOpcode: later, gasUsed, gasRefund, memoryGas, memorySize },
    revert: revert && { ...revert, cause },
  }
}

/** Without a build, `require` and panics are understood, and no error of the sources. */
export function revertOf(build: Compilation | undefined, data: Uint8Array, budget?: Budget): Revert {
  return { reason: decodeRevert(build, data, budget), data }
}

/** What a contract refuses before any of its code runs. */
function causeByCall({ parameters, source }: ReadyCall): RevertCause | undefined {
  if (source === undefined) return undefined
  const { contract, called } = source
  const { to, input, value = 0n } = parameters
  const item = (wanted: string) => contract.abi.find(({ type }) => type === wanted)
  if (to === undefined) {
    const isPayable = item('constructor')?.stateMutability === 'payable'
    return value > 0n && !isPayable ? { kind: 'notPayable' } : undefined
  }
  if (called !== undefined) return value > 0n && !called.isPayable ? { kind: 'notPayable' } : undefined
  const fallback = item('fallback')
  const isReceived = input instanceof Uint8Array && input.length === 0 && item('receive') !== undefined
  if (isReceived) return undefined
  if (fallback === undefined) return { kind: 'noFunction' }
  return value > 0n && fallback.stateMutability !== 'payable' ? { kind: 'notPayable' } : undefined
}

/** The innermost frame that failed as the last thing its caller did, and so on outwards. */
export function innerFailure(
  frames: readonly EndedFrame[],
  build: Compilation | undefined,
  of: EndedFrame | undefined = frames[0],
): RevertCause | undefined {
  let failed: EndedFrame | undefined
  for (let outer = of; outer !== undefined; ) {
    const { id } = outer
    const last = frames.findLast(({ parent }) => parent === id)
    if (last === undefined || isSuccess(last.status)) break
    failed = outer = last
  }
  if (failed === undefined) return undefined
  const { status, halt, codeAddress } = failed
  const name = build?.contractOf(failed)?.name ?? codeAddress
  return { kind: 'inner', name, isCreation: isCreation(failed.kind), status, halt }
}
