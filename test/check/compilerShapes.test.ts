/** What code of older compilers looks like, as bytecode: the bugs themselves are built with them by `npm run check:proof`. */
import { expect, it } from 'vitest'
import type { Hex } from '../../src/base/index.ts'
import { type CodeFacts, checkRecording } from '../../src/check/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { record } from '../../src/trace/index.ts'

/** As if all were code of the compiler. */
const FACTS: CodeFacts = {
  assemblyAt: () => 0,
  isKnown: () => true,
  jumpAt: () => 'inside',
  firstFree: undefined,
  outputs: undefined,
}

function rulesOf(code: Hex, input: Hex = '0x'): string[] {
  const { recording } = record(createEvm(), { code, input })
  const { causes } = checkRecording(recording, { factsOf: () => FACTS })
  return causes.map(({ rule, first }) => `${rule} at 0x${first.at.pc.toString(16)}`)
}

it('R06: a length that was stored before the pointer moved', () => {
  // n = 2^251; p = mload(0x40); mstore(p, n); mstore(0x40, p + 0x20 + n * 0x20)
  expect(rulesOf('0x6080604052600160fb1b604051818152602082026020010160405200')).toEqual(['R06 at 0xf'])
})

it('R14: a read before the base', () => {
  // mload(mload(0x40) + calldataload(0))
  const code = '0x60806040526000356040510151' as const
  expect(rulesOf(code, `0x${(2n ** 256n - 0x60n).toString(16)}`)).toEqual(['R14 at 0xc'])
  expect(rulesOf(code, `0x${'0'.repeat(62)}20`)).toEqual([])
})

/** 63 bytes with a 2 behind them, whose length and last word go to storage, with something in between. */
const storing = (mask: string): Hex =>
  `0x608060405260405180606001604052603f8152600281605f0153607f60005560400151${mask}60015500`

it('R09: the last word of bytes stored with what is behind their end', () => {
  expect(rulesOf(storing(''))).toEqual(['R09 at 0x25'])
  // and(…, not(0xff))
  expect(rulesOf(storing('60ff1916'))).toEqual([])
})

it('R14: a constant distance before a pointer is no break, whoever chose the sizes of what was allocated', () => {
  // p = mload(0x40); mstore(0x40, p + calldataload(0)); mload(mload(0x40) - 0xa0)
  expect(rulesOf('0x6080604052604051600035016040526040515060a0604051035100', `0x${'0'.repeat(62)}20`)).toEqual([])
})
