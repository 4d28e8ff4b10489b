/**
 * The name someone probably meant.
 * @module
 */

/** Longer words are not slips of the finger, and comparing costs their length. */
const MAX_WORD_LENGTH = 20

/**
 * The one of `names` that takes the fewest slips (a letter added, dropped, changed, or two neighbours
 * exchanged) to turn into `word`, at most a third of its letters; `undefined` when none is that near.
 * Among equals the last wins: PUSH32 for PUSH33.
 */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  if (word.length > MAX_WORD_LENGTH) return undefined
  let best: string | undefined
  let fewest = Math.max(1, Math.floor(word.length / 3))
  for (const name of names) {
    if (Math.abs(name.length - word.length) > fewest) continue
    const count = slips(word, name)
    if (count > fewest) continue
    best = name
    fewest = count
  }
  return best
}

/** Optimal string alignment distance, by rows: `rows[i][j]` is the distance of the first i and j letters. */
function slips(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1))
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (exchanged) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1)
    }
    rows.push(row)
  }
  return rows[a.length][b.length]
}
