/** Contracts of solc in brutalized runs: sound ones do the same in all ways of building them, and bugs that junk shows are shown. */
import { describe, expect, it } from 'vitest'
import { brutalizedCall } from '../../src/check/brutalize/brutalize.ts'
import { type Brutalize, createEvm } from '../../src/evm/index.ts'
import { pointerStart } from '../../src/opcodes/pointerStart.ts'
import { BuildLocator, type Compilation, encodeCreation } from '../../src/solidity/index.ts'
import { BUILD_MODES, type BuildMode, compileMode, exampleText } from '../support/solc.ts'

const MODES = Object.keys(BUILD_MODES) as BuildMode[]
const JUNK: Brutalize = { junkSeed: 1 }
const VARIANTS: readonly Brutalize[] = [JUNK, { pointerShift: 1 }, { pointerShift: 31 }, { pointerShift: 32 }]

/** Every function without arguments, and the creation, run plain and brutalized: the names of those that are others. */
function others(build: Compilation, name: string, brutalize: Brutalize) {
  const contract = build.contract(name)
  const evm = createEvm()
  const input = encodeCreation(contract)
  const found: string[] = []
  if (brutalizedCall(evm, { input }, { brutalize }).comparison.differences.length > 0) found.push('constructor')
  const { created } = evm.call({ input })
  if (created === undefined) throw new Error('deployment failed')
  let calls = 0
  for (const [signature, selector] of contract.selectors) {
    if (!signature.endsWith('()')) continue
    calls++
    if (brutalizedCall(evm, { to: created, input: selector }, { brutalize }).comparison.differences.length > 0)
      found.push(signature)
  }
  return { found, calls, code: evm.state.account(created)!.code }
}

const SOUND = `
  // SPDX-License-Identifier: MIT
  pragma solidity ^0.8.0;
  contract Made { uint256 public immutable n; constructor(uint256 given) { n = given; } }
  contract Sound {
    struct Point { uint256 x; string name; }
    uint256[] list; string text; uint256 two = 2;
    event Said(string what, uint256[] numbers);
    error Bad(uint256 given, string why);
    function objects() external view returns (Point memory p, uint256[] memory a) {
      p = Point(two, string.concat("a name ", "of more than thirty-two bytes, say")); a = new uint256[](two + 1); a[2] = 7;
    }
    function stores() external returns (string memory) {
      text = "short"; text = "a text that takes more than one slot, as this one does"; list.push(two); emit Said(text, list); return text;
    }
    function calls() external returns (uint256 sum) { Made made = new Made(two); sum = made.n() + this.two_(); try this.fails() {} catch (bytes memory why) { sum += why.length; } }
    function two_() external view returns (uint256) { return two; }
    function fails() external view { revert Bad(two, "because"); }
    function hashes() external view returns (bytes32) { return keccak256(abi.encodePacked(two, text, abi.encode(list))) ^ sha256("x"); }
    function blank() external view returns (bytes memory) { return new bytes(two + 40); }
  }`

describe('a sound contract does the same', () => {
  it.each(MODES)('%s', async (mode) => {
    const build = await compileMode(mode, SOUND)
    for (const variant of VARIANTS) {
      const { found, calls, code } = others(build, 'Sound', variant)
      expect(found, JSON.stringify(variant)).toEqual([])
      expect(calls).toBe(7)
      expect(pointerStart(code)).toBeDefined()
    }
  })

  it.each(MODES)('MemoryLane, %s', async (mode) => {
    const build = await compileMode(mode, await exampleText('MemoryLane.sol'), 'MemoryLane.sol')
    for (const variant of VARIANTS) expect(others(build, 'MemoryLane', variant).found).toEqual([])
  })
})

const FAULTY = `
  // SPDX-License-Identifier: MIT
  pragma solidity ^0.8.0;
  contract Faulty {
    uint256 two = 2;
    // Hashes a word that it did not write.
    function hashed() external pure returns (bytes32 h) {
      assembly { // block
        let p := mload(0x40)
        mstore(0x40, add(p, 0x40))
        mstore(p, 1)
        h := keccak256(p, 0x40) // here
      }
    }
    // An empty array is read out of a zero slot that is not zero.
    function encoded() external view returns (bytes32 h) { assembly { mstore(0x60, 7) } uint256[] memory e; h = keccak256(abi.encode(e, two)); }
    // Keeps what it can see from its object.
    function fine() external view returns (uint256 r) { uint256[] memory a = new uint256[](two); a[1] = 5; r = a[0] + a[1]; }
  }`

describe('a contract that relies on zeros', () => {
  it.each(MODES)('is told, with the read: %s', async (mode) => {
    const build = await compileMode(mode, FAULTY)
    expect(others(build, 'Faulty', JUNK).found.sort()).toEqual(['encoded()', 'hashed()'])
    const contract = build.contract('Faulty')
    const evm = createEvm()
    const to = evm.call({ input: encodeCreation(contract) }).created!
    const input = contract.selectors.get('hashed()')!
    const { brutalized, comparison } = brutalizedCall(evm, { to, input })
    const { junkRead, junkReadBy } = comparison
    expect(junkReadBy).toBe('origin')
    expect(junkRead).toMatchObject({ length: 0x40, unwritten: [{ length: 0x20 }] })
    // The IR pipeline tells of assembly only which block it is.
    const mark = mode.startsWith('via-IR') ? '// block' : '// here'
    const line = FAULTY.split('\n').findIndex((text) => text.includes(mark)) + 1
    expect(new BuildLocator(build).place(brutalized.recording.frames[0]!, junkRead!.pc)?.line).toBe(line)
  })
})
