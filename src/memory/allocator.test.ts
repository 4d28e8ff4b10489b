import { describe, expect, it } from 'vitest'
import { EvmAllocator } from './allocator.ts'

const code = (code: string) => expect.objectContaining({ code })

describe('alloc', () => {
  it('hands out zeroed bytes one behind the other', () => {
    const arena = new EvmAllocator()
    const first = arena.alloc(10)
    const second = arena.alloc(6)
    expect(second.byteOffset).toBe(first.byteOffset + 10)
    expect([...first, ...second].every((byte) => byte === 0)).toBe(true)
    expect(arena.allocated).toBe(16)
    expect(arena.capacity).toBe(4096)
  })
  it('gives no bytes as well', () => expect(new EvmAllocator().alloc(0)).toHaveLength(0))
  it('aligns to any power of two up to a page', () => {
    const arena = new EvmAllocator()
    for (let align = 1; align <= 4096; align *= 2) {
      arena.alloc(1)
      expect(arena.alloc(3, align).byteOffset % align).toBe(0)
    }
  })
  it('creates items over which any typed array fits', () => {
    const arena = new EvmAllocator()
    arena.alloc(1)
    const item = arena.create(32)
    expect(new BigUint64Array(item.buffer, item.byteOffset, 4)).toHaveLength(4)
    expect(arena.create(1, 64).byteOffset % 64).toBe(0)
  })
  it('refuses other alignments and broken lengths', () => {
    const arena = new EvmAllocator()
    for (const align of [0, -1, 3, 6, 1.5, 8192, Number.NaN])
      expect(() => arena.alloc(8, align)).toThrow(code('memory.invalidAlignment'))
    for (const length of [-1, 1.5, Number.NaN, 2 ** 53])
      expect(() => arena.alloc(length)).toThrow(code('memory.overflow'))
    expect(arena.allocated).toBe(0)
  })
})

describe('growth', () => {
  const capacityAfter = (strategy: 'page' | 'doubling' | 'evmone', ...lengths: number[]) => {
    const arena = new EvmAllocator({ strategy })
    return lengths.map((length) => {
      arena.alloc(length)
      return arena.capacity
    })
  }

  it('by pages takes what is needed', () => expect(capacityAfter('page', 4096, 1, 5000)).toEqual([4096, 8192, 16_384]))
  it('by doubling takes as much again', () =>
    expect(capacityAfter('doubling', 4096, 1, 5000)).toEqual([4096, 8192, 16_384]))
  it("in evmone's way jumps to pages", () => expect(capacityAfter('evmone', 1, 20_000)).toEqual([4096, 24_576]))
  it('keeps views valid, because chunks never move', () => {
    const arena = new EvmAllocator({ initialCapacity: 64 })
    const blocks = Array.from({ length: 200 }, (_, index) => arena.alloc(40).fill(index))
    expect(blocks.every((block, index) => block.every((byte) => byte === index))).toBe(true)
    expect(new Set(blocks.map((block) => block.buffer)).size).toBeGreaterThan(3)
  })
  it('stops at its limit: the last byte fits, the next does not, and nothing changes', () => {
    const arena = new EvmAllocator({ initialCapacity: 64, maxCapacity: 128 })
    arena.alloc(64)
    arena.alloc(64)
    expect(() => arena.alloc(1)).toThrow(code('memory.outOfMemory'))
    expect([arena.allocated, arena.capacity]).toEqual([128, 128])
  })
  it('reports a host that has no more', () => {
    const arena = new EvmAllocator({ maxCapacity: Number.MAX_SAFE_INTEGER })
    expect(() => arena.alloc(2 ** 52)).toThrow(code('memory.allocationError'))
    expect(arena.capacity).toBe(4096)
  })
})

describe('resize', () => {
  it('grows the last block in place, with zeros', () => {
    const arena = new EvmAllocator()
    const block = arena.alloc(8).fill(7)
    const grown = arena.resize(block, 12)
    expect(grown.byteOffset).toBe(block.byteOffset)
    expect([...grown]).toEqual([7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0])
    expect(arena.allocated).toBe(12)
  })
  it('copies any other, and keeps its alignment', () => {
    const arena = new EvmAllocator()
    const block = arena.alloc(8, 64).fill(7)
    const after = arena.alloc(3).fill(9)
    const grown = arena.resize(block, 12)
    expect(grown.byteOffset).toBe(64)
    expect([...grown]).toEqual([7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0])
    expect([...after]).toEqual([9, 9, 9])
    block.fill(1)
    expect(grown[0]).toBe(7)
  })
  it('copies the last block too when its chunk is full', () => {
    const arena = new EvmAllocator({ initialCapacity: 16 })
    const block = arena.alloc(16).fill(7)
    expect([...arena.resize(block, 17)]).toEqual([...new Array(16).fill(7), 0])
  })
  it('shrinks in place; what the last block gives back is zero for the next', () => {
    const arena = new EvmAllocator()
    const block = arena.alloc(8).fill(7)
    const shrunk = arena.resize(block, 2)
    expect([...shrunk]).toEqual([7, 7])
    expect([...arena.alloc(6)]).toEqual([0, 0, 0, 0, 0, 0])
    expect([...arena.resize(shrunk, 1)]).toEqual([7])
  })
  it('wants a live block: neither an outgrown one nor a part of one', () => {
    const arena = new EvmAllocator()
    const block = arena.alloc(8)
    arena.resize(block, 9)
    expect(() => arena.resize(block, 10)).toThrow(code('memory.useAfterFree'))
    expect(() => arena.resize(arena.alloc(8).subarray(0, 4), 10)).toThrow(code('memory.useAfterFree'))
    expect(() => arena.resize(new Uint8Array(8), 10)).toThrow(code('memory.useAfterFree'))
  })
  it('leaves the block as it is when it cannot grow', () => {
    const arena = new EvmAllocator({ initialCapacity: 16, maxCapacity: 16 })
    const block = arena.alloc(8).fill(7)
    expect(() => arena.resize(block, 17)).toThrow(code('memory.outOfMemory'))
    expect(() => arena.resize(block, -1)).toThrow(code('memory.overflow'))
    expect(arena.resize(block, 16)).toHaveLength(16)
  })
})

describe('the end of blocks', () => {
  it('is not free, which does nothing', () => {
    const arena = new EvmAllocator()
    const block = arena.alloc(8).fill(7)
    arena.free(block)
    expect(arena.allocated).toBe(8)
    expect([...arena.resize(block, 2)]).toEqual([7, 7])
  })
  it('is reset, which keeps the chunks and zeroes what was handed out', () => {
    const arena = new EvmAllocator({ initialCapacity: 16 })
    const before = [arena.alloc(16), arena.alloc(100), arena.alloc(7)]
    for (const block of before) block.fill(255)
    const { capacity } = arena
    arena.reset()
    expect([arena.allocated, arena.capacity, arena.generation]).toEqual([0, capacity, 1])
    const after = [arena.alloc(16), arena.alloc(100), arena.alloc(7)]
    expect(after.every((block) => block.every((byte) => byte === 0))).toBe(true)
    expect(arena.capacity).toBe(capacity)
    expect(after.map((block) => block.buffer)).toEqual(before.map((block) => block.buffer))
  })
  it('is known: a block of before is refused', () => {
    const arena = new EvmAllocator()
    const block = arena.alloc(8)
    arena.reset()
    arena.alloc(8)
    expect(() => arena.resize(block, 9)).toThrow(code('memory.useAfterFree'))
  })
  it('is deinit, after which there is nothing', () => {
    const arena = new EvmAllocator()
    const block = arena.alloc(8)
    arena.deinit()
    expect([arena.allocated, arena.capacity]).toEqual([0, 0])
    expect(() => arena.alloc(1)).toThrow(code('memory.useAfterFree'))
    expect(() => arena.resize(block, 1)).toThrow(code('memory.useAfterFree'))
  })
})
