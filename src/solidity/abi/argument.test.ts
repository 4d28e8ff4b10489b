import { describe, expect, it } from 'vitest'
import type { MemlaneError } from '../../base/index.ts'
import type { AbiParameter } from '../compiler.ts'
import { valueText } from '../value.ts'
import { parseArgument } from './argument.ts'
import { abiType } from './type.ts'

const PLACE = { number: 2, name: 'value' }
const POINT: AbiParameter = {
  name: 'p',
  type: 'tuple',
  components: [
    { name: 'x', type: 'uint8' },
    { name: 's', type: 'string' },
  ],
}

function parsed(parameter: AbiParameter | string, text: string): string {
  const type = abiType(typeof parameter === 'string' ? { name: '', type: parameter } : parameter)
  return valueText(parseArgument(type, text, PLACE))
}

function refusal(parameter: AbiParameter | string, text: string): string {
  try {
    return `accepted as ${parsed(parameter, text)}`
  } catch (error) {
    expect((error as MemlaneError).code).toBe('solidity.badArgument')
    return (error as MemlaneError).message
  }
}

describe('parseArgument', () => {
  it.each([
    ['uint8', '255', '255'],
    ['uint256', '0xFf', '255'],
    ['uint256', '1e18', '1000000000000000000'],
    ['uint256', '1.5e3', '1500'],
    ['uint256', '1_000_000', '1000000'],
    ['uint256', ' 7 ', '7'],
    ['int8', '-128', '-128'],
    ['bool', 'true', 'true'],
    ['address', `0x${'Ab'.repeat(20)}`, `0x${'ab'.repeat(20)}`],
    ['bytes4', '0x12345678', '0x12345678'],
    ['bytes', '0x', '0x'],
    ['string', '', '""'],
    ['string', ' as "it" is, [1] ', '" as \\"it\\" is, [1] "'],
    ['uint256[]', '[]', '[]'],
    ['uint256[]', '[1, 2 ,3]', '[1, 2, 3]'],
    ['uint8[2][]', '[[1,2],[3,4]]', '[[1, 2], [3, 4]]'],
    ['string[]', '[bare words, "a, \\"b\\"", ]', '["bare words", "a, \\"b\\"", ""]'],
  ])('%s %s', (type, text, shown) => expect(parsed(type, text)).toBe(shown))

  it('reads structs in parentheses or brackets', () => {
    expect(parsed(POINT, '(1, a b)')).toBe('{x: 1, s: "a b"}')
    expect(parsed(POINT, '[1, "a,b"]')).toBe('{x: 1, s: "a,b"}')
    expect(parsed({ ...POINT, type: 'tuple[]' }, '[(1,a),(2,b)]')).toBe('[{x: 1, s: "a"}, {x: 2, s: "b"}]')
  })

  it.each([
    ['uint8', '256', '256 is not a uint8; it needs a whole number from 0 to 255.'],
    ['uint8', '-1', '-1 is not a uint8; it needs a whole number from 0 to 255.'],
    ['int8', '128', '128 is not an int8; it needs a whole number from -128 to 127.'],
    ['uint256', '1.5', '1.5 is not a uint256; it needs a whole number from 0 to 2^256 - 1.'],
    ['int256', 'one', 'one is not an int256; it needs a whole number from -2^255 to 2^255 - 1.'],
    ['uint256', '', 'nothing is not a uint256; it needs a whole number from 0 to 2^256 - 1.'],
    ['uint256', '1e-3', '1e-3 is not a uint256; it needs a whole number from 0 to 2^256 - 1.'],
    ['uint256', '1.25e1', '1.25e1 is not a uint256; it needs a whole number from 0 to 2^256 - 1.'],
    ['bool', '1', '1 is not a bool; it needs true or false.'],
    ['address', '0x12', '0x12 is not an address; it needs 0x and 40 hex digits.'],
    ['bytes4', '0x123456', '0x123456 is not a bytes4; it needs 0x and 8 hex digits.'],
    ['bytes', '0x123', '0x123 is not a bytes; it needs 0x and an even number of hex digits.'],
    ['bytes', 'abcd', 'abcd is not a bytes; it needs 0x and an even number of hex digits.'],
    ['uint256[]', '1, 2', '1, 2 is not a uint256[]; it needs a list in brackets, such as [1, 2].'],
    ['uint256[]', '(1)', '(1) is not a uint256[]; it needs a list in brackets, such as [1, 2].'],
    ['uint256[]', '[1, 2', '[1, 2 is not a uint256[]; it needs a list in brackets, such as [1, 2].'],
    ['uint256[]', '[1] 2', '[1] 2 is not a uint256[]; it needs a single value.'],
    ['uint256[]', '[1, x]', 'x is not a uint256; it needs a whole number from 0 to 2^256 - 1.'],
    ['uint256[3]', '[1, 2]', 'a list of 2 is not a uint256[3]; it needs 3 elements.'],
    ['uint256', '1 2', '1 2 is not a uint256; it needs a whole number from 0 to 2^256 - 1.'],
    ['string[]', '["a]', '["a] is not a string[]; it needs a list in brackets, such as [1, 2].'],
  ])('refuses %s %j', (type, text, reason) => expect(refusal(type, text)).toBe(`Argument 2 (value): ${reason}`))

  it('refuses structs with other members', () => {
    expect(refusal(POINT, '(1)')).toContain('a list of 1 is not a (uint8,string); it needs 2 members.')
    expect(refusal(POINT, '(1,a,2)')).toContain('is not a (uint8,string); it needs 2 members.')
    expect(refusal(POINT, '1,a')).toContain('its members in parentheses, such as (1, 2)')
  })
  it('ends on any text', () => {
    for (const text of ['[', '[,', '[[[[', '((', '"', '[""', '[1,,2]', ',', ')', '[)', '(]', '[ ', '\\']) {
      for (const type of ['uint256[]', 'string[]', 'string[][2]', 'bytes']) {
        expect(typeof refusal(type, text)).toBe('string')
      }
      expect(typeof refusal(POINT, text)).toBe('string')
    }
  })
})
