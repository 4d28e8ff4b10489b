/**
 * A call of a Solidity contract: compiled, deployed, and the function with its arguments in calldata.
 * @module
 */
import { hexToBytes } from '../base/index.ts'
import type { CompiledContract } from '../solidity/index.ts'
import { compileTarget } from './compile.ts'
import { deploy } from './deployment.ts'
import { callTo, freshEvm, type Prepared } from './execution.ts'
import { inPlace } from './report.ts'
import type { RunRequest } from './request.ts'
import type { Session } from './session.ts'
import type { SourceTarget } from './target.ts'

export interface PreparedContract extends Prepared {
  readonly contract: CompiledContract
}

export async function prepareContract(
  target: SourceTarget<'sol'>,
  { options }: RunRequest,
  session: Session,
): Promise<PreparedContract> {
  const compilation = await compileTarget(target, options, session)
  const contract = inPlace(target.name, () => compilation.contract(options.contract))
  const [[signature, selector]] = [...contract.selectors].filter(([s]) => s.endsWith('()'))
  const evm = freshEvm(options)
  const to = deploy(evm, contract, new Uint8Array(0), options, session)
  return {
    evm,
    call: `${contract.name}.${signature}`,
    parameters: callTo(to, hexToBytes(selector), options),
    sections: [],
    contract,
  }
}
