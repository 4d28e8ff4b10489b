import { describe, expect, it } from 'vitest'
import type { AbiParameter } from '../compiler.ts'
import { parseArgument } from './argument.ts'
import { dynamicWords } from './dynamicWords.ts'
import { encodeAbi } from './encode.ts'
import { abiMembers } from './type.ts'

function wordsOf(parameters: readonly AbiParameter[], texts: readonly string[]) {
  const members = abiMembers(parameters)
  const values = members.map(({ type, name }, index) => parseArgument(type, texts[index]!, { number: index + 1, name }))
  return dynamicWords(members, encodeAbi(members, values)).map(({ kind, at, from }) => `${kind} ${at} from ${from}`)
}

describe('dynamicWords', () => {
  it('finds none in static data', () => {
    const pair = [
      { name: 'x', type: 'uint256' },
      { name: 'y', type: 'uint8[3]' },
    ]
    expect(wordsOf(pair, ['1', '[1, 2, 3]'])).toEqual([])
  })
  // The example of the ABI's specification: g(uint256[][],string[]) with [[1, 2], [3]] and ["one", "two", "three"].
  it('finds each offset and each length', () => {
    const parameters = [
      { name: 'a', type: 'uint256[][]' },
      { name: 'b', type: 'string[]' },
    ]
    expect(wordsOf(parameters, ['[[1, 2], [3]]', '["one", "two", "three"]'])).toEqual([
      'offset 0 from 0',
      'length 64 from 96',
      'offset 96 from 96',
      'length 160 from 192',
      'offset 128 from 96',
      'length 256 from 288',
      'offset 32 from 0',
      'length 320 from 352',
      'offset 352 from 352',
      'length 448 from 480',
      'offset 384 from 352',
      'length 512 from 544',
      'offset 416 from 352',
      'length 576 from 608',
    ])
  })
  it('goes into structs and fixed arrays', () => {
    const components = [
      { name: 'id', type: 'uint256' },
      { name: 'data', type: 'bytes' },
    ]
    const parameters: AbiParameter[] = [{ name: 's', type: 'tuple[2]', components }]
    expect(wordsOf(parameters, ['[(1, 0x), (2, 0xaa)]'])).toEqual([
      'offset 0 from 0',
      'offset 32 from 32',
      'offset 128 from 96',
      'length 160 from 192',
      'offset 64 from 32',
      'offset 224 from 192',
      'length 256 from 288',
    ])
  })
})
