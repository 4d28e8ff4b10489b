import { describe, expect, it } from 'vitest'
import { costScreen, priceOfSize } from './cost.ts'
import { messagesIn } from './messages/index.ts'
import { plain } from './span.ts'

describe('priceOfSize', () => {
  // 3 · words + ⌊words² / 512⌋, by hand.
  for (const [size, words, linear, quadratic, total, nextWord] of [
    [0, 0, 0n, 0n, 0n, 3n],
    [1, 1, 3n, 0n, 3n, 3n],
    [32, 1, 3n, 0n, 3n, 3n],
    [33, 2, 6n, 0n, 6n, 3n],
    [704, 22, 66n, 0n, 66n, 4n],
    [724, 23, 69n, 1n, 70n, 3n],
    [8192, 256, 768n, 128n, 896n, 4n],
    [1_048_576, 32_768, 98_304n, 2_097_152n, 2_195_456n, 131n],
  ] as const)
    it(`prices ${size} bytes`, () =>
      expect(priceOfSize(size)).toMatchObject({ size, words, linear, quadratic, total, nextWord }))
  it('prices the largest size exactly', () => {
    // 2^53 − 1 bytes are 2^48 words: 3 · 2^48 + 2^96 / 2^9.
    expect(priceOfSize(Number.MAX_SAFE_INTEGER).total).toBe(3n * 2n ** 48n + 2n ** 87n)
  })
  it('goes to the size in at most eight steps', () => {
    const words = (size: number) => priceOfSize(size).curve.map((step) => step.words)
    expect(words(8192)).toEqual([32, 64, 96, 128, 160, 192, 224, 256])
    expect(words(96)).toEqual([1, 2, 3])
    expect(words(0)).toEqual([])
  })
})

describe('costScreen', () => {
  const text = (size: number) => costScreen(priceOfSize(size), messagesIn('en')).map(plain)
  it('shows the parts of the price and how it bends', () =>
    expect(text(0x2000)).toMatchInlineSnapshot(`
    [
      "8,192 B = 256 words",
      "",
      " linear part     3 × 256     768",
      " quadratic part  256² / 512  128",
      " total                       896",
      " next word                     4",
      "",
      "    size  words  gas",
      " 1,024 B     32   98  ▒▒▒▒",
      " 2,048 B     64  200  ▒▒▒▒▒▒▒▒▒",
      " 3,072 B     96  306  ▒▒▒▒▒▒▒▒▒▒▒▒▒█",
      " 4,096 B    128  416  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒██",
      " 5,120 B    160  530  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒███",
      " 6,144 B    192  648  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒███",
      " 7,168 B    224  770  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒████",
      " 8,192 B    256  896  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒██████",
      "",
      " ▒ linear   █ quadratic",
    ]
  `))
  it('shows no curve of a single point', () => {
    expect(text(32)[0]).toBe('32 B = 1 word')
    expect(text(32)).toHaveLength(6)
    expect(text(0)[0]).toBe('0 B = 0 words')
  })
})
