/**
 * Aligning two sequences that tell the same story with small differences: allocations of two builds, calls of two
 * runs.
 *
 *   left    A  B  C  D  E
 *           │  └──┘     │      two bumps of the free pointer that the optimizer merged into one
 *   right   A   BC   X  E      D and X have no counterpart
 *
 * Dynamic programming over windows: what both sequences agree on without doubt is taken at once, and around the
 * rest a window of bounded size is solved, so that work grows with the sequences' length and not with its square.
 * @module
 */

/** Items `[left, left + count)` of the left sequence are item `right` of the right one. */
export interface Pair {
  readonly left: number
  readonly count: number
  readonly right: number
}

/** The two sequences, by position. */
export interface Comparison {
  readonly leftCount: number
  readonly rightCount: number
  /** How well two items fit; 0 when they are not the same thing. */
  score(left: number, right: number): number
  /** Whether two items are the same beyond doubt. */
  isCertain(left: number, right: number): boolean
  /** How well `right` fits `count` items from `left` on, `count` from 2; 0 when it does not. */
  mergedScore?(left: number, count: number, right: number): number
}

/** Items of each sequence in one window. */
const WINDOW = 64
/** Items of the left sequence that may be one of the right. */
const MAX_MERGED = 4

/** The pairs of the best alignment found, ascending in both sequences. */
export function align(comparison: Comparison): Pair[] {
  const { leftCount, rightCount } = comparison
  const pairs: Pair[] = []
  let left = 0
  let right = 0
  while (left < leftCount && right < rightCount) {
    if (comparison.isCertain(left, right)) {
      pairs.push({ left: left++, count: 1, right: right++ })
      continue
    }
    const window = new Window(comparison, left, right)
    window.solve()
    ;[left, right] = window.walk(pairs)
  }
  return pairs
}

/** How far apart two items may stand that changed places. */
const REACH = 8

/**
 * Pairs of items that no pair has yet and that stand near each other in another order: arguments that one build
 * evaluates before, another after what they are for.
 * @param least the score from which on two such items are the same
 */
export function alignCrossing(comparison: Comparison, pairs: readonly Pair[], least: number): Pair[] {
  const { leftCount, rightCount } = comparison
  const isTaken = new Uint8Array(leftCount)
  for (const { left, count } of pairs) isTaken.fill(1, left, left + count)
  const crossing: Pair[] = []
  let next = 0
  let expected = 0
  for (let right = 0; right < rightCount; right++) {
    const pair = pairs[next]
    if (pair?.right === right) {
      expected = pair.left + pair.count
      next++
      continue
    }
    let best = -1
    let bestScore = least
    for (let left = Math.max(0, expected - REACH); left < Math.min(leftCount, expected + REACH); left++) {
      const score = isTaken[left] === 0 ? comparison.score(left, right) : 0
      if (score < bestScore || (score === bestScore && best >= 0)) continue
      best = left
      bestScore = score
    }
    if (best < 0) continue
    isTaken[best] = 1
    crossing.push({ left: best, count: 1, right })
  }
  return crossing
}

/** As many items in a row that one has, the other has as well, but nothing says that they are the same. */
export function alignByOrder(comparison: Comparison, pairs: readonly Pair[]): Pair[] {
  const ends = { left: comparison.leftCount, count: 0, right: comparison.rightCount }
  const found: Pair[] = []
  let left = 0
  let right = 0
  for (const pair of [...pairs, ends]) {
    const count = pair.right - right
    if (count <= REACH && pair.left - left === count) {
      for (let index = 0; index < count; index++) found.push({ left: left + index, count: 1, right: right + index })
    }
    left = pair.left + pair.count
    right = pair.right + 1
  }
  return found
}

class Window {
  readonly #comparison: Comparison
  readonly #left: number
  readonly #right: number
  readonly #rows: number
  readonly #columns: number
  /** Best total from a cell to the window's far corner; one row and column more than items. */
  readonly #best: Float64Array
  /** The step to take from a cell: items of the left sequence that are one of the right, or one of the gaps. */
  readonly #move: Int8Array

  constructor(comparison: Comparison, left: number, right: number) {
    this.#comparison = comparison
    this.#left = left
    this.#right = right
    this.#rows = Math.min(WINDOW, comparison.leftCount - left)
    this.#columns = Math.min(WINDOW, comparison.rightCount - right)
    this.#best = new Float64Array((this.#rows + 1) * (this.#columns + 1))
    this.#move = new Int8Array(this.#best.length)
  }

  solve(): void {
    const longerGap = this.#longerGap()
    for (let row = this.#rows - 1; row >= 0; row--) {
      for (let column = this.#columns - 1; column >= 0; column--) {
        const skipLeft = this.#total(row + 1, column)
        const skipRight = this.#total(row, column + 1)
        let best = Math.max(skipLeft, skipRight)
        let move = skipLeft === skipRight ? longerGap : skipLeft > skipRight ? SKIP_LEFT : SKIP_RIGHT
        for (let count = 1; count <= MAX_MERGED && row + count <= this.#rows; count++) {
          const score = this.#score(row, count, column)
          if (score <= 0 || score + this.#total(row + count, column + 1) < best) continue
          best = score + this.#total(row + count, column + 1)
          move = count
        }
        const cell = this.#cell(row, column)
        this.#best[cell] = best
        this.#move[cell] = move
      }
    }
  }

  /**
   * Adds the pairs of the window's first half, or of all of it when both sequences end in it, and returns where the
   * next window begins.
   */
  walk(pairs: Pair[]): [left: number, right: number] {
    const { leftCount, rightCount } = this.#comparison
    const endsHere = this.#left + this.#rows === leftCount && this.#right + this.#columns === rightCount
    const [lastRow, lastColumn] = endsHere
      ? [this.#rows, this.#columns]
      : [Math.ceil(this.#rows / 2), Math.ceil(this.#columns / 2)]
    let row = 0
    let column = 0
    while (row < lastRow && column < lastColumn) {
      const move = this.#move[this.#cell(row, column)]!
      if (move > 0) pairs.push({ left: this.#left + row, count: move, right: this.#right + column })
      row += move > 0 ? move : move === SKIP_LEFT ? 1 : 0
      column += move > 0 || move === SKIP_RIGHT ? 1 : 0
    }
    return [this.#left + row, this.#right + column]
  }

  /** Of the sequence with more items to come more have no counterpart. */
  #longerGap(): number {
    const { leftCount, rightCount } = this.#comparison
    return leftCount - this.#left >= rightCount - this.#right ? SKIP_LEFT : SKIP_RIGHT
  }

  #score(row: number, count: number, column: number): number {
    const [left, right] = [this.#left + row, this.#right + column]
    if (count === 1) return this.#comparison.score(left, right)
    return this.#comparison.mergedScore?.(left, count, right) ?? 0
  }

  #total(row: number, column: number): number {
    return this.#best[this.#cell(row, column)]!
  }

  #cell(row: number, column: number): number {
    return row * (this.#columns + 1) + column
  }
}

const SKIP_LEFT = 0
const SKIP_RIGHT = -1
