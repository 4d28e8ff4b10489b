import { describe, expect, it } from 'vitest'
import { SourceFile } from './sourceFile.ts'

// Bytes:       0123 4567 89012 (内 and 存 take three each)
const FILE = new SourceFile('a.sol', 'ab\n  内存 x;\n\nlast')

describe('position', () => {
  const cases: [number, number, number, string][] = [
    [0, 1, 1, 'ab'],
    [1, 1, 2, 'ab'],
    [2, 1, 3, 'ab'], // the line feed belongs to its line
    [3, 2, 1, '内存 x;'],
    [5, 2, 3, '内存 x;'],
    [8, 2, 4, '内存 x;'], // behind three bytes that are one character
    [12, 2, 6, '内存 x;'],
    [15, 3, 1, ''],
    [16, 4, 1, 'last'],
    [20, 4, 5, 'last'],
  ]
  it.each(cases)('of byte %i', (offset, line, column, text) => {
    expect(FILE.position(offset)).toEqual({ file: 'a.sol', line, column, text })
  })
  it('moves offsets outside of the file to its ends', () => {
    expect(FILE.position(-1)).toMatchObject({ line: 1, column: 1 })
    expect(FILE.position(1000)).toMatchObject({ line: 4, column: 5 })
  })
  it('counts an emoji as one character', () => {
    expect(new SourceFile('e.sol', '🙂x').position(4)).toMatchObject({ column: 2 })
  })
  it('answers for an empty file', () => {
    expect(new SourceFile('', '').position(3)).toEqual({ file: '', line: 1, column: 1, text: '' })
  })
})

it('text is cut out by bytes', () => {
  expect(FILE.text(5, 11)).toBe('内存')
  expect(FILE.text(-5, 2)).toBe('ab')
  expect(FILE.text(16, 99)).toBe('last')
})
