import { beforeAll, describe, expect, it } from 'vitest'
import { compileExample, compileText } from '../../../test/support/solc.ts'
import { bytesToHex, hexToBytes, type MemlaneError } from '../../base/index.ts'
import type { CompiledContract } from '../compilation.ts'
import { valueText } from '../value.ts'
import { decodeOutput, encodeCall, encodeCreation, findFunction, functionsOf } from './function.ts'
import { decodeRevert, revertText } from './revert.ts'

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
library L { function far(uint256 x) external pure returns (uint256) { return x; } }
contract C {
    struct P { uint256 x; string s; }
    error Bad(uint256 code, P p);
    P public stored;
    constructor(uint256 a, P memory p) payable { stored = p; a; }
    function f(uint256 a) external pure returns (uint256) { return a; }
    function f(P memory p, uint256[] memory b) public pure returns (P memory, uint256 sum) { return (p, b.length); }
    function g() external payable {}
}
contract UsesLibrary { function f() external pure returns (uint256) { return L.far(1); } }`

let contract: CompiledContract
let usesLibrary: CompiledContract
beforeAll(async () => {
  const build = await compileText(SOURCE)
  contract = build.contract('C')
  usesLibrary = build.contract('UsesLibrary')
})

function refusal(run: () => unknown): MemlaneError {
  try {
    run()
  } catch (error) {
    return error as MemlaneError
  }
  throw new Error('nothing was refused')
}

describe('findFunction', () => {
  it('finds by name, by signature, and the only one without parameters', async () => {
    expect(findFunction(contract, 'g').signature).toBe('g()')
    expect(findFunction(contract, 'f(uint256)').selector).toBe('0xb3de648b') // solc --hashes
    expect(findFunction(contract, 'stored').outputs.map(({ name }) => name)).toEqual(['x', 's'])
    expect(findFunction((await compileExample('MemoryLane.sol')).contract()).signature).toBe('memoryLane()')
  })
  it('takes signatures as people write them', () => {
    for (const wanted of ['f(uint)', ' f( uint256 a ) ', 'f (uint256)']) {
      expect(findFunction(contract, wanted).signature).toBe('f(uint256)')
    }
    for (const wanted of ['f((uint256,string),uint256[])', 'f((uint x, string s) p, uint[] memory b)']) {
      expect(findFunction(contract, wanted).signature).toBe('f((uint256,string),uint256[])')
    }
  })
  it('lists what there is', () => {
    expect(refusal(() => findFunction(contract, 'f'))).toMatchObject({
      code: 'solidity.whichFunction',
      facts: { existing: ['f((uint256,string),uint256[])', 'f(uint256)'] },
    })
    expect(refusal(() => findFunction(contract, 'h(uint256)')).message).toBe(
      'C has no function h(uint256). Those that exist: f((uint256,string),uint256[]), f(uint256), g(), stored().',
    )
    expect(refusal(() => findFunction(contract))).toMatchObject({
      code: 'solidity.whichFunction',
      facts: { existing: ['g()', 'stored()'] },
    })
  })
  it('says whether a function takes value', () => {
    expect(
      functionsOf(contract)
        .filter(({ isPayable }) => isPayable)
        .map(({ name }) => name),
    ).toEqual(['g'])
  })
})

describe('encodeCall', () => {
  it("makes the lesson's calldata", async () => {
    const lesson = (await compileExample('WtfMemoryLayout.sol')).contract()
    const called = findFunction(lesson, 'testMultiDimensionalArray')
    // The calldata of solidity-expected.json, made by another encoder.
    const word = (digits: string) => digits.padStart(64, '0')
    expect(bytesToHex(encodeCall(called, ['123456789', '5']))).toBe(
      `0xdefb3839${word('40')}${word('5')}${word('9')}${'313233343536373839'.padEnd(64, '0')}`,
    )
  })
  it('names the argument that is wrong', () => {
    const called = findFunction(contract, 'f(uint256)')
    expect(refusal(() => encodeCall(called, ['x'])).message).toMatch(/^Argument 1 \(a\): x is not a uint256; /)
    expect(refusal(() => encodeCall(called, [])).message).toBe('f(uint256) needs 1 argument, 0 given.')
    expect(refusal(() => encodeCall(findFunction(contract, 'g'), ['1', '2'])).message).toBe(
      'g() needs 0 arguments, 2 given.',
    )
  })
})

describe('encodeCreation', () => {
  it('puts the arguments behind the code', () => {
    const { bytes } = contract.creation
    const code = encodeCreation(contract, ['7', '(8, text)'])
    expect(code.subarray(0, bytes.length)).toEqual(bytes)
    expect(bytesToHex(code.subarray(bytes.length, bytes.length + 32))).toBe(`0x${'7'.padStart(64, '0')}`)
    expect(refusal(() => encodeCreation(contract)).message).toBe(
      'constructor(uint256,(uint256,string)) needs 2 arguments, 0 given.',
    )
  })
  it('refuses code without its library', () => {
    expect(refusal(() => encodeCreation(usesLibrary))).toMatchObject({
      code: 'solidity.unlinked',
      facts: { libraries: ['Test.sol:L'] },
    })
  })
  it('links the libraries whose address it is given', () => {
    const address = `0x${'ab'.repeat(20)}` as const
    const linked = encodeCreation(usesLibrary, [], new Map([['Test.sol:L', address]]))
    expect(bytesToHex(linked).split('ab'.repeat(20))).toHaveLength(2)
    expect(linked).toHaveLength(usesLibrary.creation.bytes.length)
  })
})

it('decodeOutput names what is returned', () => {
  const called = findFunction(contract, 'f((uint256,string),uint256[])')
  const output = encodeCall(called, ['(1, text)', '[]']).subarray(4)
  // The input's types are (P, uint256[]), the output's (P, uint256): the second word is the array's offset.
  expect(valueText(decodeOutput(called, output))).toBe('{{x: 1, s: "text"}, sum: 192}')
})

describe('decodeRevert', () => {
  const said = (hex: `0x${string}`) => revertText(decodeRevert(contract.compilation, hexToBytes(hex)))
  const word = (value: number) => value.toString(16).padStart(64, '0')
  it.each([
    ['0x', 'no reason given'],
    // keccak256("Error(string)"), the text "no"
    [`0x08c379a0${word(32)}${word(2)}${'6e6f'.padEnd(64, '0')}`, 'no'],
    [`0x4e487b71${word(0x11)}`, 'panic 0x11: an arithmetic operation overflowed'],
    [`0x4e487b71${word(0x99)}`, 'panic 0x99: a code that solc does not use'],
    ['0x08c379a0', '<0x20 is outside of 0 bytes of data>'],
    ['0x12345678', '0x12345678'],
    ['0x12', '0x12'],
  ] as const)('%s', (hex, text) => expect(said(hex)).toBe(text))

  it('needs no build for what every contract has', () => {
    const bare = (hex: `0x${string}`) => decodeRevert(undefined, hexToBytes(hex))
    expect(bare('0x')).toEqual({ kind: 'none' })
    expect(revertText(bare(`0x08c379a0${word(32)}${word(2)}${'6e6f'.padEnd(64, '0')}`))).toBe('no')
    expect(bare(`0x4e487b71${word(0x12)}`)).toMatchObject({ kind: 'panic', code: 0x12n })
    expect(bare('0x12345678')).toEqual({ kind: 'unknown', data: '0x12345678' })
  })
  it('knows the custom errors of the sources', () => {
    const [selector] = [...errorSelectors(contract)]
    const data = `${word(2)}${word(64)}${word(7)}${word(64)}${word(1)}${'78'.padEnd(64, '0')}`
    expect(said(`0x${selector}${data}`)).toBe('Bad(code: 2, p: {x: 7, s: "x"})')
  })
})

/** The selectors that solc's syntax tree gives for errors. */
function* errorSelectors({ compilation }: CompiledContract): Generator<string> {
  for (const node of compilation.ast.nodes()) {
    const selector = node.kind === 'ErrorDefinition' ? node.text('errorSelector') : undefined
    if (selector !== undefined) yield selector
  }
}
