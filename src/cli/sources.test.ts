import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectOf } from './remappings.ts'
import { collectSources } from './sources.ts'
import { expectFormat, readTarget } from './target.ts'
import { folderWith, testRun } from './testRun.ts'

const output = { write: () => {}, writeAll: async () => {}, isTerminal: false, columns: undefined }
const ioIn = (folder: string) => ({
  stdout: output,
  stderr: output,
  readInput: async () => new Uint8Array(0),
  environment: {},
  folder,
})

/** The units of a target: name, and what the user sees. */
async function units(folder: string, target: string): Promise<string[][]> {
  const source = expectFormat('sol', await readTarget(target, {}, ioIn(folder)))
  const io = ioIn(folder)
  const { units } = await collectSources(source, await projectOf(source.path, [], io), folder)
  return units.map(({ name, shown }) => [name, shown]).sort()
}

describe('collectSources', () => {
  it('names a lone file by itself, wherever it lies', async () => {
    const folder = folderWith({ 'src/deep/A.sol': 'contract A {}' })
    expect(await units(folder, 'src/deep/A.sol')).toEqual([['A.sol', 'src/deep/A.sol']])
    expect(await units(join(folder, 'src'), 'deep/A.sol')).toEqual([['A.sol', 'deep/A.sol']])
  })
  it('follows relative imports of every form, up and down, and round in circles', async () => {
    const folder = folderWith({
      'src/A.sol': `import "./b/B.sol"; import * as C from '../lib/C.sol';`,
      'src/b/B.sol': `import {A as X,\n  Y} from "../A.sol";`,
      'lib/C.sol': 'import "../src/b/B.sol" as B;',
    })
    const expected = [
      ['lib/C.sol', 'lib/C.sol'],
      ['src/A.sol', 'src/A.sol'],
      ['src/b/B.sol', 'src/b/B.sol'],
    ]
    expect(await units(folder, 'src/A.sol')).toEqual(expected)
  })
  it('finds packages in node_modules of the folder or one above, and their own relative imports', async () => {
    const folder = folderWith({
      'node_modules/@some/pack/contracts/T.sol': 'import "./inner/U.sol"; import "other/V.sol";',
      'node_modules/@some/pack/contracts/inner/U.sol': '',
      'node_modules/other/V.sol': '',
      'project/src/A.sol': 'import "@some/pack/contracts/T.sol";',
    })
    expect((await units(join(folder, 'project'), 'src/A.sol')).map(([name]) => name)).toEqual([
      '@some/pack/contracts/T.sol',
      '@some/pack/contracts/inner/U.sol',
      'A.sol',
      'other/V.sol',
    ])
  })
  it('sees no imports in comments and strings', async () => {
    const folder = folderWith({
      'A.sol': `// import "./no.sol";
/* import "./no.sol"; */
contract A { string s = "import './no.sol';"; string t = 'it is "import"'; }
import "./B.sol"; // import "./no.sol";`,
      'B.sol': '',
    })
    expect((await units(folder, 'A.sol')).map(([name]) => name)).toEqual(['A.sol', 'B.sol'])
  })
  it('compiles and maps across files, each named from the top of its kind', async () => {
    const folder = folderWith({
      'src/A.sol': `pragma solidity ^0.8.0;
import {Box} from "../types/Box.sol";
import {make} from "make/make.sol";
contract A { function f() public pure {
  Box memory b = Box(make(2));
  b; } }`,
      'types/Box.sol': 'pragma solidity ^0.8.0; struct Box { uint256[] list; }',
      'node_modules/make/make.sol': `pragma solidity ^0.8.0;
function make(uint256 n) pure returns (uint256[] memory list) {
  list = new uint256[](n);
}`,
    })
    const { code, stdout } = await testRun(['map', 'src/A.sol'], { folder })
    expect(code).toBe(0)
    expect(stdout).toMatch(/ Box b +\{list: \[0, 0\]\} +src\/A\.sol:5 /)
    expect(stdout).toMatch(/ uint256\[\] \S+ +\[0, 0\] +make\/make\.sol:3 /)
  })
})
