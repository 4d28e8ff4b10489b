import { describe, expect, it } from 'vitest'
import { PALETTE, PAPER } from './palette.ts'
import { displayWidth } from './width.ts'

/** Relative luminance. Source: WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe('PALETTE', () => {
  it('is measured right: black on white is 21', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21))
  for (const [kind, look] of Object.entries(PALETTE)) {
    it(`shows ${kind} with a contrast of at least 4.5 on both papers`, () => {
      expect(contrast(look.light, PAPER.light)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(look.dark, PAPER.dark)).toBeGreaterThanOrEqual(4.5)
    })
    it(`gives ${kind} a shape of one column`, () => expect(displayWidth(look.shape)).toBe(1))
  }
  it('tells every kind apart by its shape alone', () => {
    const shapes = Object.values(PALETTE).map(({ shape }) => shape)
    expect(new Set(shapes).size).toBe(shapes.length)
  })
})
