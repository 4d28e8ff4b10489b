/**
 * More calls of code that is in place: it is prepared once, and called as often as somebody wants.
 * @module
 */
import { parametersOf, readCall } from './askedCall.ts'
import { contractCall } from './call.ts'
import { launchError } from './errors.ts'
import type { CallInput } from './input.ts'
import { inPlace } from './problems.ts'
import type { Stage } from './stage.ts'

const NOTHING = new Uint8Array(0)

/**
 * The same code in the same world with another call of it. Runs nothing, and both stages share one EVM: what a call
 * changed stays for the next, unless the state is restored in between. Whoever calls must own what it sends.
 * @example
 * import { otherCall, prepare, recordStage } from 'memlane/launch'
 *
 * // A counter: it adds the first word of calldata to slot 0 and returns the sum.
 * const code = { kind: 'bytecode', name: 'sum', text: '5f545f35018060005560005260206000f3' } as const
 * const stage = await prepare({ code })
 * const five = { calldata: `0x${'5'.padStart(64, '0')}` }
 * await recordStage(otherCall(stage, five))
 * const { result } = await recordStage(otherCall(stage, five))
 * console.log(result?.output.at(-1)) // 10
 * @throws {LaunchError} as `prepare` for what is wrong with the call; `launch.nothingInPlace`.
 */
export function otherCall(stage: Stage, call: CallInput): Stage {
  const { to, anyCodeSize } = stage.parameters
  if (to === undefined) throw launchError('launch.nothingInPlace', { name: stage.name })
  const asked = readCall(call)
  const contract = stage.source?.contract
  if (contract === undefined)
    return { ...stage, parameters: parametersOf(asked, asked.calldata ?? NOTHING, to, anyCodeSize) }
  const { called, calldata, name } = inPlace({ field: 'call.function' }, () => contractCall(contract, asked))
  const parameters = parametersOf(asked, calldata, to, anyCodeSize)
  return { ...stage, name, parameters, source: { contract, called } }
}
