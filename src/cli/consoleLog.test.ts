/** `console.log` as contracts call it, from the source to the screen. */

import { rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { folderWith, testRun } from './testRun.ts'

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
library console {
    function send(bytes memory message) private view {
        (bool ok,) = 0x000000000000000000636F6e736F6c652e6c6f67.staticcall(message);
        ok;
    }
    function log(string memory a, uint256 b) internal view {
        send(abi.encodeWithSignature("log(string,uint256)", a, b));
    }
    function log(string memory a) internal view { send(abi.encodeWithSignature("log(string)", a)); }
}
contract Talks {
    function f(uint256 n) external view returns (uint256) {
        console.log("n = %d", n);
        console.log("\\u001b[31mdone");
        return n;
    }
}`
const folder = folderWith({ 'Talks.sol': SOURCE })
afterAll(() => rmSync(folder, { recursive: true }))

const told = async (...argv: string[]) =>
  (await testRun([...argv, '--no-color'], { folder })).stdout.split('\n').map((line) => line.trimEnd())
/** The lines below a title, up to an empty one. */
const under = (title: string, lines: readonly string[]) => {
  const from = lines.indexOf(title) + 1
  return from === 0 ? undefined : lines.slice(from, lines.indexOf('', from))
}

describe('console.log', () => {
  it('is printed by run, and said beside its call; what a terminal would obey is shown', async () => {
    const lines = await told('run', 'Talks.sol', '2', '--call', 'f')
    expect(under(' console.log', lines)).toEqual(['  n = 2', expect.stringMatching(/^ {2}\S+\[31mdone$/)])
    expect(lines.find((line) => line.includes('├ staticcall'))).toMatch(
      /staticcall console\.log\("n = %d", 2\) {3}n = 2$/,
    )
    expect(lines.join('\n')).not.toContain('\u001b')
  })
  it('is printed by map with its steps, as far as the moment that is shown', async () => {
    const [first, second, ...others] = under(' console.log', await told('map', 'Talks.sol', '2', '--call', 'f'))!
    expect(others).toEqual([])
    expect(first).toMatch(/^ {2}step \d+ +n = 2$/)
    const at = /step ([\d,]+)/.exec(second!)![1]!.replace(',', '')
    expect(under(' console.log', await told('map', 'Talks.sol', '2', '--call', 'f', '--at', at))).toEqual([
      first?.replace(/ +n/, '   n'),
    ])
  })
  it('is in JSON', async () => {
    const json = JSON.parse((await told('map', 'Talks.sol', '2', '--call', 'f', '--json')).join('\n'))
    expect(json.console[0]).toEqual({ step: expect.any(Number), text: 'n = 2' })
    const { calls } = JSON.parse((await told('run', 'Talks.sol', '2', '--call', 'f', '--json')).join('\n'))
    expect(calls[1]).toMatchObject({ contract: 'console', function: 'log(string,uint256)', said: 'n = 2' })
  })
})
