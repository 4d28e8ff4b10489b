import { describe, expect, it } from 'vitest'
import { expansionGasCost, GAS_TABLE, maxWordsForGas, memoryCost, memoryCostNumber, requiredSize } from './gas.ts'

describe('memoryCost', () => {
  // Counted by hand, by execution-specs and by ethereumjs.
  for (const [words, linear, quadratic] of [
    [0n, 0n, 0n],
    [1n, 3n, 0n],
    [22n, 66n, 0n], // 704 bytes: the last that cost 3 gas a word.
    [23n, 69n, 1n],
    [724n, 2172n, 1023n],
    [1536n, 4608n, 4608n], // From here on the quadratic part is the larger.
    [1537n, 4611n, 4614n],
    [65_536n, 196_608n, 8_388_608n], // `(w * w) >>> 9` is 0 here.
    [94_906_265n, 284_718_795n, 17_592_185_812_988n],
    [94_906_266n, 284_718_798n, 17_592_186_183_716n],
    [2n ** 32n - 1n, 12_884_901_885n, 36_028_797_002_186_752n],
  ] as const) {
    it(`of ${words} words is ${linear} + ${quadratic}`, () => expect(memoryCost(words)).toBe(linear + quadratic))
  }
})

describe('memoryCostNumber', () => {
  const formula = (words: number) => 3 * words + Math.floor((words * words) / 512)

  it('has a table of 0 to 128 words that equals the formula', () => {
    expect(GAS_TABLE).toHaveLength(129)
    expect(GAS_TABLE).toEqual(Array.from({ length: 129 }, (_, words) => formula(words)))
    expect(Object.isFrozen(GAS_TABLE)).toBe(true)
  })
  it('agrees with the bigint path on both sides of the table and up to the last exact word', () => {
    for (const words of [0, 1, 22, 23, 127, 128, 129, 130, 65_535, 65_536, 94_906_264, 94_906_265])
      expect(BigInt(memoryCostNumber(words))).toBe(memoryCost(BigInt(words)))
  })
  it('refuses counts that it would price wrongly', () => {
    for (const words of [94_906_266, -1, 1.5, 1000.5, Number.NaN])
      expect(() => memoryCostNumber(words)).toThrow(expect.objectContaining({ code: 'memory.overflow' }))
  })
  it('charges the fourth gas for a word first at word 23, then at 32, 40, 46, 51 and 56', () => {
    const dearer = Array.from({ length: 56 }, (_, index) => index + 1).filter(
      (words) => memoryCostNumber(words) - memoryCostNumber(words - 1) === 4,
    )
    expect(dearer).toEqual([23, 32, 40, 46, 51, 56])
  })
})

describe('expansionGasCost', () => {
  it('is the difference of the totals, each with its own floor', () => {
    expect(expansionGasCost(704, 705n)).toBe(4n)
    expect(expansionGasCost(4096, 8192n)).toBe(480n)
  })
  it('is 0 when the bytes are there', () => {
    expect(expansionGasCost(704, 704n)).toBe(0n)
    expect(expansionGasCost(704, 0n)).toBe(0n)
  })
  it('depends on words, not on the rest of a division by 32', () => {
    expect(expansionGasCost(32, 33n)).toBe(3n)
    expect(expansionGasCost(64, 33n)).toBe(0n)
  })
  it('is the same on both sides of the number and bigint paths', () => {
    const lastExact = 94_906_265n * 32n
    for (const size of [lastExact - 1n, lastExact, lastExact + 1n, lastExact + 33n])
      expect(expansionGasCost(64, size)).toBe(memoryCost((size + 31n) / 32n) - 6n)
  })
  it('asks without changing anything: the second answer is the first', () => {
    const answers = [1, 2, 3].map(() => expansionGasCost(32, 2n ** 20n))
    expect(answers).toEqual([2_195_453n, 2_195_453n, 2_195_453n])
  })
})

describe('requiredSize', () => {
  const huge = 2n ** 256n - 1n

  it('is the highest end, whatever the order', () => {
    expect(requiredSize([512n, 32n], [64n, 32n])).toBe(544n)
    expect(requiredSize([64n, 32n], [512n, 32n])).toBe(544n)
  })
  it('skips regions of no bytes at any offset', () => {
    expect(requiredSize()).toBe(0n)
    expect(requiredSize([huge, 0n])).toBe(0n)
    expect(requiredSize([huge, 0n], [0n, 1n])).toBe(1n)
  })
  it('never wraps', () => expect(requiredSize([huge, huge])).toBe(2n * huge))
  it('refuses what no stack word can be', () => {
    expect(() => requiredSize([-1n, 32n])).toThrow(expect.objectContaining({ code: 'memory.overflow' }))
    expect(() => requiredSize([0n, -1n])).toThrow(expect.objectContaining({ code: 'memory.overflow' }))
  })
})

describe('maxWordsForGas', () => {
  // Largest memory of a frame that has that gas and nothing else to pay.
  for (const [gas, words] of [
    [0n, 0n],
    [2n, 0n],
    [3n, 1n],
    [69n, 22n],
    [70n, 23n],
    [16_777_216n, 91_917n],
    [30_000_000n, 123_169n],
    [36_000_000n, 134_998n],
    [60_000_000n, 174_504n],
    [2n ** 63n - 1n, 68_719_475_968n], // 2^36 - 768 words cost 2^63 - 1152.
  ] as const) {
    it(`${gas} gas buys ${words} words`, () => expect(maxWordsForGas(gas)).toBe(words))
  }
  it('is the inverse of memoryCost: affordable, and one more is not', () => {
    let checked = 0
    for (let gas = 0n; gas < 5000n; gas += 7n, checked++) {
      const words = maxWordsForGas(gas)
      expect(memoryCost(words)).toBeLessThanOrEqual(gas)
      expect(memoryCost(words + 1n)).toBeGreaterThan(gas)
    }
    expect(checked).toBe(715)
    const words = maxWordsForGas(2n ** 200n)
    expect(memoryCost(words) <= 2n ** 200n && memoryCost(words + 1n) > 2n ** 200n).toBe(true)
  })
})
