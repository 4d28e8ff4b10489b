/** Which compiler is taken, where imports lead, and what is kept. */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_VERSION } from './defaultSolc.ts'
import { folderWith, testRun } from './testRun.ts'

const SOLC = dirname(createRequire(import.meta.url).resolve('solc/package.json'))
const CONTRACT = 'contract A { function f() public pure { bytes memory b = new bytes(3); b[0] = 0x01; } }'

/** A program that calls itself this version and compiles, whatever the pragma, as the default solc does. */
function program(version: string): string {
  return `#!${process.execPath}
if (process.argv[2] === '--version') console.log('solc, the solidity compiler\\nVersion: ${version}+commit.12345678.Linux.g++')
else {
  const solc = require(${JSON.stringify(SOLC)})
  const blank = (pragma) => ' '.repeat(pragma.length)
  process.stdout.write(solc.compile(require('node:fs').readFileSync(0, 'utf8').replace(/pragma solidity [^;]*;/g, blank)))
}
`
}

function executable(path: string): string {
  chmodSync(path, 0o755)
  return path
}

function package_(version: string) {
  return {
    'node_modules/solc/package.json': JSON.stringify({ name: 'solc', version, main: 'index.js' }),
    'node_modules/solc/index.js': `module.exports = require(${JSON.stringify(SOLC)})`,
  }
}

describe('the compiler', () => {
  const A = (pragma: string) => ({ 'A.sol': `pragma solidity ${pragma};\n${CONTRACT}` })

  it('is the default one when nothing else is there', async () => {
    const { code, stderr } = await testRun(['map', 'A.sol'], { folder: folderWith(A('^0.8.0')) })
    expect([code, stderr]).toEqual([0, `solc ${DEFAULT_VERSION} (default)\n`])
  })

  it('is the one on PATH, then that of node_modules, where the pragma lets it', async () => {
    const folder = folderWith({ ...A('>=0.8.5 <0.9.0'), ...package_('0.8.20'), 'bin/solc': program('0.8.30') })
    executable(join(folder, 'bin/solc'))
    const environment = { PATH: join(folder, 'bin') }
    expect((await testRun(['map', 'A.sol'], { folder, environment })).stderr).toBe('solc 0.8.30 (on PATH)\n')
    expect((await testRun(['map', 'A.sol'], { folder })).stderr).toBe('solc 0.8.20 (from node_modules)\n')
    writeFileSync(join(folder, 'A.sol'), `pragma solidity ~0.8.30;\n${CONTRACT}`)
    expect((await testRun(['map', 'A.sol'], { folder })).stderr).toBe(`solc ${DEFAULT_VERSION} (default)\n`)
  })

  it('does not go by way of Yul when it is too old for that', async () => {
    const folder = folderWith({ ...A('^0.8.0'), ...package_('0.8.12') })
    expect(await testRun(['map', 'A.sol', '--via-ir', '--solc', 'node_modules/solc'], { folder })).toMatchObject({
      code: 2,
      stderr: 'A.sol: solc 0.8.12 does not compile by way of Yul; choose 0.8.13 or newer, or do without. Use --solc.\n',
    })
  })

  it('is the one that --solc names: a program, a package, a version', async () => {
    const folder = folderWith({ ...A('*'), ...package_('0.8.20'), solc: program('0.8.29') })
    executable(join(folder, 'solc'))
    const said = async (name: string) => (await testRun(['map', 'A.sol', '--solc', name], { folder })).stderr
    expect(await said('./solc')).toBe('solc 0.8.29 (--solc)\n')
    expect(await said('node_modules/solc')).toBe('solc 0.8.20 (--solc)\n')
    expect(await said('0.8.20')).toBe('solc 0.8.20 (from node_modules)\n')
    expect(await said(DEFAULT_VERSION)).toBe(`solc ${DEFAULT_VERSION} (default)\n`)
  })

  it('is one that Foundry installed when no other fits', async () => {
    const folder = folderWith({ ...A('0.8.19'), 'home/.svm/0.8.19/solc-0.8.19': program('0.8.19') })
    executable(join(folder, 'home/.svm/0.8.19/solc-0.8.19'))
    const { stderr } = await testRun(['map', 'A.sol'], { folder, environment: { HOME: join(folder, 'home') } })
    expect(stderr).toBe('solc 0.8.19 (installed for another tool)\n')
  })

  it('is refused in one sentence', async () => {
    const folder = folderWith({ ...A('^0.7.0'), 'old/solc': program('0.5.17'), 'dead/solc': `#!${process.execPath}\n` })
    for (const name of ['old/solc', 'dead/solc']) executable(join(folder, name))
    const run = (...args: string[]) => testRun(['map', 'A.sol', ...args], { folder })
    const version = DEFAULT_VERSION
    expect(await run()).toMatchObject({
      code: 2,
      stderr: `A.sol:1: "pragma solidity ^0.7.0;" does not fit solc ${version}; install a version that fits, or name one. Use --solc.\n`,
    })
    expect((await run('--solc', '0.7.6')).stderr).toBe(
      `memlane: No solc 0.7.6 was found; there are ${version}. Give --solc the path of a program, or of a solc package.\n`,
    )
    expect((await run('--solc', 'old/solc')).stderr).toBe(
      'memlane: solc 0.5.17+commit.12345678 is too old; memlane reads what 0.6.0 and later write.\n',
    )
    expect((await run('--solc', 'dead/solc')).stderr).toBe(
      'dead/solc: This is neither the solc program nor the folder of a solc package.\n',
    )
    expect(await run('--solc', 'nowhere')).toMatchObject({ code: 3, stderr: 'nowhere: There is no such file.\n' })
  })
})

describe('what was compiled', () => {
  it('is not compiled again', async () => {
    const folder = folderWith({ 'A.sol': CONTRACT })
    const environment = { XDG_CACHE_HOME: join(folder, 'cache') }
    const first = await testRun(['map', 'A.sol'], { folder, environment })
    const second = await testRun(['map', 'A.sol'], { folder, environment })
    expect(second.stdout).toBe(first.stdout)
    expect(second.stderr).toBe(`solc ${DEFAULT_VERSION} (default), compiled before\n`)
    expect((await testRun(['run', 'A.sol', '--optimize'], { folder, environment })).stderr).not.toContain('before')
  })

  it('is compiled again where what was kept is damaged', async () => {
    const folder = folderWith({ 'A.sol': CONTRACT })
    const environment = { XDG_CACHE_HOME: join(folder, 'cache') }
    const first = await testRun(['map', 'A.sol'], { folder, environment })
    const kept = readdirSync(join(folder, 'cache/memlane'))
    expect(kept).toHaveLength(1)
    const path = join(folder, 'cache/memlane', kept[0]!)
    writeFileSync(path, readFileSync(path).subarray(0, 100))
    const second = await testRun(['map', 'A.sol'], { folder, environment })
    expect([second.stdout, second.stderr]).toEqual([first.stdout, first.stderr])
  })

  it('is kept nowhere without a home', async () => {
    const folder = folderWith({ 'A.sol': CONTRACT })
    await testRun(['map', 'A.sol'], { folder })
    expect(existsSync(join(folder, '.cache'))).toBe(false)
  })
})

describe('imports of a Foundry project', () => {
  const LIBRARY = 'library L { function two() internal pure returns (bytes memory b) { b = new bytes(2); } }'
  const files = {
    'foundry.toml': '[profile.default]\nsrc = "src"\nremappings = ["@maths/=lib/maths/src/"]\n',
    'remappings.txt': 'plain/=lib/plain/contracts/\n',
    'src/A.sol': `import "@maths/L.sol"; import "plain/P.sol"; import "third/T.sol"; import "inner/I.sol";
contract A is P, T, I { function f() public pure { bytes memory b = L.two(); b[0] = 0x01; } }`,
    'lib/maths/src/L.sol': LIBRARY,
    'lib/plain/contracts/P.sol': 'contract P {}',
    'lib/third/src/T.sol': 'contract T {}',
    'lib/third/lib/inner/src/I.sol': 'contract I {}',
  }
  let folder: string
  beforeAll(() => {
    folder = folderWith(files)
  })

  it('lead where remappings and libraries say', async () => {
    const { code, stdout } = await testRun(['map', 'A.sol'], { folder: join(folder, 'src') })
    expect(code).toBe(0)
    expect(stdout).toContain('A.f()')
    expect(stdout).toContain('lib/maths/src/L.sol:1')
  })

  it('lead where --remappings says before all else', async () => {
    const folder = folderWith({ ...files, 'other/L.sol': LIBRARY.replace('bytes(2)', 'bytes(9)') })
    const { stdout } = await testRun(['map', 'src/A.sol', '--remappings', '@maths/=other/'], { folder })
    expect(stdout).toContain('other/L.sol:1')
  })

  it('need remappings that can be read', async () => {
    const bad = folderWith({ ...files, 'remappings.txt': 'plain/=lib/plain/contracts/\nnonsense\n' })
    expect((await testRun(['map', 'src/A.sol'], { folder: bad })).stderr).toBe(
      'remappings.txt:2: "nonsense" is not a remapping: prefix=folder, or context:prefix=folder.\n',
    )
    const toml = folderWith({ ...files, 'foundry.toml': '[profile.default\n' })
    expect((await testRun(['map', 'src/A.sol'], { folder: toml })).stderr).toMatch(/^foundry.toml: This is not TOML: /)
  })
})
