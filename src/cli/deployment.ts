/**
 * Putting a compiled contract on the chain before it is called.
 * @module
 */
import { type Address, BugError } from '../base/index.ts'
import type { Evm } from '../evm/index.ts'
import type { CompiledContract } from '../solidity/index.ts'
import { cliError, statusText } from '../view/index.ts'
import { DEFAULT_GAS_LIMIT, DEFAULT_SENDER } from './defaults.ts'
import type { OptionValues } from './options.ts'
import type { Session } from './session.ts'

/**
 * Deploys from the caller's address and returns where the contract is. The gas limit of the call does not count.
 * @throws {MemlaneError} `cli.codeTooLarge`, `cli.deploymentFailed` with the reason.
 */
export function deploy(
  evm: Evm,
  contract: CompiledContract,
  constructorArguments: Uint8Array,
  { from = DEFAULT_SENDER }: OptionValues,
  session: Session,
): Address {
  const { name, creation, runtime } = contract
  const { rules } = evm.fork
  if (rules.maxCodeSize !== undefined && runtime.bytes.length > rules.maxCodeSize) {
    const bytes = runtime.bytes.length
    throw cliError('cli.codeTooLarge', { bytes, limit: rules.maxCodeSize, fork: evm.fork.name })
  }
  const input = new Uint8Array(creation.bytes.length + constructorArguments.length)
  input.set(creation.bytes)
  input.set(constructorArguments, creation.bytes.length)
  const result = evm.call({ from, input, gas: DEFAULT_GAS_LIMIT })
  const { status, created } = result
  if (status === 'revert' || status === 'halt')
    throw cliError('cli.deploymentFailed', { contract: name, reason: statusText(result, session.messages) })
  if (created === undefined) throw new BugError(`the deployment of ${name} created nothing`)
  return created
}
