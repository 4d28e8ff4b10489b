import { describe, expect, it } from 'vitest'
import { align, alignByOrder, alignCrossing, type Comparison } from './alignment.ts'

/** Letters are items; a right item of several letters is several left items that were merged. */
function letters(left: readonly string[], right: readonly string[]): Comparison & { readonly calls: () => number } {
  let calls = 0
  return {
    leftCount: left.length,
    rightCount: right.length,
    score: (a, b) => {
      calls++
      return left[a] === right[b] ? 1 : 0
    },
    isCertain: (a, b) => left[a] === right[b] && left[a]!.startsWith('!'),
    mergedScore: (a, count, b) => (left.slice(a, a + count).join('') === right[b] ? 0.9 * count : 0),
    calls: () => calls,
  }
}

/** `A=A BC=BC` */
function aligned(left: readonly string[], right: readonly string[]): string {
  const pairs = align(letters(left, right))
  return pairs.map(({ left: at, count, right: to }) => `${left.slice(at, at + count).join('')}=${right[to]}`).join(' ')
}

describe('align', () => {
  it('pairs equal sequences', () => expect(aligned([...'ABC'], [...'ABC'])).toBe('A=A B=B C=C'))
  it('leaves out what only one side has', () => {
    expect(aligned([...'ABCDE'], [...'ACXE'])).toBe('A=A C=C E=E')
    expect(aligned([...'ACE'], [...'XABCDEY'])).toBe('A=A C=C E=E')
  })
  it('pairs two to four items with the one that they became', () => {
    expect(aligned([...'ABCD'], ['AB', 'C', 'D'])).toBe('AB=AB C=C D=D')
    expect(aligned([...'ABCDE'], ['ABCD', 'E'])).toBe('ABCD=ABCD E=E')
    expect(aligned([...'ABCDEF'], ['ABCDE', 'F'])).toBe('F=F')
  })
  it('prefers the longer story', () => expect(aligned([...'AABAB'], [...'ABAB'])).toBe('A=A B=B A=A B=B'))
  it('takes at once what is certain', () => {
    const comparison = letters(['!A', '!B', '!C'], ['!A', '!B', '!C'])
    expect(align(comparison).length).toBe(3)
    expect(comparison.calls()).toBe(0)
  })
  it('finds nothing in nothing, and nothing in common', () => {
    expect(aligned([], [...'AB'])).toBe('')
    expect(aligned([...'AB'], [])).toBe('')
    expect(aligned([...'AB'], [...'CD'])).toBe('')
  })
  it('goes through sequences that are longer than a window', () => {
    const long = Array.from({ length: 1_000 }, (_, index) => `i${index}`)
    expect(align(letters(long, long)).length).toBe(1_000)
    const holes = long.filter((_, index) => index % 7 !== 3)
    expect(align(letters(long, holes)).length).toBe(holes.length)
    expect(align(letters(holes, long)).length).toBe(holes.length)
  })
  it('finds its way back after a long stretch that only one side has', () => {
    const long = Array.from({ length: 1_000 }, (_, index) => `i${index}`)
    const end = Array.from({ length: 200 }, (_, index) => `e${index}`)
    expect(align(letters([...long, ...end], end)).length).toBe(200)
    expect(align(letters(end, [...long, ...end])).length).toBe(200)
  })
  it('does work in proportion to length', () => {
    const calls = (length: number) => {
      const comparison = letters(new Array(length).fill('A'), new Array(length).fill('B'))
      expect(align(comparison)).toEqual([])
      return comparison.calls()
    }
    expect(calls(8_000)).toBeLessThan(3 * calls(4_000))
  })
})

describe('alignCrossing', () => {
  const crossed = (left: readonly string[], right: readonly string[], least = 1) => {
    const comparison = letters(left, right)
    return alignCrossing(comparison, align(comparison), least).map(
      ({ left: at, right: to }) => `${left[at]}${at}=${to}`,
    )
  }

  it('pairs items that changed places', () => {
    expect(align(letters([...'ABC'], [...'BAC'])).length).toBe(2)
    expect(crossed([...'ABC'], [...'BAC'])).toHaveLength(1)
    expect(crossed([...'ABCD'], [...'BADC'])).toHaveLength(2)
  })
  it('takes each item once', () => expect(crossed([...'AB'], [...'BAA'])).toHaveLength(1))
  it('reaches eight items far', () => {
    const others = [...'bcdefghijklmn']
    const moved = (distance: number) => [...others.slice(0, distance), 'A', ...others.slice(distance)]
    expect(crossed(['A', ...others], moved(7))).toEqual(['A0=7'])
    expect(crossed(['A', ...others], moved(12))).toEqual([])
  })
  it('wants the score that it is told', () => expect(crossed([...'ABC'], [...'BAC'], 1.5)).toEqual([]))
})

describe('alignByOrder', () => {
  const ordered = (left: readonly string[], right: readonly string[]) => {
    const comparison = letters(left, right)
    return alignByOrder(comparison, align(comparison)).map(({ left: at, right: to }) => `${left[at]}=${right[to]}`)
  }

  it('pairs as many items as both have between those that are paired', () => {
    expect(ordered([...'AbcD'], [...'AxyD'])).toEqual(['b=x', 'c=y'])
    expect(ordered([...'aB'], [...'xB'])).toEqual(['a=x'])
    expect(ordered([...'Ab'], [...'Ax'])).toEqual(['b=x'])
  })
  it('pairs nothing where one has more, or very many', () => {
    expect(ordered([...'AbcD'], [...'AxD'])).toEqual([])
    expect(ordered([...'AbD'], [...'AxyD'])).toEqual([])
    expect(ordered([...'Abcdefghi'], [...'Arstuvwxy'])).toHaveLength(8)
    expect(ordered([...'Abcdefghij'], [...'Arstuvwxyz'])).toEqual([])
  })
})
