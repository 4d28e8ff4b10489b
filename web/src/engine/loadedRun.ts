/**
 * A run that is looked at, and the debugger over it.
 * @module
 */
import { Debugger } from 'memlane/debugger'
import { type Launch, outcomeOfLaunch } from 'memlane/launch'
import type { MemoryMap, YulCode } from 'memlane/solidity'
import { placeOfStep, type RecordedFrame, type Recording, type SourceLocator } from 'memlane/trace'
import { PageError } from './reasons.ts'

export interface LoadedRun {
  readonly launch: Launch
  readonly recording: Recording
  readonly locator: SourceLocator | undefined
  readonly debug: Debugger
  /** The Yul behind a frame's code; `undefined` where there is none, or none that is surely the right one. */
  yulOf(frame: RecordedFrame): Promise<YulCode | undefined>
  /** The typed map of a frame's memory just before a step; `undefined` where no build has its code. */
  mapAt(frame: RecordedFrame, step: number | undefined): Promise<MemoryMap | undefined>
}

/** @throws {PageError} `noCode`, `noRecording` where there is no step to look at. */
export function loadedRun(launch: Launch): LoadedRun {
  const { recording, locator, builds, call, evidence } = launch
  if (recording.stepCount === 0) throw new PageError(launch.outcome === undefined ? 'noRecording' : 'noCode')
  const placeOf = (step: number) => locator && placeOfStep(recording, step, locator)
  const isSolidity = builds !== undefined
  return {
    launch: { ...launch, outcome: outcomeOfLaunch(launch) },
    recording,
    locator,
    debug: new Debugger({ recording, locator, placeOf, call, isSolidity }, 0),
    async yulOf(frame) {
      const found = await evidence.yulOf(frame)
      return found && !('reason' in found) ? found : undefined
    },
    async mapAt(frame, at) {
      if (builds?.contractOf(frame) === undefined) return undefined
      const { memoryMap } = await evidence.mapAt({ frame: frame.id, ...(at !== undefined && { at }) })
      return memoryMap
    },
  }
}
