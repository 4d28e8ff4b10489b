import { describe, expect, it } from 'vitest'
import { MAX_MEMORY_SIZE } from './constants.ts'
import { type GrowthStrategy, nextCapacity } from './growth.ts'

/** Capacities after each need, beginning with 4096. */
function capacities(strategy: GrowthStrategy, ...needs: number[]): number[] {
  let capacity = 4096
  return needs.map((need) => (capacity = nextCapacity(strategy, capacity, need, MAX_MEMORY_SIZE)))
}

describe('nextCapacity', () => {
  it('page: whole pages', () =>
    expect(capacities('page', 32, 4096, 4097, 8193, 1 << 20)).toEqual([4096, 4096, 8192, 12_288, 1 << 20]))
  it('doubling: doubles until it fits', () =>
    expect(capacities('doubling', 4096, 4097, 8193, 100_000)).toEqual([4096, 8192, 16_384, 131_072]))
  it('evmone: doubles once, or whole pages when that is more', () =>
    expect(capacities('evmone', 4097, 8193, 65_568, 69_632)).toEqual([8192, 16_384, 69_632, 69_632]))
  it('keeps what suffices, so that a slack of capacity saves allocations', () => {
    for (const strategy of ['page', 'doubling', 'evmone'] as const) expect(capacities(strategy, 4096)).toEqual([4096])
  })
  it('grows from nothing', () => {
    for (const strategy of ['page', 'doubling', 'evmone'] as const)
      expect(nextCapacity(strategy, 0, 5000, MAX_MEMORY_SIZE)).toBe(8192)
  })
  it('stays within the limit, and throws past it', () => {
    expect(nextCapacity('doubling', 4096, 5000, 6000)).toBe(6000)
    expect(nextCapacity('doubling', 4096, 6000, 6000)).toBe(6000)
    expect(() => nextCapacity('doubling', 4096, 6001, 6000)).toThrow(
      expect.objectContaining({ code: 'memory.outOfMemory', facts: { required: 6001, available: 6000 } }),
    )
  })
  it('does not lose bits past 2^31', () =>
    expect(nextCapacity('doubling', 2 ** 31, 2 ** 31 + 1, MAX_MEMORY_SIZE)).toBe(2 ** 32))
})
