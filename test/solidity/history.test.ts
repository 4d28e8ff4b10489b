/** Allocations as the free pointer showed them, and memory that is used again. Sizes and lines were counted by hand. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Allocation, valueText } from '../../src/solidity/index.ts'
import { type Builds, compileModes, fullMapInMode, MODES } from '../support/twins.ts'

/** The contract starts on line 3. */
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract C {
  struct P { uint256 x; address who; bool on; }
  function again() public pure returns (uint256) {
    uint256 mark; assembly { mark := mload(0x40) }
    uint256[] memory a = new uint256[](3);
    uint256 sum = a.length;
    assembly { mstore(0x40, mark) }
    uint256[] memory b = new uint256[](1);
    return b.length + sum;
  }
  function rounds(uint256 n) public view returns (uint256 sum) {
    uint256[] memory kept = new uint256[](n);
    uint256 mark; assembly { mark := mload(0x40) }
    for (uint256 i = 0; i < n; i++) {
      P memory p = make(i);
      kept[i] = p.x;
      sum += gasleft() > 0 ? p.x : 0;
      assembly { mstore(0x40, mark) }
    }
  }
  function make(uint256 i) internal view returns (P memory made) {
    made.x = i + 5;
    made.who = msg.sender;
  }
  function cut() public pure returns (uint256[] memory a) {
    a = new uint256[](5);
    assembly { mstore(a, 2) mstore(0x40, add(a, 0x60)) }
  }
}`

let builds: Builds
beforeAll(async () => {
  builds = await compileModes(SOURCE)
})

const text = ({ offset, bytes, freePointer, type, path, allocatedBy, releasedAt, reusedAt }: Allocation) =>
  `0x${offset.toString(16)} ${bytes} ${type} ${path} to 0x${freePointer.toString(16)} :${allocatedBy?.line}` +
  `${releasedAt === undefined ? '' : ', released'}${reusedAt === undefined ? '' : ', used again'}`

describe.each(MODES)('%s', (mode) => {
  it('a row for what was given back, too', async () => {
    const { history, objects } = await fullMapInMode(builds, mode, { call: 'again' })
    expect(history.map(text)).toEqual([
      '0x80 128 uint256[] a to 0x100 :7, released, used again',
      '0x80 64 uint256[] b to 0xc0 :10',
    ])
    expect(objects.map(({ path }) => path)).toEqual(['b'])
    const [first, second] = history as [Allocation, Allocation]
    expect(first.step).toBeLessThan(first.releasedAt!)
    expect(first.releasedAt).toBeLessThanOrEqual(second.step)
    expect(first.reusedAt).toBe(second.step)
  })

  it('in rounds that begin where the last began, what lives is known at each moment', async () => {
    const called = { call: 'rounds', args: ['3'] }
    const { history, freePointer } = await fullMapInMode(builds, mode, called)
    const rounds = history.slice(1).filter(({ offset, bytes }) => offset === 0x100 && bytes === 96)
    expect(rounds).toHaveLength(3)
    expect(freePointer?.moves.filter(({ to }) => to === 0x100).length).toBeGreaterThanOrEqual(2)
    for (const [round, { step, releasedAt }] of rounds.entries()) {
      if (releasedAt === undefined) continue
      // Just before it is given back: its members have their values.
      const { objects } = await fullMapInMode(builds, mode, { ...called, at: () => releasedAt })
      const found = objects.filter(
        ({ type, value }) => type === 'P' && value && valueText(value).startsWith(`{x: ${round + 5}`),
      )
      expect(found.length, `round ${round}, from step ${step}`).toBe(1)
    }
  })

  it('says what was given back in part', async () => {
    const { history } = await fullMapInMode(builds, mode, { call: 'cut' })
    const found = history.find(({ path }) => path === 'a')
    expect(found).toMatchObject({ bytes: 96, type: 'uint256[]' })
    expect(found?.releasedAt).toBeGreaterThan(found!.step)
  })
})
