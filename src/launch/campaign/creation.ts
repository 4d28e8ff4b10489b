/**
 * A contract in place whose constructor takes arguments that nobody named.
 * @module
 */
import { type Address, formatAddress, MemlaneError } from '../../base/index.ts'
import { fork as forkNamed } from '../../opcodes/index.ts'
import { argumentText } from '../../solidity/abi/argumentText.ts'
import { constructorInputs } from '../../solidity/index.ts'
import { readCall } from '../askedCall.ts'
import { chosenContract } from '../contractStage.ts'
import type { LaunchInput } from '../input.ts'
import { builtOf, type LaunchPorts, prepare } from '../prepare.ts'
import { inPlace } from '../problems.ts'
import type { Stage } from '../stage.ts'
import { forkOf } from '../world.ts'
import { constantsIn, Dictionary } from './dictionary.ts'
import { Random } from './random.ts'
import { unmakeable, ValueMaker } from './values.ts'

/** Code in place for a campaign. */
export interface CampaignStage {
  /** Where nothing has been called yet. */
  readonly stage: Stage
  /** What the constructor was given, as people write it; `undefined` where nothing had to be made up. */
  readonly constructorArguments: readonly string[] | undefined
}

/** Constructors that are tried with other arguments when they revert. */
const MOST_TRIES = 64
const SOMEBODY: Address = formatAddress(0xa11cen)

/**
 * Prepares code for calls that are not known yet; `input` names none. Arguments that a constructor needs and nobody named
 * are made from their types until one deployment succeeds: the same ones for the same seed.
 * @throws {LaunchError} as `prepare`; `launch.deploymentFailed` with the end of the first constructor when all that were
 *   tried reverted.
 */
export async function prepareCampaign(
  input: Omit<LaunchInput, 'call'> & { readonly call?: Pick<NonNullable<LaunchInput['call']>, 'from' | 'gas'> },
  ports: LaunchPorts,
  seed: string,
): Promise<CampaignStage> {
  const { code, contract: wanted = {} } = input
  const asked: LaunchInput = { ...input, call: { ...input.call, calldata: '0x' } }
  const isContract = code.kind === 'solidity' || code.kind === 'build'
  if (!isContract || wanted.constructorArguments !== undefined)
    return { stage: await prepare(asked, ports), constructorArguments: undefined }
  const built = await builtOf(code, input, ports)
  const contract = inPlace({ field: 'contract.name' }, () => chosenContract(built, wanted))
  const inputs = constructorInputs(contract)
  if (inputs.length === 0 || inputs.some(({ type }) => unmakeable(type) !== undefined))
    return { stage: await prepare(asked, { ...ports, built }), constructorArguments: undefined }
  const random = new Random(`constructor ${seed}`)
  const dictionary = new Dictionary(constantsIn(contract.creation.bytes, forkNamed(forkOf(input.world))))
  const values = new ValueMaker(random, dictionary, [readCall(asked.call).from, SOMEBODY])
  let first: unknown
  for (let round = 0; round < MOST_TRIES; round++) {
    const made = inputs.map(({ type }) => (round % 2 === 0 ? values.edge(type, round / 2) : values.any(type)))
    const constructorArguments = made.map(argumentText)
    try {
      const stage = await prepare({ ...asked, contract: { ...wanted, constructorArguments } }, { ...ports, built })
      return { stage, constructorArguments }
    } catch (error) {
      if (!(error instanceof MemlaneError) || error.code !== 'launch.deploymentFailed') throw error
      first ??= error
    }
  }
  throw first
}
