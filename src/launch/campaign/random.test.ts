import { describe, expect, it } from 'vitest'
import { Random } from './random.ts'

describe('Random', () => {
  it('gives the same for the same seed', () => {
    const draw = (seed: string) => {
      const random = new Random(seed)
      return Array.from({ length: 100 }, () => random.below(1000))
    }
    expect(draw('7')).toEqual(draw('7'))
    expect(draw('7')).not.toEqual(draw('8'))
    expect(draw('')).not.toEqual(draw(' '))
  })
  it('stays in range, and comes everywhere', () => {
    const random = new Random('range')
    const counts = new Array<number>(10).fill(0)
    for (let index = 0; index < 10_000; index++) counts[random.below(10)]!++
    // 1,000 each, give or take ten standard deviations of 30.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(300)
    expect(random.below(1)).toBe(0)
    expect(random.below(2 ** 32)).toBeLessThan(2 ** 32)
  })
  it('makes words of so many bits, with all of them', () => {
    const random = new Random('words')
    for (const bits of [1, 8, 31, 32, 33, 160, 256]) {
      let all = 0n
      for (let index = 0; index < 200; index++) all |= random.word(bits)
      expect(all).toBe((1n << BigInt(bits)) - 1n)
    }
    expect(random.bytes(5)).toHaveLength(5)
    expect(random.hex(20)).toMatch(/^0x[0-9a-f]{40}$/)
  })
})
