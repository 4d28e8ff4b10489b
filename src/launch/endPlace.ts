/**
 * The line of source that a frame ended at.
 * @module
 */
import { type CompiledContract, codeOf, type SourcePosition } from '../solidity/index.ts'
import type { Recording } from '../trace/index.ts'

/**
 * The last place in the sources that the outermost frame was at. Checks that the compiler adds stand in generated
 * code, and the dispatcher belongs to the whole contract; what came before them says more.
 */
export function endPlace(contract: CompiledContract, { frames, steps }: Recording): SourcePosition | undefined {
  const { compilation } = contract
  const { sourceMap } = codeOf(contract, frames[0]!)
  const { firstStep, endStep } = frames[0]!
  for (let step = endStep - 1; step >= firstStep; step--) {
    if (steps.frame(step) !== 0) continue
    const range = sourceMap.entry(steps.pc(step))
    if (compilation.ast.nodeAt(range)?.kind === 'ContractDefinition') continue
    const position = compilation.position(range)
    if (position !== undefined) return position
  }
  return undefined
}
