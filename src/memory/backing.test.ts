import { describe, expect, it } from 'vitest'
import { EvmAllocator } from './allocator.ts'
import { ArenaBacking, ArrayBufferBacking } from './backing.ts'
import { SharedMemoryBuffer } from './buffer.ts'
import type { MemoryBacking } from './context.ts'
import { memoryError } from './errors.ts'
import { Memory } from './memory.ts'

const WASM_PAGE = 65_536

/** An engine's linear memory: growing detaches all that was a view of it. */
class LinearBacking implements MemoryBacking {
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: 4 })
  readonly #start: number
  generation = 0
  bytes: Uint8Array

  constructor(start: number) {
    this.#start = start
    this.bytes = new Uint8Array(this.#memory.buffer, start)
  }

  reserve(capacity: number): void {
    const missing = this.#start + capacity - this.#memory.buffer.byteLength
    if (missing <= 0) return
    if (this.#start + capacity > 4 * WASM_PAGE)
      throw memoryError('memory.outOfMemory', { required: capacity, available: 4 * WASM_PAGE - this.#start })
    this.#memory.grow(Math.ceil(missing / WASM_PAGE))
    this.bytes = new Uint8Array(this.#memory.buffer, this.#start)
    this.generation++
  }
}

const BACKINGS: Record<string, () => MemoryBacking> = {
  'an array buffer': () => new ArrayBufferBacking({ initialCapacity: 64, maxCapacity: 200_000 }),
  'a block of an arena': () => new ArenaBacking(new EvmAllocator({ maxCapacity: 2_000_000 })),
  'a linear memory': () => new LinearBacking(1000),
}

for (const [name, make] of Object.entries(BACKINGS)) {
  describe(`over ${name}`, () => {
    it('memories of parent and child keep their bytes through reallocations', () => {
      const backing = make()
      const parent = new Memory({ buffer: new SharedMemoryBuffer({ backing }) })
      parent.expand(64)
      parent.set32(32, 5n)
      const child = parent.child()
      const { generation } = backing
      child.expand(100_000)
      expect(backing.generation).toBeGreaterThan(generation)
      child.set32(99_968, 2n ** 255n)
      expect(child.readWord(99_968)).toBe(2n ** 255n)
      expect(parent.readWord(32)).toBe(5n)
      child.release()
      const sibling = parent.child()
      sibling.expand(100_000)
      expect(sibling.data().every((byte) => byte === 0)).toBe(true)
    })
    it('has a limit, past which nothing changed', () => {
      const memory = new Memory({ buffer: new SharedMemoryBuffer({ backing: make() }) })
      memory.expand(32)
      const gas = { remaining: 10n ** 18n }
      expect(() => memory.writeByte(2_000_000n, 1n, gas)).toThrow(
        expect.objectContaining({ code: 'memory.outOfMemory' }),
      )
      expect([memory.size(), gas.remaining]).toEqual([32, 10n ** 18n])
    })
  })
}

describe('ArrayBufferBacking', () => {
  it('allocates once while the capacity suffices', () => {
    const backing = new ArrayBufferBacking()
    expect(backing.bytes).toHaveLength(4096)
    backing.reserve(4096)
    expect(backing.generation).toBe(0)
    backing.reserve(4097)
    expect([backing.bytes.length, backing.generation]).toEqual([8192, 1])
  })
  it('reports a host that has no more', () => {
    const capacity = Number.MAX_SAFE_INTEGER
    expect(() => new ArrayBufferBacking({ initialCapacity: capacity, maxCapacity: capacity })).toThrow(
      expect.objectContaining({ code: 'memory.allocationError', facts: { required: capacity } }),
    )
  })
})

it('ArenaBacking ends with its arena: the bytes are somebody else’s', () => {
  const arena = new EvmAllocator()
  const memory = new Memory({ backing: new ArenaBacking(arena) })
  memory.expand(32)
  arena.reset()
  for (const use of [() => memory.readWord(0), () => memory.set8(0, 1), () => memory.data(), () => memory.expand(5000)])
    expect(use).toThrow(expect.objectContaining({ code: 'memory.useAfterFree' }))
})
