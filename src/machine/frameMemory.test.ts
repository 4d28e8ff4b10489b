/** EVM memory of frames: what growth costs, where it ends, and what stands in it. */
import { describe, expect, it } from 'vitest'
import { newMachine, startFrame } from '../../test/support/evmMachine.ts'
import { chosenSeed, Random } from '../../test/support/evmRandom.ts'
import { memoryCost } from '../memory/index.ts'
import { fillWithJunk } from '../memory/junk.ts'
import { Code } from './codeStore.ts'

const MAX_GAS = (1n << 63n) - 1n
const seed = chosenSeed()

const words = (end: bigint) => (end + 31n) / 32n

describe('the price of growth', () => {
  const LIMIT = 1 << 20
  const machine = newMachine('osaka', LIMIT)

  /** Grows an empty frame by one access; what came of it and the gas that is left. */
  function grow(offset: bigint, length: bigint, gas: bigint) {
    machine.reset()
    const frame = startFrame(machine, { gas })
    const outcome = machine.expand(frame, offset, length)
    return { outcome, gas: frame.gas, size: frame.size, cost: frame.memoryCost }
  }

  /** What the formula says: the gas decides before the host's cap does. */
  function expected(offset: bigint, length: bigint, gas: bigint) {
    const count = length === 0n ? 0n : words(offset + length)
    const cost = memoryCost(count)
    if (cost > gas) return { outcome: 'unpaid', gas, size: 0, cost: 0n }
    if (count * 32n > LIMIT) return { outcome: 'beyondLimit', gas, size: 0, cost: 0n }
    return { outcome: 'paid', gas: gas - cost, size: Number(count) * 32, cost }
  }

  /** Sizes in words at which the formula, 32-bit and 64-bit numbers, and all the gas there can be end. */
  const edges = [
    ...[0n, 1n, 2n, 22n, 23n, 724n, 32_767n, 32_768n, 32_769n, 65_535n, 65_536n, 94_906_265n, 94_906_266n],
    ...[(1n << 32n) - 1n, 1n << 32n, (1n << 32n) + 1n, (1n << 36n) - 1n, 1n << 36n],
    // 2^63 − 1 gas pays for 68,719,475,968 words.
    ...[68_719_475_967n, 68_719_475_968n, 68_719_475_969n, 68_719_476_000n],
  ]

  it.each(edges)('of %s words is paid with exactly its gas and not with one less', (count) => {
    const length = count * 32n
    const cost = memoryCost(count)
    for (const gas of [cost - 1n, cost, cost + 1n, MAX_GAS]) {
      if (gas < 0n || gas > MAX_GAS) continue
      expect(grow(0n, length, gas), `${gas} gas`).toEqual(expected(0n, length, gas))
      if (length > 0n) expect(grow(length - 1n, 1n, gas), `${gas} gas`).toEqual(expected(0n, length, gas))
    }
    expect(grow(0n, length, 0n)).toEqual(expected(0n, length, 0n))
  })

  it(`is the formula's up to 2^42 (MEMLANE_SEED=${seed})`, () => {
    const random = new Random(seed)
    const reached = { paid: 0, unpaid: 0, beyondLimit: 0 }
    for (let trial = 0; trial < 20_000; trial++) {
      const offset = random.bits(random.below(43))
      const length = random.oneIn(20) ? 0n : random.bits(random.below(43))
      const gas = random.bits(random.below(64))
      const got = grow(offset, length, gas)
      expect(got, `seed ${seed}: [${offset}, +${length}) with ${gas} gas`).toEqual(expected(offset, length, gas))
      reached[got.outcome]++
    }
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(1000)
  })

  it('is charged for the difference, and nothing for what is there', () => {
    machine.reset()
    const frame = startFrame(machine, { gas: 1_000_000n })
    let paid = 0n
    for (const end of [1n, 32n, 33n, 704n, 705n, 700n, 0n, 40_000n]) {
      machine.expand(frame, 0n, end)
      if (memoryCost(words(end)) > paid) paid = memoryCost(words(end))
      expect(1_000_000n - frame.gas).toBe(paid)
    }
  })

  it('is none for a range without bytes, wherever it is', () => {
    for (const offset of [0n, 1n << 31n, (1n << 32n) - 1n, 1n << 41n, 1n << 42n])
      expect(grow(offset, 0n, 0n)).toEqual({ outcome: 'paid', gas: 0n, size: 0, cost: 0n })
  })
})

describe('the host’s cap', () => {
  it('is for all frames together', () => {
    const machine = newMachine('osaka', 1 << 20)
    const outer = startFrame(machine)
    expect(machine.expand(outer, 0n, 600n << 10n)).toBe('paid')
    const inner = startFrame(machine)
    expect(machine.expand(inner, 0n, 424n << 10n)).toBe('paid')
    expect(machine.expand(inner, 0n, (424n << 10n) + 1n)).toBe('beyondLimit')
    machine.popFrame()
    expect(machine.expand(outer, 0n, 1n << 20n)).toBe('paid')
  })

  it('moves with memory when the heap takes its place', () => {
    const machine = newMachine('osaka', 1 << 20)
    const frame = startFrame(machine)
    machine.expand(frame, 0n, 32n)
    const { base } = frame
    machine.heap.allocate(16 << 20)
    expect(frame.base).toBeGreaterThan(base)
    expect(machine.expand(frame, 0n, 1n << 20n)).toBe('paid')
    expect(machine.expand(frame, 0n, (1n << 20n) + 1n)).toBe('beyondLimit')
  })
})

describe('memory of a frame', () => {
  const machine = newMachine()
  const bytesOf = (frame: ReturnType<typeof startFrame>) =>
    machine.memory.bytes.subarray(frame.base, frame.base + frame.size)

  it('is zero whatever frames before it wrote', () => {
    for (const size of [32, 4096, 100_000, 64, 6 << 20, 32, 7 << 20]) {
      machine.reset()
      const outer = startFrame(machine)
      machine.expand(outer, 0n, 1000n)
      bytesOf(outer).fill(0xee)
      for (const innerSize of [size, 32, size + 4096]) {
        const inner = startFrame(machine)
        machine.expand(inner, 0n, 1n)
        machine.expand(inner, BigInt(innerSize) - 1n, 1n)
        expect(inner.size).toBe(Math.ceil(innerSize / 32) * 32)
        expect(bytesOf(inner).every((byte) => byte === 0)).toBe(true)
        bytesOf(inner).fill(0xff)
        machine.popFrame()
      }
      // The caller grows over what its callees left.
      machine.expand(outer, 0n, BigInt(size) + 2000n)
      expect(
        bytesOf(outer)
          .subarray(1024)
          .every((byte) => byte === 0),
      ).toBe(true)
      expect(
        bytesOf(outer)
          .subarray(0, 1024)
          .every((byte) => byte === 0xee),
      ).toBe(true)
    }
  })

  it('is zero where it moved to, over what frames before it wrote', () => {
    const own = newMachine()
    const { memory } = own
    const outer = startFrame(own)
    own.expand(outer, 0n, 64n)
    const inner = startFrame(own)
    own.expand(inner, 0n, 30n << 20n)
    memory.bytes.fill(0xff, inner.base, inner.base + inner.size)
    own.popFrame()
    own.heap.allocate(6 << 20)
    own.expand(outer, 0n, 40n << 20n)
    expect(memory.bytes.subarray(outer.base, outer.base + outer.size).every((byte) => byte === 0)).toBe(true)
  })

  it('moves, with the ranges that point into it, while frames are live', () => {
    const random = new Random(7)
    machine.reset()
    const frames = Array.from({ length: 5 }, () => {
      const caller = machine.depth < 0 ? undefined : machine.current
      const frame = startFrame(machine, caller && { input: caller.base + 16, inputLength: 100 })
      machine.expand(frame, 0n, BigInt(200 + random.below(3000)))
      bytesOf(frame).set(random.bytes(frame.size))
      return { frame, bytes: bytesOf(frame).slice() }
    })
    const bases = frames.map(({ frame }) => frame.base)
    for (let move = 0; move < 4; move++) {
      const code = new Code(new Uint8Array(500_000).fill(move))
      machine.codes.load(code)
      machine.heap.allocate(5 << 20)
      for (const [index, { frame, bytes }] of frames.entries()) {
        expect(bytesOf(frame)).toEqual(bytes)
        if (index === 0) continue
        const input = machine.memory.copyOut(frame.input, frame.inputLength)
        expect(input).toEqual(frames[index - 1]!.bytes.subarray(16, 116))
      }
    }
    expect(frames.every(({ frame }, index) => frame.base > bases[index]!)).toBe(true)
    const next = startFrame(machine)
    machine.expand(next, 0n, 20n << 20n)
    expect(bytesOf(next).every((byte) => byte === 0)).toBe(true)
  })
})

describe('junk', () => {
  it(`is the same in the engine and in TypeScript (MEMLANE_SEED=${seed})`, () => {
    const machine = newMachine()
    const random = new Random(seed)
    const at = machine.heap.allocate(1 << 16)
    for (let trial = 0; trial < 500; trial++) {
      const junkSeed = random.pick([0, 1, 2 ** 31, 2 ** 32 - 1, random.bits32()])
      machine.brutalize(junkSeed, 0)
      const from = random.below(20) * 32
      const end = from + random.below(40) * 32
      machine.memory.bytes.fill(0, at, at + end)
      machine.engine.fillWithJunk(at, from, end)
      const bytes = new Uint8Array(end - from)
      fillWithJunk(bytes, junkSeed, from)
      expect(machine.memory.copyOut(at + from, end - from)).toEqual(bytes)
      // From any byte on, not only from the first of a word.
      const start = random.below(bytes.length + 1)
      const part = new Uint8Array(random.below(bytes.length - start + 1))
      fillWithJunk(part, junkSeed, from + start)
      expect(part).toEqual(bytes.subarray(start, start + part.length))
    }
  })

  it('has no zero byte, and no word that is small', () => {
    const bytes = new Uint8Array(1 << 16)
    fillWithJunk(bytes, 1, 0x80)
    expect(bytes.includes(0)).toBe(false)
    // All of the odd bytes there are, about as often.
    const counts = new Map<number, number>()
    for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1)
    expect(counts.size).toBe(128)
    expect(Math.max(...counts.values())).toBeLessThan(700)
  })
})
