import { describe, expect, it } from 'vitest'
import type { Value } from '../solidity/index.ts'
import { messagesIn } from './messages/index.ts'
import { shownList, shownValue } from './valueText.ts'

const CYCLE: Value = { kind: 'unreadable', code: 'cycle', reason: 'cycle at 0x80', facts: { address: 0x80 } }
const ONE: Value = { kind: 'number', value: 1n }
const TREE: Value = {
  kind: 'struct',
  members: [
    { name: 'x', value: ONE },
    {
      name: 'list',
      value: { kind: 'pointer', to: 0x80, target: { kind: 'array', elements: [ONE, CYCLE], length: 2 } },
    },
  ],
}

describe('shownValue', () => {
  it('says in the language of the texts what cannot be read, however deep', () => {
    expect(shownValue(TREE, messagesIn('en'))).toBe('{x: 1, list: [1, <cycle at 0x80>]}')
    expect(shownValue(TREE, messagesIn('zh'))).toBe('{x: 1, list: [1, <在 0x80 处循环>]}')
  })
  it('has a Chinese reason for each code', () => {
    const facts = { length: 2n ** 200n, end: 0x1000n, size: 64, type: 'bool', word: 2n }
    for (const code of ['lengthExceedsData', 'outsideData', 'tooDeep', 'tooMuch', 'notOfType', 'noLayout'] as const) {
      const text = shownValue({ kind: 'unreadable', code, reason: 'English', facts }, messagesIn('zh'))
      expect(text).toMatch(/\p{Script=Han}/u)
      expect(text).not.toContain('undefined')
    }
  })
})

describe('shownList', () => {
  it('puts arguments in parentheses', () =>
    expect(shownList(TREE, messagesIn('en'))).toBe('(x: 1, list: [1, <cycle at 0x80>])'))
  it('leaves alone what is no list', () => expect(shownList(CYCLE, messagesIn('en'))).toBe('<cycle at 0x80>'))
})
