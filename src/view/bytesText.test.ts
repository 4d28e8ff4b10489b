import { describe, expect, it } from 'vitest'
import { briefBytes, longHex, shownBytes } from './bytesText.ts'
import { messagesIn } from './messages/index.ts'

describe('longHex', () => {
  it('spells every byte', () => {
    for (const length of [0, 1, 8191, 8192, 8193, 20_000]) {
      const bytes = Uint8Array.from({ length }, (_, index) => index * 7)
      expect(longHex(bytes)).toBe(`0x${Buffer.from(bytes).toString('hex')}`)
    }
  })
})

describe('shownBytes', () => {
  const english = messagesIn('en')
  it('shows up to a kilobyte', () => {
    expect(shownBytes(Uint8Array.of(1, 0xff), english)).toBe('0x01ff')
    expect(shownBytes(new Uint8Array(1024), english)).toBe(`0x${'00'.repeat(1024)}`)
  })
  it('says how many bytes there are more', () =>
    expect(shownBytes(new Uint8Array(5_000), english)).toBe(
      `0x${'00'.repeat(1024)}… 3,976 more bytes; --json prints all`,
    ))
})

describe('briefBytes', () => {
  it('is empty for none, whole for few, and the beginning of many', () => {
    expect(briefBytes(new Uint8Array(0))).toBe('')
    expect(briefBytes(new Uint8Array(8).fill(1))).toBe('0x0101010101010101')
    expect(briefBytes(new Uint8Array(9).fill(1))).toBe('0x01010101… 9 B')
    expect(briefBytes(new Uint8Array(4_000))).toBe('0x00000000… 4,000 B')
  })
  it('shows words that are small numbers as numbers', () => {
    const word = (...last: number[]) => Uint8Array.of(...new Uint8Array(32 - last.length), ...last)
    expect(briefBytes(word(0))).toBe('0x0 (32 B)')
    expect(briefBytes(word(1, 0))).toBe('0x100 (32 B)')
    expect(briefBytes(word(...new Array(8).fill(255)))).toBe('0xffffffffffffffff (32 B)')
    expect(briefBytes(word(1, ...new Array(8).fill(0)))).toBe('0x00000000… 32 B')
  })
})
