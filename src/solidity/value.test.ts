import { describe, expect, it } from 'vitest'
import { unreadable, type Value, valueText } from './value.ts'

const number = (value: number): Value => ({ kind: 'number', value: BigInt(value) })
const list = (count: number): Value => ({
  kind: 'array',
  elements: Array.from({ length: count }, (_, n) => number(n)),
  length: count,
})

describe('valueText', () => {
  const cases: [Value, string][] = [
    [number(-5), '-5'],
    [{ kind: 'bool', value: false }, 'false'],
    [{ kind: 'string', text: 'a "b"\n', length: 6, isCut: false }, '"a \\"b\\"\\n"'],
    [{ kind: 'bytes', value: '0x', length: 0 }, '0x'],
    [{ kind: 'enum', name: 'Color.Red', value: 0n }, 'Color.Red'],
    [
      {
        kind: 'struct',
        members: [
          { name: 'x', value: number(1) },
          { name: '', value: number(2) },
        ],
      },
      '{x: 1, 2}',
    ],
    [{ kind: 'pointer', to: 0x80, target: number(3) }, '3'],
    [unreadable('cycle', 'cycle at 0x80'), '<cycle at 0x80>'],
  ]
  it('of each kind', () => expect(cases.map(([value]) => valueText(value))).toEqual(cases.map(([, text]) => text)))

  it('shows a wide bytesN as a number only when it fits in 64 bits', () => {
    const word = (low: string): Value => ({ kind: 'fixedBytes', value: `0x${low.padStart(64, '0')}` })
    expect(valueText(word('0'))).toBe('0')
    expect(valueText(word('1'))).toBe('1')
    expect(valueText(word('f'.repeat(16)))).toBe(String(2n ** 64n - 1n))
    expect(valueText(word(`1${'0'.repeat(16)}`))).toBe(`0x${`1${'0'.repeat(16)}`.padStart(64, '0')}`)
    expect(valueText({ kind: 'fixedBytes', value: '0x00' })).toBe('0x00')
    expect(valueText({ kind: 'fixedBytes', value: '0x0000000000000001' })).toBe('0x0000000000000001')
    expect(valueText({ kind: 'fixedBytes', value: '0x000000000000000001' })).toBe('1')
  })

  it('shows sixteen elements and how many there are more', () => {
    expect(valueText(list(16))).toMatch(/, 15\]$/)
    expect(valueText(list(17))).toMatch(/, 15, … 1 more\]$/)
    expect(valueText({ kind: 'array', elements: [], length: 3 })).toBe('[… 3 more]')
  })
  it('shows 64 bytes or characters', () => {
    expect(valueText({ kind: 'bytes', value: `0x${'ab'.repeat(65)}`, length: 65 })).toBe(
      `0x${'ab'.repeat(64)}… (65 bytes)`,
    )
    expect(valueText({ kind: 'string', text: '内'.repeat(64), length: 192, isCut: false })).toBe(`"${'内'.repeat(64)}"`)
    expect(valueText({ kind: 'string', text: '内'.repeat(65), length: 195, isCut: false })).toBe(
      `"${'内'.repeat(64)}"…`,
    )
    expect(valueText({ kind: 'string', text: 'a', length: 9, isCut: true })).toBe('"a"…')
  })
  it('stops below six brackets', () => {
    let value = list(1)
    for (let depth = 0; depth < 10; depth++) value = { kind: 'array', elements: [value], length: 1 }
    expect(valueText(value)).toBe('[[[[[[[…]]]]]]]')
  })
})
