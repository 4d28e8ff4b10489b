/**
 * What memory of one size costs, for people: the two parts of the price, and how it bends upwards.
 *
 *   8,192 B = 256 words
 *
 *    linear part     3 × 256      768
 *    quadratic part  256² / 512   128
 *    total                        896
 *    next word                      4
 * @module
 */
import type { ByteCount, Gas, WordCount } from '../base/units.ts'
import { WORD_BYTES } from '../base/word.ts'
import { GAS_MEMORY_WORD, GAS_QUADRATIC_DIVISOR, memoryCost } from '../memory/index.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped } from './number.ts'
import { type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'

/** The price of a memory and its two parts, in gas. */
export interface MemoryPrice {
  /** What is priced. */
  readonly words: WordCount
  /** 3 gas for each word. (Yellow Paper, appendix H: G_memory) */
  readonly linear: Gas
  /** ⌊words² / 512⌋. */
  readonly quadratic: Gas
  /** Both together. */
  readonly total: Gas
}

/** The price of memory of a size, and how it grows. */
export interface SizePrice extends MemoryPrice {
  /** What was asked for, which need not be whole words. */
  readonly size: ByteCount
  /** What one more word costs. */
  readonly nextWord: Gas
  /** The price on the way from nothing to `size`, in at most eight steps. */
  readonly curve: readonly MemoryPrice[]
}

const CURVE_STEPS = 8
const BAR_WIDTH = 40
const LINEAR_BAR = '▒'
const QUADRATIC_BAR = '█'

/** Prices a memory of `size` bytes, which is a safe integer; memory grows by whole words. */
export function priceOfSize(size: ByteCount): SizePrice {
  const words = Math.ceil(size / WORD_BYTES)
  const price = priceOfWords(words)
  const steps = Array.from(
    { length: CURVE_STEPS },
    (_, step) => (BigInt(words) * BigInt(step + 1)) / BigInt(CURVE_STEPS),
  )
  const curve = [...new Set(steps.map(Number))].filter((step) => step > 0).map(priceOfWords)
  return { size, ...price, nextWord: memoryCost(BigInt(words) + 1n) - price.total, curve }
}

function priceOfWords(words: WordCount): MemoryPrice {
  const total = memoryCost(BigInt(words))
  const linear = GAS_MEMORY_WORD * BigInt(words)
  return { words, linear, quadratic: total - linear, total }
}

/** The price in its parts, and its curve as bars. */
export function costScreen(price: SizePrice, { cost }: Messages): Screen {
  const { size, words, linear, quadratic, total, nextWord } = price
  const parts: Row[] = [
    [span(cost.linear), span(`${GAS_MEMORY_WORD} × ${grouped(words)}`, 'dim'), span(grouped(linear))],
    [span(cost.quadratic), span(`${grouped(words)}² / ${GAS_QUADRATIC_DIVISOR}`, 'dim'), span(grouped(quadratic))],
    [span(cost.total, 'strong'), span(''), span(grouped(total), 'strong')],
    [span(cost.nextWord), span(''), span(grouped(nextWord))],
  ]
  const headline = [span(cost.headline(byteCount(size), grouped(words)), 'strong')]
  return [
    headline,
    [],
    ...layoutTable([{ title: '' }, { title: '' }, { title: '', align: 'right' }], parts),
    ...curve(price, cost),
  ]
}

function curve({ curve, total }: SizePrice, cost: Messages['cost']): Screen {
  if (curve.length < 2) return []
  const { size, words, gas } = cost.columns
  const columns = [
    { title: size, align: 'right' },
    { title: words, align: 'right' },
    { title: gas, align: 'right' },
    { title: '' },
  ] as const
  const rows = curve.map(
    (point): Row => [
      span(byteCount(point.words * WORD_BYTES)),
      span(grouped(point.words)),
      span(grouped(point.total)),
      span(bar(point, total)),
    ],
  )
  return [[], ...layoutTable(columns, rows), [], [span(` ${cost.legend(LINEAR_BAR, QUADRATIC_BAR)}`, 'dim')]]
}

function bar(point: MemoryPrice, full: Gas): string {
  const columns = (gas: Gas) => Number((gas * BigInt(BAR_WIDTH) * 2n + full) / (full * 2n))
  const linear = columns(point.linear)
  return LINEAR_BAR.repeat(linear) + QUADRATIC_BAR.repeat(Math.max(0, columns(point.total) - linear))
}
