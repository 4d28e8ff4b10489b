/**
 * R17: a loop copies words upwards into its own source, and reads what it has written itself.
 *
 *   load p, store p + 32: load p + 32, which the round before has stored
 *
 * Unpackers do that on purpose; sorts and swaps do something else, so the two must keep their distance.
 * @module
 */
import type { ByteOffset } from '../../base/units.ts'
import type { Access } from '../access.ts'
import type { MakeWatch } from '../watch.ts'

/** Steps that a round of such a loop takes at most. */
const MOST_STEPS = 400
/** Loads that are remembered. */
const MOST_LOADS = 64

interface Run {
  readonly loadPc: number
  readonly distance: number
  readonly height: number
  readonly start: Access
  last: Access
  writes: number
  rounds: number
}

export const copyDestroysSource: MakeWatch = (shadow, report) => {
  const loads = new Map<number, { readonly pc: number; readonly offset: ByteOffset }>()
  const runs = new Map<number, Run>()
  /** Loads of what such a loop has stored itself. */
  const fed = new Set<number>()
  let writes = 0

  function loaded({ at, offset }: Access, load: number): void {
    if (loads.size >= MOST_LOADS) for (const key of [...loads.keys()].slice(0, MOST_LOADS / 2)) loads.delete(key)
    loads.set(load, { pc: at.pc, offset })
    for (const run of runs.values()) {
      if (run.loadPc !== at.pc || run.distance <= 0 || run.writes !== writes) continue
      const id = shadow.writes.ofWord(offset)
      if (id === 0 || shadow.writes.step(id) < run.start.at.step || at.step - run.last.at.step > MOST_STEPS) continue
      if (offset === run.last.offset - run.distance + 32) fed.add(load)
    }
  }

  return {
    loaded,
    write(write) {
      writes++
      const { at, offset, loaded: load } = write
      const from = load === 0 ? undefined : loads.get(load)
      if (from === undefined) return
      const distance = offset - from.offset
      const height = shadow.cursor.stackSize
      const run = runs.get(at.pc)
      const goesOn =
        run !== undefined &&
        run.loadPc === from.pc &&
        run.distance === distance &&
        run.height === height &&
        offset - run.last.offset === 32 &&
        at.step - run.last.at.step < MOST_STEPS &&
        writes - run.writes === 1
      if (!goesOn) {
        runs.set(at.pc, { loadPc: from.pc, distance, height, start: write, last: write, writes, rounds: 1 })
        return
      }
      run.last = write
      run.writes = writes
      run.rounds++
      if (!fed.has(load)) return
      fed.clear()
      report({
        at: run.start.at,
        range: { offset: run.start.offset, length: offset + 32 - run.start.offset },
        reader: shadow.placeOf(load - 1),
        facts: { from: BigInt(run.start.offset - distance), to: BigInt(run.start.offset) },
      })
    },
  }
}
