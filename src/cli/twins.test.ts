/** `memlane map` of builds that need a twin. */
import { describe, expect, it, vi } from 'vitest'
import { displayWidth } from '../view/index.ts'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

const values = Array.from({ length: 20 }, (_, index) => index)
const FOLDER = folderWith({
  'Uses.sol': `pragma solidity ^0.8.0;
library Big {
  struct Q { uint256 k; string name; }
  function ext(Q memory q) public pure returns (Q memory r) { r = Q(q.k + 1, string.concat(q.name, "!")); }
}
contract Uses {
  uint256 immutable seed;
  string label;
  address owner;
  constructor(uint256 s, string memory l) { seed = s; label = l; owner = msg.sender; }
  function f(uint256 k) public returns (uint256) {
    require(msg.sender == owner);
    Big.Q memory q = Big.Q(k + seed, label);
    label = "changed by the call";
    Big.Q memory r = Big.ext(q);
    return r.k;
  }
  function gassy() public view returns (uint256 s) {
    uint256[] memory t = new uint256[](3);
    if (gasleft() > 29_990_000) { bytes memory rich = "rich"; s = rich.length; }
    s += t.length;
  }
  function hungry() public pure { while (true) { uint256[] memory t = new uint256[](400_000); t; } }
}`,
  'Deep.sol': `pragma solidity ^0.8.0;
contract Deep {
  uint256[20] s;
  function f() public returns (uint256) {
    bytes memory kept = "kept";
    ${values.map((i) => `uint256 v${i} = s[${i}];`).join(' ')}
    s[0] = gasleft();
    ${values.map((i) => `s[${i}] = v${i} ^ v${19 - i};`).join(' ')}
    return kept.length;
  }
}`,
})

const BUILDS = ['--optimize', '--optimizer-runs 1000000', '--via-ir', '--via-ir --optimize']

async function mapped(argv: readonly string[], code = 0) {
  const run = await testRun(['map', ...argv, '--json'], { folder: FOLDER })
  expect(run.code).toBe(code)
  return JSON.parse(run.stdout)
}

describe.each(BUILDS)('memlane map %s', (flags) => {
  const uses = ['Uses.sol', ...flags.split(' '), '--contract', 'Uses', '--constructor-args', '5', 'a label']

  it('names what the call had, with the immutables, storage and libraries of the build', async () => {
    const { objects, gasUsed } = await mapped([...uses, '--call', 'f', '7'])
    const found = objects.filter(({ path }: { path: string | null }) => path !== null)
    expect(found.map(({ type, path }: { type: string; path: string }) => `${type} ${path}`)).toEqual([
      'Q q',
      'string q.name',
      'Q r',
      'string r.name',
    ])
    expect(found[0].value).toEqual({ k: '12', name: 'a label' })
    expect(found[2].value).toEqual({ k: '13', name: 'a label!' })
    const plain = await mapped([
      'Uses.sol',
      '--contract',
      'Uses',
      '--constructor-args',
      '5',
      'a label',
      '--call',
      'f',
      '7',
    ])
    expect(gasUsed).not.toBe(plain.gasUsed)
    expect(plain.twin).toBeNull()
  })

  it('lets the twin have no less gas', async () => {
    const { objects, twin } = await mapped([...uses, '--call', 'gassy'])
    expect(objects.map(({ path }: { path: string }) => path)).toEqual(['t', 'rich'])
    if (twin !== null) expect(twin).toEqual({ status: 'used', allocations: 2, aligned: 2 })
  })

  it('ends a twin that runs out of gas as well', async () => {
    const { objects, halt } = await mapped([...uses, '--call', 'hungry', '--gas-limit', '3000000'], 3)
    expect(halt).toBe('outOfGas')
    for (const { path } of objects) expect([null, 't']).toContain(path)
  })
})

describe('a twin that is not to be had', () => {
  it('is not missed where the IR pipeline makes one', async () => {
    const { objects, twin } = await mapped(['Deep.sol', '--via-ir', '--optimize'])
    expect(twin).toMatchObject({ status: 'used' })
    expect(objects[0]).toMatchObject({ type: 'bytes', value: '0x6b657074' })
  })
  it('says how much of it there was, on a narrow terminal too', async () => {
    const { stdout } = await testRun(['map', 'Deep.sol', '--via-ir', '--optimize'], { folder: FOLDER, terminal: 80 })
    expect(stdout).toMatch(/by an unoptimized twin: \d+ of \d+ allocations matched\./)
    expect(stdout.split('\n').every((line) => displayWidth(line) <= 200)).toBe(true)
  })
})
