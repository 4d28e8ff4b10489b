/** Whether blocks of inline assembly keep what "memory-safe" promises, in the four builds. */
import { beforeAll, describe, expect, it } from 'vitest'
import { AssemblyAudit, checkRecording, factsFrom } from '../../src/check/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { BuildLocator, encodeCreation } from '../../src/solidity/index.ts'
import { record } from '../../src/trace/index.ts'
import { type Builds, compileModes, MODES } from '../support/twins.ts'

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.26;
contract Blocks {
    uint256 two = 2;
    function all() external view returns (bytes32 h, uint256[] memory list, bytes memory b) {
        b = new bytes(two);
        list = new uint256[](two);
        assembly ("memory-safe") { mstore(0x00, 1) mstore(0x20, 2) h := keccak256(0x00, 0x40) }
        assembly ("memory-safe") { let m := mload(0x40) mstore(m, 7) h := xor(h, keccak256(m, 0x20)) }
        assembly ("memory-safe") { mstore(add(list, 0x40), h) }
        assembly ("memory-safe") { let m := mload(0x40) mstore(0x20, 1) mstore(0x40, 2) h := keccak256(0x20, 0x40) mstore(0x40, m) }
        assembly ("memory-safe") { mstore(add(b, 0x20), not(0)) }
        /// @solidity memory-safe-assembly
        assembly { mstore(add(b, 0x40), 5) }
        assembly { mstore(0x60, h) }
        list = new uint256[](two);
        if (two == 3) { assembly { h := 0 } }
        assembly ("memory-safe") { let m := mload(0x40) mstore(m, b) return(m, 0x20) }
    }
}
`
let builds: Builds
beforeAll(async () => {
  builds = await compileModes(SOURCE, 'Blocks.sol')
})

it.each(MODES)('%s', (mode) => {
  const build = builds[mode]
  const contract = build.contract()
  const evm = createEvm()
  const { created } = evm.call({ input: encodeCreation(contract) })
  const { recording } = record(evm, { to: created!, input: contract.selectors.get('all()')! })
  const audit = new AssemblyAudit(build)
  checkRecording(recording, { factsOf: factsFrom(new BuildLocator(build)), audit })
  const rows = audit.blocks().map(({ block, steps, broken }) => {
    const seen = steps === 0 ? 'did not run' : broken.map(({ why }) => why).join() || 'kept'
    return `${block.isMarkedSafe ? 'marked' : 'unmarked'} ${seen}`
  })
  expect(rows).toEqual([
    'marked kept',
    'marked kept',
    'marked kept',
    'marked kept',
    'marked kept',
    'marked pastObject',
    'unmarked zeroSlot',
    'unmarked did not run',
    'marked kept',
  ])
})

describe('a block that asks for MSIZE', () => {
  it('breaks the promise', async () => {
    const text = SOURCE.replace('assembly ("memory-safe") { mstore(0x00, 1)', 'assembly { h := msize() mstore(0x00, 1)')
    const { compileMode } = await import('../support/solc.ts')
    const build = await compileMode('legacy', text, 'Blocks.sol')
    const evm = createEvm()
    const contract = build.contract()
    const { created } = evm.call({ input: encodeCreation(contract) })
    const { recording } = record(evm, { to: created!, input: contract.selectors.get('all()')! })
    const audit = new AssemblyAudit(build)
    checkRecording(recording, { factsOf: factsFrom(new BuildLocator(build)), audit })
    expect(audit.blocks()[0]?.broken.map(({ why }) => why)).toEqual(['msize'])
  })
})
