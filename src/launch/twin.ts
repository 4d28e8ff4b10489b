/**
 * The twin's run: the same call from the same state, with the code of an unoptimized build in place of the contract's
 * and of all others that are of its build.
 * @module
 */
import { type Gas, MemlaneError } from '../base/index.ts'
import type { CallParameters, CallResult, Snapshot } from '../evm/index.ts'
import { type Compilation, type CompiledContract, type Twin, twinCode, twinContract } from '../solidity/index.ts'
import { Recorder, type Recording } from '../trace/index.ts'
import type { TwinBuild } from './build.ts'
import type { ReadyCall } from './call.ts'
import { onHost } from './host.ts'
import { type Limits, MOST_GAS } from './limits.ts'

/** A call of a contract that was made. */
export interface MadeCall extends ReadyCall {
  /** The contract that was called, or created. */
  readonly contract: CompiledContract
  /** The state before it. */
  readonly before: Snapshot
  /** How the call ended. */
  readonly result: CallResult
}

/** What unoptimized code takes at most of what the optimized took. */
const GAS_FACTOR = 8n
/** A loop without end must end in the twin too. */
const GAS_FACTOR_OF_ENDLESS = 2n
const TOO_LONG: ReadonlySet<string> = new Set(['trace.recordingTooLarge', 'launch.hostMemory'])

/** A twin whose run was recorded here. */
export type RecordedTwin = Twin & { readonly run: Recording }

/** Makes the call again from the state before it, to which the state goes back; `undefined` when its run is too long. */
export async function runTwin(
  { evm, parameters, hooks, contract, before, result: { gasUsed, halt } }: MadeCall,
  { compilation, yul }: TwinBuild,
  { steps, bytes, twinMilliseconds }: Limits,
): Promise<RecordedTwin | undefined> {
  const { state } = evm
  state.restore(before)
  const build = contract.compilation
  for (const address of state.addresses()) {
    const code = state.account(address)?.code
    const ran = code && build.contractOf({ kind: 'call', code })
    if (!ran) continue
    const twin = twinContract(ran, compilation)
    state.setAccount(address, { code: twinCode(ran.runtime, twin.runtime, code) })
  }
  const same = parameters.to === undefined ? twinCreation(contract, compilation, parameters) : parameters
  // Contracts may ask how much is left, so the twin has no less.
  const more = gasUsed * (halt === 'outOfGas' ? GAS_FACTOR_OF_ENDLESS - 1n : GAS_FACTOR)
  const most = (parameters.gas ?? 0n) + more
  const gas: Gas = most < MOST_GAS ? most : MOST_GAS
  try {
    const within = { maxSteps: steps, maxBytes: bytes, maxMilliseconds: twinMilliseconds }
    const recorder = new Recorder(evm.fork.name, within)
    await onHost(evm.callAsync({ ...same, gas, anyCodeSize: true }, { tracer: recorder, hooks }))
    const run = recorder.recording()
    const front = await yul?.(twinContract(contract, compilation), run.frames[0]!)
    return { compilation, run, ...(front && !('reason' in front) && { yul: front }) }
  } catch (error) {
    if (error instanceof MemlaneError && TOO_LONG.has(error.code)) return undefined
    throw error
  } finally {
    state.restore(before)
  }
}

/** The creation by the twin's code, with the same libraries and the same arguments. */
function twinCreation(
  contract: CompiledContract,
  compilation: Compilation,
  parameters: CallParameters,
): CallParameters {
  const { input } = parameters
  if (!(input instanceof Uint8Array)) return parameters
  const { creation } = contract
  const twin = twinCode(creation, twinContract(contract, compilation).creation, input)
  const values = input.subarray(creation.bytes.length)
  const code = new Uint8Array(twin.length + values.length)
  code.set(twin)
  code.set(values, twin.length)
  return { ...parameters, input: code }
}
