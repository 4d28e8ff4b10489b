/**
 * Who owns what in memory at any step of a recorded run, for the debugger.
 * @module
 */
import type { StepIndex } from '../base/index.ts'
import type { Launch } from '../launch/index.ts'
import { BuildLocator, mapMemory } from '../solidity/index.ts'
import type { RecordedFrame } from '../trace/index.ts'
import type { DebuggerTarget, OwnedBytes } from '../view/debugger/index.ts'
import { type Messages, mapEntries } from '../view/index.ts'

/** Steps of a frame whose map is made anew at each step; of longer ones the map at the end has to do. */
const MOST_STEPS = 20_000

/** `undefined` where no build is known. */
export function ownersIn({ recording, locator }: Launch, messages: Messages): DebuggerTarget['ownersAt'] {
  if (!(locator instanceof BuildLocator)) return undefined
  const atEnd = new Map<number, readonly OwnedBytes[]>()
  const owners = (frame: RecordedFrame, at: StepIndex | undefined): readonly OwnedBytes[] => {
    const contract = locator.contractOf(frame)
    if (contract === undefined) return []
    const map = mapMemory(contract, recording, frame.id, at === undefined ? {} : { at })
    return mapEntries(map, new Uint8Array(0), messages).map(({ kind, offset, bytes, object }) => ({
      ...{ start: offset, end: offset + bytes },
      ...{ kind, object },
    }))
  }
  return (frame, step) => {
    const isLong = frame.endStep - frame.firstStep > MOST_STEPS
    if (!isLong && step < frame.endStep) return owners(frame, step)
    let known = atEnd.get(frame.id)
    if (known === undefined) atEnd.set(frame.id, (known = owners(frame, undefined)))
    return known
  }
}
