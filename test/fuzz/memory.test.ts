/**
 * A million random operations on memories, their children, the pool and the allocator, each compared with the
 * slowest model that is obviously right: a map from offset to byte, and the price formula on bigints.
 *
 *   MEMLANE_SEED=123 npx vitest run test/fuzz/memory.test.ts     repeats a run
 */
import { expect, it } from 'vitest'
import { MemlaneError } from '../../src/base/index.ts'
import {
  ArenaBacking,
  EvmAllocator,
  expansionGasCost,
  type GrowthStrategy,
  getZeroPaddedSlice,
  Memory,
  MemoryPool,
  SharedMemoryBuffer,
  validateBounds,
} from '../../src/memory/index.ts'

const OPERATIONS = 1_000_000
const MAX_SIZE = 48 * 1024
const seed = Number(process.env.MEMLANE_SEED ?? Math.floor(Math.random() * 2 ** 32))

/** Mulberry32: small, and the same everywhere. */
let state = seed
function random(bound: number): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), state | 1)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
}
const pick = <T>(choices: readonly T[]): T => choices[random(choices.length)]!

let operation = 0
function check(holds: boolean, what: () => string): void {
  if (!holds) throw new Error(`seed ${seed}, operation ${operation}: ${what()}`)
}

/** What is said to happen: a value, or the code of an error. */
function outcome<T>(act: () => T): { value: T } | { code: string } {
  try {
    return { value: act() }
  } catch (error) {
    if (error instanceof MemlaneError) return { code: error.code }
    throw error
  }
}

/** The model of a frame: bytes that were written, and a size. Nothing else. */
class Model {
  readonly bytes = new Map<number, number>()
  words = 0n

  get size(): number {
    return Number(this.words) * 32
  }

  byte(offset: number): number {
    return this.bytes.get(offset) ?? 0
  }

  word(offset: number): bigint {
    let word = 0n
    for (let index = 0; index < 32; index++) word = word * 256n + BigInt(this.byte(offset + index))
    return word
  }

  put(offset: number, bytes: readonly number[]): void {
    for (const [index, byte] of bytes.entries()) this.bytes.set(offset + index, byte)
  }

  range(offset: number, length: number): number[] {
    return Array.from({ length }, (_, index) => this.byte(offset + index))
  }

  wordsFor(end: bigint): bigint {
    return larger(this.words, end / 32n + (end % 32n === 0n ? 0n : 1n))
  }
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b)
const price = (words: bigint) => 3n * words + (words * words) / 512n
const wordBytes = (word: bigint) =>
  Array.from({ length: 32 }, (_, index) => Number((word >> BigInt(8 * (31 - index))) & 255n))

interface Frame {
  readonly memory: Memory
  readonly model: Model
}

const arena = new EvmAllocator({ initialCapacity: 1000 })
const pool = new MemoryPool({ maxEntries: 3 })
const stale: Memory[] = []

function newRoot(): Memory {
  const strategy = pick<GrowthStrategy>(['page', 'doubling', 'evmone'])
  switch (random(8)) {
    case 0:
      return new Memory({ strategy, initialCapacity: random(200), maxSize: MAX_SIZE })
    case 1:
      return new Memory({ buffer: new SharedMemoryBuffer({ strategy }), maxSize: MAX_SIZE })
    case 2:
      return new Memory({ backing: new ArenaBacking(new EvmAllocator({ strategy })), maxSize: MAX_SIZE })
    default:
      return pool.acquire()
  }
}

/** Three call chains that take turns; the last frame of each is the one that runs. */
const chains: Frame[][] = Array.from({ length: 3 }, () => [{ memory: pool.acquire(), model: new Model() }])

/** An offset that is near the start, near the end of what is there, far, or at an edge of some number type. */
function randomOffset(size: number): bigint {
  switch (random(24)) {
    case 0:
      return BigInt(random(16_384))
    case 1:
      return pick([2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 64n, 2n ** 256n]) - BigInt(random(65))
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
      return BigInt(Math.max(0, size - 40 + random(80)))
    default:
      return BigInt(random(512))
  }
}
const randomLength = () => BigInt(pick([0, 1, 31, 32, 33, random(100), random(100)]))
const randomWord = () =>
  pick([
    0n,
    1n,
    2n ** 64n - 1n,
    2n ** 64n,
    2n ** 256n - 1n,
    BigInt(random(2 ** 31)),
    BigInt(random(2 ** 31)) << BigInt(random(225)),
  ])
const randomBytes = (length: number) => Uint8Array.from({ length }, () => random(256))

function compare({ memory, model }: Frame): void {
  check(memory.size() === model.size, () => `size ${memory.size()}, expected ${model.size}`)
  check(memory.lastGasCost === price(model.words), () => `lastGasCost ${memory.lastGasCost}`)
  const data = memory.data()
  for (let offset = 0; offset < data.length; offset++)
    check(
      data[offset] === model.byte(offset),
      () => `byte ${offset} is ${data[offset]}, expected ${model.byte(offset)}`,
    )
}

/**
 * Runs a metered operation with gas that is plenty, exact or one short, and judges price, size and refusal.
 * Gives its value, or `undefined` when it was refused as it should be.
 */
function metered<T>(
  { memory, model }: Frame,
  end: bigint,
  run: (gas: { remaining: bigint }) => T,
): { value: T } | undefined {
  const words = model.wordsFor(end)
  const cost = price(words) - price(model.words)
  const available = pick([cost, cost, cost + BigInt(random(1000)), larger(cost - 1n, 0n)])
  const isPayable = available >= cost && (cost === 0n || end <= 0x1fffffffe0n)
  const isOverMax = words * 32n > BigInt(memory.maxSize)
  // Memories of the pool may have 2^32 bytes: more than a test wants to fill.
  if (isPayable && !isOverMax && words * 32n > BigInt(MAX_SIZE)) return undefined
  const gas = { remaining: available }
  const result = outcome(() => run(gas))
  if (isPayable && !isOverMax) model.words = words
  check(memory.size() === model.size, () => `size ${memory.size()}, expected ${model.size}`)
  if ('value' in result) {
    check(isPayable && !isOverMax, () => `end ${end} was not refused`)
    check(gas.remaining === available - cost, () => `paid ${available - gas.remaining}, expected ${cost}`)
    return result
  }
  const expected = isPayable ? 'memory.outOfMemory' : 'memory.outOfGas'
  check(result.code === expected && !(isPayable && !isOverMax), () => `end ${end}: ${result.code}`)
  check(gas.remaining === available, () => `gas ${gas.remaining} after a refusal, was ${available}`)
  return undefined
}

const endOf = (offset: bigint, length: bigint) => (length === 0n ? 0n : offset + length)

const MOVES = {
  writeWord(frame: Frame): void {
    const offset = randomOffset(frame.model.size)
    const word = randomWord()
    const done = metered(frame, offset + 32n, (gas) => frame.memory.writeWord(offset, word, gas))
    if (done) frame.model.put(Number(offset), wordBytes(word))
  },
  writeByte(frame: Frame): void {
    const offset = randomOffset(frame.model.size)
    const word = randomWord()
    const done = metered(frame, offset + 1n, (gas) => frame.memory.writeByte(offset, word, gas))
    if (done) frame.model.put(Number(offset), [Number(word & 255n)])
  },
  writeBytes(frame: Frame): void {
    const offset = randomOffset(frame.model.size)
    const data = randomBytes(random(80))
    const end = endOf(offset, BigInt(data.length))
    const done = metered(frame, end, (gas) => frame.memory.writeBytes(offset, data, gas))
    if (done) frame.model.put(Number(offset), [...data])
  },
  writePadded(frame: Frame): void {
    const offset = randomOffset(frame.model.size)
    const length = randomLength()
    const source = randomBytes(random(64))
    const sourceOffset = randomOffset(source.length)
    const done = metered(frame, endOf(offset, length), (gas) =>
      frame.memory.writePadded(offset, source, sourceOffset, length, gas),
    )
    const byteAt = (index: bigint) => (index < BigInt(source.length) ? source[Number(index)]! : 0)
    const bytes = Array.from({ length: Number(length) }, (_, index) => byteAt(sourceOffset + BigInt(index)))
    if (done) frame.model.put(Number(offset), bytes)
  },
  copyFromMemory(frame: Frame): void {
    const dst = randomOffset(frame.model.size)
    const src = random(2) === 0 ? randomOffset(frame.model.size) : dst + BigInt(random(40))
    const length = randomLength()
    const end = endOf(larger(dst, src), length)
    const done = metered(frame, end, (gas) => frame.memory.copyFromMemory(dst, src, length, gas))
    if (done) frame.model.put(Number(dst), frame.model.range(Number(src), Number(length)))
  },
  load(frame: Frame): void {
    const offset = randomOffset(frame.model.size)
    const word = metered(frame, offset + 32n, (gas) => frame.memory.load(offset, gas))?.value
    check(word === undefined || word === frame.model.word(Number(offset)), () => `load(${offset}) is ${word}`)
  },
  loadBytes(frame: Frame): void {
    const offset = randomOffset(frame.model.size)
    const length = randomLength()
    const bytes = metered(frame, endOf(offset, length), (gas) => frame.memory.loadBytes(offset, length, gas))?.value
    if (bytes === undefined) return
    check(String(bytes) === String(frame.model.range(Number(offset), Number(length))), () => `loadBytes(${offset})`)
  },
  charge(frame: Frame): void {
    const [a, b] = [randomOffset(frame.model.size), randomOffset(frame.model.size)]
    const [lengthA, lengthB] = [randomLength(), randomLength()]
    metered(frame, larger(endOf(a, lengthA), endOf(b, lengthB)), (gas) =>
      frame.memory.charge(gas, [a, lengthA], [b, lengthB]),
    )
  },
  read({ memory, model }: Frame): void {
    const offset = randomOffset(model.size)
    const start = Number(offset)
    check(memory.readWord(offset) === model.word(start), () => `readWord(${offset})`)
    check(memory.readByte(start) === model.byte(start), () => `readByte(${offset})`)
    const length = Number(randomLength())
    check(String(memory.readBytes(offset, length)) === String(model.range(start, length)), () => `readBytes(${offset})`)
  },
  expand({ memory, model }: Frame): void {
    const size = random(16) === 0 ? random(40_000) : random(600)
    memory.expand(size)
    model.words = model.wordsFor(BigInt(size))
  },
  set({ memory, model }: Frame): void {
    const offset = Number(randomOffset(model.size))
    const value = randomBytes(random(70))
    const size = random(70)
    const isInside = size === 0 || offset + size <= model.size
    const result = outcome(() => memory.set(offset, size, value))
    check('value' in result === isInside, () => `set(${offset}, ${size}) of ${model.size}`)
    if (isInside) model.put(offset, [...value.subarray(0, size)])
  },
  setWordOrByte({ memory, model }: Frame): void {
    const offset = Number(randomOffset(model.size))
    const word = randomWord()
    const bytes = random(2) === 0 ? wordBytes(word) : [Number(word & 255n)]
    const result = outcome(() =>
      bytes.length === 1 ? memory.set8(offset, Number(word & 0xffffn)) : memory.set32(offset, word),
    )
    check('value' in result === offset + bytes.length <= model.size, () => `set${bytes.length * 8} at ${offset}`)
    if ('value' in result) model.put(offset, bytes)
  },
  copy({ memory, model }: Frame): void {
    const [dst, src] = [Number(randomOffset(model.size)), Number(randomOffset(model.size))]
    const length = Number(randomLength())
    const isInside = length === 0 || Math.max(dst, src) + length <= model.size
    check('value' in outcome(() => memory.copy(dst, src, length)) === isInside, () => `copy(${dst}, ${src}, ${length})`)
    if (isInside) model.put(dst, model.range(src, length))
  },
  getCopyAndPtr({ memory, model }: Frame): void {
    const offset = Number(randomOffset(model.size))
    const length = Number(randomLength())
    const isInside = length === 0 || offset + length <= model.size
    const expected = isInside ? String(model.range(offset, length)) : 'memory.outOfBounds'
    for (const get of [() => memory.getCopy(offset, length), () => memory.getPtr(offset, length)]) {
      const result = outcome(get)
      check(('value' in result ? String(result.value) : result.code) === expected, () => `get(${offset}, ${length})`)
    }
    check(validateBounds(BigInt(offset), BigInt(length), BigInt(model.size)) === isInside, () => 'validateBounds')
  },
  query({ memory, model }: Frame): void {
    const size = pick([
      randomOffset(model.size),
      BigInt(random(2 ** 31)) * 64n,
      94_906_265n * 32n + BigInt(random(64)) - 32n,
    ])
    const cost = price(model.wordsFor(size)) - price(model.words)
    check(memory.expansionGasCost(size) === cost, () => `expansionGasCost(${size})`)
    check(expansionGasCost(model.size, size) === cost, () => `expansionGasCost(${model.size}, ${size})`)
  },
  child(frame: Frame, chain: Frame[]): void {
    if (chain.length < 12) chain.push({ memory: frame.memory.child(), model: new Model() })
  },
  release(frame: Frame, chain: Frame[]): void {
    if (random(4) === 0) compare(frame)
    if (chain.length > 1) {
      if (random(2) === 0) frame.memory.data().fill(0xff) // What the next frame must not see.
      frame.memory.release()
      stale.push(chain.pop()!.memory)
      if (random(8) === 0) compare(chain.at(-1)!)
    } else if (random(4) === 0) {
      pool.release(frame.memory)
      stale.push(frame.memory)
      chain[0] = { memory: newRoot(), model: new Model() }
    }
  },
  unwind(_: Frame, chain: Frame[]): void {
    if (random(8) > 0) return
    const depth = random(chain.length)
    if (depth === 0) return
    chain[depth]!.memory.deinit()
    for (const { memory } of chain.splice(depth)) stale.push(memory)
  },
  frozen(_: Frame, chain: Frame[]): void {
    if (chain.length < 2) return
    const { memory, model } = chain[random(chain.length - 1)]!
    const gas = { remaining: 10n ** 6n }
    for (const change of [
      () => memory.expand(64),
      () => memory.set8(0, 1),
      () => memory.load(0n, gas),
      () => memory.child(),
    ]) {
      const result = outcome(change)
      check('code' in result && result.code === 'memory.staleContext', () => `frozen: ${JSON.stringify(result)}`)
    }
    const offset = random(model.size + 40)
    check(memory.readWord(offset) === model.word(offset), () => `frozen readWord(${offset})`)
  },
  stale(): void {
    if (stale.length === 0) return
    const memory = pick(stale)
    for (const use of [() => memory.readByte(0), () => memory.size(), () => memory.expand(32), () => memory.data()]) {
      const result = outcome(use)
      check('code' in result && result.code === 'memory.useAfterFree', () => `released: ${JSON.stringify(result)}`)
    }
    memory.release()
    check(!pool.release(memory), () => 'a memory was pooled twice')
    if (stale.length > 100) stale.length = 50
  },
  arena(): void {
    if (random(400) === 0) {
      for (const { block, bytes } of blocks) check(String(block) === String(bytes), () => 'a block changed')
      arena.reset()
      blocks.length = 0
    }
    const index = random(Math.max(blocks.length, 1))
    const entry = blocks[index]
    if (entry === undefined || random(3) === 0) {
      const align = pick([1, 2, 8, 32, 256])
      const block = arena.alloc(random(120), align)
      check(block.byteOffset % align === 0, () => `alignment ${align}`)
      check(
        block.every((byte) => byte === 0),
        () => 'a new block is not zero',
      )
      const bytes = [...randomBytes(block.length)]
      block.set(bytes)
      blocks.push({ block, bytes })
      return
    }
    check(String(entry.block) === String(entry.bytes), () => 'a block changed')
    const length = random(150)
    const block = arena.resize(entry.block, length)
    const bytes = Array.from({ length }, (_, position) => entry.bytes[position] ?? 0)
    check(String(block) === String(bytes), () => `a block of ${entry.bytes.length} resized to ${length}`)
    blocks[index] = { block, bytes }
  },
  padded(): void {
    const data = randomBytes(random(40))
    const offset = randomOffset(data.length)
    const length = Number(randomLength())
    const byteAt = (index: bigint) => (index < BigInt(data.length) ? data[Number(index)]! : 0)
    const expected = Array.from({ length }, (_, index) => byteAt(offset + BigInt(index)))
    check(String(getZeroPaddedSlice(data, offset, length)) === String(expected), () => `padded slice at ${offset}`)
  },
}
const blocks: { block: Uint8Array; bytes: number[] }[] = []

it(`agrees with a map of bytes over ${OPERATIONS} operations, seed ${seed}`, () => {
  const moves = Object.entries(MOVES)
  const ran = new Map<string, number>()
  let deepest = 0
  for (operation = 0; operation < OPERATIONS; operation++) {
    const chain = pick(chains)
    const [name, move] = pick(moves)
    move(chain.at(-1)!, chain)
    ran.set(name, (ran.get(name) ?? 0) + 1)
    deepest = Math.max(deepest, chain.length)
  }
  for (const frame of chains.flat()) compare(frame)
  console.log(`memory fuzz: ${operation} operations, seed ${seed}, pool ${JSON.stringify(pool.stats)}`)
  expect([...ran.keys()].sort()).toEqual(Object.keys(MOVES).sort())
  expect(Math.min(...ran.values())).toBeGreaterThan(OPERATIONS / moves.length / 2)
  expect(deepest).toBeGreaterThan(5)
  expect(pool.stats.hits).toBeGreaterThan(100)
})
