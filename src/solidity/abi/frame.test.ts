import { beforeAll, describe, expect, it } from 'vitest'
import { compileText } from '../../../test/support/solc.ts'
import { type Hex, hexToBytes } from '../../base/index.ts'
import type { FrameStatus } from '../../opcodes/index.ts'
import type { Compilation } from '../compilation.ts'
import { valueText } from '../value.ts'
import type { TypedValue } from './decode.ts'
import { decodeFrame, signatureOfUnnamed } from './frame.ts'
import { encodeCreation } from './function.ts'

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract C {
    uint256 immutable n;
    constructor(uint256 a, string memory) { n = a; }
    function f(uint256 x) external view returns (uint256 sum, bool) { return (x + n, true); }
    receive() external payable {}
}
contract D { fallback() external {} }
contract E { constructor() {} }
interface I { function far(bytes2 b) external returns (uint8); }`

// solc --hashes
const F = '0xb3de648b'
const word = (value: number) => value.toString(16).padStart(64, '0')

let build: Compilation
beforeAll(async () => {
  build = await compileText(SOURCE)
})

const list = (values: readonly TypedValue[] | undefined) =>
  values?.map(({ type, name, value }) => `${type} ${name}`.trimEnd().concat(` = ${valueText(value)}`)).join(', ')

function shown(contract: string | undefined, input: Hex, output: Hex = '0x', status: FrameStatus = 'return') {
  const found = contract === undefined ? undefined : build.contract(contract)
  const frame = {
    kind: 'call',
    code: new Uint8Array(0),
    input: hexToBytes(input),
    output: hexToBytes(output),
    status,
  } as const
  const content = decodeFrame(build, found, frame)
  return content && [content.signature, list(content.arguments), list(content.outputs)]
}

describe('decodeFrame', () => {
  it('reads a call and what it returned', () =>
    expect(shown('C', `${F}${word(5)}`, `0x${word(7)}${word(1)}`)).toEqual([
      'f(uint256)',
      'uint256 x = 5',
      'uint256 sum = 7, bool = true',
    ]))
  it('has no values of what did not return', () =>
    expect(shown('C', `${F}${word(5)}`, '0x12345678', 'revert')).toEqual(['f(uint256)', 'uint256 x = 5', undefined]))
  it('knows what runs without a selector', () => {
    expect(shown('C', '0x')?.[0]).toBe('receive()')
    expect(shown('C', '0x12345678')).toBeUndefined()
    expect(shown('D', '0x')?.[0]).toBe('fallback()')
    expect(shown('D', `${F}${word(5)}`)?.[0]).toBe('fallback()')
    expect(shown('E', '0x')).toBeUndefined()
    expect(signatureOfUnnamed(build.contract('C'), new Uint8Array(0))).toBe('receive()')
    expect(signatureOfUnnamed(build.contract('D'), new Uint8Array(5))).toBe('fallback()')
    expect(signatureOfUnnamed(build.contract('C'), new Uint8Array(5))).toBeUndefined()
  })
  it('takes the word of an interface for code that it does not know', () => {
    const selector = [...build.ast.nodes()].find(({ name }) => name === 'far')?.text('functionSelector')
    expect(shown(undefined, `0x${selector}${'abcd'.padEnd(64, '0')}`, `0x${word(3)}`)).toEqual([
      'far(bytes2)',
      'bytes2 b = 0xabcd',
      'uint8 = 3',
    ])
    expect(shown(undefined, '0x')).toBeUndefined()
  })
  it('reads the arguments of a creation', () => {
    const contract = build.contract('C')
    const code = encodeCreation(contract, ['7', 'text'])
    const frame = {
      kind: 'create',
      code,
      input: new Uint8Array(0),
      output: new Uint8Array(9),
      status: 'return',
    } as const
    expect(build.contractOf(frame)).toBe(contract)
    const { signature, arguments: values, outputs } = decodeFrame(build, contract, frame)!
    expect([signature, list(values), outputs]).toEqual([
      'constructor(uint256,string)',
      'uint256 a = 7, string = "text"',
      undefined,
    ])
    expect(decodeFrame(build, undefined, frame)).toBeUndefined()
  })
})
