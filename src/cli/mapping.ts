/**
 * Running a contract's call and mapping the memory that it leaves.
 * @module
 */
import { type MemoryMap, mapMemory } from '../solidity/index.ts'
import type { Outcome } from '../view/index.ts'
import { BoundedRecorder } from './boundedRecorder.ts'
import type { PreparedContract } from './contractCall.ts'
import { endPlace } from './endPlace.ts'
import { runOnHost } from './execution.ts'
import { outcomeOf } from './outcome.ts'

export interface Mapped {
  readonly outcome: Outcome
  readonly memoryMap: MemoryMap
  readonly memory: Uint8Array
}

/** A call that reverts or halts is mapped as it was then. */
export async function mapPrepared(prepared: PreparedContract): Promise<Mapped> {
  const { contract } = prepared.source
  const { result, recording } = await runOnHost(() => {
    const recorder = new BoundedRecorder(prepared.evm.fork.name)
    const result = prepared.evm.call(prepared.parameters, recorder)
    return { result, recording: recorder.recording() }
  })
  const memoryMap = mapMemory(contract, recording, 0)
  const { steps, frames } = recording
  const outcome = outcomeOf(prepared, result, steps.count === 0 ? undefined : steps.opcode(steps.count - 1))
  const failed = result.status === 'revert' || result.status === 'halt'
  const endedAt = failed ? endPlace(contract, recording) : undefined
  return {
    outcome: { ...outcome, endedAt, freePointer: memoryMap.freePointer },
    memoryMap,
    memory: frames[0]!.memory,
  }
}
