import { describe, expect, it } from 'vitest'
import { getSlice, getZeroPaddedSlice, validateBounds, validateReturnDataBounds } from './slice.ts'

const MAX = 2n ** 256n - 1n

describe('validateBounds', () => {
  for (const [offset, length, size, valid] of [
    [0n, 32n, 32n, true],
    [1n, 32n, 32n, false],
    [31n, 1n, 32n, true],
    [32n, 1n, 32n, false],
    [MAX, 0n, 0n, true],
    [MAX, 1n, 32n, false],
    [1n, MAX, 32n, false], // 2^256: a 256-bit sum would be 0.
    [2n ** 64n - 1n, 1n, 32n, false],
    [-1n, 1n, 32n, false],
  ] as const) {
    it(`[${offset}, + ${length}) in ${size} bytes: ${valid}`, () =>
      expect(validateBounds(offset, length, size)).toBe(valid))
  }
})

describe('validateReturnDataBounds', () => {
  for (const [offset, length, size, valid] of [
    [0n, 0n, 0n, true],
    [64n, 0n, 64n, true],
    [65n, 0n, 64n, false], // Where any other copy of no bytes is fine.
    [MAX, 1n, 64n, false],
    [0n, 64n, 64n, true],
    [0n, 65n, 64n, false],
  ] as const) {
    it(`[${offset}, + ${length}) of ${size} bytes: ${valid}`, () =>
      expect(validateReturnDataBounds(offset, length, size)).toBe(valid))
  }
})

describe('getSlice', () => {
  const data = Uint8Array.of(1, 2, 3, 4)

  it('is a view up to the last byte', () => {
    const slice = getSlice(data, 3, 1)
    expect([...slice]).toEqual([4])
    expect(slice.buffer).toBe(data.buffer)
  })
  it('has no bytes at any offset', () => expect(getSlice(data, 2 ** 60, 0)).toHaveLength(0))
  it('throws where a typed array would clamp', () => {
    expect(data.subarray(3, 5)).toHaveLength(1)
    for (const [offset, length] of [
      [3, 2],
      [4, 1],
      [-1, 1],
      [0, -1],
      [0.5, 1],
      [0, Number.NaN],
      [Number.NaN, 1],
    ] as const)
      expect(() => getSlice(data, offset, length)).toThrow(expect.objectContaining({ code: 'memory.outOfBounds' }))
  })
})

describe('getZeroPaddedSlice', () => {
  const data = Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd)

  it('pads behind the end, as far as asked', () => {
    expect([...getZeroPaddedSlice(data, 2, 4)]).toEqual([0xcc, 0xdd, 0, 0])
    expect([...getZeroPaddedSlice(data, 4n, 2)]).toEqual([0, 0])
  })
  it('takes any offset: none wraps', () => {
    for (const offset of [2n ** 32n, 2n ** 53n + 1n, 2n ** 64n, MAX, 2n ** 2000n])
      expect([...getZeroPaddedSlice(data, offset, 2)]).toEqual([0, 0])
  })
  it('is a copy', () => {
    getZeroPaddedSlice(data, 0, 4)[0] = 0
    expect(data[0]).toBe(0xaa)
  })
  it('refuses offsets and lengths that are negative or not whole', () => {
    for (const [offset, length] of [
      [-1, 1],
      [-1n, 1],
      [0.5, 1],
      [Number.NaN, 1],
      [0, -1],
      [0, 1.5],
    ] as const)
      expect(() => getZeroPaddedSlice(data, offset, length)).toThrow(
        expect.objectContaining({ code: 'memory.overflow' }),
      )
  })
})
