import { describe, expect, it } from 'vitest'
import { MemlaneError } from './error.ts'
import { errorsOf, fill, spelled } from './template.ts'

describe('fill', () => {
  it.each([
    ['{a}', { a: 12_345 }, '12345'],
    ['{a:count}', { a: 12_345 }, '12,345'],
    ['{a:count}', { a: 2n ** 64n }, '18,446,744,073,709,551,616'],
    ['{a:count}', { a: -1234.56789 }, '-1,234.56789'],
    ['{a:count}', { a: 1e21 }, '1e+21'],
    ['{a:count}', { a: 'x' }, 'x'],
    ['{a:quoted}', { a: 'x"\u001b' }, '"x\\"\\u001b"'],
    ['{a:count} {a:byte|bytes}', { a: 1 }, '1 byte'],
    ['{a:count} {a:byte|bytes}', { a: 1n }, '1 byte'],
    ['{a:count} {a:byte|bytes}', { a: 0 }, '0 bytes'],
    ['{a:count} {a:byte|bytes}', { a: 2000 }, '2,000 bytes'],
    ['{a:quoted}', { a: 5n }, '5'],
    ['{a}', { a: ['x', 'y'] }, 'x, y'],
    ['{a}', { a: '{b}', b: 1 }, '{b}'],
    ['no place', {}, 'no place'],
  ] as const)('%s with %o', (template, facts, sentence) => expect(fill(template, facts)).toBe(sentence))
  it('puts what the language has between the members of a list', () =>
    expect(fill('{a}', { a: ['x', 'y'] }, '、')).toBe('x、y'))
})

describe('errorsOf', () => {
  const error = errorsOf({ 'room.tooLong': '{name} has {count:count} {count:step|steps}.' })
  it('makes errors with code, sentence and facts', () => {
    const made = error('room.tooLong', { name: 'A', count: 1000 })
    expect(made).toBeInstanceOf(MemlaneError)
    expect(made).toMatchObject({
      code: 'room.tooLong',
      message: 'A has 1,000 steps.',
      facts: { name: 'A', count: 1000 },
    })
  })
  it('asks for the facts of the template', () => {
    // @ts-expect-error: `count` is missing.
    error('room.tooLong', { name: 'A' })
    // @ts-expect-error: there is no such code.
    expect(() => error('room.tooShort', {})).toThrow()
  })
  const chosen = errorsOf({
    'room.unknown': ({ near }) => (near === undefined ? 'No {name}.' : 'No {name}; {near} is near.'),
  })
  it('chooses the template by the facts, which then are in no place', () => {
    expect(chosen('room.unknown', { name: '{near}' }).message).toBe('No {near}.')
    expect(chosen('room.unknown', { name: 'a', near: 'b' }).message).toBe('No a; b is near.')
  })
  it('asks for the facts of either template', () => {
    // @ts-expect-error: `name` is missing.
    expect(chosen('room.unknown', { near: 'b' }).message).toContain('undefined')
    // @ts-expect-error: neither has a place for `other`.
    expect(chosen('room.unknown', { name: 'a', other: 'b' }).message).toBe('No a.')
  })
})

describe('spelled', () => {
  it.each([
    ['a"', '"a\\""'],
    [5n, '5'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Object.create(null), 'an object'],
  ])('%o', (value, text) => expect(spelled(value)).toBe(text))
})
