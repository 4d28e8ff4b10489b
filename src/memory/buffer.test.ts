import { describe, expect, it } from 'vitest'
import { SharedMemoryBuffer } from './buffer.ts'
import { Memory } from './memory.ts'

const stale = expect.objectContaining({ code: 'memory.staleContext' })
const freed = expect.objectContaining({ code: 'memory.useAfterFree' })

/** A memory of `size` bytes, all 0xff: whatever should be zero later would show. */
function dirty(memory: Memory, size: number): Memory {
  memory.expand(size)
  memory.data().fill(0xff)
  return memory
}

describe('checkpoints', () => {
  it('start where the parent ends, in the same buffer', () => {
    const buffer = new SharedMemoryBuffer()
    const parent = new Memory({ buffer })
    parent.expand(96)
    const child = parent.child()
    child.expand(32)
    const grandchild = child.child()
    expect([parent.checkpoint, child.checkpoint, grandchild.checkpoint]).toEqual([0, 96, 128])
    expect([parent.size(), child.size(), grandchild.size()]).toEqual([96, 32, 0])
    expect(buffer.length).toBe(128)
    for (const memory of [parent, child, grandchild]) expect(memory.buffer).toBe(buffer)
    expect(grandchild.data().buffer).toBe(parent.data().buffer)
  })
  it('of memories with buffers of their own are all 0', () => {
    expect(new Memory().buffer).not.toBe(new Memory().buffer)
    expect(new Memory().checkpoint).toBe(0)
  })
  it('separate: a child neither sees nor changes the bytes of its parent', () => {
    const parent = dirty(new Memory(), 64)
    const child = parent.child()
    child.expand(64)
    expect(child.readWord(0)).toBe(0n)
    child.set32(0, 1n)
    child.slice().fill(1)
    expect(child.slice()).toHaveLength(64)
    expect(() => child.set8(-1, 1)).toThrow(expect.objectContaining({ code: 'memory.outOfBounds' }))
    expect(parent.data().every((byte) => byte === 0xff)).toBe(true)
  })
  it('open inside the buffer also for a second memory made over it', () => {
    const buffer = new SharedMemoryBuffer()
    const first = new Memory({ buffer })
    first.expand(32)
    const second = new Memory({ buffer })
    expect(second.checkpoint).toBe(32)
    expect(() => first.expand(64)).toThrow(stale)
  })
})

describe('release', () => {
  it('truncates the buffer to the checkpoint, and the parent grows on', () => {
    const buffer = new SharedMemoryBuffer()
    const parent = dirty(new Memory({ buffer }), 64)
    const child = dirty(parent.child(), 320)
    child.release()
    expect([buffer.length, parent.size(), parent.lastGasCost]).toEqual([64, 64, 6n])
    parent.expand(128)
    expect(parent.getCopy(64, 64).every((byte) => byte === 0)).toBe(true)
    expect(parent.getCopy(0, 64).every((byte) => byte === 0xff)).toBe(true)
  })
  it('leaves nothing for the sibling: all of it is zero, on both sides of the high-water mark', () => {
    const parent = new Memory()
    dirty(parent.child(), 320).release()
    const sibling = parent.child()
    sibling.expand(320)
    sibling.expand(640)
    expect(sibling.data().every((byte) => byte === 0)).toBe(true)
  })
  it('remembers the highest mark, not the last', () => {
    const parent = new Memory()
    dirty(parent.child(), 640).release()
    dirty(parent.child(), 32).release()
    const sibling = parent.child()
    sibling.expand(640)
    expect(sibling.data().every((byte) => byte === 0)).toBe(true)
  })
  it('again is nothing', () => {
    const parent = new Memory()
    const child = parent.child()
    child.release()
    const sibling = parent.child()
    child.release()
    sibling.expand(32)
    expect(() => parent.expand(32)).toThrow(stale)
  })
  it('goes from the innermost outwards', () => {
    const parent = new Memory()
    const child = parent.child()
    const grandchild = child.child()
    expect(() => parent.release()).toThrow(stale)
    expect(() => child.release()).toThrow(stale)
    grandchild.release()
    child.release()
    parent.release()
    expect(() => parent.size()).toThrow(freed)
  })
  it('of a whole call chain at once is deinit', () => {
    const buffer = new SharedMemoryBuffer()
    const parent = new Memory({ buffer })
    const child = parent.child()
    const grandchild = child.child()
    child.deinit()
    expect(() => grandchild.size()).toThrow(freed)
    expect(() => child.size()).toThrow(freed)
    parent.expand(32)
    parent.deinit()
    parent.deinit()
    expect([buffer.length, buffer.innermost]).toEqual([0, undefined])
  })
  it('works 1024 deep', () => {
    const frames = [new Memory()]
    for (let depth = 1; depth <= 1024; depth++) {
      const child = frames.at(-1)!.child()
      child.expand(32)
      child.set32(0, BigInt(depth))
      frames.push(child)
    }
    for (let depth = 1024; depth >= 1; depth--) {
      const child = frames.pop()!
      expect([child.checkpoint, child.readWord(0)]).toEqual([(depth - 1) * 32, BigInt(depth)])
      child.release()
    }
  })
})

/** Everything that a memory can be asked to do, by what it does. */
const QUESTIONS: Record<string, (memory: Memory) => unknown> = {
  size: (memory) => memory.size(),
  length: (memory) => memory.length,
  lastGasCost: (memory) => memory.lastGasCost,
  data: (memory) => memory.data(),
  slice: (memory) => memory.slice(),
  getCopy: (memory) => memory.getCopy(0, 32),
  getPtr: (memory) => memory.getPtr(0, 32),
  'getCopy of no bytes': (memory) => memory.getCopy(0, 0),
  'getPtr of no bytes': (memory) => memory.getPtr(0, 0),
  readByte: (memory) => memory.readByte(0),
  readWord: (memory) => memory.readWord(0),
  readBytes: (memory) => memory.readBytes(0, 32),
  expansionGasCost: (memory) => memory.expansionGasCost(1000n),
}
const gas = { remaining: 1_000_000n }
const CHANGES: Record<string, (memory: Memory) => unknown> = {
  resize: (memory) => memory.resize(64),
  expand: (memory) => memory.expand(64),
  'expand to less': (memory) => memory.expand(1),
  set: (memory) => memory.set(0, 1, Uint8Array.of(1)),
  set32: (memory) => memory.set32(0, 1n),
  set8: (memory) => memory.set8(0, 1),
  copy: (memory) => memory.copy(0, 1, 1),
  'set of no bytes': (memory) => memory.set(0, 0, Uint8Array.of(1)),
  'copy of no bytes': (memory) => memory.copy(0, 1, 0),
  'charge for no bytes': (memory) => memory.charge(gas, [0n, 0n]),
  child: (memory) => memory.child(),
  charge: (memory) => memory.charge(gas, [0n, 32n]),
  load: (memory) => memory.load(0n, gas),
  loadBytes: (memory) => memory.loadBytes(0n, 32n, gas),
  writeByte: (memory) => memory.writeByte(0n, 1n, gas),
  writeWord: (memory) => memory.writeWord(0n, 1n, gas),
  writeBytes: (memory) => memory.writeBytes(0n, Uint8Array.of(1), gas),
  writePadded: (memory) => memory.writePadded(0n, Uint8Array.of(1), 0n, 2n, gas),
  copyFromMemory: (memory) => memory.copyFromMemory(0n, 1n, 1n, gas),
}

describe('a frozen parent', () => {
  for (const [name, change] of Object.entries(CHANGES)) {
    it(`refuses ${name}, unchanged, and takes it after the child's release`, () => {
      const parent = dirty(new Memory(), 32)
      const child = parent.child()
      expect(() => change(parent)).toThrow(stale)
      expect([parent.size(), parent.readWord(0), gas.remaining]).toEqual([32, 2n ** 256n - 1n, 1_000_000n])
      child.release()
      change(parent)
      gas.remaining = 1_000_000n
    })
  }
  for (const [name, question] of Object.entries(QUESTIONS)) {
    it(`answers ${name} as before`, () => {
      const parent = dirty(new Memory(), 32)
      const before = question(parent)
      const child = parent.child()
      child.expand(10_000)
      expect(question(parent)).toEqual(before)
    })
  }
})

describe('a released memory', () => {
  for (const [name, use] of Object.entries({ ...QUESTIONS, ...CHANGES })) {
    it(`refuses ${name}`, () => {
      const memory = dirty(new Memory(), 32)
      memory.release()
      expect(() => use(memory)).toThrow(freed)
      expect(gas.remaining).toBe(1_000_000n)
    })
  }
})

describe('capacity', () => {
  it('is kept when length falls to 0, and then grows without allocating', () => {
    const buffer = new SharedMemoryBuffer({ initialCapacity: 160 })
    const memory = new Memory({ buffer })
    memory.expand(64)
    expect([buffer.length, buffer.capacity]).toEqual([64, 160])
    memory.release()
    expect([buffer.length, buffer.capacity]).toEqual([0, 160])
    new Memory({ buffer }).expand(160)
    expect([buffer.length, buffer.capacity, buffer.generation]).toEqual([160, 160, 0])
  })
  it('grows with the strategy; the generation tells that views are old', () => {
    const buffer = new SharedMemoryBuffer({ strategy: 'page' })
    const memory = new Memory({ buffer })
    memory.expand(4096)
    expect([buffer.capacity, buffer.generation]).toEqual([4096, 0])
    memory.expand(8193)
    expect([buffer.capacity, buffer.generation]).toEqual([12_288, 1])
  })
  it('of a child is what is left of the buffer', () => {
    const parent = new Memory()
    parent.expand(96)
    expect([parent.capacity, parent.child().capacity]).toEqual([4096, 4000])
  })
})
