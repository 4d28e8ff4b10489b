// One frame's map beside the reference's map of the same frame: which allocations are the same, and what is said of them.
//
// First those that one place in the sources made equally often and equally large in both: builds evaluate arguments in
// different orders. Then the others, in order:
//
//   reference   │ 96 │ 64 │ 96 │ 96 │     the optimizer may join neighbours, so sums of up to four sizes match one
//   measured    │ 96 │ 64 │   192   │

const WORD = 32
const MOST_JOINED = 4

/**
 * What was allocated, objects and data that calls returned, in order: `{ offset, size, label, names, line }`. `label` is
 * a type, or what a buffer is; `undefined` for an allocation about which nothing is known.
 */
export function allocations({ freePointer, objects, buffers }) {
  if (freePointer === undefined) return []
  const { first, last } = freePointer
  const listed = [
    ...objects.map((object) => ({ ...object, label: object.type })),
    ...buffers.map((buffer) => ({ ...buffer, label: `data: ${buffer.use}`, allocatedBy: buffer.usedBy })),
  ]
    .filter(({ offset }) => offset >= first && offset < last)
    .sort((a, b) => a.step - b.step || a.offset - b.offset)
  // What lies beside objects in one allocation is none itself.
  const known = new Set(listed.filter(({ label }) => label !== undefined).map(({ step }) => step))
  return listed
    .filter(({ label, step }) => label !== undefined || !known.has(step))
    .map(({ offset, size, label, name, path, aliases = [], formerly = [], allocatedBy }) => ({
      offset,
      size: Math.ceil(size / WORD) * WORD,
      label,
      names: [...new Set([name, path, ...aliases, ...formerly].filter((known) => known !== undefined))],
      line: allocatedBy && `${allocatedBy.file}:${allocatedBy.line}`,
      place: allocatedBy && `${allocatedBy.file}:${allocatedBy.line}:${allocatedBy.column}`,
      text: allocatedBy?.text,
    }))
}

/** Pairs `[reference, measured]`; `measured` is undefined for an allocation that has no counterpart. */
export function aligned(reference, measured) {
  const pairs = samePlace(reference, measured)
  const left = (list, side) => list.filter((one) => !pairs.some((pair) => pair[side] === one))
  return [...pairs, ...inOrder(left(reference, 0), left(measured, 1))]
}

function samePlace(reference, measured) {
  const groups = new Map()
  for (const [side, list] of [reference, measured].entries()) {
    for (const one of list) {
      if (one.place === undefined) continue
      const key = `${one.place} ${one.size}`
      if (!groups.has(key)) groups.set(key, [[], []])
      groups.get(key)[side].push(one)
    }
  }
  return [...groups.values()]
    .filter(([a, b]) => a.length === b.length)
    .flatMap(([a, b]) => a.map((one, index) => [one, b[index]]))
}

function inOrder(reference, measured) {
  const n = reference.length
  const m = measured.length
  const best = Array.from({ length: n + 1 }, () => new Float64Array(m + 1))
  const taken = Array.from({ length: n + 1 }, () => new Int8Array(m + 1))
  for (let i = n; i >= 0; i--) {
    for (let j = m; j >= 0; j--) {
      // taken: 0 skips one of the reference, -1 one of the measured, k joins k of the reference, -k k of the measured.
      const consider = (score, how) => {
        if (score <= best[i][j] && (i < n || j < m) && score !== 0) return
        if (score > best[i][j] || (how === 0 && i < n)) {
          best[i][j] = score
          taken[i][j] = how
        }
      }
      if (j < m) consider(best[i][j + 1], -1)
      if (i < n) consider(best[i + 1][j], 0)
      if (i === n || j === m) continue
      const [a, b] = [reference[i], measured[j]]
      if (a.size === b.size) {
        const same = (a.line !== undefined && a.line === b.line ? 0.5 : 0) + (a.offset === b.offset ? 0.3 : 0)
        consider(1 + same + best[i + 1][j + 1], 1)
        continue
      }
      // The size of code, for one, differs between builds.
      if (a.place !== undefined && a.place === b.place) consider(0.6 + best[i + 1][j + 1], 1)
      for (let k = 2, sum = a.size; k <= MOST_JOINED && i + k <= n; k++) {
        sum += reference[i + k - 1].size
        if (sum === b.size) consider(0.9 * k + best[i + k][j + 1], k)
      }
      for (let k = 2, sum = b.size; k <= MOST_JOINED && j + k <= m; k++) {
        sum += measured[j + k - 1].size
        if (sum === a.size) consider(0.9 + best[i + 1][j + k], -k)
      }
    }
  }
  const pairs = []
  for (let i = 0, j = 0; i < n; ) {
    const how = j < m ? taken[i][j] : 0
    if (how === -1) j++
    else if (how < 0) {
      pairs.push([reference[i++], measured[j]])
      j -= how
    } else if (how === 0) pairs.push([reference[i++], undefined])
    else {
      // Of several that were joined, the measured map speaks of the first.
      for (let k = 0; k < how; k++) pairs.push([reference[i++], k === 0 ? measured[j] : undefined])
      j++
    }
  }
  return pairs
}

export class Score {
  allocations = 0
  /** The reference knows what it is. */
  comparable = 0
  right = 0
  /** Right, and told `string` from `bytes`. */
  strict = 0
  wrong = 0
  named = 0
  nameRight = 0
  written = 0
  owned = 0
  /** Sentences about what is wrong or missing. */
  misses = []

  /** Adds a frame. */
  add({ label: frame, map, bytes }, reference) {
    this.written += bytes.written
    this.owned += bytes.owned
    for (const [expected, found] of aligned(allocations(reference.map), allocations(map))) {
      this.allocations++
      const place = () => `${frame}, ${expected.line ?? 'nowhere'} ${expected.text ?? ''}`
      if (expected.label !== undefined) {
        this.comparable++
        const isRight = found?.label !== undefined && lenient(found.label) === lenient(expected.label)
        if (isRight) this.right++
        else if (found?.label !== undefined) this.wrong++
        if (!isRight)
          this.misses.push(`${found?.label ? 'wrong' : 'missing'}: ${expected.label}, not ${found?.label} | ${place()}`)
        if (found?.label === expected.label) this.strict++
      }
      if (expected.names.length === 0) continue
      this.named++
      if (found?.names.some((name) => expected.names.includes(name))) this.nameRight++
      else this.misses.push(`name: ${expected.names.join(' = ')}, not ${found?.names.join(' = ')} | ${place()}`)
    }
  }
}

/** `string` and `bytes` have one layout, and casts turn one into the other. */
function lenient(label) {
  return label.replace(/\bstring\b/g, 'bytes')
}
