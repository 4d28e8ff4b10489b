import { beforeAll, describe, expect, it } from 'vitest'
import { compileText } from '../../../test/support/solc.ts'
import { type Hex, hexToBytes } from '../../base/index.ts'
import type { Compilation } from '../compilation.ts'
import { valueText } from '../value.ts'
import { decodeEvent } from './event.ts'

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
interface Coin { event Transfer(address indexed from, address indexed to, uint256 value); }
interface Token { event Transfer(address indexed from, address indexed to, uint256 indexed id); }
contract C {
    struct P { uint256 x; string s; }
    event Mixed(uint8 a, string indexed text, P point, int8 indexed n, uint256[] indexed list);
    event Silent(uint256 a) anonymous;
    function f() external { emit Mixed(1, "", P(2, ""), 3, new uint256[](0)); emit Silent(1); }
}`

/** keccak256("Transfer(address,address,uint256)"), as in every token's logs. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const word = (value: bigint | number): Hex => `0x${BigInt.asUintN(256, BigInt(value)).toString(16).padStart(64, '0')}`
const data = (...words: (bigint | number)[]) => hexToBytes(`0x${words.map((value) => word(value).slice(2)).join('')}`)

let build: Compilation
beforeAll(async () => {
  build = await compileText(SOURCE)
})

function shown(topics: readonly Hex[], bytes: Uint8Array): string | undefined {
  const event = decodeEvent(build, { topics, data: bytes })
  const values = event?.arguments.map(({ name, type, isIndexed, value, hash }) => {
    const text = value === undefined ? `hash ${hash}` : valueText(value)
    return `${type}${isIndexed ? ' indexed' : ''} ${name} = ${text}`
  })
  return event && `${event.signature}: ${values?.join('; ')}`
}

describe('decodeEvent', () => {
  const from = `0x${'11'.repeat(20)}`
  const to = `0x${'22'.repeat(20)}`
  it('tells events of one signature apart by what is indexed', () => {
    expect(shown([TRANSFER, word(BigInt(from)), word(BigInt(to))], data(5))).toBe(
      `Transfer(address,address,uint256): address indexed from = ${from}; address indexed to = ${to}; uint256 value = 5`,
    )
    expect(shown([TRANSFER, word(BigInt(from)), word(BigInt(to)), word(7)], data())).toBe(
      `Transfer(address,address,uint256): address indexed from = ${from}; address indexed to = ${to}; uint256 indexed id = 7`,
    )
    expect(shown([TRANSFER], data(1, 2, 3))).toBeUndefined()
  })
  it('has arguments in their order, and hashes of what no topic holds', () => {
    const topic = [...build.ast.nodes()].find(({ name }) => name === 'Mixed')?.text('eventSelector')
    // Data: a, and the offset of the point; there x, and the offset of s; there its length and its bytes.
    const bytes = data(9, 64, 2, 64, 2, 0x6869n << 240n)
    expect(shown([`0x${topic}`, word(0xabc), word(-3), word(0xdef)], bytes)).toBe(
      `Mixed(uint8,string,(uint256,string),int8,uint256[]): uint8 a = 9; string indexed text = hash ${word(0xabc)}; ` +
        `P point = {x: 2, s: "hi"}; int8 indexed n = -3; uint256[] indexed list = hash ${word(0xdef)}`,
    )
    expect(shown([`0x${topic}`, word(0), word(200), word(0)], bytes)).toContain('int8 indexed n = <0x')
  })
  it('gives reasons for data that is too short', () =>
    expect(shown([TRANSFER, word(0), word(0)], data())).toContain('value = <0x20 is outside of 0 bytes of data>'))
  it('knows no log without topics, with another topic, or of an anonymous event', () => {
    expect(shown([], data(1))).toBeUndefined()
    expect(shown([word(1)], data(1))).toBeUndefined()
    const topic = [...build.ast.nodes()].find(({ name }) => name === 'Silent')?.text('eventSelector')
    expect(shown([`0x${topic}`], data(1))).toBeUndefined()
  })
  it('takes its work from a budget that many logs can share', () => {
    const budget = { items: 4, bytes: 100 }
    const log = { topics: [TRANSFER, word(1), word(2)] as const, data: data(3) }
    expect(decodeEvent(build, log, budget)?.arguments.map(({ value }) => value?.kind)).toEqual([
      'address',
      'address',
      'number',
    ])
    expect(budget.items).toBe(1)
    expect(decodeEvent(build, log, budget)?.arguments.map(({ value }) => value?.kind)).toEqual([
      'unreadable',
      'unreadable',
      'number',
    ])
  })
})
