/** Remappings beside `forge remappings` 1.7.1, imports, and which files have tests. */
import { describe, expect, it } from 'vitest'
import { memoryFiles } from '../../../test/support/memoryFiles.ts'
import { openProject, testFiles } from './project.ts'
import { parseRemapping, remapped, remappingText } from './remapping.ts'

const open = (files: Record<string, string>, document = {}, given: readonly string[] = []) =>
  openProject({ files: memoryFiles(files), profile: 'default', document, parse: () => undefined, given })

const texts = async (files: Record<string, string>, document = {}, given: readonly string[] = []) =>
  (await open(files, document, given)).remappings.map(remappingText).sort()

describe('remappings', () => {
  it('of libraries are what forge makes of the same folders', async () => {
    const files = {
      'lib/c/contracts/C.sol': '',
      'lib/c/src/Q.sol': '',
      'lib/d/src/D.sol': '',
      'lib/d/src/lib/E.sol': '',
      'lib/forge-std/src/Test.sol': '',
      'lib/openzeppelin-contracts/contracts/token/A.sol': '',
      'lib/openzeppelin-contracts/test/T.sol': '',
      'lib/openzeppelin-contracts/lib/forge-std/src/T.sol': '',
      'lib/openzeppelin-contracts/remappings.txt': '@openzeppelin/contracts/=contracts/',
      'lib/plain/P.sol': '',
    }
    expect(await texts(files)).toEqual([
      'c/=lib/c/src/',
      'd/=lib/d/src/',
      'forge-std/=lib/forge-std/src/',
      'openzeppelin-contracts/=lib/openzeppelin-contracts/contracts/',
      'plain/=lib/plain/',
    ])
    expect(await texts(files, { profile: { default: { auto_detect_remappings: false } } })).toEqual([])
  })
  it('that are written count before those that are found: given, foundry.toml, remappings.txt with any line ends', async () => {
    const files = { 'lib/a/src/A.sol': '', 'remappings.txt': 'a/=three/\r\nb/=four/\r\n\r\n' }
    const document = { profile: { default: { remappings: ['a/=two/'] } } }
    expect(await texts(files, document)).toEqual(['a/=two/', 'b/=four/'])
    expect(await texts(files, document, ['a/=one/'])).toEqual(['a/=one/', 'b/=four/'])
  })
  it('that are none are named with their place', async () => {
    await expect(open({ 'remappings.txt': 'a/=b/\nnothing' })).rejects.toMatchObject({
      code: 'foundry.badRemapping',
      facts: { place: 'remappings.txt:2', remapping: 'nothing' },
    })
  })
  it('the longest context wins, then the longest prefix', () => {
    const list = ['@a/=x/', '@a/b/=y/', 'lib/:@a/=z/'].map((text) => parseRemapping(text)!)
    expect(remapped('@a/C.sol', 'src/A.sol', list)).toBe('x/C.sol')
    expect(remapped('@a/b/C.sol', 'src/A.sol', list)).toBe('y/C.sol')
    expect(remapped('@a/b/C.sol', 'lib/A.sol', list)).toBe('z/b/C.sol')
    expect(remapped('./C.sol', 'src/A.sol', list)).toBeUndefined()
  })
})

describe('imports', () => {
  it('lead to the names that solc has for the files', async () => {
    const { units } = await open({
      'test/A.t.sol': 'import "../src/B.sol"; import "std/C.sol"; import "src/D.sol"; import "@pkg/E.sol";',
      'src/B.sol': 'import "./deep/../D.sol";',
      'src/D.sol': '',
      'lib/std/src/C.sol': 'import "./sub/F.sol";',
      'lib/std/src/sub/F.sol': 'import "../C.sol";',
      'node_modules/@pkg/E.sol': 'import "./G.sol";',
      'node_modules/@pkg/G.sol': '',
    })
    expect((await units.closure('test/A.t.sol')).map(({ name }) => name).sort()).toEqual([
      ...['@pkg/E.sol', '@pkg/G.sol', 'lib/std/src/C.sol', 'lib/std/src/sub/F.sol'],
      ...['src/B.sol', 'src/D.sol', 'test/A.t.sol'],
    ])
  })
  it('that lead nowhere are told at their line', async () => {
    const { units } = await open({
      'test/A.t.sol': 'import "./B.sol";',
      'test/B.sol': '\n\nimport {X} from "gone/C.sol";',
    })
    await expect(units.closure('test/A.t.sol')).rejects.toMatchObject({
      code: 'foundry.importNotFound',
      facts: { file: 'test/B.sol', line: 3, path: 'gone/C.sol' },
    })
  })
})

describe('files with tests', () => {
  it('are all below test, and those below src that say one', async () => {
    const project = await open({
      'test/A.t.sol': '',
      'test/deep/B.sol': '',
      'test/notes.md': '',
      'src/C.sol': 'contract C { function f() public {} }',
      'src/test/D.t.sol': 'contract D { function testX() public {} }',
      'src/E.sol': 'contract E { function invariant_x() public {} }',
      'lib/x/test/F.t.sol': 'contract F { function testX() public {} }',
    })
    expect(await testFiles(project)).toEqual(['src/E.sol', 'src/test/D.t.sol', 'test/A.t.sol', 'test/deep/B.sol'])
  })
})
