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
  /** Takes the first candidate that shows the same, and asks for those of what is left then, until none does. */
  const reduce = async (candidates: () => Iterable<readonly Draft[]>): Promise<boolean> => {
    let isSmaller = false
    for (;;) {
      let found: readonly Draft[] | undefined
      for (const candidate of candidates()) {
        if (left-- <= 0) return isSmaller
        if (!(await shows(candidate))) continue
        found = candidate
        break
      }
      if (found === undefined) return isSmaller
      smallest = found
      isSmaller = true
    }
  }
  for (let again = true; again; ) {
    again = await reduce(() => shorter(smallest))
    for (let index = 0; index < smallest.length; index++)
      if (await reduce(() => simplerAt(smallest, index, sender))) again = true
    if (left < 0) return { drafts: smallest, isSmallest: false }
  }
  return { drafts: smallest, isSmallest: true }
}

/** Without some of the calls that lead to the last one. */
function* shorter(drafts: readonly Draft[]): Generator<readonly Draft[]> {
  const before = drafts.length - 1
  if (before > 1) yield drafts.slice(-1)
  for (let index = 0; index < before; index++) yield drafts.toSpliced(index, 1)
}

function* simplerAt(drafts: readonly Draft[], index: number, sender: Address): Generator<readonly Draft[]> {
  for (const simpler of simplerDrafts(drafts[index]!, sender)) yield drafts.with(index, simpler)
}
