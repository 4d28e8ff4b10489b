/**
 * Running a contract's call and mapping the memory that it leaves.
 * @module
 */
import { MemlaneError } from '../base/index.ts'
import { type MemoryMap, mapMemory, type Twin } from '../solidity/index.ts'
import type { CliErrorCode, Outcome, TwinUse } from '../view/index.ts'
import { BoundedRecorder } from './boundedRecorder.ts'
import type { TwinBuild, TwinnedTarget } from './compile.ts'
import type { PreparedContract } from './contractCall.ts'
import { endPlace } from './endPlace.ts'
import { runOnHost } from './execution.ts'
import { outcomeOf } from './outcome.ts'
import { runTwin } from './twinRun.ts'

export interface Mapped {
  readonly outcome: Outcome
  readonly memoryMap: MemoryMap
  readonly memory: Uint8Array
  /** Of a build that needs a twin. */
  readonly twin: TwinUse | undefined
  /** Why the Yul behind the code is not known, where there is any. */
  readonly noYul: string | undefined
}

/** A call that reverts or halts is mapped as it was then. */
export async function mapPrepared(prepared: PreparedContract, compiled: TwinnedTarget): Promise<Mapped> {
  const { evm, parameters, source } = prepared
  const { contract } = source
  const before = evm.state.snapshot()
  const { result, recording } = await runOnHost(() => {
    const recorder = new BoundedRecorder(evm.fork.name)
    const result = evm.call(parameters, recorder)
    return { result, recording: recorder.recording() }
  })
  const { steps, frames } = recording
  const outcome = outcomeOf(prepared, result, steps.count === 0 ? undefined : steps.opcode(steps.count - 1))
  const found = await compiled.yul?.(contract)
  const yul = found && 'reason' in found ? undefined : found
  // Yul that nobody optimized names all variables itself.
  const build = yul?.isPlain ? undefined : await compiled.twin?.()
  const twin = typeof build === 'object' ? await twinIfShort(prepared, build, before, result) : undefined
  const memoryMap = mapMemory(contract, recording, 0, { ...(twin && { twin }), ...(yul && { yul }) })
  const failed = result.status === 'revert' || result.status === 'halt'
  const endedAt = failed ? endPlace(contract, recording) : undefined
  return {
    outcome: { ...outcome, endedAt, freePointer: memoryMap.freePointer },
    memoryMap,
    memory: frames[0]!.memory,
    twin: twinUse(build, twin, memoryMap),
    noYul: found && 'reason' in found ? found.reason : undefined,
  }
}

/** The twin's run; `undefined` when it is too long to be held. */
async function twinIfShort(...run: Parameters<typeof runTwin>): Promise<Twin | undefined> {
  try {
    return await runTwin(...run)
  } catch (error) {
    if (error instanceof MemlaneError && TOO_LONG.has(error.code)) return undefined
    throw error
  }
}

const TOO_LONG: ReadonlySet<string> = new Set<CliErrorCode>(['cli.recordingTooLarge', 'cli.hostMemory'])

function twinUse(build: TwinBuild | string | undefined, twin: Twin | undefined, map: MemoryMap): TwinUse | undefined {
  if (build === undefined) return undefined
  if (typeof build === 'string') return { status: 'notCompiled', message: build }
  if (!twin) return { status: 'tooLong' }
  return map.twin ? { status: 'used', ...map.twin } : { status: 'diverged' }
}
