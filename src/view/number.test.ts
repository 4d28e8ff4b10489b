import { describe, expect, it } from 'vitest'
import { byteCount, grouped, hexOffset, largest, offsetDigits } from './number.ts'

describe('hexOffset', () => {
  it('has three digits or as many as it needs', () => {
    expect(hexOffset(0)).toBe('0x000')
    expect(hexOffset(0x80)).toBe('0x080')
    expect(hexOffset(0x1234)).toBe('0x1234')
  })
  it('has no zeros in front when none are asked for', () => expect(hexOffset(0x80, 0)).toBe('0x80'))
  it('lines up with the largest offset beside it', () => {
    expect(offsetDigits(0x40)).toBe(3)
    expect(hexOffset(0x40, offsetDigits(0x1_0000))).toBe('0x00040')
  })
  it('reaches past 2^32', () => expect(hexOffset(2 ** 32 + 32)).toBe('0x100000020'))
})

describe('grouped', () => {
  for (const [value, text] of [
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [30_000_000n, '30,000,000'],
    [2n ** 64n, '18,446,744,073,709,551,616'],
  ] as const)
    it(`writes ${text}`, () => expect(grouped(value)).toBe(text))
})

describe('byteCount', () => {
  it('names the unit', () => expect(byteCount(1_048_576)).toBe('1,048,576 B'))
})

describe('largest', () => {
  it('is 0 for none', () => expect(largest([])).toBe(0))
  it('takes more numbers than a call takes arguments', () =>
    expect(largest(Array.from({ length: 1_000_000 }, (_, index) => index))).toBe(999_999))
})
