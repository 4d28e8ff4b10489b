import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assemble } from './assemble.ts'
import { type LaidLabel, pushWidths } from './layout.ts'

/** A program as a layout sees it: pushes of a label, and gaps of so many bytes with a label at their end. */
type Piece = { readonly push: number } | { readonly gap: number }

function layoutInput(pieces: readonly Piece[], leastWidth: number) {
  const labels: LaidLabel[] = []
  const targets: number[] = []
  let address = 0
  for (const piece of pieces) {
    if ('push' in piece) {
      targets.push(piece.push)
      address += 1 + leastWidth
    } else {
      address += piece.gap
      labels.push({ address, pushesBefore: targets.length })
    }
  }
  return { labels, targets }
}

/** Addresses of all labels when pushes have these widths. */
function addresses({ labels }: ReturnType<typeof layoutInput>, widths: ArrayLike<number>, leastWidth: number) {
  return labels.map(({ address, pushesBefore }) => {
    for (let push = 0; push < pushesBefore; push++) address += widths[push] - leastWidth
    return address
  })
}

const fits = (address: number, width: number) => BigInt(address) < 1n << BigInt(8 * width)

/** Grows every push that is too narrow by a byte, again and again: slow, and plainly the least solution. */
function slowWidths(input: ReturnType<typeof layoutInput>, leastWidth: number): number[] {
  const widths = input.targets.map(() => leastWidth)
  for (;;) {
    const at = addresses(input, widths, leastWidth)
    const narrow = input.targets.flatMap((label, push) => (fits(at[label], widths[push]) ? [] : [push]))
    if (narrow.length === 0) return widths
    for (const push of narrow) widths[push]++
  }
}

const seed = Number(process.env.MEMLANE_SEED ?? Date.now() % 2 ** 31)

/** Gaps that bring labels to the edges at 256 and 65,536, where widths change. */
const gap = fc.oneof(fc.nat(3), fc.integer({ min: 230, max: 260 }), fc.integer({ min: 65_000, max: 65_540 }))
const program = fc
  .array(
    fc.oneof(
      gap.map((gap) => ({ gap })),
      fc.nat(30).map((push) => ({ push })),
    ),
    { minLength: 1, maxLength: 60, size: 'max' },
  )
  .map((pieces): Piece[] => {
    const labels = pieces.filter((piece) => 'gap' in piece).length
    return labels === 0 ? [{ gap: 1 }] : pieces.map((p) => ('push' in p ? { push: p.push % labels } : p))
  })

describe('push widths', () => {
  it(`are those of the slow model (MEMLANE_SEED=${seed})`, () => {
    let grown = 0
    fc.assert(
      fc.property(program, fc.constantFrom(0, 1), (pieces, leastWidth) => {
        const input = layoutInput(pieces, leastWidth)
        const widths = [...pushWidths(input.labels, input.targets, leastWidth)]
        expect(widths).toEqual(slowWidths(input, leastWidth))
        if (widths.some((width) => width > 1)) grown++
      }),
      { seed, numRuns: 5000 },
    )
    expect(grown).toBeGreaterThan(1000)
  })

  it('are the smallest of all widths that work, tried one by one', () => {
    // Four pushes and labels around 256: all 3^4 widths.
    let tried = 0
    for (let first = 244; first <= 256; first++) {
      for (let second = 0; second <= 6; second++) {
        const pieces = [{ push: 0 }, { push: 1 }, { gap: first }, { push: 1 }, { gap: second }, { push: 0 }]
        const input = layoutInput(pieces, 1)
        const widths = pushWidths(input.labels, input.targets, 1)
        let smallest = Number.POSITIVE_INFINITY
        for (let code = 0; code < 3 ** 4; code++) {
          const candidate = [0, 1, 2, 3].map((push) => 1 + (Math.floor(code / 3 ** push) % 3))
          const at = addresses(input, candidate, 1)
          if (!input.targets.every((label, push) => fits(at[label], candidate[push]))) continue
          smallest = Math.min(
            smallest,
            candidate.reduce((sum, width) => sum + width),
          )
          tried++
        }
        expect(widths.reduce((sum, width) => sum + width)).toBe(smallest)
      }
    }
    expect(tried).toBeGreaterThan(1000)
  })

  it('reach three bytes through the assembler', () => {
    const { code, labels } = assemble(`PUSH @end DATA 0x${'00'.repeat(65_533)} end:`)
    expect(labels.get('end')).toBe(65_537)
    expect([...code.subarray(0, 4)]).toEqual([0x62, 1, 0, 1])
  })
})
