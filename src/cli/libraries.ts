/**
 * Deploying a contract with the libraries that it calls: those are in the same build, and each goes first.
 * @module
 */
import type { Address } from '../base/index.ts'
import type { Evm } from '../evm/index.ts'
import { type CompiledContract, encodeCreation } from '../solidity/index.ts'
import { deploy } from './deployment.ts'
import type { OptionValues } from './options.ts'
import type { Session } from './session.ts'

/**
 * Deploys the contract, and returns where it is.
 * @throws {MemlaneError} what `linkedCreation` and `deploy` throw.
 */
export async function deployLinked(
  evm: Evm,
  contract: CompiledContract,
  options: OptionValues,
  session: Session,
): Promise<Address> {
  const creation = await linkedCreation(evm, contract, options.constructorArgs, options, session)
  return deploy(evm, contract, creation, options, session)
}

/**
 * The creation code with its arguments, after the libraries that it calls were deployed.
 * @throws {MemlaneError} what `encodeCreation` and `deploy` throw: `solidity.unlinked` names a library that is not in
 * the build, or that needs the one that needs it.
 */
export async function linkedCreation(
  evm: Evm,
  contract: CompiledContract,
  values: readonly string[] | undefined,
  options: OptionValues,
  session: Session,
): Promise<Uint8Array> {
  const addresses = new Map<string, Address>()
  const begun = new Set<string>()
  const linked = async (code: CompiledContract, values: readonly string[] | undefined): Promise<Uint8Array> => {
    for (const needed of code.creation.unlinked) {
      const library = contract.compilation.contracts.find(({ file, name }) => `${file}:${name}` === needed)
      if (library === undefined || begun.has(needed)) continue
      begun.add(needed)
      addresses.set(needed, await deploy(evm, library, await linked(library, []), options, session))
    }
    return encodeCreation(code, values, addresses)
  }
  return linked(contract, values)
}
