import { describe, expect, it } from 'vitest'
import { displayWidth, padEnd, padStart, printable, truncate } from './width.ts'

describe('displayWidth', () => {
  for (const [text, width] of [
    ['', 0],
    ['bytes32[5] a', 12],
    ['0x80 → 0x160', 12],
    ['偏移', 4],
    ['空闲内存指针', 12],
    ['（默认）', 8],
    ['ｘ', 2],
    ['한글', 4],
    ['é', 1],
    ['👍', 2],
  ] as const)
    it(`counts ${width} columns for ${JSON.stringify(text)}`, () => expect(displayWidth(text)).toBe(width))
})

describe('padding', () => {
  it('fills columns, not characters', () => {
    expect(padEnd('偏移', 6)).toBe('偏移  ')
    expect(padStart('字节', 6)).toBe('  字节')
  })
  it('leaves a text alone that is wide enough', () => expect(padEnd('偏移', 3)).toBe('偏移'))
})

describe('truncate', () => {
  it('keeps what fits', () => expect(truncate('偏移', 4)).toBe('偏移'))
  it('cuts between characters, with room for the mark', () => {
    expect(truncate('abcdef', 5)).toBe('abcd…')
    expect(truncate('空闲内存', 6)).toBe('空闲…')
    expect(truncate('空闲内存', 7)).toBe('空闲内…')
  })
})

describe('printable', () => {
  it('shows what a terminal would obey', () => {
    expect(printable('\u001b[2Jgone\u0007')).toBe('\\u{1b}[2Jgone\\u{7}')
    expect(printable('a\nb\tc\rd')).toBe('a\\nb\\tc\\rd')
    expect(printable('\u009b31m')).toBe('\\u{9b}31m')
  })
  it('shows characters that reorder a line', () =>
    expect(printable('a\u202ebc\u2066d\u2028e')).toBe('a\\u{202e}bc\\u{2066}d\\u{2028}e'))
  it('leaves texts of all languages alone', () => expect(printable('内存 память é 👍')).toBe('内存 память é 👍'))
})
