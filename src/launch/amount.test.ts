import { describe, expect, it } from 'vitest'
import { parseAddress, parseAmount, parseWhole } from './amount.ts'

describe('parseAmount', () => {
  for (const [text, wei] of [
    ['1ether', 10n ** 18n],
    ['0.5 ether', 5n * 10n ** 17n],
    ['1.000000000000000001ether', 10n ** 18n + 1n],
    ['5gwei', 5n * 10n ** 9n],
    ['5Gwei', 5n * 10n ** 9n],
    ['12wei', 12n],
    ['12', 12n],
    ['0xc', 12n],
    ['0', 0n],
  ] as const)
    it(`reads ${text}`, () => expect(parseAmount(text)).toBe(wei))
  for (const text of ['', 'ether', '1eth', '1.5', '1.5wei', '0.0000000000000000001ether', '-1', '1,5ether', '0xg'])
    it(`refuses ${JSON.stringify(text)}`, () => expect(() => parseAmount(text)).toThrow(/is not an amount of ether/))
})

describe('parseWhole', () => {
  it('reads digits with separators between them', () => {
    expect(parseWhole('30,000,000', 2n ** 63n)).toBe(30_000_000n)
    expect(parseWhole('30_000_000', 2n ** 63n)).toBe(30_000_000n)
    expect(parseWhole('0xff', 2n ** 63n)).toBe(255n)
  })
  it('takes the limit and no more', () => {
    expect(parseWhole('8', 8n)).toBe(8n)
    expect(() => parseWhole('9', 8n)).toThrow('"9" is not a whole number from 0 to 8.')
  })
  for (const text of ['', '-1', '1.5', '1e3', ',1', '1,'])
    it(`refuses ${JSON.stringify(text)}`, () => expect(() => parseWhole(text, 8n)).toThrow(/is not a whole/))
})

describe('parseAddress', () => {
  it('takes any letter case', () => expect(parseAddress(`0x${'aB'.repeat(20)}`)).toBe(`0x${'ab'.repeat(20)}`))
  for (const text of ['', '0x', `0x${'a'.repeat(39)}`, `0x${'a'.repeat(41)}`, 'a'.repeat(40), `0x${'g'.repeat(40)}`])
    it(`refuses ${JSON.stringify(text)}`, () => expect(() => parseAddress(text)).toThrow(/is not an address/))
})
