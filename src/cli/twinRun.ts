/**
 * The twin's run: the same call from the same state, with the code of an unoptimized build in place of the contract's
 * and of all others that are of its build.
 * @module
 */
import { MAX_GAS } from '../evm/defaults.ts'
import type { CallParameters, CallResult, Snapshot } from '../evm/index.ts'
import { type Compilation, type CompiledContract, type Twin, twinCode, twinContract } from '../solidity/index.ts'
import type { Recording } from '../trace/index.ts'
import { BoundedRecorder } from './boundedRecorder.ts'
import type { TwinBuild } from './compile.ts'
import type { PreparedContract } from './contractCall.ts'
import { runOnHost } from './execution.ts'

/** What unoptimized code takes at most of what the optimized took. */
const GAS_FACTOR = 8n
/** A loop without end must end in the twin too. */
const GAS_FACTOR_OF_ENDLESS = 2n

/** A twin whose run was recorded here. */
export type RecordedTwin = Twin & { readonly run: Recording }

/**
 * Makes the call again from the state of `before`, to which the state goes back in the end.
 * @throws {MemlaneError} `cli.recordingTooLarge`, `cli.hostMemory`.
 */
export async function runTwin(
  { evm, parameters, source }: PreparedContract,
  { compilation, yul }: TwinBuild,
  before: Snapshot,
  { gasUsed, halt }: CallResult,
): Promise<RecordedTwin> {
  const { state } = evm
  state.restore(before)
  const build = source.contract.compilation
  for (const address of state.addresses()) {
    const code = state.account(address)?.code
    const contract = code && build.contractOf({ kind: 'call', code })
    if (!contract) continue
    const twin = twinContract(contract, compilation)
    state.setAccount(address, { code: twinCode(contract.runtime, twin.runtime, code) })
  }
  const same = parameters.to === undefined ? twinCreation(source.contract, compilation, parameters) : parameters
  // Contracts may ask how much is left, so the twin has no less.
  const more = gasUsed * (halt === 'outOfGas' ? GAS_FACTOR_OF_ENDLESS - 1n : GAS_FACTOR)
  const most = (parameters.gas ?? 0n) + more
  const gas = most < MAX_GAS ? most : MAX_GAS
  try {
    const run = await runOnHost(() => {
      const recorder = new BoundedRecorder(evm.fork.name)
      evm.call({ ...same, gas, anyCodeSize: true }, recorder)
      return recorder.recording()
    })
    const front = await yul?.(twinContract(source.contract, compilation), run.frames[0]!)
    return { compilation, run, ...(front && !('reason' in front) && { yul: front }) }
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
