import { describe, expect, it } from 'vitest'
import type { MemoryBacking, MemoryContext } from './context.ts'
import { memoryError } from './errors.ts'
import { type GasMeter, memoryCost } from './gas.ts'
import { Memory } from './memory.ts'

const code = (code: string) => expect.objectContaining({ code })
const MAX = 2n ** 256n - 1n

/** The bytes 1, 2, 3, … of `size`, as a memory. */
function counted(size: number): Memory {
  const memory = new Memory()
  memory.expand(size)
  memory.set(
    0,
    size,
    Uint8Array.from({ length: size }, (_, index) => index + 1),
  )
  return memory
}

describe('size', () => {
  it('is 0 at first, and all reads are 0', () => {
    const memory = new Memory()
    expect([memory.size(), memory.length, memory.lastGasCost]).toEqual([0, 0, 0n])
    expect(memory.data()).toHaveLength(0)
    expect(memory.readWord(0)).toBe(0n)
  })
  it('is the length of the contiguous data, and lastGasCost its price, after every operation', () => {
    const memory = new Memory()
    const gas = { remaining: 10n ** 9n }
    const operations = [
      () => memory.expand(1),
      () => memory.resize(96),
      () => memory.load(100n, gas),
      () => memory.writeByte(5000n, 1n, gas),
      () => memory.child().release(),
      () => memory.copyFromMemory(0n, 10_000n, 5n, gas),
    ]
    const sizes = operations.map((operation) => {
      operation()
      expect(memory.data()).toHaveLength(memory.size())
      expect(memory.slice()).toHaveLength(memory.size())
      expect(memory.length).toBe(memory.size())
      expect(memory.lastGasCost).toBe(memoryCost(BigInt(memory.size() / 32)))
      return memory.size()
    })
    expect(sizes).toEqual([32, 96, 160, 5024, 5024, 10_016])
  })
  it('serves whoever needs a MemoryContext', () => {
    const context: MemoryContext = new Memory()
    context.expand(33)
    context.slice()[40] = 7
    expect([context.size(), context.slice()[40]]).toEqual([64, 7])
  })
})

describe('expand and resize', () => {
  for (const [end, size] of [
    [0, 0],
    [1, 32],
    [32, 32],
    [33, 64],
    [4096, 4096],
    [4097, 4128],
  ] as const) {
    it(`expand rounds ${end} up to ${size}`, () => {
      const memory = new Memory()
      memory.expand(end)
      expect(memory.size()).toBe(size)
    })
  }
  it('resize takes whole words only', () => {
    const memory = new Memory()
    memory.resize(64)
    expect(memory.size()).toBe(64)
    for (const size of [1, 63, 65]) expect(() => memory.resize(size)).toThrow(code('memory.unalignedSize'))
  })
  it('never shrink', () => {
    const memory = counted(64)
    memory.resize(32)
    memory.expand(0)
    expect(memory.size()).toBe(64)
    expect(memory.data()[63]).toBe(64)
  })
  it('keep the bytes across a reallocation, and within the capacity do not allocate', () => {
    const memory = counted(64)
    const bytes = memory.data().buffer
    memory.resize(4096)
    expect(memory.data().buffer).toBe(bytes)
    memory.resize(4128)
    expect(memory.data().buffer).not.toBe(bytes)
    expect([...memory.getCopy(62, 4)]).toEqual([63, 64, 0, 0])
  })
  it('stop at maxSize, with what is there unchanged', () => {
    const memory = new Memory({ maxSize: 64 })
    memory.expand(64)
    expect(() => memory.expand(65)).toThrow(code('memory.outOfMemory'))
    expect(() => memory.resize(96)).toThrow(code('memory.outOfMemory'))
    expect(() => memory.child().expand(65)).toThrow(code('memory.outOfMemory'))
    expect(memory.size()).toBe(64)
  })
  it('count maxSize in whole words, and never past 2^32', () => {
    expect(new Memory({ maxSize: 95 }).maxSize).toBe(64)
    expect(new Memory({ maxSize: 2 ** 40 }).maxSize).toBe(2 ** 32)
    expect(new Memory().maxSize).toBe(2 ** 32)
    expect(() => new Memory({ maxSize: -1 })).toThrow(code('memory.overflow'))
  })
  it('refuse what is no count of bytes', () => {
    const memory = new Memory()
    for (const size of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => memory.expand(size)).toThrow(code('memory.overflow'))
      expect(() => memory.resize(size)).toThrow(code('memory.overflow'))
    }
    expect(memory.size()).toBe(0)
  })
})

describe('bounds of the unmetered layer', () => {
  const accesses: Record<string, (memory: Memory, offset: number, length: number) => unknown> = {
    set: (memory, offset, length) => memory.set(offset, length, new Uint8Array(Math.max(length, 0) || 0)),
    getCopy: (memory, offset, length) => memory.getCopy(offset, length),
    getPtr: (memory, offset, length) => memory.getPtr(offset, length),
    'copy to': (memory, offset, length) => memory.copy(offset, 0, length),
    'copy from': (memory, offset, length) => memory.copy(0, offset, length),
  }
  for (const [name, access] of Object.entries(accesses)) {
    it(`${name}: the last byte is inside, the next is not`, () => {
      const memory = counted(64)
      access(memory, 63, 1)
      access(memory, 0, 64)
      const before = memory.getCopy(0, 64)
      for (const [offset, length] of [
        [64, 1],
        [63, 2],
        [0, 65],
        [-1, 1],
        [0, -1],
        [0.5, 1],
        [Number.NaN, 1],
        [0, Number.NaN],
        [2 ** 32, 1],
        [2 ** 53, 1],
      ] as const)
        expect(() => access(memory, offset, length), `${offset} ${length}`).toThrow(code('memory.outOfBounds'))
      expect(memory.getCopy(0, 64)).toEqual(before)
      expect(memory.size()).toBe(64)
    })
    it(`${name}: no bytes are inside at any offset`, () => {
      expect(() => access(new Memory(), 2 ** 60, 0)).not.toThrow()
      expect(() => access(counted(32), 33, 0)).not.toThrow()
    })
  }
  for (const [name, length] of [
    ['set32', 32],
    ['set8', 1],
  ] as const) {
    it(`${name}: the last offset is inside, the next is not`, () => {
      const memory = counted(64)
      const set = (offset: number) => (name === 'set32' ? memory.set32(offset, 0n) : memory.set8(offset, 0))
      set(64 - length)
      for (const offset of [65 - length, -1, 0.5, Number.NaN, 2 ** 32])
        expect(() => set(offset)).toThrow(code('memory.outOfBounds'))
    })
  }
})

describe('set', () => {
  it('copies as many bytes as were asked for and are there', () => {
    const memory = counted(32)
    memory.set(0, 2, Uint8Array.of(0xa, 0xb, 0xc))
    memory.set(4, 3, Uint8Array.of(0xd))
    expect([...memory.getCopy(0, 8)]).toEqual([0xa, 0xb, 3, 4, 0xd, 6, 7, 8])
  })
})

describe('set32 and readWord', () => {
  for (const word of [
    0n,
    1n,
    0x80n,
    2n ** 64n - 1n,
    2n ** 64n,
    2n ** 128n + 5n,
    2n ** 255n,
    MAX,
    0x0102030405060708n << 192n,
  ]) {
    it(`keep 0x${word.toString(16)}, at any alignment, big-endian`, () => {
      for (const offset of [0, 1, 31, 32]) {
        const memory = counted(64)
        memory.set32(offset, word)
        expect(memory.readWord(offset)).toBe(word)
        const hex = word.toString(16).padStart(64, '0')
        expect(Buffer.from(memory.getCopy(offset, 32)).toString('hex')).toBe(hex)
        expect([...memory.getCopy(0, offset)]).toEqual([...counted(64).getCopy(0, offset)])
        expect([...memory.getCopy(offset + 32, 32 - offset)]).toEqual([
          ...counted(64).getCopy(offset + 32, 32 - offset),
        ])
      }
    })
  }
  it('takes the low 256 bits of anything else', () => {
    const memory = counted(32)
    memory.set32(0, -1n)
    expect(memory.readWord(0)).toBe(MAX)
    memory.set32(0, 2n ** 256n + 3n)
    expect(memory.readWord(0)).toBe(3n)
  })
  it('set8 takes the low 8 bits', () => {
    const memory = counted(32)
    memory.set8(0, 0x1ff)
    memory.set8(1, -2)
    expect([...memory.getCopy(0, 3)]).toEqual([0xff, 0xfe, 3])
  })
})

describe('getCopy and getPtr', () => {
  it('getCopy stays as it was', () => {
    const memory = counted(32)
    const copy = memory.getCopy(0, 2)
    memory.set8(0, 9)
    expect([...copy]).toEqual([1, 2])
    copy[1] = 9
    expect(memory.readByte(1)).toBe(2)
  })
  it('getPtr, data and slice alias', () => {
    const memory = counted(32)
    for (const view of [memory.getPtr(0, 2), memory.data(), memory.slice()]) {
      memory.set8(0, 9)
      expect(view[0]).toBe(9)
      view[0] = 8
      expect(memory.readByte(0)).toBe(8)
    }
  })
  it('data covers this memory and nothing else', () => {
    const parent = counted(32)
    const child = parent.child()
    child.expand(64)
    expect([child.data().byteOffset, child.data().length]).toEqual([32, 64])
  })
})

describe('copy', () => {
  it('moves overlapping ranges as if through a buffer', () => {
    for (const [dst, src] of [
      [0, 3],
      [3, 0],
      [2, 2],
    ] as const) {
      const memory = counted(32)
      const expected = counted(32).getCopy(0, 32)
      expected.set(expected.slice(src, src + 20), dst)
      memory.copy(dst, src, 20)
      expect(memory.data()).toEqual(expected)
    }
  })
})

describe('pure reads', () => {
  it('are zeros past the end, and part zeros across it', () => {
    const memory = counted(64)
    expect(memory.readByte(63)).toBe(64)
    expect(memory.readByte(64)).toBe(0)
    expect(memory.readWord(32)).toBe(memory.readWord(32n))
    expect(memory.readWord(33) >> 8n).toBe(memory.readWord(32) & (2n ** 248n - 1n))
    expect(memory.readWord(33) & 0xffn).toBe(0n)
    expect(memory.readWord(63)).toBe(64n << 248n)
    expect(memory.readWord(64)).toBe(0n)
    expect([...memory.readBytes(62, 4)]).toEqual([63, 64, 0, 0])
  })
  it('take any offset, expand nothing and cost nothing', () => {
    const memory = counted(64)
    for (const offset of [2 ** 31, 2 ** 32, 2 ** 60, 2n ** 32n, 2n ** 53n + 1n, 2n ** 64n - 32n, MAX]) {
      expect([memory.readByte(offset), memory.readWord(offset)]).toEqual([0, 0n])
      expect([...memory.readBytes(offset, 2)]).toEqual([0, 0])
    }
    expect([memory.size(), memory.lastGasCost]).toEqual([64, 6n])
  })
  it('see zeros past this memory, not what stands behind it in the buffer', () => {
    const parent = counted(32)
    const child = parent.child()
    child.expand(32)
    child.data().fill(0xff)
    expect(parent.readWord(31)).toBe(32n << 248n)
    expect([parent.readByte(32), ...parent.readBytes(31, 2)]).toEqual([0, 32, 0])
  })
  it('refuse offsets that are negative or not whole', () => {
    const memory = counted(64)
    for (const offset of [-1, -1n, 0.5, Number.NaN])
      for (const read of [
        () => memory.readByte(offset),
        () => memory.readWord(offset),
        () => memory.readBytes(offset, 1),
      ])
        expect(read).toThrow(code('memory.overflow'))
  })
})

/** Metered operations on a memory of 32 bytes that need 64 or more, with the price of growing: 3 gas for each word. */
const METERED: Record<string, { cost: bigint; run: (memory: Memory, gas: GasMeter) => unknown }> = {
  'charge one region': { cost: 3n, run: (memory, gas) => memory.charge(gas, [32n, 1n]) },
  'charge two regions': { cost: 9n, run: (memory, gas) => memory.charge(gas, [40n, 1n], [127n, 1n], [MAX, 0n]) },
  load: { cost: 3n, run: (memory, gas) => memory.load(1n, gas) },
  'load at 0x20': { cost: 3n, run: (memory, gas) => memory.load(32n, gas) },
  'load at 0x21': { cost: 6n, run: (memory, gas) => memory.load(33n, gas) },
  loadBytes: { cost: 3n, run: (memory, gas) => memory.loadBytes(0n, 33n, gas) },
  writeByte: { cost: 3n, run: (memory, gas) => memory.writeByte(32n, 7n, gas) },
  writeWord: { cost: 3n, run: (memory, gas) => memory.writeWord(31n, MAX, gas) },
  writeBytes: { cost: 3n, run: (memory, gas) => memory.writeBytes(31n, Uint8Array.of(7, 7), gas) },
  writePadded: { cost: 3n, run: (memory, gas) => memory.writePadded(0n, Uint8Array.of(7), 0n, 64n, gas) },
  'copyFromMemory, a high target': { cost: 6n, run: (memory, gas) => memory.copyFromMemory(95n, 0n, 1n, gas) },
  'copyFromMemory, a high source': { cost: 6n, run: (memory, gas) => memory.copyFromMemory(0n, 95n, 1n, gas) },
}

describe('metered operations', () => {
  for (const [name, { cost, run }] of Object.entries(METERED)) {
    it(`${name}: ${cost} gas suffice and are all that is taken`, () => {
      const memory = counted(32)
      const gas = { remaining: cost }
      run(memory, gas)
      expect([memory.size(), gas.remaining]).toEqual([32 + (32 * Number(cost)) / 3, 0n])
      expect(memory.lastGasCost).toBe(3n + cost)
    })
    it(`${name}: with one gas less nothing happens`, () => {
      const memory = counted(32)
      const gas = { remaining: cost - 1n }
      expect(() => run(memory, gas)).toThrow(code('memory.outOfGas'))
      expect([gas.remaining, memory.size(), memory.lastGasCost]).toEqual([cost - 1n, 32, 3n])
      expect(memory.data()).toEqual(counted(32).data())
    })
    it(`${name}: over maxSize nothing happens, and gas is asked first`, () => {
      const memory = new Memory({ maxSize: 32 })
      memory.expand(32)
      const gas = { remaining: cost }
      expect(() => run(memory, gas)).toThrow(code('memory.outOfMemory'))
      expect([gas.remaining, memory.size()]).toEqual([cost, 32])
      expect(() => run(memory, { remaining: cost - 1n })).toThrow(code('memory.outOfGas'))
    })
    it(`${name}: when the host refuses, nothing happens`, () => {
      const bytes = new Uint8Array(32).fill(5)
      const backing: MemoryBacking = {
        bytes,
        generation: 0,
        reserve(capacity) {
          if (capacity > 32) throw memoryError('memory.allocationError', { required: capacity })
        },
      }
      const memory = new Memory({ backing })
      memory.expand(32)
      const gas = { remaining: cost }
      expect(() => run(memory, gas)).toThrow(code('memory.allocationError'))
      expect([gas.remaining, memory.size(), bytes.every((byte) => byte === 5)]).toEqual([cost, 32, true])
    })
    it(`${name}: is free the second time`, () => {
      const memory = counted(32)
      const gas = { remaining: 1000n }
      run(memory, gas)
      run(memory, gas)
      expect(gas.remaining).toBe(1000n - cost)
    })
  }

  it('read and write the bytes that they paid for', () => {
    const memory = new Memory()
    const gas = { remaining: 1_000_000n }
    memory.writeWord(0n, 0xdeadbeefn, gas)
    memory.writeByte(64n, 0x1ffn, gas)
    memory.writeBytes(1n, Uint8Array.of(1, 2, 3), gas)
    expect(memory.load(0n, gas)).toBe((0x010203n << 224n) | 0xdeadbeefn)
    expect([...memory.loadBytes(63n, 3n, gas)]).toEqual([0, 0xff, 0])
    memory.copyFromMemory(96n, 1n, 3n, gas)
    expect([...memory.loadBytes(96n, 3n, gas)]).toEqual([1, 2, 3])
    expect([memory.size(), gas.remaining]).toEqual([128, 1_000_000n - 12n])
  })
  it('loadBytes is a snapshot', () => {
    const memory = counted(32)
    const gas = { remaining: 0n }
    const data = memory.loadBytes(0n, 2n, gas)
    memory.writeByte(0n, 9n, gas)
    expect([...data]).toEqual([1, 2])
  })
  it('writePadded has zeros behind its source, from any offset in it', () => {
    const source = Uint8Array.of(1, 2, 3, 4)
    for (const [sourceOffset, expected] of [
      [0n, [1, 2, 3, 4, 0, 0]],
      [3n, [4, 0, 0, 0, 0, 0]],
      [4n, [0, 0, 0, 0, 0, 0]],
      [2n ** 32n, [0, 0, 0, 0, 0, 0]],
      [2n ** 64n, [0, 0, 0, 0, 0, 0]],
      [MAX, [0, 0, 0, 0, 0, 0]],
    ] as const) {
      const memory = new Memory()
      memory.expand(32)
      memory.data().fill(0xff)
      memory.writePadded(1n, source, sourceOffset, 6n, { remaining: 0n })
      expect([...memory.getCopy(0, 8)]).toEqual([0xff, ...expected, 0xff])
    }
  })
  it('take no bytes at any offset, for nothing', () => {
    const memory = new Memory()
    const gas = { remaining: 0n }
    memory.charge(gas, [MAX, 0n])
    memory.charge(gas)
    expect(memory.loadBytes(MAX, 0n, gas)).toHaveLength(0)
    memory.writeBytes(MAX, new Uint8Array(0), gas)
    memory.writePadded(MAX, Uint8Array.of(1), MAX, 0n, gas)
    memory.copyFromMemory(MAX, MAX, 0n, gas)
    expect([memory.size(), gas.remaining]).toEqual([0, 0n])
  })
  it('are out of gas where a sum or an offset would wrap at 2^32, 2^53, 2^64 or 2^256', () => {
    for (const offset of [2n ** 53n, 2n ** 64n - 32n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 256n - 32n, MAX]) {
      const memory = counted(32)
      const gas = { remaining: 2n ** 63n - 1n }
      for (const run of [
        () => memory.load(offset, gas),
        () => memory.writeWord(offset, 1n, gas),
        () => memory.writeByte(offset, 1n, gas),
        () => memory.loadBytes(0n, offset, gas),
        () => memory.loadBytes(offset, offset, gas),
        () => memory.copyFromMemory(0n, offset, 1n, gas),
        () => memory.copyFromMemory(offset, 0n, 1n, gas),
        () => memory.writePadded(offset, Uint8Array.of(1), 0n, 1n, gas),
      ])
        expect(run).toThrow(code('memory.outOfGas'))
      expect([memory.size(), gas.remaining]).toEqual([32, 2n ** 63n - 1n])
    }
    // Up to 2^53 that gas would pay: the host's cap ends it.
    expect(() => counted(32).load(2n ** 32n, { remaining: 2n ** 63n - 1n })).toThrow(code('memory.outOfMemory'))
  })
  it('price memory over 2^32 bytes exactly before they refuse it', () => {
    const memory = new Memory()
    const cost = 35_184_775_266_307n // 2^27 + 1 words
    expect(() => memory.load(2n ** 32n, { remaining: cost })).toThrow(code('memory.outOfMemory'))
    expect(() => memory.load(2n ** 32n, { remaining: cost - 1n })).toThrow(code('memory.outOfGas'))
  })
  it("are out of gas past go-ethereum's bound, whatever the gas", () => {
    const gas = { remaining: 10n ** 40n }
    expect(() => new Memory().charge(gas, [0n, 0x1fffffffe0n])).toThrow(code('memory.outOfMemory'))
    expect(() => new Memory().charge(gas, [0n, 0x1fffffffe1n])).toThrow(code('memory.outOfGas'))
    expect(gas.remaining).toBe(10n ** 40n)
  })
  it('refuse what no stack word can be, before they pay', () => {
    const memory = counted(32)
    const gas = { remaining: 1000n }
    for (const run of [
      () => memory.load(-1n, gas),
      () => memory.writeByte(-1n, 1n, gas),
      () => memory.loadBytes(0n, -1n, gas),
      () => memory.writePadded(64n, Uint8Array.of(1), -1n, 1n, gas),
    ])
      expect(run).toThrow(code('memory.overflow'))
    expect([memory.size(), gas.remaining]).toEqual([32, 1000n])
  })
  it('ask for a price as often as one likes: it stays, and nothing becomes free', () => {
    const memory = counted(32)
    expect([memory.expansionGasCost(4096n), memory.expansionGasCost(4096n)]).toEqual([413n, 413n])
    expect(memory.expansionGasCost(32n)).toBe(0n)
    expect(memory.size()).toBe(32)
    expect(() => memory.load(4064n, { remaining: 412n })).toThrow(code('memory.outOfGas'))
  })
})
