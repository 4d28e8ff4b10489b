/** Data that a call brought back, decoded by the callee, and memory that it was copied over. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createEvm } from '../../src/evm/index.ts'
import { Compilation, encodeCreation, mapMemory } from '../../src/solidity/index.ts'
import { record } from '../../src/trace/index.ts'
import { compileText } from '../support/solc.ts'
import { bufferLines } from '../support/solidityCall.ts'
import { type Builds, compileModes, fullMapInMode, MODES } from '../support/twins.ts'

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract Callee {
  error Bad(uint256 code, string why);
  struct P { uint256 x; uint256 y; }
  function pair(uint256 n) external pure returns (uint256 twice, P memory p) {
    if (n > 5) revert Bad(n, "too much");
    return (2 * n, P(n, n + 1));
  }
}
interface Known { function pair(uint256) external pure returns (uint256 twice, Callee.P memory p); }
contract C {
  Callee callee = new Callee();
  function ask() external view returns (uint256) { (uint256 a, ) = callee.pair(3); return a; }
  function byInterface() external view returns (uint256) { (uint256 a, ) = Known(address(callee)).pair(4); return a; }
  function fails() external view returns (uint256) { (uint256 a, ) = callee.pair(9); return a; }
  function nobody() external returns (bool ok) { (ok, ) = address(0x1234).call(""); }
}`

let builds: Builds
beforeAll(async () => {
  builds = await compileModes(SOURCE)
})

describe.each(MODES)('%s', (mode) => {
  const buffersOf = async (call: string) => (await fullMapInMode(builds, mode, { call }, 'C')).buffers
  it('of a contract of the same build, also behind an interface', async () => {
    for (const [call, n] of [
      ['ask', 3],
      ['byInterface', 4],
    ] as const) {
      const found = (await buffersOf(call)).filter(({ use }) => use === 'returnedData')
      expect(bufferLines({ buffers: found } as never).map((line) => line.replace(/^0x80 /, ''))).toEqual([
        `96 returnedData pair(uint256) = {twice: ${2 * n}, p: {x: ${n}, y: ${n + 1}}}`,
      ])
    }
  })
  it('a revert that is handed on, over the reserved words where it lies at 0', async () => {
    const map = await fullMapInMode(builds, mode, { call: 'fails' }, 'C')
    const revert = map.buffers.find(({ use }) => use === 'revert')!
    expect(revert).toMatchObject({ size: 132, signature: 'Bad(uint256,string)' })
    const pointer = map.reserved.find(({ use }) => use === 'freePointer')!
    expect(pointer.value).toBe(0x80n)
    expect(pointer.overwrittenAt !== undefined).toBe(revert.offset === 0)
  })
  it('of an account without code is none', async () => {
    expect((await buffersOf('nobody')).filter(({ value }) => value !== undefined).map(({ use }) => use)).toEqual([
      'return',
    ])
  })
})

it('of a contract of another build', async () => {
  const other = (await compileText(SOURCE)).contract('Callee')
  const caller = await compileText(`// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract C { function ask(address to) external view { (bool ok, ) = to.staticcall(abi.encodeWithSignature("pair(uint256)", 5)); require(ok);
  assembly { returndatacopy(mload(0x40), 0, returndatasize()) } } }`)
  expect(other.compilation).toBeInstanceOf(Compilation)
  const evm = createEvm()
  const callee = evm.call({ input: encodeCreation(other) }).created!
  const to = evm.call({ input: encodeCreation(caller.contract()) }).created!
  const input = `${caller.contract().selectors.get('ask(address)')}${callee.slice(2).padStart(64, '0')}` as const
  const { recording } = record(evm, { to, input: input as `0x${string}` })
  const lines = (others: readonly Compilation[]) =>
    bufferLines(mapMemory(caller.contract(), recording, 0, { others })).filter((line) => line.includes('returnedData'))
  expect(lines([])).toEqual([expect.stringMatching(/ 96 returnedData$/)])
  expect(lines([other.compilation])).toEqual([
    expect.stringMatching(/ 96 returnedData pair\(uint256\) = \{twice: 10, p: \{x: 5, y: 6\}\}$/),
  ])
})
