import { describe, expect, it } from 'vitest'
import { RULES } from '../../check/ruleTable.ts'
import { enFindings } from '../messages/enFindings.ts'
import { zhFindings } from '../messages/zhFindings.ts'
import { withClauses } from './clauses.ts'

describe('a text with clauses', () => {
  it('takes parts, and leaves out clauses whose parts are not known', () => {
    const template = 'writes {range}[ and changes {what}[ to {value}]].'
    expect(withClauses(template, { range: '0x40', what: 'b', value: '5' })).toBe('writes 0x40 and changes b to 5.')
    expect(withClauses(template, { range: '0x40', what: 'b', value: undefined })).toBe('writes 0x40 and changes b.')
    expect(withClauses(template, { range: '0x40' })).toBe('writes 0x40.')
    expect(withClauses(template, { what: 'b' })).toBeUndefined()
  })

  it('takes nothing that a part says for a place or a clause', () => {
    expect(withClauses('[{a}, {b}]', { a: 'x[{b}]', b: ']' })).toBe('x[{b}], ]')
  })
})

/** The names in a text, each once. */
const namesIn = (text: string) =>
  [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name!.toLowerCase()))].toSorted()

describe('the texts of the rules', () => {
  const texts = RULES.map(({ id }) => ({ id, en: enFindings[id], zh: zhFindings[id] }))

  it('are for twenty rules, with brackets that match', () => {
    expect(texts).toHaveLength(20)
    for (const one of texts.flatMap(({ en, zh }) => [en, zh]))
      for (const text of [one.title, one.happened]) {
        expect(text.split('[').length, text).toBe(text.split(']').length)
        // Whatever is not known, there is no place left, and no space before a mark.
        const shown = withClauses(text, { op: 'MSTORE', step: '5', line: 'A.sol:3', range: '0x80', after: '0x1' })
        expect(shown ?? '', text).not.toMatch(/[{}[\]]| [.,;:]|undefined/)
      }
  })

  it('speak of the same parts in both languages', () => {
    for (const { id, en, zh } of texts) {
      expect(namesIn(zh.happened), id).toEqual(namesIn(en.happened))
      expect(namesIn(zh.title), id).toEqual(namesIn(en.title))
    }
  })

  it('are calm', () => {
    expect(JSON.stringify(texts)).not.toMatch(/vulnerab|attacker|you forgot|illegal|漏洞|攻击者|您忘了|非法/i)
  })
})
