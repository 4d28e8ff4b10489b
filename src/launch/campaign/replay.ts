/**
 * Making the calls of a finding again, to look into the last one.
 * @module
 */
import { onHost } from '../host.ts'
import { type Launch, recordStage } from '../launch.ts'
import { DEFAULT_BALANCE } from '../limits.ts'
import { otherCall } from '../otherCall.ts'
import type { Stage } from '../stage.ts'
import type { CampaignCall } from './draft.ts'

/**
 * Makes a sequence of calls from the state of the stage on, which stays as it is, and records the last one with all that a
 * launch knows. There is at least one.
 * @throws {LaunchError} as `launch`.
 */
export async function replay(stage: Stage, calls: readonly [...CampaignCall[], CampaignCall]): Promise<Launch> {
  const evm = stage.evm.clone()
  const own = stage.parameters.from
  for (const { from } of calls) if (from !== own) evm.state.setAccount(from, { balance: DEFAULT_BALANCE })
  const stages = calls.map((call) => stageOf({ ...stage, evm }, call))
  for (const { parameters, hooks } of stages.slice(0, -1)) await onHost(evm.callAsync(parameters, { hooks }))
  return recordStage(stages.at(-1)!)
}

function stageOf(
  stage: Stage,
  { function: called, arguments: values, calldata, from, value, gas }: CampaignCall,
): Stage {
  const isTyped = values !== undefined && stage.source !== undefined
  return otherCall(stage, {
    ...(isTyped ? { function: called, arguments: values } : { calldata }),
    ...{ from, value: String(value), gas: String(gas ?? stage.parameters.gas ?? '') || undefined },
  })
}
