import { describe, expect, it } from 'vitest'
import { parseSize } from './size.ts'

describe('parseSize', () => {
  for (const [text, bytes] of [
    ['8192', 8192],
    ['0x2000', 8192],
    ['0X2000', 8192],
    ['8KiB', 8192],
    ['8 kib', 8192],
    ['1MiB', 1_048_576],
    ['1GiB', 1_073_741_824],
    ['33B', 33],
    ['0', 0],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ] as const)
    it(`reads ${text}`, () => expect(parseSize(text)).toBe(bytes))
  for (const text of ['', 'KiB', '1KB', '1.5KiB', '-1', '1e3', '0x'])
    it(`refuses ${JSON.stringify(text)}`, () => expect(() => parseSize(text)).toThrow(/is not a size in bytes/))
  it('refuses what has no exact number', () => {
    expect(() => parseSize('9007199254740992')).toThrow(/are more than the 9,007,199,254,740,991 that are priced/)
    expect(() => parseSize(`0x${'f'.repeat(64)}`)).toThrow(/are more than/)
  })
})
