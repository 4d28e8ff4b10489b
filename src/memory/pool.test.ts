import { describe, expect, it } from 'vitest'
import { Memory } from './memory.ts'
import { freeMemory, MemoryPool, newMemory } from './pool.ts'

const freed = expect.objectContaining({ code: 'memory.useAfterFree' })

describe('acquire', () => {
  it('gives an empty memory, and after a release one over the same bytes', () => {
    const pool = new MemoryPool()
    const first = pool.acquire()
    expect([first.size(), first.lastGasCost]).toEqual([0, 0n])
    first.expand(64)
    const bytes = first.data().buffer
    expect(pool.release(first)).toBe(true)
    const second = pool.acquire()
    expect([second.size(), second.lastGasCost, second.capacity]).toEqual([0, 0n, 4096])
    expect(second.data().buffer).toBe(bytes)
    expect(pool.stats).toEqual({ hits: 1, misses: 1, dropped: 0, idle: 0, idleBytes: 0 })
  })
  it('gives a clean memory, though buffers come back dirty', () => {
    const pool = new MemoryPool()
    const first = pool.acquire()
    first.expand(1024)
    const bytes = first.data()
    bytes.fill(0xff)
    pool.release(first)
    expect(bytes[0]).toBe(0xff)
    const second = pool.acquire()
    expect([second.readByte(0), second.readWord(992)]).toEqual([0, 0n])
    second.resize(2048)
    expect(second.data().every((byte) => byte === 0)).toBe(true)
  })
  it('gives two memories two buffers', () => {
    const pool = new MemoryPool()
    expect(pool.acquire().buffer).not.toBe(pool.acquire().buffer)
  })
})

describe('release', () => {
  it('keeps buffers of up to 16 KiB of capacity, whatever their length was', () => {
    const pool = new MemoryPool()
    const kept = (size: number) => {
      const memory = pool.acquire()
      memory.expand(size)
      return [memory.capacity, pool.release(memory)]
    }
    expect(kept(16_384)).toEqual([16_384, true])
    expect(kept(16_385)).toEqual([32_768, false])
    expect(pool.stats).toMatchObject({ dropped: 1, idle: 0 })
    expect([16_383, 16_384, 16_385].map((capacity) => pool.accepts(capacity))).toEqual([true, true, false])
  })
  it('keeps a bounded number', () => {
    const pool = new MemoryPool({ maxEntries: 2 })
    const memories = [pool.acquire(), pool.acquire(), pool.acquire()]
    expect(memories.map((memory) => pool.release(memory))).toEqual([true, true, false])
    expect(pool.stats).toEqual({ hits: 0, misses: 3, dropped: 1, idle: 2, idleBytes: 8192 })
    pool.clear()
    expect(pool.stats).toMatchObject({ idle: 0, idleBytes: 0 })
  })
  it('has the limit of capacity that it was given', () => {
    const pool = new MemoryPool({ maxCapacity: 4095 })
    expect(pool.release(pool.acquire())).toBe(false)
  })
  it('ends the memory for good, also when somebody else has its bytes', () => {
    const pool = new MemoryPool()
    const stale = pool.acquire()
    pool.release(stale)
    const memory = pool.acquire()
    memory.expand(32)
    for (const use of [() => stale.size(), () => stale.readByte(0), () => stale.expand(32), () => stale.child()])
      expect(use).toThrow(freed)
  })
  it('twice keeps the buffer once', () => {
    const pool = new MemoryPool()
    const memory = pool.acquire()
    expect([pool.release(memory), pool.release(memory)]).toEqual([true, false])
    const next = pool.acquire()
    next.expand(32)
    expect(pool.release(memory)).toBe(false)
    expect([next.size(), pool.stats.idle]).toEqual([32, 0])
  })
  it('ends children with their parent, and of a child alone keeps nothing', () => {
    const pool = new MemoryPool()
    const memory = pool.acquire()
    const first = memory.child()
    expect(pool.release(first)).toBe(false)
    memory.expand(32)
    const second = memory.child()
    expect(pool.release(memory)).toBe(true)
    expect(() => second.size()).toThrow(freed)
  })
  it('ends a memory that is not its own, and keeps nothing', () => {
    const pool = new MemoryPool()
    const [own, others] = [new Memory(), new MemoryPool().acquire()]
    expect([pool.release(own), pool.release(others)]).toEqual([false, false])
    expect(() => own.size()).toThrow(freed)
    expect(() => others.size()).toThrow(freed)
  })
})

it('newMemory and freeMemory use one common pool', () => {
  const memory = newMemory()
  const { buffer } = memory
  freeMemory(memory)
  expect(() => memory.size()).toThrow(freed)
  expect(newMemory().buffer).toBe(buffer)
})
