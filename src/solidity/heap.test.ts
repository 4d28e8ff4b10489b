import { describe, expect, it } from 'vitest'
import { Ast } from './ast.ts'
import { type AllocationSite, Heap } from './heap.ts'
import type { ReferenceType } from './type.ts'

const SITE: AllocationSite = { node: undefined, range: undefined, whole: undefined, generated: [], isFirst: true }
const BYTES: ReferenceType = { kind: 'bytes', location: 'memory' }

/** A heap whose free pointer took these values, one after the other. */
function heap(...pointers: (number | bigint)[]): Heap {
  const result = new Heap()
  for (const [step, pointer] of pointers.entries()) result.setPointer(BigInt(pointer), step, SITE)
  return result
}

const ranges = ({ regions }: Heap): [number, number][] => regions.map(({ start, end }) => [start, end])

describe('setPointer', () => {
  it('first sets up, then allocates', () => {
    const tested = heap(0x80, 0xc0, 0xe0)
    expect([tested.first, tested.last]).toEqual([0x80, 0xe0])
    expect(ranges(tested)).toEqual([
      [0x80, 0xc0],
      [0xc0, 0xe0],
    ])
    expect(tested.regions.map(({ step }) => step)).toEqual([1, 2])
  })
  it('writing the same value allocates nothing', () => expect(ranges(heap(0x80, 0x80))).toEqual([]))
  it('need not keep to words', () =>
    expect(ranges(heap(0x80, 0x219, 0x220))).toEqual([
      [0x80, 0x219],
      [0x219, 0x220],
    ]))
  it('going back gives memory back', () => {
    const tested = heap(0x80, 0xc0, 0xe0, 0x100, 0xd0, 0xf0)
    expect(ranges(tested)).toEqual([
      [0x80, 0xc0],
      [0xc0, 0xd0],
      [0xd0, 0xf0],
    ])
    expect(ranges(heap(0x80, 0xc0, 0x80))).toEqual([])
  })
  it('what lay in the part that was given back is gone', () => {
    const tested = heap(0x80, 0x100)
    const [kept, gone] = [tested.objectAt(0x80), tested.objectAt(0xc0)]
    tested.setPointer(0xc0n, 2, SITE)
    expect([...tested.regions[0]!.objects.values()]).toEqual([kept])
    expect(tested.objectAt(0xc0)).not.toBe(gone)
  })
  it('values that are no pointers are not taken for one', () => {
    expect(ranges(heap(0x80, 0xc0, 0, 2n ** 255n, 0xc0))).toEqual([[0x80, 0xc0]])
    expect(heap(0x40).first).toBeUndefined()
    expect(heap(0xa0, 0x80).last).toBe(0xa0)
  })
})

describe('evidence', () => {
  const [declaration] = [...new Ast([{ id: 1, nodeType: 'VariableDeclaration', src: '0:1:0', name: 'a' }]).nodes()]

  it('sticks to the region that was there', () => {
    const tested = heap(0x80, 0xc0)
    const before = tested.objectAt(0x80)!
    before.heldBy(declaration!, BYTES, 1, 0)
    tested.setPointer(0x80n, 8, SITE)
    tested.setPointer(0xa0n, 9, SITE)
    expect(before.region?.isLive).toBe(false)
    expect(tested.objectAt(0x80)).not.toBe(before)
    expect(tested.objectAt(0x80)?.holders.size).toBe(0)
  })
  it('seen before the allocation joins it', () => {
    const tested = heap(0x80)
    const object = tested.objectAt(0x80)!
    object.heldBy(declaration!, BYTES, 1, 0)
    tested.setPointer(0xc0n, 1, SITE)
    expect(object.region).toBe(tested.regions[0])
    expect(tested.loose.size).toBe(0)
    expect(tested.objectAt(0x80)).toBe(object)
  })
  it('of a cursor that moved on is forgotten, of an allocation kept', () => {
    const tested = heap(0x80, 0x100)
    for (const [address, kept] of [
      [0x80, true],
      [0xa0, false],
      [0x120, false],
    ] as const) {
      const object = tested.objectAt(address)!
      tested.release(object.heldBy(declaration!, BYTES, 1, 0))
      expect(tested.objectAt(address) === object).toBe(kept)
    }
  })
  it('is nothing below the heap, or before there is one', () => {
    expect(heap(0x80).objectAt(0x60)).toBeUndefined()
    expect(new Heap().objectAt(0x80)).toBeUndefined()
  })
})

describe('store', () => {
  const tested = heap(0x80, 0xc0, 0x100)
  const [first, second] = tested.regions
  it('notes the start of a region in another', () => {
    tested.store(0xa0n, 0xc0n)
    tested.store(0xa0n, 0xc0n)
    tested.store(0xa0n, 0x80n)
    expect(first?.pointers.get(0xa0)).toEqual([second?.object(0xc0), first?.object(0x80)])
  })
  it('notes what lies inside a region apart: it may be a number', () => {
    tested.store(0x80n, 0xe0n)
    tested.store(0x80n, 0xe0n)
    tested.store(0x80n, 0x81n)
    expect(first?.inner.get(0x80)).toEqual([0xe0, 0x81])
  })
  it('notes nothing else', () => {
    tested.store(0x80n, 7n)
    tested.store(0x80n, 2n ** 255n)
    tested.store(0x40n, 0x80n) // outside of the heap
    tested.store(2n ** 200n, 0x80n)
    tested.store(0x120n, 0x80n)
    expect(first?.pointers.size).toBe(1)
    expect(first?.inner.size).toBe(1)
    expect(second?.pointers.size).toBe(0)
  })
})
