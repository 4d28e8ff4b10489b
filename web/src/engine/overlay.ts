/**
 * Who owns what in the memory that is shown.
 * @module
 */
import { allocationHistory, type Language, mapEntries, messagesIn } from 'memlane/view'
import type { LoadedRun } from './loadedRun.ts'
import type { Overlay } from './protocol.ts'

/** Steps of a frame beyond which its map is made at its end only. */
const MOST_STEPS = 400_000

export async function overlayOf(run: LoadedRun, language: Language): Promise<Overlay> {
  const { debug, recording } = run
  const { shown, step } = debug
  const { frame } = shown
  const empty: Overlay = { step, frame: frame.id, entries: [], history: [], freePointer: [] }
  if (frame.endStep - frame.firstStep > MOST_STEPS) return empty
  const isEnd = step >= recording.stepCount
  const map = await run.mapAt(frame, isEnd ? undefined : step)
  if (map === undefined) return empty
  const memory = shown.memory(0, shown.memorySize)
  const place = (at: { readonly file: string; readonly line: number } | undefined) => at && `${at.file}:${at.line}`
  return {
    ...empty,
    entries: mapEntries(map, memory, messagesIn(language)).map(
      ({ kind, offset, bytes, object, value, allocatedBy }) => ({
        kind,
        offset,
        bytes,
        object,
        value,
        allocatedBy: place(allocatedBy),
      }),
    ),
    freePointer: map.freePointer?.moves ?? [],
    // What was never read is not shown here, so no reads are looked for.
    history: allocationHistory(map, [], messagesIn(language)).allocations.map(
      ({ step: at, offset, bytes, object, isGuess, freePointer, releasedAt, allocatedBy }) => ({
        ...{ step: at, offset, bytes, freePointer, releasedAt },
        object: isGuess ? `${object}?` : object,
        allocatedBy: place(allocatedBy),
      }),
    ),
  }
}
