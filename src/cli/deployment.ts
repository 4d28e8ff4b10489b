/**
 * Putting a compiled contract on the chain before it is called.
 * @module
 */
import { type Address, BugError } from '../base/index.ts'
import type { Evm } from '../evm/index.ts'
import { isSuccess } from '../opcodes/index.ts'
import { type CompiledContract, decodeRevert } from '../solidity/index.ts'
import { cliError, grouped, revertText, statusText } from '../view/index.ts'
import { CallTracer } from './callTracer.ts'
import { DEFAULT_GAS_LIMIT, DEFAULT_SENDER } from './defaults.ts'
import { runOnHost } from './execution.ts'
import { laterOpcode } from './laterOpcode.ts'
import type { OptionValues } from './options.ts'
import { innerFailure } from './outcome.ts'
import type { Session } from './session.ts'

/**
 * Deploys from the caller's address, with the creation code `input`, and returns where the contract is. The gas limit
 * is for the call and does not count here.
 * @throws {MemlaneError} `cli.codeTooLarge`, `cli.deploymentFailed` with the reason.
 */
export async function deploy(
  evm: Evm,
  contract: CompiledContract,
  input: Uint8Array,
  { from = DEFAULT_SENDER, codeSizeLimit }: OptionValues,
  session: Session,
): Promise<Address> {
  const { messages } = session
  const { name, runtime } = contract
  const { maxCodeSize: limit } = evm.fork.rules
  const bytes = runtime.bytes.length
  if (limit !== undefined && bytes > limit) {
    if (codeSizeLimit) throw cliError('cli.codeTooLarge', { bytes, limit, fork: evm.fork.name })
    session.note(messages.progress.overCodeLimit(name, grouped(bytes), grouped(limit), evm.fork.name))
  }
  const anyCodeSize = codeSizeLimit !== true
  const { result, tracer } = await runOnHost(() => {
    const tracer = new CallTracer()
    return { result: evm.call({ from, input, gas: DEFAULT_GAS_LIMIT, anyCodeSize }, tracer), tracer }
  })
  const { status, created } = result
  if (!isSuccess(status)) {
    const later = laterOpcode(tracer.calls[0]?.invalidOpcode, evm.fork)
    const end = statusText({ ...result, laterOpcode: later }, messages)
    const { compilation } = contract
    const revert = { reason: decodeRevert(compilation, result.output), data: result.output }
    const cause = revert.reason.kind === 'none' ? innerFailure(tracer.calls, compilation) : undefined
    const why = status === 'revert' && revertText({ ...revert, cause }, messages)
    const reason = why ? messages.summary.because(end, why) : end
    throw cliError('cli.deploymentFailed', { contract: name, reason })
  }
  if (created === undefined) throw new BugError(`the deployment of ${name} created nothing`)
  return created
}
