/** Objects whose evidence is easily misread. The lines, the same in every build, were worked out by hand. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type MapObject, valueText } from '../../src/solidity/index.ts'
import { type Builds, compileModes, fullMapInMode, MODES } from '../support/twins.ts'

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
uint256 constant FREE = 3;
contract C {
  struct P { uint256 x; uint256 y; }
  uint256 internal constant MAX = 3;
  uint256 internal constant TWICE = MAX * FREE;

  function encoded() public pure returns (uint256) {
    return abi.decode(abi.encode([uint256(1), 2]), (uint256[2]))[1];
  }
  function nested() public pure returns (uint256) {
    bytes memory b = abi.encode([[uint256(1), 2], [uint256(3), 4]], abi.encode([uint8(9)]), [true, false, true]);
    return b.length;
  }
  function constants() public pure returns (uint256) {
    P[] memory out = new P[](MAX);
    P memory last = P(TWICE, FREE);
    out[1] = last;
    return out.length;
  }
  function shorter() public pure returns (uint256) {
    P[] memory a = new P[](4);
    a[0].x = 7;
    assembly { mstore(a, 1) }
    return a.length;
  }
  function longer() public pure returns (uint256) {
    uint32[] memory a = new uint32[](5);
    uint32[] memory b = new uint32[](2);
    a[1] = 9;
    b[0] = 3;
    assembly { mstore(a, 9) }
    return a.length + b.length;
  }
  function longText() public pure returns (uint256) {
    bytes memory a = "hello";
    bytes memory b = "world";
    assembly { mstore(a, 90) }
    return a.length + b.length;
  }
  function grown() public pure returns (uint256) {
    uint256[] memory a = new uint256[](2);
    assembly { mstore(a, 3) mstore(0x40, add(mload(0x40), 32)) }
    a[2] = 5;
    return a.length;
  }
}`

const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  encoded: ['64 uint256[2] = [1, 2]', '96 bytes = 0x…1…2', '64 uint256[2] = [1, 2]'],
  nested: [
    '64 uint256[2][2] = [[1, 2], [3, 4]]',
    '64 uint256[2] = [1, 2]',
    '64 uint256[2] = [3, 4]',
    '32 uint8[1] = [9]',
    '64 bytes = 0x…9',
    '96 bool[3] = [true, false, true]',
    '352 bytes b = 0x…1…2… (320 bytes)',
  ],
  constants: [
    '128 P[] out = [{x: 0, y: 0}, {x: 9, y: 3}, {x: 0, y: 0}]',
    '64 P out[0] = {x: 0, y: 0}',
    '64 P, formerly out[1] = {x: 0, y: 0}',
    '64 P out[2] = {x: 0, y: 0}',
    '64 P last = {x: 9, y: 3}',
  ],
  shorter: [
    '160 P[] a = [{x: 7, y: 0}]',
    '64 P a[0] = {x: 7, y: 0}',
    '64 P, formerly a[1] = {x: 0, y: 0}',
    '64 P, formerly a[2] = {x: 0, y: 0}',
    '64 P, formerly a[3] = {x: 0, y: 0}',
  ],
  longer: ['192 uint32[] a = [0, 9, 0, 0, 0, … 4 more], 128 past its end', '96 uint32[] b = [3, 0]'],
  longText: ['64 bytes a = …, 58 past its end', '64 bytes b = 0x776f726c64'],
  grown: ['128 uint256[] a = [0, 0, 5]'],
}

function line({ size, type, path, formerly, value, overrun }: MapObject): string {
  const name = path ?? (formerly.length > 0 ? `, formerly ${formerly[0]}` : '')
  const text = (value ? valueText(value) : '–').replace(/^0x0{3,}/, '0x…').replace(/0{3,}/g, '…')
  const shown = text.length > 60 || overrun === 58 ? '…' : text
  const past = overrun === 0 ? '' : `, ${overrun} past its end`
  return `${size} ${type}${name === '' || name.startsWith(',') ? name : ` ${name}`} = ${shown}${past}`
}

let builds: Builds
beforeAll(async () => {
  builds = await compileModes(SOURCE)
})

describe.each(MODES)('%s', (mode) => {
  it.each(Object.entries(OBJECTS))('%s', async (call, lines) => {
    expect((await fullMapInMode(builds, mode, { call })).objects.map(line)).toEqual(lines)
  })
})
