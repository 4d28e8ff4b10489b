/** The place that allocated an object is a fact of one step: the same in every build, at every moment, whoever holds it later. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Builds, compileModes, fullMapInMode, MODES } from '../support/twins.ts'

/** The contract starts on line 3. */
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract C {
  modifier mod(uint256[] memory q) { require(q.length > 0); _; }
  function element(uint256[][] memory m) public pure returns (uint256) {
    uint256 first = m.length;
    uint256[] memory r = m[0];
    return r.length + first;
  }
  function ofModifier(uint256[][] memory m, string memory s)
    public
    pure
    mod(m[0])
    returns (bytes memory out)
  {
    string memory t = s;
    out = bytes(t);
  }
  function passed() public pure returns (uint256) {
    uint256[] memory y = new uint256[](2);
    return inner(y)[0];
  }
  function inner(uint256[] memory x) internal pure returns (uint256[3] memory z) {
    uint256[] memory again = x;
    z[0] = again[0];
  }
}`

let builds: Builds
beforeAll(async () => {
  builds = await compileModes(SOURCE)
})

/** By function and arguments: the lines of its objects, in order of address. */
const CALLS = [
  { call: 'element', args: ['[[5]]'], lines: [5, 5] },
  { call: 'ofModifier', args: ['[[5]]', 'hey'], lines: [10, 10, 10] },
  { call: 'passed', args: [], lines: [20, 23] },
]

describe.each(MODES)('%s', (mode) => {
  it.each(CALLS)('$call', async ({ lines, ...called }) => {
    const { objects, buffers } = await fullMapInMode(builds, mode, called)
    expect(objects.map(({ allocatedBy }) => allocatedBy?.line)).toEqual(lines)
    expect(buffers.find(({ use }) => use === 'return')?.usedBy?.line).toBe(lines[0] === 20 ? 19 : lines[0])
  })
  it('at every fiftieth step', async () => {
    const { call, args, lines } = CALLS[0]!
    let checked = 0
    for (let step = 50; step < 600; step += 50) {
      const { objects } = await fullMapInMode(builds, mode, {
        call,
        args,
        at: ({ stepCount }) => Math.min(step, stepCount - 1),
      })
      for (const { allocatedBy } of objects) {
        expect(allocatedBy?.line).toBe(lines[0])
        checked++
      }
    }
    expect(checked).toBeGreaterThan(10)
  })
})
