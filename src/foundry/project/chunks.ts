/**
 * What is compiled together: the closures of test files, those that share much in one input.
 *
 *   A.t.sol ─┐                    solc reads what they share once; an input that grows too large ends a compiler of
 *   B.t.sol ─┴─ one input         WebAssembly, and one change compiles all of it again
 *   C.t.sol ─── another one
 * @module
 */
import type { SourceUnit } from './closure.ts'

/** Characters of sources in one input. solc from npm has compiled 1.6 MB; its memory ends at 2 GB. */
const MOST_TEXT = 900_000
/** Files with tests in one input. */
const MOST_ENTRIES = 24

export interface Chunk {
  /** Files with tests. */
  readonly entries: readonly string[]
  readonly units: readonly SourceUnit[]
}

/** @param closures by entry; those beside each other are thought to be alike */
export function chunksOf(
  closures: ReadonlyMap<string, readonly SourceUnit[]>,
  kindOf: (units: readonly SourceUnit[]) => string,
): Chunk[] {
  const open = new Map<string, { entries: string[]; units: Map<string, SourceUnit>; text: number }>()
  const done: Chunk[] = []
  const close = (kind: string): void => {
    const chunk = open.get(kind)
    if (chunk !== undefined) done.push({ entries: chunk.entries, units: sorted(chunk.units) })
    open.delete(kind)
  }
  for (const [entry, units] of closures) {
    const kind = kindOf(units)
    const known = open.get(kind)
    const fresh = units.filter(({ name }) => known?.units.has(name) !== true)
    const more = fresh.reduce((sum, { text }) => sum + text.length, 0)
    if (known !== undefined && (known.text + more > MOST_TEXT || known.entries.length >= MOST_ENTRIES)) close(kind)
    const chunk = open.get(kind) ?? { entries: [], units: new Map<string, SourceUnit>(), text: 0 }
    open.set(kind, chunk)
    chunk.entries.push(entry)
    for (const unit of units) {
      if (!chunk.units.has(unit.name)) chunk.text += unit.text.length
      chunk.units.set(unit.name, unit)
    }
  }
  for (const kind of open.keys()) close(kind)
  return done
}

/** The same files are the same input, in whatever order they were found. */
function sorted(units: ReadonlyMap<string, SourceUnit>): SourceUnit[] {
  return [...units.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
