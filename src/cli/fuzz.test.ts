import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { displayWidth } from '../view/index.ts'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

const folder = folderWith({
  'Junk.sol': `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract Junk {
    function hash() external pure returns (bytes32 h) {
        assembly { let p := mload(0x40) mstore(p, 1) h := keccak256(p, 0x40) }
    }
    function sound() external pure returns (bytes32 h) {
        assembly { let p := mload(0x40) mstore(p, 1) h := keccak256(p, 0x20) }
    }
    function fixedPlace() external pure returns (uint256 r) {
        bytes memory b = "text";
        assembly { r := mload(0x80) }
        r += b.length;
    }
}
`,
  'Two.sol': `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract Two {
    bool open;
    function unlock(uint256 key) external { require(key > 9); open = true; }
    function go() external view returns (uint256 r) {
        require(open, "closed");
        uint256[] memory a = new uint256[](2);
        uint256[] memory b = new uint256[](2);
        assembly ("memory-safe") { mstore(add(a, 0x60), 99) }
        r = b.length;
    }
    function never() external pure { revert("no"); }
    function fine(bytes calldata b) external pure returns (bytes memory c) {
        c = b;
        assembly { mstore(0x00, c) }
    }
}
`,
})
const CHECK = ['check', 'Two.sol']

describe('memlane check --fuzz', () => {
  it('finds what needs a sequence of calls, and tells the shortest; the same seed gives the same', async () => {
    const run = await testRun([...CHECK, '--fuzz', '150', '--seed', '7'], { folder, terminal: 80 })
    expect(run.code).toBe(1)
    const shown = stripVTControlCharacters(run.stdout)
    expect(shown).toContain('error R05   Write past the end of a, into b')
    expect(shown).toContain('It takes 2 calls: unlock(10), then go().')
    expect(shown).toMatch(
      /\n1 finding: error R05, Two\.sol:10\.\nSeed 7: 150 calls of 4 functions; \d+ of \d+ memory\n?/,
    )
    expect(shown).toContain('never(): none of')
    expect(shown).toContain('(reverted: "no")')
    for (const line of shown.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80)
    expect(run.stderr).toContain('\rchecking call ')
    const again = await testRun([...CHECK, '--fuzz', '150', '--seed', '7', '--json'], { folder })
    const document = JSON.parse(again.stdout)
    expect(document.fuzz).toMatchObject({ seed: '7', calls: 150 })
    expect(document.findings).toMatchObject([{ rule: 'R05', calls: ['unlock(10)', 'go()'] }])
    expect((await testRun([...CHECK, '--fuzz', '150', '--seed', '7', '--json'], { folder })).stdout).toBe(again.stdout)
  })

  it('refuses what it chooses itself, and runs that were made', async () => {
    const said = async (...argv: string[]) => {
      const { code, stderr } = await testRun(['check', ...argv], { folder })
      return [code, stderr.split('\n').filter((line) => line !== '' && !line.startsWith('solc '))]
    }
    expect(await said('Two.sol', '--fuzz', '5', '--value', '1wei')).toEqual([
      2,
      ['memlane: --value cannot stand with --fuzz, which generates the calls; leave it out.'],
    ])
    expect(await said('Two.sol', '--seed', '5')).toEqual([
      2,
      ['memlane: --seed says nothing without --fuzz; add it, or leave --seed out.'],
    ])
    expect(await said('Two.sol', '--fuzz', 'many')).toEqual([
      2,
      ['--fuzz: "many" is not a whole number from 0 to 1,000,000.'],
    ])
    expect(await said('Two.sol', '--fuzz', '5', '--call', 'other')).toMatchObject([
      2,
      [expect.stringContaining('other')],
    ])
    await testRun(['trace', 'record', 'Two.sol', '--call', 'go', '-o', 'go.memlane'], { folder })
    expect(await said('go.memlane', '--fuzz', '5')).toEqual([
      2,
      ['go.memlane: --fuzz calls code, and this is a run that was made already; name a source or bytecode.'],
    ])
  })

  it('is what a contract with several functions gets when none is named', async () => {
    const run = await testRun(CHECK, { folder })
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('It takes 2 calls: unlock(10), then go().')
    expect(run.stdout).toMatch(/Seed 1: 256 calls of 4 functions/)
  })

  it('calls bytecode too', async () => {
    // MSTORE of 1 at the offset that calldata says.
    const { stdout, code } = await testRun(['check', '0x60015f355200', '--fuzz', '60'], { folder })
    expect(stdout).toContain('warning R13   The caller decides how far memory grows')
    expect(stdout).toMatch(/To see it: memlane debug 0x60015f355200 --calldata/)
    expect(code).toBe(1)
  })
})

describe('memlane check --brutalize', () => {
  it('says that junk changes what is returned, and which read saw it', async () => {
    const argv = ['check', 'Junk.sol', '--brutalize', '--call']
    const differs = await testRun([...argv, 'hash'], { folder })
    expect(differs.code).toBe(1)
    expect(differs.stdout.replaceAll('\n', ' ')).toMatch(
      /With other bytes in unowned memory the output differs, first at step \d+: KECCAK256 at step \d+ reads 0xa0–0xbf, which nobody wrote\. With a free memory pointer that starts 31 bytes later: same output, logs and state\./,
    )
    const same = await testRun([...argv, 'sound'], { folder })
    expect(same.code).toBe(0)
    expect(same.stdout).toContain('With other bytes in unowned memory: same output, logs, state and gas.\n')
    const shifted = await testRun([...argv, 'fixedPlace', '--lang', 'zh'], { folder })
    expect(shifted.code).toBe(1)
    expect(shifted.stdout).toMatch(/让空闲内存指针后移 31 字节后，输出不同，最早在第 \d+ 步。/)
    const json = await testRun([...argv, 'hash', '--json'], { folder })
    expect(JSON.parse(json.stdout).brutalized).toMatchObject({
      junk: { differs: ['output'] },
      shifted: { bytes: 31, differs: [] },
    })
  })

  it('needs code', async () => {
    const run = await testRun(['check', 'nowhere.memlane', '--brutalize', '--as', 'memlane'], { folder })
    expect(run.stderr).toBe(
      'nowhere.memlane: --brutalize calls code again, and this is a run that was made already; name a source or bytecode.\n',
    )
  })
})

describe('memlane check --assembly', () => {
  it('tells of each block whether it kept the promise', async () => {
    const { stdout, code } = await testRun([...CHECK, '--assembly', '--call', 'fine', '0x1234'], { folder })
    expect(code).toBe(0)
    expect(stdout).toContain(` assembly    memory-safe  at run time
 Two.sol:10  marked       did not run
 Two.sol:16  –            kept the promise
2 blocks of assembly: 1 kept the promise “memory-safe”, 0 broke it, 1 did not
run.
`)
    const zh = await testRun([...CHECK, '--assembly', '--fuzz', '150', '--seed', '7', '--lang', 'zh'], { folder })
    expect(zh.stdout).toContain(' Two.sol:10  已标注       写出了对象末尾（第 10 行）\n')
    expect(zh.stdout).toContain('2 个汇编块：1 个遵守 memory-safe，1 个违反，0 个没有执行。')
  })

  it('needs sources', async () => {
    const { stderr, code } = await testRun(['check', '0x00', '--assembly'], { folder })
    expect([code, stderr]).toEqual([
      2,
      '0x00: --assembly needs the sources, which tell where inline assembly stands.\n',
    ])
  })
})
