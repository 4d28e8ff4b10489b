/**
 * Putting a compiled contract on the chain before it is called, with the libraries that it calls: those are in the same
 * build, and each goes first.
 * @module
 */

import { type Address, BugError, MemlaneError } from '../base/index.ts'
import type { Evm } from '../evm/index.ts'
import { isSuccess } from '../opcodes/index.ts'
import { type CompiledContract, decodeRevert, encodeCreation, revertText } from '../solidity/index.ts'
import { CallTracer } from './callTracer.ts'
import { launchError } from './errors.ts'
import type { FrameEndFacts, LaunchEvent } from './facts.ts'
import { onHost } from './host.ts'
import { laterOpcode } from './laterOpcode.ts'
import { DEFAULT_GAS_LIMIT, type Limits } from './limits.ts'
import { innerFailure } from './outcome.ts'

/** Who deploys, and what holds for it. */
export interface Deployer {
  /** Where the contract is to be. */
  readonly evm: Evm
  /** Who creates it. */
  readonly from: Address
  /** For the size of code. */
  readonly limits: Limits
  /** Told what happens on the way. */
  readonly onEvent?: ((event: LaunchEvent) => void) | undefined
}

/** A constructor did not end well: how, as data, because each surface says it in its own language. */
export class DeploymentError extends MemlaneError {
  override readonly name = 'DeploymentError'
  /** How the constructor ended. */
  readonly end: FrameEndFacts

  constructor(contract: string, end: FrameEndFacts) {
    const said = end.revert && end.revert.reason.kind !== 'none' ? revertText(end.revert.reason) : undefined
    const reason = said ?? end.halt ?? end.status
    const { code, message, facts } = launchError('launch.deploymentFailed', { contract, reason })
    super(code, message, facts)
    this.end = end
  }
}

/**
 * Deploys the creation code `input`, and returns where the contract is. The gas limit of the call does not count here.
 * @throws {MemlaneError} `launch.codeTooLarge`, `launch.deploymentFailed` (a `DeploymentError`), `launch.hostMemory`.
 */
export async function deploy(
  { evm, from, limits: { codeSize = 'any' }, onEvent }: Deployer,
  contract: CompiledContract,
  input: Uint8Array,
): Promise<Address> {
  const { name, runtime, compilation } = contract
  const { maxCodeSize: limit } = evm.fork.rules
  const bytes = runtime.bytes.length
  if (limit !== undefined && bytes > limit) {
    const facts = { bytes, limit, fork: evm.fork.name }
    if (codeSize === 'fork') throw launchError('launch.codeTooLarge', facts)
    onEvent?.({ kind: 'overCodeLimit', contract: name, ...facts })
  }
  const tracer = new CallTracer()
  const anyCodeSize = codeSize === 'any'
  const result = await onHost(evm.callAsync({ from, input, gas: DEFAULT_GAS_LIMIT, anyCodeSize }, { tracer }))
  const { status, halt, created, output } = result
  if (!isSuccess(status)) {
    const reason = status === 'revert' ? decodeRevert(compilation, output) : undefined
    const cause = reason?.kind === 'none' ? innerFailure(tracer.calls, compilation) : undefined
    throw new DeploymentError(name, {
      ...{ status, halt, laterOpcode: laterOpcode(tracer.calls[0]?.invalidOpcode, evm.fork) },
      revert: reason && { reason, data: output, cause },
    })
  }
  if (created === undefined) throw new BugError(`the deployment of ${name} created nothing`)
  return created
}

/**
 * Deploys the contract after its libraries, and returns where it is.
 * @throws {MemlaneError} what `linkedCreation` and `deploy` throw.
 */
export async function deployLinked(
  deployer: Deployer,
  contract: CompiledContract,
  values: readonly string[] | undefined,
): Promise<Address> {
  return deploy(deployer, contract, await linkedCreation(deployer, contract, values))
}

/**
 * The creation code with its arguments, after the libraries that it calls were deployed.
 * @throws {MemlaneError} what `encodeCreation` and `deploy` throw: `solidity.unlinked` names a library that is not in
 * the build, or that needs the one that needs it.
 */
export async function linkedCreation(
  deployer: Deployer,
  contract: CompiledContract,
  values: readonly string[] | undefined,
): Promise<Uint8Array> {
  const addresses = new Map<string, Address>()
  const begun = new Set<string>()
  const linked = async (code: CompiledContract, values: readonly string[] | undefined): Promise<Uint8Array> => {
    for (const needed of code.creation.unlinked) {
      const library = contract.compilation.contracts.find(({ file, name }) => `${file}:${name}` === needed)
      if (library === undefined || begun.has(needed)) continue
      begun.add(needed)
      addresses.set(needed, await deploy(deployer, library, await linked(library, [])))
    }
    return encodeCreation(code, values, addresses)
  }
  return linked(contract, values)
}
