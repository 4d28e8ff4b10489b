/**
 * Running a contract's call and mapping the memory that it leaves.
 * @module
 */
import { type MemoryMap, mapMemory } from '../solidity/index.ts'
import { record } from '../trace/index.ts'
import type { Outcome } from '../view/index.ts'
import type { PreparedContract } from './contractCall.ts'
import { outcomeOf } from './outcome.ts'
import { endPlace } from './revertPlace.ts'

export interface Mapped {
  readonly outcome: Outcome
  readonly memoryMap: MemoryMap
  readonly memory: Uint8Array
}

/** A call that reverts or halts is mapped as it was then. */
export async function mapPrepared(prepared: PreparedContract): Promise<Mapped> {
  const { contract } = prepared.source
  const { result, recording } = record(prepared.evm, prepared.parameters)
  const memoryMap = mapMemory(contract, recording, 0)
  const { revert, ...ended } = await outcomeOf(prepared, result)
  const at = revert && endPlace(contract, recording)
  return {
    outcome: { ...ended, revert: revert && { ...revert, at }, freePointer: memoryMap.freePointer },
    memoryMap,
    memory: recording.frames[0]!.memory,
  }
}
