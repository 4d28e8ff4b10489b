import { describe, expect, it } from 'vitest'
import { displayWidth } from './width.ts'
import { wrapped } from './wrap.ts'

describe('wrapped text', () => {
  it('breaks at spaces', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrapped('one two three', 6)).toEqual(['one', 'two', 'three'])
    expect(wrapped('', 6)).toEqual([])
  })

  it('gives a word that is too long a line of its own', () => {
    expect(wrapped('a 0x1234567890 b', 6)).toEqual(['a', '0x1234567890', 'b'])
  })

  it('breaks Chinese between characters, and keeps marks with them', () => {
    const text = '汇编把（0x40）当作暂存空间，或向 0x00 复制。'
    const lines = wrapped(text, 10)
    expect(lines.map(displayWidth).every((width) => width <= 10)).toBe(true)
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    for (const line of lines) expect(line).not.toMatch(/^[，。）：；、]|（$/)
  })
})
