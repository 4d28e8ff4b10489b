import { describe, expect, it } from 'vitest'
import { addressOf, formatAddress, isAddress } from './address.ts'

describe('addresses', () => {
  it('are the low 20 bytes of a word', () => {
    const dirty = (0xffn << 160n) + 0xca11en
    expect(addressOf(dirty)).toBe(0xca11en)
    expect(formatAddress(dirty)).toBe('0x00000000000000000000000000000000000ca11e')
    expect(formatAddress(2n ** 160n - 1n)).toBe(`0x${'f'.repeat(40)}`)
    expect(formatAddress(2n ** 160n)).toBe(`0x${'0'.repeat(40)}`)
  })
  it.each([
    [`0x${'0'.repeat(40)}`, true],
    [`0x${'aB'.repeat(20)}`, true],
    [`0x${'0'.repeat(39)}`, false],
    [`0x${'0'.repeat(41)}`, false],
    ['0'.repeat(40), false],
    [`0X${'0'.repeat(40)}`, false],
    [`0x${'0'.repeat(39)}g`, false],
    [`0x${'0'.repeat(40)}\n`, false],
  ])('%j: %s', (text, expected) => expect(isAddress(text)).toBe(expected))
})
