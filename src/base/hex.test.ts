import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemlaneError } from './error.ts'
import { bytesToHex, hexToBytes, isHexBytes, isHexWord, quantityToHex, wordToHex } from './hex.ts'

const seed = Number(process.env.MEMLANE_SEED ?? Date.now() % 2 ** 31)

function refusal(hex: string): MemlaneError {
  try {
    hexToBytes(hex)
  } catch (error) {
    if (error instanceof MemlaneError) return error
    throw error
  }
  throw new Error('it was taken')
}

describe('hexToBytes', () => {
  it.each([
    ['0x', []],
    ['0x00', [0]],
    ['0x0102', [1, 2]],
    ['0xdeadBEEF', [0xde, 0xad, 0xbe, 0xef]],
    ['0x0f1e2d3c4b5a69788796a5b4c3d2e1f0', [15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180, 195, 210, 225, 240]],
  ])('%s', (hex, bytes) => expect([...hexToBytes(hex)]).toEqual(bytes))

  it.each([
    ['', 'Hex must start with 0x.', { position: 0 }],
    ['00', 'Hex must start with 0x.', { position: 0 }],
    ['0X00', 'Hex must start with 0x.', { position: 0 }],
    [' 0x00', 'Hex must start with 0x.', { position: 0 }],
    ['0x1', 'Hex has an odd number of digits, 1; each byte needs two.', { digits: 1 }],
    ['0x123', 'Hex has an odd number of digits, 3; each byte needs two.', { digits: 3 }],
    ['0x0g', 'Character "g" at position 3 is not a hex digit.', { position: 3, character: 'g' }],
    ['0x 0', 'Character " " at position 2 is not a hex digit.', { position: 2, character: ' ' }],
    ['0x00\n', 'Character "\\n" at position 4 is not a hex digit.', { position: 4, character: '\n' }],
    ['0x0x00', 'Character "x" at position 3 is not a hex digit.', { position: 3, character: 'x' }],
    ['0x0😀', 'Character "😀" at position 3 is not a hex digit.', { position: 3, character: '😀' }],
  ])('refuses %j', (hex, message, facts) => {
    expect(refusal(hex)).toMatchObject({ code: 'base.invalidHex', message, facts })
  })

  it('takes the 22 hex digits and no other character', () => {
    const taken: string[] = []
    for (let code = 0; code < 0x10000; code++) {
      const character = String.fromCharCode(code)
      try {
        hexToBytes(`0x0${character}`)
        taken.push(character)
      } catch (error) {
        expect(error).toBeInstanceOf(MemlaneError)
      }
    }
    expect(taken.join('')).toBe('0123456789ABCDEFabcdef')
  })
})

describe('bytesToHex', () => {
  it('writes two lower-case digits for each byte', () => {
    expect(bytesToHex(Uint8Array.of())).toBe('0x')
    expect(bytesToHex(Uint8Array.of(0, 1, 0x7f, 0x80, 0xff))).toBe('0x00017f80ff')
  })
  it('writes a view, not the buffer behind it', () => {
    expect(bytesToHex(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))).toBe('0x0203')
  })
  it(`agrees with Node and comes back (MEMLANE_SEED=${seed})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const hex = bytesToHex(bytes)
        expect(hex).toBe(`0x${Buffer.from(bytes).toString('hex')}`)
        expect(hexToBytes(hex)).toEqual(Uint8Array.from(bytes))
        expect(hexToBytes(`0x${hex.slice(2).toUpperCase()}`)).toEqual(Uint8Array.from(bytes))
      }),
      { seed },
    )
  })
})

describe('numbers as hex', () => {
  it.each([
    [0n, '0x0'],
    [0, '0x0'],
    [128, '0x80'],
    [0x8000000000000000n, '0x8000000000000000'],
  ])('quantity %s', (value, hex) => expect(quantityToHex(value)).toBe(hex))
  it('a word has all its 64 digits', () => {
    expect(wordToHex(0n)).toBe(`0x${'0'.repeat(64)}`)
    expect(wordToHex(0x80n)).toBe(`0x${'0'.repeat(62)}80`)
    expect(wordToHex(2n ** 256n - 1n)).toBe(`0x${'f'.repeat(64)}`)
  })
})

describe('bytesToHex of many bytes', () => {
  it.each([255, 256, 257, 100_000])('gives every byte its two digits: %i', (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) & 0xff)
    expect(bytesToHex(bytes)).toBe(`0x${Buffer.from(bytes).toString('hex')}`)
  })
})

describe('what is hex', () => {
  it.each([
    ['0x', true, false],
    ['0x0', false, true],
    ['0x0a', true, true],
    ['0xFf', true, true],
    [`0x${'0'.repeat(64)}`, true, true],
    [`0x${'0'.repeat(66)}`, true, false],
    ['0x0g', false, false],
    ['0X00', false, false],
    ['00', false, false],
    ['0x00\n', false, false],
    [7, false, false],
    [undefined, false, false],
  ])('%j: bytes %s, a word %s', (value, bytes, word) =>
    expect([isHexBytes(value), isHexWord(value)]).toEqual([bytes, word]),
  )
})
