/**
 * Making a sequence of calls small while what it shows remains: calls are dropped, then arguments, ether and lies are made
 * simpler, again and again until nothing more can go.
 *
 *   [a(7), b(), c(0xff…)]  ──▶  [a(7), c(0xff…)]  ──▶  [a(7), c(0x80)]
 * @module
 */
import type { Address } from '../../base/index.ts'
import { type Draft, simplerDrafts } from './draft.ts'

/** A sequence that was made smaller. */
export interface Shrunk {
  readonly drafts: readonly Draft[]
  /** Whether nothing simpler was left to try, rather than no more tries. */
  readonly isSmallest: boolean
}

/**
 * @param shows whether a sequence still shows the same
 * @param tries sequences that may be asked about
 * @param sender the simplest one
 */
export async function shrink(
  drafts: readonly Draft[],
  shows: (drafts: readonly Draft[]) => Promise<boolean>,
  tries: number,
  sender: Address,
): Promise<Shrunk> {
  let smallest = drafts
  let left = tries
  /** The first of the candidates that shows the same. */
  const first = async (candidates: Iterable<readonly Draft[]>): Promise<readonly Draft[] | undefined> => {
    for (const candidate of candidates) {
      if (left-- <= 0) return undefined
      if (await shows(candidate)) return candidate
    }
    return undefined
  }
  for (;;) {
    const smaller = await first(simplerSequences(smallest, sender))
    if (smaller === undefined) return { drafts: smallest, isSmallest: left >= 0 }
    smallest = smaller
  }
}

function* simplerSequences(drafts: readonly Draft[], sender: Address): Generator<readonly Draft[]> {
  const before = drafts.length - 1
  if (before > 1) yield drafts.slice(-1)
  for (let index = 0; index < before; index++) yield drafts.toSpliced(index, 1)
  for (const [index, draft] of drafts.entries())
    for (const simpler of simplerDrafts(draft, sender)) yield drafts.with(index, simpler)
}
