import { describe, expect, it } from 'vitest'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'
import { parseArgument } from './argument.ts'
import { argumentText } from './argumentText.ts'
import { abiType } from './type.ts'

const PLACE = { number: 1, name: 'x' }
const PAIR: Type = {
  kind: 'tuple',
  components: [
    { name: 'a', type: { kind: 'string' } },
    { name: 'b', type: { kind: 'array', element: { kind: 'bytes' }, length: undefined } },
  ],
}

describe('argumentText', () => {
  it.each([
    ['uint256', '115792089237316195423570985008687907853269984665640564039457584007913129639935'],
    ['int8', '-128'],
    ['bool', 'true'],
    ['address', '0x00000000000000000000000000000000000ca11e'],
    ['bytes32', `0x${'00'.repeat(31)}01`],
    ['bytes', '0x'],
    ['function', `0x${'ab'.repeat(24)}`],
    ['string', ' two, "words" and a \n line '],
    ['string[]', '["a, b", "", "\\"", "é漢\\n"]'],
    ['uint8[2][]', '[[1, 2], [3, 4]]'],
  ])('writes %s as it is read', (type, text) => {
    const value = parseArgument(abiType({ name: '', type }), text, PLACE)
    expect(argumentText(value)).toBe(text)
  })
  it('writes structs, and enums by their names', () => {
    const side: Type = { kind: 'uint', bits: 8, enum: { name: 'Side', members: ['Buy', 'Sell'] } }
    expect(argumentText(parseArgument(side, '1', PLACE))).toBe('Side.Sell')
    const value: Value = parseArgument(PAIR, '("", [0x01, 0x])', PLACE)
    expect(argumentText(value)).toBe('("", [0x01, 0x])')
  })
})
