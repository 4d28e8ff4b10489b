import { describe, expect, it } from 'vitest'
import { fitLine, lineWidth, plain, span } from './span.ts'

const LINE = [span('0x080', 'dim'), span('  '), span('内存 a', 'array')]

describe('lineWidth', () => {
  it('counts columns over all spans', () => expect(lineWidth(LINE)).toBe(13))
})

describe('fitLine', () => {
  it('leaves a line alone that fits', () => expect(fitLine(LINE, 13)).toBe(LINE))
  it('cuts inside a span and keeps its ink', () => {
    expect(fitLine(LINE, 12).map(plainOf)).toEqual(['0x080', '  ', '内存…'])
    expect(fitLine(LINE, 12)[2]?.ink).toBe('array')
  })
  it('leaves room for the mark when the cut falls between spans', () => {
    expect(plain(fitLine(LINE, 5))).toBe('0x08…')
    expect(plain(fitLine(LINE, 7))).toBe('0x080 …')
    expect(plain(fitLine(LINE, 8))).toBe('0x080  …')
  })
  it('never makes a line wider than asked', () => {
    for (let width = 1; width <= 13; width++) expect(lineWidth(fitLine(LINE, width))).toBeLessThanOrEqual(width)
  })
  it('ends at a text that is cut already', () => {
    expect(plain(fitLine([span('0x12…'), span(' more')], 5))).toBe('0x12…')
  })
})

function plainOf({ text }: { readonly text: string }): string {
  return text
}
