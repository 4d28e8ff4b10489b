import { describe, expect, it } from 'vitest'
import * as constants from './constants.ts'
import { expandSize, isWordAligned, wordCount } from './constants.ts'

it('has the numbers of the protocol, of go-ethereum and of the usual machine', () => {
  const numbers = Object.fromEntries(Object.entries(constants).filter(([, value]) => typeof value !== 'function'))
  expect(numbers).toEqual({
    WORD_SIZE: 32,
    PAGE_SIZE: 4096,
    MAX_MEMORY_SIZE: 2 ** 32,
    GAS_MEMORY_WORD: 3n,
    GAS_QUADRATIC_DIVISOR: 512n,
    INITIAL_CAPACITY: 4096,
    GAS_TABLE_WORDS: 128,
    POOL_MAX_CAPACITY: 16 * 1024,
    GETH_MAX_MEMORY_SIZE: 137_438_953_440,
    MAX_EXACT_WORDS: Math.floor(Math.sqrt(2 ** 53)),
  })
})

describe('wordCount', () => {
  for (const [bytes, words] of [
    [0, 0],
    [1, 1],
    [31, 1],
    [32, 1],
    [33, 2],
    [724, 23], // The "724 bytes" of a well-known article are the 23rd word.
    [2 ** 32 + 32, 134_217_729], // `>>> 5` gives 1.
    [2 ** 53 - 1, 2 ** 48],
  ] as const) {
    it(`${bytes} bytes are ${words} words, as number and as bigint`, () => {
      expect(wordCount(bytes)).toBe(words)
      expect(wordCount(BigInt(bytes))).toBe(BigInt(words))
    })
  }
  it('counts bigints past every number', () => expect(wordCount(2n ** 256n)).toBe(2n ** 251n))
  it('refuses what is no count of bytes', () => {
    for (const bytes of [-1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])
      expect(() => wordCount(bytes)).toThrow(expect.objectContaining({ code: 'memory.overflow' }))
  })
})

it('expandSize rounds up to words, past 2^32 too', () => {
  expect([0, 1, 32, 33, 2 ** 32 + 1].map(expandSize)).toEqual([0, 32, 32, 64, 2 ** 32 + 32])
  expect(() => expandSize(2 ** 53)).toThrow(expect.objectContaining({ code: 'memory.overflow' }))
})

it('isWordAligned', () => {
  expect([0, 1, 31, 32, 33, 2 ** 32, 2 ** 32 + 31].map(isWordAligned)).toEqual([
    ...[true, false, false, true, false],
    ...[true, false],
  ])
})
