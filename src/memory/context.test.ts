import { describe, expect, it } from 'vitest'
import type { MemoryFrame } from './context.ts'
import { MemoryError } from './errors.ts'
import { Memory } from './memory.ts'

const code = (code: string) => expect.objectContaining({ code })

/** A stand-in for an engine: records of base and size in a linear memory that only it writes. */
class Engine {
  readonly linear = new WebAssembly.Memory({ initial: 1, maximum: 4 })
  /** As an engine would, it makes the view again after a growth detached the last. */
  bytes = new Uint8Array(this.linear.buffer)

  /** Writes record `index` at `index * 8`. */
  record(index: number, base: number, size: number): void {
    new Uint32Array(this.linear.buffer).set([base, size], index * 2)
  }

  grow(pages: number): void {
    this.linear.grow(pages)
    this.bytes = new Uint8Array(this.linear.buffer)
  }
}

class EngineFrame implements MemoryFrame {
  readonly #engine: Engine
  readonly #index: number

  constructor(engine: Engine, index: number) {
    this.#engine = engine
    this.#index = index
  }

  get base(): number {
    return new Uint32Array(this.#engine.linear.buffer)[this.#index * 2]!
  }

  get size(): number {
    const size = new Uint32Array(this.#engine.linear.buffer)[this.#index * 2 + 1]!
    if (size === 0xffff_ffff) throw new MemoryError('memory.staleContext', 'The frame has ended.')
    return size
  }

  bytes(): Uint8Array {
    return this.#engine.bytes
  }
}

describe("a memory over an engine's frame", () => {
  const start = () => {
    const engine = new Engine()
    engine.record(0, 1024, 64)
    engine.record(1, 1088, 32)
    engine.bytes.fill(1, 1024, 1088)
    engine.bytes.fill(2, 1088, 1120)
    engine.bytes.fill(0xff, 1120, 1200)
    return { engine, memory: new Memory({ frame: new EngineFrame(engine, 0) }) }
  }

  it('reads the frame and no byte besides', () => {
    const { engine, memory } = start()
    expect([memory.checkpoint, memory.size(), memory.lastGasCost]).toEqual([1024, 64, 6n])
    expect(memory.data().every((byte) => byte === 1)).toBe(true)
    expect(memory.readWord(63)).toBe(1n << 248n)
    expect(memory.readByte(64)).toBe(0)
    expect(memory.buffer).toBeUndefined()
    expect(memory.capacity).toBe(65_536 - 1024)
    const inner = new Memory({ frame: new EngineFrame(engine, 1) })
    expect([...inner.readBytes(30, 4)]).toEqual([2, 2, 0, 0])
  })
  it('keeps nothing: base, size and a linear memory that moved are what they are now', () => {
    const { engine, memory } = start()
    expect(memory.readWord(0)).toBe(memory.readWord(32))
    engine.record(0, 1024, 96)
    expect(memory.size()).toBe(96)
    expect(memory.readWord(64)).toBe(BigInt(`0x${'02'.repeat(32)}`))
    engine.grow(1)
    expect(memory.readWord(0)).toBe(BigInt(`0x${'01'.repeat(32)}`))
    engine.record(0, 1088, 32)
    expect(memory.readByte(0)).toBe(2)
  })
  it('can be written, where it is', () => {
    const { engine, memory } = start()
    memory.set32(0, 5n)
    memory.set(32, 2, Uint8Array.of(7, 7))
    expect(engine.bytes[1024 + 31]).toBe(5)
    expect([...engine.bytes.subarray(1056, 1059)]).toEqual([7, 7, 1])
    expect(() => memory.set8(64, 1)).toThrow(code('memory.outOfBounds'))
  })
  it('refuses to grow, to start frames and to end them', () => {
    const { memory } = start()
    const gas = { remaining: 1000n }
    for (const refused of [
      () => memory.expand(96),
      () => memory.resize(96),
      () => memory.child(),
      () => memory.release(),
      () => memory.deinit(),
      () => memory.load(64n, gas),
      () => memory.writeByte(64n, 1n, gas),
    ])
      expect(refused).toThrow(code('memory.foreignFrame'))
    expect(() => memory.load(64n, { remaining: 2n })).toThrow(code('memory.outOfGas'))
    expect([memory.size(), gas.remaining]).toEqual([64, 1000n])
    expect(memory.load(32n, gas)).toBe(memory.readWord(32))
  })
  it('passes on that the frame has ended', () => {
    const { engine, memory } = start()
    engine.record(0, 0, 0xffff_ffff)
    for (const use of [() => memory.size(), () => memory.readWord(0), () => memory.data(), () => memory.set8(0, 1)])
      expect(use).toThrow(code('memory.staleContext'))
  })
})
