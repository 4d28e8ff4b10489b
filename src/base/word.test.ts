import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bytesToBigint,
  MAX_WORD,
  putWord,
  signed,
  WORD_BYTES,
  wordAt,
  wordFromLimbs,
  wordToBytes,
  wordToLimbs,
} from './word.ts'

const seed = Number(process.env.MEMLANE_SEED ?? Date.now() % 2 ** 31)
const word = fc.oneof(
  fc.bigInt(0n, 2n ** 256n - 1n),
  fc.nat(255).map((bit) => 1n << BigInt(bit)),
)

// One word in its three forms, written out by hand.
const WORD = 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1fn
const BYTES = Uint8Array.from({ length: 32 }, (_, index) => index)
const LIMBS = BigUint64Array.of(0x18191a1b1c1d1e1fn, 0x1011121314151617n, 0x08090a0b0c0d0e0fn, 0x0001020304050607n)

describe('a word', () => {
  it('has 32 bytes, the largest all ones', () => {
    expect(WORD_BYTES).toBe(32)
    expect(MAX_WORD).toBe(115792089237316195423570985008687907853269984665640564039457584007913129639935n)
    expect([...wordToBytes(MAX_WORD)]).toEqual(new Array(32).fill(255))
  })
  it('is big-endian in bytes', () => {
    expect(wordAt(BYTES)).toBe(WORD)
    expect(wordToBytes(WORD)).toEqual(BYTES)
    expect([...wordToBytes(0x80n)]).toEqual([...new Array(31).fill(0), 0x80])
  })
  it('is four limbs with the least significant first', () => {
    expect(wordFromLimbs(LIMBS, 0)).toBe(WORD)
    const limbs = new BigUint64Array(6).fill(9n)
    wordToLimbs(limbs, 1, WORD)
    expect([...limbs]).toEqual([9n, ...LIMBS, 9n])
    expect(wordFromLimbs(limbs, 1)).toBe(WORD)
  })
  it('is read and written in place, inside a view that starts anywhere', () => {
    const buffer = new Uint8Array(70).fill(0xee)
    const view = buffer.subarray(3, 68)
    putWord(view, 5, WORD)
    expect([...buffer.subarray(8, 40)]).toEqual([...BYTES])
    expect(buffer[7]).toBe(0xee)
    expect(buffer[40]).toBe(0xee)
    expect(wordAt(view, 5)).toBe(WORD)
    expect(wordAt(view, 33)).toBe(BigInt(`0x${'1c1d1e1f'}${'ee'.repeat(28)}`))
  })
  it('must lie inside the bytes', () => {
    const bytes = new Uint8Array(64).subarray(0, 40)
    expect(wordAt(bytes, 8)).toBe(0n)
    expect(() => wordAt(new Uint8Array(40), 9)).toThrow(RangeError)
    expect(() => putWord(new Uint8Array(40), 9, 1n)).toThrow(RangeError)
    expect(() => wordAt(new Uint8Array(40), -1)).toThrow(RangeError)
  })
  it(`comes back from bytes and limbs (MEMLANE_SEED=${seed})`, () => {
    fc.assert(
      fc.property(word, fc.nat(9), (word, offset) => {
        const hex = word.toString(16).padStart(64, '0')
        expect(Buffer.from(wordToBytes(word)).toString('hex')).toBe(hex)
        const bytes = new Uint8Array(41)
        putWord(bytes, offset, word)
        expect(wordAt(bytes, offset)).toBe(word)
        expect(bytesToBigint(bytes.subarray(0, offset + 32))).toBe(word)
        const limbs = new BigUint64Array(4)
        wordToLimbs(limbs, 0, word)
        expect([...limbs].reduceRight((high, limb) => high * 2n ** 64n + limb, 0n)).toBe(word)
        expect(wordFromLimbs(limbs, 0)).toBe(word)
      }),
      { seed },
    )
  })
})

describe('bytesToBigint', () => {
  it.each([
    [[], 0n],
    [[0], 0n],
    [[1, 0], 256n],
    [[0, 0, 0xff], 255n],
    [[1, ...new Array(32).fill(0)], 2n ** 256n],
  ])('%j', (bytes, value) => expect(bytesToBigint(Uint8Array.from(bytes))).toBe(value))
})

describe('signed', () => {
  it.each([
    [0n, 0n],
    [1n, 1n],
    [2n ** 255n - 1n, 2n ** 255n - 1n],
    [2n ** 255n, -(2n ** 255n)],
    [2n ** 256n - 1n, -1n],
  ])('%s', (word, value) => expect(signed(word)).toBe(value))
})
