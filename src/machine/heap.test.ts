import { describe, expect, it } from 'vitest'
import { newMachine } from '../../test/support/evmMachine.ts'
import { Random } from '../../test/support/evmRandom.ts'
import { ARENA, HEAP } from './layout.ts'

describe('the heap', () => {
  it('hands out blocks at multiples of 64 that do not meet, below EVM memory', () => {
    const { heap, memory } = newMachine()
    const random = new Random(64)
    let end = HEAP + heap.used
    for (let count = 0; count < 300; count++) {
      const length = random.below(random.oneIn(10) ? 2 << 20 : 5000)
      const address = heap.allocate(length)
      expect(address % 64).toBe(0)
      expect(address).toBeGreaterThanOrEqual(end)
      end = address + length
      expect(memory.u32(ARENA)).toBeGreaterThanOrEqual(end)
      expect(memory.bytes.length).toBeGreaterThan(memory.u32(ARENA))
    }
    expect(end).toBeGreaterThan(HEAP + (20 << 20))
  })

  it('keeps what stands in a block while it grows', () => {
    const { heap, memory } = newMachine()
    const block = heap.allocate(1000)
    const bytes = new Random(1).bytes(1000)
    memory.copyIn(block, bytes)
    heap.allocate(30 << 20)
    expect(memory.copyOut(block, 1000)).toEqual(bytes)
  })

  it('begins again when it was cleared', () => {
    const { heap } = newMachine()
    heap.clear()
    const first = heap.allocate(100)
    heap.allocate(1 << 20)
    heap.clear()
    expect(heap.used).toBe(0)
    expect(heap.allocate(100)).toBe(first)
  })
})
