import { describe, expect, it } from 'vitest'
import { chosenSeed, Random } from '../../test/support/evmRandom.ts'
import { PagedMemory } from './pagedMemory.ts'

const seed = chosenSeed()

describe('paged memory', () => {
  it('reads zeros where nothing was written', () => {
    expect(new PagedMemory().read(4090, 12)).toEqual(new Uint8Array(12))
  })

  it('writes a word over the end of a page, most significant byte first', () => {
    const memory = new PagedMemory()
    memory.writeWord(4096 - 2, Uint32Array.of(0x0d0e0f10, 0x090a0b0c, 0, 0, 0, 0, 0, 0x01020304), 0)
    const bytes = memory.read(4094, 32)
    expect([...bytes.subarray(0, 4)]).toEqual([1, 2, 3, 4])
    expect([...bytes.subarray(24)]).toEqual([9, 10, 11, 12, 13, 14, 15, 16])
  })

  it('leaves shared pages as they were', () => {
    const memory = new PagedMemory()
    memory.write(0, Uint8Array.of(1, 2, 3))
    const shared = memory.share()
    memory.writeByte(1, 9)
    const other = new PagedMemory(shared)
    other.fill(7, 2, 1)
    expect([...memory.read(0, 3)]).toEqual([1, 9, 3])
    expect([...other.read(0, 3)]).toEqual([1, 2, 7])
    expect([...new PagedMemory(shared).read(0, 3)]).toEqual([1, 2, 3])
  })

  it(`is one array of bytes, whatever is shared meanwhile (MEMLANE_SEED=${seed})`, () => {
    const random = new Random(seed)
    const SIZE = 20_000
    const model = new Uint8Array(SIZE)
    let memory = new PagedMemory()
    const kept: { pages: ReturnType<PagedMemory['share']>; bytes: Uint8Array }[] = []
    for (let round = 0; round < 4000; round++) {
      const length = random.below(random.oneIn(20) ? 9000 : 40)
      const offset = random.below(SIZE - length - 32)
      switch (random.below(5)) {
        case 0: {
          const bytes = random.bytes(random.below(length + 1))
          memory.write(offset, bytes, length)
          model.fill(0, offset, offset + length)
          model.set(bytes, offset)
          break
        }
        case 1:
          memory.fill(round & 255, offset, length)
          model.fill(round & 255, offset, offset + length)
          break
        case 2: {
          const words = Uint32Array.from({ length: 8 }, () => random.below(2 ** 32))
          memory.writeWord(offset, words, 0)
          const view = new DataView(model.buffer)
          for (let part = 0; part < 8; part++) view.setUint32(offset + 28 - part * 4, words[part]!)
          break
        }
        case 3:
          memory.writeByte(offset, round & 255)
          model[offset] = round & 255
          break
        default:
          if (random.oneIn(10)) {
            kept.push({ pages: memory.share(), bytes: model.slice() })
            if (random.oneIn(2)) memory = new PagedMemory(kept.at(-1)!.pages)
          }
      }
      expect(Buffer.compare(memory.read(offset, length), model.subarray(offset, offset + length))).toBe(0)
    }
    expect(kept.length).toBeGreaterThan(10)
    for (const { pages, bytes } of kept) expect(Buffer.compare(new PagedMemory(pages).read(0, SIZE), bytes)).toBe(0)
  })
})
